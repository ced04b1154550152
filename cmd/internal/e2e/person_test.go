//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"example.com/latchkey/cmd/internal/terminal/ptytest"
)

const password = "a horse on the moon"

// person sits at a terminal of 80 by 24 cells in which latchkey runs.
type person struct {
	*ptytest.Pty
	t   testing.TB
	cmd *exec.Cmd
}

// sit starts latchkey on a data directory in a terminal of its own.
func sit(t testing.TB, data string, args ...string) *person {
	t.Helper()
	p := prepare(t, data, args...)
	p.start()
	return p
}

// prepare is sit, before the program starts.
func prepare(t testing.TB, data string, args ...string) *person {
	t.Helper()
	cmd := exec.Command(binary, append([]string{"--data", data}, args...)...)
	cmd.Env = []string{"TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
	return at(t, cmd)
}

// sitAt starts any program in a terminal of its own.
func sitAt(t testing.TB, cmd *exec.Cmd) *person {
	t.Helper()
	p := at(t, cmd)
	p.start()
	return p
}

// at gives a program a terminal.
func at(t testing.TB, cmd *exec.Cmd) *person {
	t.Helper()
	p := &person{Pty: ptytest.Open(t), t: t, cmd: cmd}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = p.TTY, p.TTY, p.TTY
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	return p
}

func (p *person) start() {
	p.t.Helper()
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { // and waits, as its data directory is removed next
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	})
}

// sees waits until the screen shows text.
func (p *person) sees(text string) string {
	p.t.Helper()
	return p.Sees(text)
}

// leaves waits until the program has ended, and returns its error. One that
// does not end fails the test.
func (p *person) leaves() error {
	stuck := time.AfterFunc(30*time.Second, func() {
		p.t.Errorf("latchkey does not end; it shows:\n%s", ptytest.Screen(p.Output()))
		_ = p.cmd.Process.Kill()
	})
	defer stuck.Stop()
	return p.cmd.Wait()
}

// setUp goes through the first run.
func (p *person) setUp() {
	p.t.Helper()
	p.sees("What is your organisation called?")
	p.Type("Acme\r")
	p.sees("Who are you?")
	p.Type("Ada Ashby\rada@acme.example\r")
	p.sees("Choose the password")
	p.Type(password + "\r" + password + "\r")
	p.sees("0 of 10 active")
}

// logIn logs in with the e-mail that is remembered.
func (p *person) logIn(secret string) {
	p.t.Helper()
	p.sees("Log in to latchkey")
	p.Type(secret + "\r")
}

// generate makes a token and returns its secret, read off the screen.
func (p *person) generate(name string) string {
	p.t.Helper()
	p.Type("n")
	p.sees("Generate API token for Acme")
	p.Type(name + "\t\t\t" + password + "\r")
	shown := p.sees("This is the only time that the token is shown.")
	for line := range strings.Lines(shown) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "lku_") {
			return line
		}
	}
	p.t.Fatalf("there is no secret on the screen:\n%s", shown)
	return ""
}

// TestTheMainJob is the whole of what latchkey is for, as a person does it.
func TestTheMainJob(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := sit(t, data)
	p.setUp()
	secret := p.generate("nightly-export")
	p.Type("\x1b")
	p.sees("n generate")
	p.Type("q")
	if err := p.leaves(); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(p.Output(), secret); n == 0 {
		t.Fatal("the secret was never shown whole")
	}
	if shown := ptytest.Screen(p.Output()); strings.Contains(shown, secret) {
		t.Fatalf("the secret is left in the scrollback:\n%s", shown)
	}

	p = sit(t, data)
	p.logIn(secret)
	p.sees("by token")
	p.sees("nightly-export")
	p.Type("x")
	p.sees("Revoke nightly-export?")
	p.Type("\t\r")
	p.sees("its token did") // the session was the token's own
	p.logIn(secret)
	p.sees("it was revoked")
	p.Type("\x03")
	if err := p.leaves(); err != nil {
		t.Fatal(err)
	}
	nowhere(t, data, secret)
}

// nowhere fails the test when the secret, or the random part of it, is in any
// file of the data directory or in the activity log.
func nowhere(t *testing.T, data, secret string) {
	t.Helper()
	out, err := exec.Command("grep", "-rlF", secret[4:30], data).Output()
	if err == nil {
		t.Fatalf("the secret is on the disk: %s", out)
	}
	log, err := exec.Command(binary, "--data", data, "activity", "export", "--org", "Acme", "--format", "jsonl").Output()
	if err != nil || !strings.Contains(string(log), "token.generate") {
		t.Fatalf("the activity could not be searched: %v\n%s", err, log)
	}
	if strings.Contains(string(log), secret[4:30]) {
		t.Fatalf("the secret is in the activity:\n%s", log)
	}
}

// TestKill9AfterASecretWasShown: what was acknowledged is there after a crash.
func TestKill9AfterASecretWasShown(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := sit(t, data)
	p.setUp()
	secret := p.generate("nightly-export")
	if err := p.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = p.leaves()

	p = sit(t, data)
	p.logIn(secret)
	p.sees("nightly-export")
	p.sees("1 of 10 active")
}

// TestTwoProcessesOnOneStore: where the one that has the store cannot let others
// in, because the path of its socket is too long, the second is told who has it,
// and leaves.
func TestTwoProcessesOnOneStore(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), strings.Repeat("long/", 20))
	p := sit(t, data)
	p.setUp()
	second := sit(t, data)
	second.WaitFor("is in use by latchkey (process ")
	if code := exitCode(second.leaves()); code != 5 {
		t.Fatalf("exit code %d, want 5", code)
	}
	if out := second.Output(); strings.Contains(out, "goroutine") {
		t.Fatalf("a stack trace: %s", out)
	}
	out, err := exec.Command(binary, "--data", data, "token", "list", "--org", "Acme").CombinedOutput()
	if code := exitCode(err); code != 5 || !strings.Contains(string(out), "Quit it there, or run `latchkey serve`") {
		t.Fatalf("exit code %d: %s", code, out)
	}
	p.Type("n")
	p.sees("Generate API token for Acme") // the first one goes on
}

func exitCode(err error) int {
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.ExitCode()
	}
	return 0
}

// TestTheTerminalIsGivenBack: its modes are those of before, also after a
// signal.
func TestTheTerminalIsGivenBack(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*person){
		"quit":    func(p *person) { p.Type("\x03") },
		"SIGTERM": func(p *person) { _ = p.cmd.Process.Signal(syscall.SIGTERM) },
		"SIGHUP":  func(p *person) { _ = p.cmd.Process.Signal(syscall.SIGHUP) },
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			p := sit(t, data)
			p.sees("What is your organisation called?")
			end(p)
			_ = p.leaves()
			if p.Settings().Lflag&(syscall.ECHO|syscall.ICANON) != syscall.ECHO|syscall.ICANON {
				t.Fatal("the terminal is still in raw mode")
			}
			p.WaitFor("\x1b[?1049l") // the alternate screen is left
			p.WaitFor("\x1b[?25h")   // and the cursor is back
		})
	}
}

// TestHangUp: a window that is closed, or a line that is cut, ends the program
// without a word, and the store can be opened again at once.
func TestHangUp(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := prepare(t, data)
	said, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	p.cmd.Stderr = said
	p.start()
	p.setUp()
	p.generate("nightly-export")
	p.Hangup()
	if err := p.leaves(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if text, err := os.ReadFile(said.Name()); err != nil || len(text) > 0 {
		t.Errorf("it said %q (%v)", text, err)
	}

	p = sit(t, data)
	p.logIn(password)
	p.sees("1 of 10 active")
}

// TestResizing: another size draws the screen anew.
func TestResizing(t *testing.T) {
	t.Parallel()
	p := sit(t, t.TempDir())
	p.sees("What is your organisation called?")
	p.resize(120, 40, strings.Repeat("─", 118))
	p.resize(39, 24, "latchkey needs 40×10 cells; here are 3")
	p.resize(80, 24, strings.Repeat("─", 78))
	p.Type("Acme\r")
	p.WaitFor("Who are you?")
}

// resize gives the terminal another size and waits until the program has drawn
// text since.
func (p *person) resize(width, height uint16, text string) {
	p.t.Helper()
	before := len(p.Output())
	if err := unix.IoctlSetWinsize(int(p.TTY.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: height, Col: width}); err != nil {
		p.t.Fatal(err)
	}
	p.Await("a screen of another size with "+text, func(out string) bool { return strings.Contains(out[before:], text) })
}
