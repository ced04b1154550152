//go:build linux

package attach_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/cmd/internal/attach"
	"example.com/latchkey/cmd/internal/sshserver"
	"example.com/latchkey/cmd/internal/terminal/ptytest"
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// other is the other end, in this process.
type other struct {
	socket string
	run    func(context.Context, sshserver.Command) int
	stop   func()
}

func listen(t *testing.T) *other {
	t.Helper()
	key, err := sshserver.TemporaryHostKey()
	if err != nil {
		t.Fatal(err)
	}
	o := &other{socket: filepath.Join(t.TempDir(), "s")}
	server := sshserver.New(sshserver.Options{
		HostKey: key, Limits: sshserver.Limits{Farewell: 50 * time.Millisecond},
		Run:     func(ctx context.Context, c sshserver.Command) int { return o.run(ctx, c) },
		Screens: func(s *kit.Session, _ sshserver.Caller) (tea.Model, error) { return screens{session: s}, nil },
	})
	l, err := sshserver.ListenUnix(o.socket, "")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, l) }()
	stopped := false
	o.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		late, done := context.WithTimeout(context.Background(), 20*time.Second)
		defer done()
		if err := errors.Join(server.Shutdown(late), <-served); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(o.stop)
	return o
}

// dial connects to the other end.
func (o *other) dial(t *testing.T) *attach.Client {
	t.Helper()
	c, err := attach.Dial(t.Context(), "/nobody/is/here", o.socket)
	if err != nil || c == nil || c.Path() != o.socket {
		t.Fatalf("dialled %v, %v", c, err)
	}
	return c
}

// screens show their size and what was pressed last, and save at the person's end.
type screens struct {
	session       *kit.Session
	width, height int
	said          string
}

func (m screens) Init() tea.Cmd { return nil }

func (m screens) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case string:
		m.said = msg
	case tea.KeyMsg:
		switch msg.String() {
		case "q":
			return m, tea.Quit
		case "w":
			return m, m.save
		case "c":
			return m, m.copy
		default:
			m.said = "pressed " + msg.String()
		}
	}
	return m, nil
}

func (m screens) save() tea.Msg {
	path, err := m.session.Files.Save("~/secret", model.NewSecret("hush"))
	if err != nil {
		return "refused: " + string(model.KindOf(err)) + " " + err.Error()
	}
	return "saved " + filepath.Base(path)
}

func (m screens) copy() tea.Msg {
	return fmt.Sprint("outcome ", m.session.Clipboard.Copy(model.NewSecret("hush")).Outcome)
}

func (m screens) View() string { return fmt.Sprintf("%d by %d\n%s", m.width, m.height, m.said) }

func cooked(t *testing.T, p *ptytest.Pty) {
	t.Helper()
	if p.Settings().Lflag&(syscall.ECHO|syscall.ICANON) != syscall.ECHO|syscall.ICANON {
		t.Error("the terminal is still in raw mode")
	}
}

// start runs the screens on a terminal and returns what they end with.
func (o *other) start(t *testing.T, p *ptytest.Pty, home string) <-chan string {
	t.Helper()
	client, ended := o.dial(t), make(chan string, 1)
	go func() {
		code, err := client.Screens(t.Context(), attach.Streams{
			Stdin: p.TTY, Stdout: p.TTY, Stderr: p.TTY, Environ: []string{"TERM=xterm-256color", "HOME=" + home},
		})
		ended <- fmt.Sprint(code, " ", err)
	}()
	return ended
}

func TestScreens(t *testing.T) {
	o, p, home := listen(t), ptytest.Open(t), t.TempDir()
	ended := o.start(t, p, home)
	p.Sees("80 by 24")
	p.Type("x")
	p.Sees("pressed x")
	p.Type("\x1b[A")
	p.Sees("pressed up")
	p.Type("w")
	p.Sees("saved secret")
	p.Type("w")
	p.Sees("refused: conflict")
	p.Type("c")
	p.WaitFor("\x1b]52;c;aHVzaA==")
	p.Sees("outcome 2")
	p.Type("q")
	if got := <-ended; got != "0 <nil>" {
		t.Errorf("it ended with %s", got)
	}
	cooked(t, p)
	text, err := os.ReadFile(filepath.Join(home, "secret"))
	if err != nil || string(text) != "hush\n" {
		t.Errorf("the file holds %q, %v", text, err)
	}
}

func TestTheOtherEndStops(t *testing.T) {
	o, p := listen(t), ptytest.Open(t)
	ended := o.start(t, p, t.TempDir())
	p.Sees("80 by 24")
	o.stop()
	if got := <-ended; !strings.HasPrefix(got, "5 ") {
		t.Errorf("it ended with %s", got)
	}
	cooked(t, p)
	p.WaitFor("latchkey has stopped on this machine.")
	if c, err := attach.Dial(t.Context(), o.socket); c != nil || err != nil {
		t.Errorf("somebody answers: %v, %v", c, err)
	}
}

func TestScreensNeedATerminal(t *testing.T) {
	o := listen(t)
	_, err := o.dial(t).Screens(t.Context(), attach.Streams{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard})
	if model.KindOf(err) != model.KindInvalid {
		t.Errorf("got %v", err)
	}
}

func TestRun(t *testing.T) {
	o := listen(t)
	args := []string{"a b", "it's", `"`, "", "--x=\\", "ü\n"}
	o.run = func(_ context.Context, c sshserver.Command) int {
		text, err := io.ReadAll(c.Stdin)
		fmt.Fprintf(c.Stdout, "%q %q", c.Args, text)
		fmt.Fprintf(c.Stderr, "%v %v %v %v", err, c.Terminal, c.Prompt == nil, c.Caller.Owner())
		return 10
	}
	var out, said strings.Builder
	code, err := o.dial(t).Run(t.Context(), attach.Streams{Stdin: strings.NewReader("input"), Stdout: &out, Stderr: &said}, args)
	if want := fmt.Sprintf("%q %q", args, "input"); code != 10 || err != nil || out.String() != want || said.String() != "<nil> false true true" {
		t.Errorf("exit code %d, %v\nstdout %s\nwant   %s\nstderr %s", code, err, out.String(), want, said.String())
	}
}

// TestStdinIsLeft: what the command does not read is not taken.
func TestStdinIsLeft(t *testing.T) {
	o := listen(t)
	o.run = func(context.Context, sshserver.Command) int { return 0 }
	in := strings.NewReader("for somebody else")
	if _, err := o.dial(t).Run(t.Context(), attach.Streams{Stdin: in, Stdout: io.Discard, Stderr: io.Discard}, []string{"x"}); err != nil {
		t.Fatal(err)
	}
	if in.Len() != len("for somebody else") {
		t.Errorf("%d characters are left", in.Len())
	}
}

func TestPrompt(t *testing.T) {
	o, p := listen(t), ptytest.Open(t)
	typed := make(chan string, 1)
	o.run = func(_ context.Context, c sshserver.Command) int {
		secret, err := c.Prompt("Password")
		typed <- fmt.Sprint(secret.Reveal(), " ", err)
		return 0
	}
	done := make(chan error, 1)
	go func() {
		_, err := o.dial(t).Run(context.Background(), attach.Streams{Stdin: p.TTY, Stdout: io.Discard, Stderr: p.TTY}, []string{"x"})
		done <- err
	}()
	p.WaitFor("Password: ")
	for p.Settings().Lflag&syscall.ECHO != 0 {
		continue // it asks, and stops the echo, at the same time
	}
	p.Type("hush hush\r")
	if got := <-typed; got != "hush hush <nil>" {
		t.Errorf("typed was %s", got)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	cooked(t, p)
	if strings.Contains(p.Output(), "hush") {
		t.Error("it was echoed")
	}
}

// TestInterrupted: ctrl+c ends the command at the other end.
func TestInterrupted(t *testing.T) {
	o := listen(t)
	ctx, cancel := context.WithCancel(t.Context())
	o.run = func(ctx context.Context, _ sshserver.Command) int {
		cancel()
		<-ctx.Done()
		return 0
	}
	if code, err := o.dial(t).Run(ctx, attach.Streams{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard}, []string{"x"}); code != 1 || err != nil {
		t.Errorf("exit code %d, %v", code, err)
	}
}

func TestASocketThatNobodyListensOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	_ = l.Close()
	if c, err := attach.Dial(t.Context(), path); c != nil || err != nil {
		t.Errorf("got %v, %v", c, err)
	}
}
