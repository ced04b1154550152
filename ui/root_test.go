package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/widget"
)

func confirm(s *kit.Session, done tea.Msg) *widget.Confirm[int] {
	return widget.NewConfirm(s, widget.ConfirmOptions[int]{
		Title: "Sure?", Text: "It cannot be undone.", Action: "Do it", Danger: true,
		Done: func(int) tea.Msg { return done },
	})
}

func TestRootViews(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Golden(t, "home")
	p.Send(kit.Notice{Kind: kit.Done, Text: "Generated ci-nightly · last four …x7Qp"})
	p.Press("enter")
	p.Send(kit.Notice{Kind: kit.Failed, Text: "The store is in use by another program, which has to end before this one can go on. Nothing was changed, and nothing is lost: try again in a moment."})
	p.Golden(t, "failed")
	p.CheckLayout()
	p.Press("esc", "?")
	p.Golden(t, "help")
	p.CheckLayout()
	p.Press("esc", ":", "s", "e")
	p.Golden(t, "command")
	p.CheckLayout()
	p.Press("esc")
	p.Send(kit.OpenDialog{Dialog: confirm(p.session, nil)})
	p.Golden(t, "dialog")
	p.CheckLayout()
}

func TestRootOnATinyScreen(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Resize(39, 24)
	if got := p.View(); got != "latchkey needs 40×10 cells; here are 3…" {
		t.Errorf("39 columns: %q", got)
	}
	p.Resize(80, 9)
	if got := p.View(); got != "latchkey needs 40×10 cells; here are 80×9." {
		t.Errorf("9 lines: %q", got)
	}
}

func TestRootDrawsWithTheSessionsRenderer(t *testing.T) {
	dark, light := run(t, uitest.Colored(true), nil).View(), run(t, uitest.Colored(false), nil).View()
	if dark == light || ansi.Strip(dark) != ansi.Strip(light) {
		t.Error("a dark and a light session do not differ in colour alone")
	}
}

func TestTabsAndPlaces(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	var been []string
	for range 8 {
		been = append(been, title(p))
		p.Press("tab")
	}
	want := []string{"API tokens", "Profile", "Settings", "Service users", "Users", "Org settings", "Seats", "API tokens"}
	if !slices.Equal(been, want) {
		t.Errorf("tab leads through %v", been)
	}
	p.Press("3")
	p.Sees("Users has")
	p.Press("9")
	p.Sees("Users has")
	p.Press("1", "shift+tab", "shift+tab")
	if got := title(p); got != "Seats" {
		t.Errorf("shift+tab leads to %s", got)
	}
}

// title returns what stands in the title line.
func title(p *program) string {
	for _, line := range strings.Split(uitest.Plain(p.View()), "\n") {
		if name, _, ok := strings.Cut(line, "  "); ok && strings.Contains(line, "4 of 10 active") {
			return strings.TrimSpace(name)
		}
	}
	return ""
}

func TestPlacesKeepWhatWasOpen(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Press("enter")
	p.Sees("API tokens › more has")
	p.Press("2", "1")
	p.Sees("API tokens › more has")
	p.Press("esc")
	p.SeesNot("more")
	if got := p.pages["API tokens"].started; got != 2 {
		t.Errorf("the first screen was started %d times", got)
	}
	p.Press("esc", "esc")
	p.Sees("API tokens has")
}

func TestLeavingAScreenThatIsNotSeen(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	more := &page{session: p.session, title: "More"}
	p.Send(kit.Push{Screen: more})
	p.Press("2")
	p.Send(kit.Pop{Screen: more})
	p.Sees("Service users has")
	p.Press("1")
	p.Sees("API tokens has")
}

func TestEscClearsTheFilterFirst(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	more := &page{session: p.session, title: "More", filtered: true}
	p.Send(kit.Push{Screen: more})
	p.Press("esc")
	p.Sees("More has")
	p.Press("esc")
	p.SeesNot("More has")
}

func TestGlobalKeysStandAsideForText(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	first := p.pages["API tokens"]
	first.capturing = true
	p.Press("q", "?", ":", "2", "tab", "esc")
	if len(first.got) != 6 || p.Quit() {
		t.Errorf("the screen got %v", first.got)
	}
}

func TestDialogsTakeTheKeysAndAnswerWhatIsUnderThem(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	first := p.pages["API tokens"]
	lower, upper := confirm(p.session, "lower"), confirm(p.session, "upper")
	p.Send(kit.OpenDialog{Dialog: lower})
	p.Send(kit.OpenDialog{Dialog: upper})
	p.Press("2", "q", "tab", "enter")
	p.Sees("Sure?")
	p.Press("tab", "enter")
	if !slices.Equal(first.got, []tea.Msg{"lower"}) {
		t.Errorf("the screen got %v", first.got)
	}
	p.SeesNot("Sure?")
}

func TestADialogClosesOnce(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	lower, upper := confirm(p.session, "lower"), confirm(p.session, "upper")
	p.Send(kit.OpenDialog{Dialog: lower})
	p.Send(kit.OpenDialog{Dialog: upper})
	p.Send(kit.CloseDialog{Dialog: upper})
	p.Send(kit.CloseDialog{Dialog: upper, Outcome: "again"})
	p.Sees("Sure?")
	if got := p.pages["API tokens"].got; len(got) != 0 {
		t.Errorf("the screen got %v", got)
	}
}

func TestChangesReachWhatIsSeen(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Press("2")
	p.Send(kit.Changed{})
	if hidden, seen := p.pages["API tokens"].changes, p.pages["Service users"].changes; hidden != 0 || seen != 1 {
		t.Errorf("the hidden screen got %d, the one that is seen %d", hidden, seen)
	}
}

func TestNotices(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Send(kit.Notice{Kind: kit.Busy, Text: "Revoking…"})
	p.Ring(time.Hour)
	p.Sees("◌ Revoking…")
	p.Send(kit.Notice{Kind: kit.Done, Text: "Revoked."})
	p.SeesNot("Revoking")
	p.Press("j")
	p.Sees("✓ Revoked.")
	p.Ring(10 * time.Second)
	p.SeesNot("Revoked.")

	p.Send(kit.Notice{Kind: kit.Done, Text: "One."})
	p.Send(kit.Notice{Kind: kit.Failed, Text: "Two."})
	p.Ring(time.Hour)
	p.Press("2")
	p.Sees("✗ Two.")
	p.Press("esc")
	p.SeesNot("Two.")
	p.Send(kit.Notice{Kind: kit.Info, Text: "Three\x1b[2J."})
	p.Sees("· Three\uFFFD[2J.")
	p.Press("1")
	p.SeesNot("Three")
}

func TestQuitting(t *testing.T) {
	for _, key := range []string{"q", "ctrl+c"} {
		p := run(t, uitest.Session(), nil)
		p.Press(key)
		if !p.Quit() {
			t.Errorf("%s does not quit", key)
		}
	}
	p := run(t, uitest.Session(), nil)
	p.pages["API tokens"].unsaved = true
	p.Press("q")
	p.Sees("Quit latchkey?")
	p.Press("enter")
	if p.Quit() {
		t.Error("the question does not start on Cancel")
	}
	p.Press("ctrl+c", "tab", "enter")
	if !p.Quit() {
		t.Error("a yes does not quit")
	}
}

func TestQuittingIsNeverStuck(t *testing.T) {
	p := run(t, uitest.Session(), func(o *ui.Options) {
		o.QuitNote = func() string { return "Two others are attached; their sessions end too." }
	})
	p.Press("ctrl+c")
	p.Sees("Two others are attached")
	if p.Quit() {
		t.Error("it did not ask")
	}
	p.Press("ctrl+c")
	if !p.Quit() {
		t.Error("a second ctrl+c does not quit")
	}
}

func TestGates(t *testing.T) {
	gate := &page{session: uitest.Session(), title: "Log in"}
	p := run(t, uitest.Session(), func(o *ui.Options) { o.Gate = gate })
	p.Sees("Log in has")
	p.SeesNot("My tokens")
	p.Press("2", "tab", ":")
	if len(gate.got) != 3 {
		t.Errorf("the gate got %v", gate.got)
	}
	p.Send(kit.ShowTabs{From: gate})
	p.Sees("API tokens has")

	p.Press("enter")
	p.Send(kit.OpenDialog{Dialog: confirm(p.session, "yes")})
	p.Send(kit.ShowGate{Screen: gate})
	p.SeesNot("Sure?")
	p.SeesNot("more")
	p.Send(kit.Resume{From: gate})
	p.Sees("Sure?")
	p.Press("esc")
	p.Sees("API tokens › more has")
	p.Send(kit.ShowTabs{})
	p.SeesNot("more")
}

func TestAGateIsEndedByItselfAlone(t *testing.T) {
	stranger := &page{session: uitest.Session(), title: "Another"}
	for name, msg := range map[string]tea.Msg{
		"tabs": kit.ShowTabs{}, "tabs of another gate": kit.ShowTabs{From: stranger},
		"resume": kit.Resume{}, "resume of another gate": kit.Resume{From: stranger},
		"push": kit.Push{Screen: stranger}, "go to": kit.GoTo{Command: "seats"}, "pop": kit.Pop{Screen: stranger},
	} {
		t.Run(name, func(t *testing.T) {
			p := run(t, uitest.Session(), nil)
			lock := &page{session: p.session, title: "Locked"}
			p.Send(kit.ShowGate{Screen: lock})
			p.Send(msg)
			p.Sees("Locked has")
			p.Press("2", "tab")
			p.SeesNot("My tokens")
			if lock.started != 1 {
				t.Errorf("the gate was started %d times", lock.started)
			}
			p.Send(kit.Resume{From: lock})
			p.Sees("My tokens")
		})
	}
}

func TestWhatLeadsElsewhereDoesSoUnderTheGate(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	lock := &page{session: p.session, title: "Locked"}
	more := &page{session: p.session, title: "More"}
	p.Send(kit.ShowGate{Screen: lock})
	p.Send(kit.GoTo{Command: "seats"})
	p.Send(kit.Push{Screen: more})
	if more.started != 0 {
		t.Error("a screen started under the gate")
	}
	p.Send(kit.Resume{From: lock})
	p.Sees("More has")
	if more.started != 1 {
		t.Errorf("the screen was started %d times", more.started)
	}
	p.Press("esc")
	p.Sees("Seats has")
}

func TestAResumeWithoutAGateDoesNothing(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Send(kit.OpenDialog{Dialog: confirm(p.session, nil)})
	p.Send(kit.Resume{})
	p.Sees("Sure?")
}

func TestNothingLeadsAnywhereOnceTheSessionHasEnded(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	login := &page{session: p.session, title: "Log in"}
	p.Send(kit.ShowGate{Screen: login, Ended: true})
	p.Send(kit.Push{Screen: &page{session: p.session, title: "More"}})
	p.Send(kit.OpenDialog{Dialog: confirm(p.session, "late")})
	p.Sees("Log in has")
	p.Send(kit.ShowTabs{From: login})
	p.Sees("API tokens has")
	p.SeesNot("Sure?")
}

func TestDialogsAskedForUnderAGateOpenAfterIt(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	first := p.pages["API tokens"]
	lock := &page{session: p.session, title: "Locked"}
	lower, upper := confirm(p.session, "lower"), confirm(p.session, "upper")
	p.Send(kit.OpenDialog{Dialog: lower})
	p.Send(kit.ShowGate{Screen: lock})
	p.Send(kit.OpenDialog{Dialog: upper})
	p.SeesNot("Sure?")
	p.Press("tab", "x")
	if !slices.Equal(lock.got, []tea.Msg{"tab", "x"}) {
		t.Errorf("the gate got %v", lock.got)
	}
	p.Send(kit.Resume{From: lock})
	p.Press("tab", "enter")
	p.Sees("Sure?") // the lower one
	p.Press("tab", "enter")
	p.SeesNot("Sure?")
	if !slices.Equal(first.got, []tea.Msg{"lower"}) {
		t.Errorf("the screen got %v", first.got)
	}
}

func TestACoveredDialogAnswersTheScreenUnderTheGate(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	first := p.pages["API tokens"]
	lock := &page{session: p.session, title: "Locked"}
	d := confirm(p.session, nil)
	p.Send(kit.OpenDialog{Dialog: d})
	p.Send(kit.ShowGate{Screen: lock})
	p.Send(kit.CloseDialog{Dialog: d, Outcome: "done"})
	if !slices.Equal(first.got, []tea.Msg{"done"}) || len(lock.got) != 0 {
		t.Errorf("the screen got %v, the gate %v", first.got, lock.got)
	}
}

func TestAGateHasHelpAndTheQuestionOfQuit(t *testing.T) {
	p := run(t, uitest.Session(), func(o *ui.Options) { o.QuitNote = func() string { return "Two others are attached." } })
	lock := &page{session: p.session, title: "Locked"}
	p.Send(kit.ShowGate{Screen: lock})
	p.Press("?")
	p.Sees("Help · Locked")
	p.Press("esc", "ctrl+c")
	p.Sees("Two others are attached.")
	p.Press("tab", "enter")
	if !p.Quit() {
		t.Error("a yes does not quit")
	}
}

func TestIdleSessions(t *testing.T) {
	s := uitest.Session()
	now := uitest.Now
	s.Now = func() time.Time { return now }
	locks := 0
	p := run(t, s, func(o *ui.Options) {
		o.Idle = 10 * time.Minute
		o.OnIdle = func() tea.Cmd { locks++; return kit.Send(kit.ShowGate{Screen: &page{session: s, title: "Locked"}}) }
	})
	now = now.Add(9 * time.Minute)
	p.Press("j")
	now = now.Add(time.Minute)
	p.Ring(10 * time.Minute)
	if locks != 0 {
		t.Fatal("it locked a minute after a key")
	}
	now = now.Add(9 * time.Minute)
	p.Ring(9 * time.Minute)
	p.Sees("Locked has")
	now = now.Add(time.Hour)
	p.Ring(10 * time.Minute)
	if locks != 1 {
		t.Errorf("it locked %d times", locks)
	}
}

func TestTheKeyBarHasWholeEntriesOnly(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Press("enter")
	for width := 40; width <= 130; width++ {
		p.Resize(width, 24)
		lines := strings.Split(uitest.Plain(p.View()), "\n")
		bar := lines[len(lines)-1]
		if !strings.HasSuffix(bar, "esc back  ? help") {
			t.Fatalf("%d columns: %q", width, bar)
		}
		for _, word := range strings.Split(strings.TrimSpace(bar), "  ") {
			if !strings.Contains(word, " ") {
				t.Fatalf("%d columns cut an entry: %q", width, bar)
			}
		}
	}
}

func TestRedraw(t *testing.T) {
	root := ui.NewRoot(uitest.Session(), ui.Options{Gate: &page{session: uitest.Session(), title: "Log in"}})
	_, cmd := root.Update(uitest.Key("ctrl+l"))
	if cmd == nil || cmd() != tea.ClearScreen() {
		t.Error("ctrl+l does not draw the screen again")
	}
}
