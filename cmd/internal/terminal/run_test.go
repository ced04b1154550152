//go:build linux

package terminal

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/sys/unix"

	"example.com/latchkey/cmd/internal/terminal/ptytest"
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

const leftAltScreen = "\x1b[?1049l"

// probe is a program that shows which message it got last, tells the test about
// each, and does what some keys ask for.
type probe struct {
	seen      chan tea.Msg
	clipboard *Clipboard
	last      string
}

func (p probe) Init() tea.Cmd { return nil }

func (p probe) View() string { return "last: <" + p.last + ">" }

func (p probe) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	p.seen <- msg
	switch msg := msg.(type) {
	case kit.CopyResult:
		p.last = fmt.Sprint("copied ", msg.Outcome)
	case tea.KeyMsg:
		p.last = msg.String()
		return p.key(msg)
	}
	return p, nil
}

func (p probe) key(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	switch msg.String() {
	case "q":
		return p, tea.Quit
	case "!":
		panic("a fault")
	case "%":
		select {} // for good: nobody hears of this program again
	case "#":
		return p, func() tea.Msg { panic("a fault in a command") }
	case "c":
		return p, func() tea.Msg { return p.clipboard.Copy(secret) }
	}
	return p, nil
}

// running is a probe on a terminal.
type running struct {
	*ptytest.Pty
	t        *testing.T
	terminal *Terminal
	probe    probe
	before   unix.Termios
	cancel   context.CancelFunc
	ended    chan error
}

// start runs a probe and waits until it is on the screen. change may alter the
// terminal before that.
func start(t *testing.T, change func(*running)) *running {
	t.Helper()
	r := &running{Pty: ptytest.Open(t), t: t, ended: make(chan error, 1)}
	terminal, err := Open(r.TTY, r.TTY, []string{"TERM=xterm-256color", "SSH_TTY=/dev/pts/0"})
	if err != nil {
		t.Fatal(err)
	}
	terminal.escapeWait = restWait * 60 // a busy machine must not tear sequences apart
	r.terminal, r.before = terminal, r.Settings()
	r.probe = probe{seen: make(chan tea.Msg, 1000), clipboard: terminal.Clipboard()}
	if change != nil {
		change(r)
	}
	ctx, cancel := context.WithCancel(t.Context())
	r.cancel = cancel
	go func() {
		_, err := terminal.Run(ctx, r.probe)
		r.ended <- err
	}()
	r.WaitFor("last: <")
	return r
}

// key returns the next key that the probe got.
func (r *running) key() tea.KeyMsg {
	r.t.Helper()
	return next[tea.KeyMsg](r)
}

// next returns the next message of one type that the probe got.
func next[M tea.Msg](r *running) M {
	r.t.Helper()
	for {
		select {
		case msg := <-r.probe.seen:
			if msg, ok := msg.(M); ok {
				return msg
			}
		case err := <-r.ended:
			r.t.Fatalf("the program ended: %v", err)
		}
	}
}

// wantEnd waits for the end and checks the error's kind ("" for none), and that
// the terminal is as before.
func (r *running) wantEnd(kind model.Kind) {
	r.t.Helper()
	if err := <-r.ended; model.KindOf(err) != kind {
		r.t.Errorf("ended with %q: %v", model.KindOf(err), err)
	}
	if after := r.Settings(); after != r.before {
		r.t.Errorf("settings after\n%+v\nbefore\n%+v", after, r.before)
	}
	r.WaitFor(leftAltScreen)
	out := r.Output()
	if strings.LastIndex(out, "\x1b[?25h") < strings.LastIndex(out, "\x1b[?25l") {
		r.t.Error("the cursor is still hidden")
	}
	if strings.LastIndex(out, "\x1b[?2004l") < strings.LastIndex(out, "\x1b[?2004h") {
		r.t.Error("bracketed paste is still on")
	}
}

func TestKeysArriveOneByOne(t *testing.T) {
	r := start(t, nil)
	if size := next[tea.WindowSizeMsg](r); size.Width != 80 || size.Height != 24 {
		t.Errorf("size %v", size)
	}
	r.Type("jj")
	r.Type("\x1b")
	r.Type("[D")
	r.Type("\x1b]11;rgb:0000/0000/0000\x1b\\ä")
	for _, want := range []string{"j", "j", "left", "ä"} {
		if got := r.key().String(); got != want {
			t.Errorf("key %q, want %q", got, want)
		}
	}
	r.Type("q")
	r.wantEnd("")
}

func TestLongPasteIsOneMessage(t *testing.T) {
	r := start(t, nil)
	text := strings.Repeat("Zeile 1\rline 2 ", 1000)
	r.Type("\x1b[200~" + text + "\x1b[201~" + "j")
	if got := r.key(); !got.Paste || string(got.Runes) != text {
		t.Errorf("paste %v of %d characters, want %d", got.Paste, len(got.Runes), len(text))
	}
	if got := r.key().String(); got != "j" {
		t.Errorf("then %q", got)
	}
	r.Type("q")
	r.wantEnd("")
}

func TestCopyArrivesBetweenFrames(t *testing.T) {
	r := start(t, nil)
	r.Type("cjcjcjcjjjjc")
	for range 5 {
		if got := next[kit.CopyResult](r); got.Outcome != kit.SentToTerminal {
			t.Errorf("result %+v", got)
		}
	}
	r.Type("q")
	r.wantEnd("")
	if n := strings.Count(r.Output(), plainCopy); n != 5 {
		t.Errorf("%d of 5 sequences arrived whole in %q", n, r.Output())
	}
}

func TestTerminalIsGivenBack(t *testing.T) {
	tests := []struct {
		name string
		end  func(*running)
		kind model.Kind
	}{
		{"quit", func(r *running) { r.Type("q") }, ""},
		{"panic in Update", func(r *running) { r.Type("!") }, model.KindInternal},
		{"panic in a command", func(r *running) { r.Type("#") }, model.KindInternal},
		{"context", func(r *running) { r.cancel() }, ""},
		{"SIGTERM", func(r *running) { _ = syscall.Kill(os.Getpid(), syscall.SIGTERM) }, ""},
		{"SIGHUP", func(r *running) { _ = syscall.Kill(os.Getpid(), syscall.SIGHUP) }, ""},
		{"SIGINT", func(r *running) { _ = syscall.Kill(os.Getpid(), syscall.SIGINT) }, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := start(t, nil)
			test.end(r)
			r.wantEnd(test.kind)
		})
	}
}

func TestProgramThatHangsIsLeftBehind(t *testing.T) {
	r := start(t, func(r *running) { r.terminal.grace = 1 })
	r.Type("%")
	r.key()
	r.cancel()
	r.wantEnd(model.KindInternal)
}

func TestHangupEndsTheProgram(t *testing.T) {
	r := start(t, nil)
	r.Hangup()
	if err := <-r.ended; err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestSuspendGivesTheTerminalBackMeanwhile(t *testing.T) {
	var meanwhile unix.Termios
	r := start(t, func(r *running) {
		r.terminal.stop = func(context.Context) {
			r.WaitFor(leftAltScreen)
			meanwhile = r.Settings()
		}
	})
	raw := r.Settings()
	for range 2 {
		r.Type("\x1a")
		next[tea.ResumeMsg](r)
		if meanwhile != r.before {
			t.Errorf("settings while stopped\n%+v\nbefore\n%+v", meanwhile, r.before)
		}
		if again := r.Settings(); again != raw {
			t.Errorf("settings afterwards\n%+v\nat first\n%+v", again, raw)
		}
		r.Type("j")
		if got := r.key().String(); got != "j" {
			t.Errorf("key %q", got)
		}
	}
	r.Type("q")
	r.wantEnd("")
}

func TestEndWhileStopped(t *testing.T) {
	r := start(t, func(r *running) {
		r.terminal.stop = func(ctx context.Context) {
			r.cancel()
			<-ctx.Done()
		}
	})
	r.Type("\x1a")
	r.wantEnd("")
}

func TestTwoProgramsOneAfterTheOther(t *testing.T) {
	r := start(t, nil)
	r.Type("q")
	r.wantEnd("")
	go func() {
		_, err := r.terminal.Run(t.Context(), r.probe)
		r.ended <- err
	}()
	r.Type("jq")
	for _, want := range []string{"q", "j", "q"} {
		if got := r.key().String(); got != want {
			t.Errorf("key %q, want %q", got, want)
		}
	}
	r.wantEnd("")
}

func TestOpenWantsATerminal(t *testing.T) {
	pty := ptytest.Open(t)
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for _, ends := range [][2]*os.File{{file, pty.TTY}, {pty.TTY, file}} {
		_, err := Open(ends[0], ends[1], nil)
		if model.KindOf(err) != model.KindInvalid || !strings.Contains(err.Error(), "latchkey --help") {
			t.Errorf("error %v", err)
		}
	}
}
