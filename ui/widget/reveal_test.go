package widget

import (
	"io"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

const secretText = "lku_9vT2mXq81LrYbD0sKcWf5uHnZe7aPjG3t2x7Qp"

// seen is said when a secret has reached the person.
type seen struct{}

// files is the person's end of a connection that can write files.
type files struct {
	err   error
	saved map[string]string
}

func (f *files) Write(string, func(io.Writer) error) (string, error) { panic("not asked for") }

func (f *files) Save(path string, secret model.Secret) (string, error) {
	if f.err != nil {
		return "", f.err
	}
	f.saved[path] = secret.Reveal()
	return "/home/ada/" + path, nil
}

// reveal opens the pop-up in a session whose clipboard answers with result.
func reveal(t *testing.T, s *kit.Session, result kit.CopyResult) (*uitest.Host, *uitest.Driver) {
	t.Helper()
	s.Clipboard = &uitest.Clipboard{Result: result}
	host := uitest.HostDialog(NewReveal(s, RevealOptions{
		ID: "tok_1", Title: "nightly-export", Secret: model.NewSecret(secretText),
		OnSeen: func() tea.Cmd { return kit.Send(seen{}) },
	}))
	return host, uitest.Drive(t, host)
}

var (
	notCopied = kit.CopyResult{Outcome: kit.NotCopied, Detail: "this terminal takes no text."}
	sent      = kit.CopyResult{Outcome: kit.SentToTerminal}
	copied    = kit.CopyResult{Outcome: kit.Copied}
)

func TestRevealViews(t *testing.T) {
	_, d := reveal(t, uitest.Session(), sent)
	d.Golden(t, "sent")
	d.CheckLayout()
	_, d = reveal(t, uitest.Session(), notCopied)
	d.Press("w")
	d.Golden(t, "nofiles")
	d.Press("esc")
	d.Golden(t, "unsaved")
	d.CheckLayout()
	s := uitest.Session()
	s.Files = &files{}
	_, d = reveal(t, s, copied)
	d.Press("w")
	d.Golden(t, "saving")
	d.CheckLayout()
}

func TestRevealHasTheSecretAloneOnItsLine(t *testing.T) {
	_, d := reveal(t, uitest.Colored(true), sent)
	for width := 46; width <= 130; width += 7 {
		d.Resize(width, 24)
		back := strings.TrimSuffix(strings.Repeat(strings.Repeat("x", width)+"\n", 24), "\n")
		screen := ansi.Strip(Overlay(uitest.Session().Theme, back, d.View(), width, 22))
		if !strings.Contains(screen, "\n"+secretText+"\n") {
			t.Errorf("%d columns: the secret is not alone on its line:\n%s", width, screen)
		}
	}
}

func TestRevealMarksTheLinesOfANarrowScreen(t *testing.T) {
	_, d := reveal(t, uitest.Session(), sent)
	for _, width := range []int{45, 40, 30} {
		d.Resize(width, 24)
		var text string
		for _, line := range strings.Split(uitest.Plain(d.View()), "\n") {
			if _, part, ok := strings.Cut(line, "/2 "); ok {
				text += part
			}
		}
		if text != secretText {
			t.Errorf("%d columns show %q", width, text)
		}
	}
}

func TestRevealIsHonestAboutCopying(t *testing.T) {
	for _, test := range []struct {
		result kit.CopyResult
		want   string
	}{
		{copied, "✓ Copied to your clipboard."},
		{sent, "→ Sent to your terminal (OSC 52). Paste it somewhere to be sure."},
		{notCopied, "✗ Not copied: this terminal takes no text."},
		{kit.CopyResult{Outcome: kit.SentToTerminal, Detail: "tmux needs set-clipboard on."}, "tmux needs set-clipboard on."},
	} {
		_, d := reveal(t, uitest.Session(), test.result)
		d.Sees(test.want)
	}
}

func TestRevealCopiesWhenItAppears(t *testing.T) {
	s := uitest.Session()
	host, d := reveal(t, s, copied)
	clipboard := s.Clipboard.(*uitest.Clipboard)
	d.Press("c")
	if len(clipboard.Given) != 2 || clipboard.Given[0].Reveal() != secretText {
		t.Errorf("the clipboard was given %v", clipboard.Given)
	}
	d.Press("esc")
	want := RevealClosed{ID: "tok_1", Seen: true, Copied: true}
	if host.Outcome != want {
		t.Errorf("the outcome is %+v", host.Outcome)
	}

	s.CopyOnGenerate = false
	_, d = reveal(t, s, copied)
	if given := s.Clipboard.(*uitest.Clipboard).Given; len(given) != 0 {
		t.Error("it was copied although the setting is off")
	}
	d.SeesNot("Copied")
}

func TestRevealAsksOnceBeforeASecretIsLost(t *testing.T) {
	host, d := reveal(t, uitest.Session(), notCopied)
	d.Press("esc")
	d.Sees("Close all the same?")
	d.Sees("›[ Keep it open ]")
	d.Press("enter")
	d.Sees("esc close")
	d.Press("esc", "esc", "esc", "q", "x")
	if host.Closed {
		t.Fatal("it closed without a yes")
	}
	d.Press("right", "enter")
	want := RevealClosed{ID: "tok_1", Seen: true}
	if host.Outcome != want {
		t.Errorf("the outcome is %+v", host.Outcome)
	}
}

func TestRevealSaves(t *testing.T) {
	s := uitest.Session()
	f := &files{saved: map[string]string{}, err: &model.Error{Kind: model.KindConflict, Message: "There is such a file already."}}
	s.Files = f
	host, d := reveal(t, s, notCopied)
	d.Press("w", "enter")
	d.Sees("✗ Not saved: There is such a file already.")
	f.err = nil
	d.Press("ctrl+u")
	d.Paste("key.txt\n")
	d.Press("enter")
	d.Sees("✓ Saved to /home/ada/key.txt")
	if f.saved["key.txt"] != secretText {
		t.Errorf("saved: %v", f.saved)
	}
	d.Press("esc")
	want := RevealClosed{ID: "tok_1", Seen: true, Saved: true}
	if host.Outcome != want {
		t.Errorf("the outcome is %+v", host.Outcome)
	}
}

func TestRevealSaysThatItWasSeenOnce(t *testing.T) {
	s := uitest.Session()
	s.Clipboard = &uitest.Clipboard{Result: copied}
	calls := 0
	r := NewReveal(s, RevealOptions{Secret: model.NewSecret(secretText), OnSeen: func() tea.Cmd { calls++; return nil }})
	d := uitest.Drive(t, uitest.HostDialog(r))
	d.Press("c", "c", "esc")
	if calls != 1 {
		t.Errorf("it was said %d times", calls)
	}
	if !r.options.Secret.IsZero() {
		t.Error("the closed pop-up holds the secret")
	}
	if strings.Contains(r.View(80, 24), secretText) {
		t.Error("the closed pop-up shows the secret")
	}
}
