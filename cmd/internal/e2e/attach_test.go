//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// shortDir is a data directory whose socket's path fits, whatever the test is
// called.
func shortDir(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "d")
	if len(data)+len("/latchkey.sock") > 107 {
		t.Fatalf("the path %s is too long for a socket", data)
	}
	return data
}

// TestAttach: who comes second works on the same store, and each sees at once
// what the other one does.
func TestAttach(t *testing.T) {
	t.Parallel()
	data := shortDir(t)
	first := sit(t, data)
	first.setUp()
	second := sit(t, data)
	second.logIn(password)
	second.sees("0 of 10 active")
	secret := second.generate("from-second")
	first.sees("from-second")
	if !strings.HasPrefix(secret, "lku_") {
		t.Fatalf("the secret is %q", secret)
	}
	second.sees("Sent to your terminal (OSC 52)")
	if !strings.Contains(second.Output(), "\x1b]52;c;") {
		t.Error("the clipboard sequence did not come through")
	}
	second.Type("\x1b")
	second.sees("n generate")
	second.resize(120, 40, strings.Repeat("─", 118))
	second.Type("q")
	if err := second.leaves(); err != nil {
		t.Fatal(err)
	}
	second.givenBack()
}

// givenBack fails the test unless the terminal is as it was. The end of what the
// program has written may still be on its way to who sits there.
func (p *person) givenBack() {
	p.t.Helper()
	if p.Settings().Lflag&(syscall.ECHO|syscall.ICANON) != syscall.ECHO|syscall.ICANON {
		p.t.Error("the terminal is still in raw mode")
	}
	p.Await("that the alternate screen is left and the cursor is back", func(out string) bool {
		return strings.LastIndex(out, "\x1b[?1049l") >= strings.LastIndex(out, "\x1b[?1049h") && strings.LastIndex(out, "\x1b[?25h") >= strings.LastIndex(out, "\x1b[?25l")
	})
}

// TestSubcommandsBesideTheScreens: they run in the process that has the store.
func TestSubcommandsBesideTheScreens(t *testing.T) {
	t.Parallel()
	data := shortDir(t)
	p := sit(t, data)
	p.setUp()
	run := func(stdin string, args ...string) (string, int) {
		cmd := exec.Command(binary, args...)
		cmd.Env = append(os.Environ(), "LATCHKEY_DATA="+data)
		cmd.Stdin = strings.NewReader(stdin)
		var said strings.Builder
		cmd.Stderr = &said
		out, err := cmd.Output()
		t.Logf("%q: %s%s", args, out, said.String())
		return string(out), exitCode(err)
	}
	secret, code := run(password+"\n", "token", "generate", "--org", "Acme", "--user", "ada@acme.example", "--name", "it's \"quoted\"")
	if code != 0 || !strings.HasPrefix(secret, "lku_") {
		t.Fatalf("generate: exit code %d, %q", code, secret)
	}
	p.sees(`it's "quoted"`)
	if out, code := run(secret, "token", "verify"); code != 0 || out != "ok\n" {
		t.Fatalf("verify: exit code %d, %q", code, out)
	}
	if _, code := run("", "token", "show", "nothing", "--org", "Acme"); code != 4 {
		t.Fatalf("show: exit code %d", code)
	}
	if _, code := run("", "token", "list", "--nonsense"); code != 2 {
		t.Fatalf("list: exit code %d", code)
	}
	out, code := run("", "activity", "list", "--org", "Acme")
	if code != 0 || !strings.Contains(out, "this box, uid ") {
		t.Fatalf("activity: exit code %d, %s", code, out)
	}
	if out, code := run("", "__complete", "token", "show", "--org", ""); code != 0 || !strings.HasPrefix(out, "Acme\n") {
		t.Fatalf("complete: exit code %d, %s", code, out)
	}
	// What a command does not read is left for the next one.
	loop := exec.Command("sh", "-c", "while read name; do "+binary+" --data "+data+" org show \"$name\" --json; done")
	loop.Stdin = strings.NewReader("Acme\nAcme\nAcme\n")
	text, err := loop.Output()
	if n := strings.Count(string(text), `"name": "Acme"`); err != nil || n != 3 {
		t.Fatalf("the loop ran %d times, want 3: %v\n%s", n, err, text)
	}
}

// TestTheOwnerQuits: it is asked first, and those who are attached are told.
func TestTheOwnerQuits(t *testing.T) {
	t.Parallel()
	data := shortDir(t)
	first := sit(t, data)
	first.setUp()
	second := sit(t, data)
	second.logIn(password)
	second.sees("0 of 10 active")
	first.Type("q")
	first.sees("1 other session is attached to this one")
	first.Type("\x1b")
	first.Type("q")
	first.sees("Quit latchkey?")
	first.Type("\t\r")
	second.sees("latchkey stops on this machine in 3 seconds.")
	second.WaitFor("latchkey has stopped on this machine.")
	if code := exitCode(second.leaves()); code != 5 {
		t.Fatalf("exit code %d, want 5", code)
	}
	second.givenBack()
	if err := first.leaves(); err != nil {
		t.Fatal(err)
	}
}

// TestTheOwnerIsKilled: whatever happens at the other end, the terminal is given
// back, and the next latchkey has the store.
func TestTheOwnerIsKilled(t *testing.T) {
	t.Parallel()
	data := shortDir(t)
	first := sit(t, data)
	first.setUp()
	second := sit(t, data)
	second.logIn(password)
	second.sees("0 of 10 active")
	secret := second.generate("acknowledged")
	_ = first.cmd.Process.Signal(syscall.SIGKILL)
	second.WaitFor("The latchkey that this was attached to has ended.")
	if code := exitCode(second.leaves()); code != 5 {
		t.Fatalf("exit code %d, want 5", code)
	}
	second.givenBack()
	_ = first.leaves()

	third := sit(t, data)
	third.logIn(secret)
	third.sees("acknowledged")
}

// TestSuspendAttached: ctrl+z stops the client, not the one that has the store.
// Where no shell could continue it, it goes on by itself.
func TestSuspendAttached(t *testing.T) {
	t.Parallel()
	data := shortDir(t)
	first := sit(t, data)
	first.setUp()
	second := sit(t, data)
	second.logIn(password)
	second.sees("0 of 10 active")
	before := strings.Count(second.Output(), "\x1b[?1049h")
	second.Type("\x1a")
	second.Await("the screens again", func(out string) bool { return strings.Count(out, "\x1b[?1049h") > before })
	second.Type("n")
	second.sees("Generate API token for Acme")
	first.Type("n")
	first.sees("Generate API token for Acme")
}

// TestSaveAtThePersonsEnd: the file is the client's to write.
func TestSaveAtThePersonsEnd(t *testing.T) {
	t.Parallel()
	data := shortDir(t)
	first := sit(t, data)
	first.setUp()
	second := prepare(t, data)
	second.cmd.Dir = t.TempDir()
	second.start()
	second.logIn(password)
	second.sees("0 of 10 active")
	secret := second.generate("nightly")
	second.Type("w")
	second.sees("Save to: nightly.token")
	second.Type("\x15secret.txt\r")
	second.sees("Saved")
	out, err := exec.Command("cat", filepath.Join(second.cmd.Dir, "secret.txt")).Output()
	if err != nil || string(out) != secret+"\n" {
		t.Fatalf("the file holds %q, %v; want %q", out, err, secret)
	}
}

// TestTheClipboardOfThePersonsDesktop: it is the client's, and a copy that it has
// confirmed is called one (rule 4.5).
func TestTheClipboardOfThePersonsDesktop(t *testing.T) {
	t.Parallel()
	xvfb, err := exec.LookPath("Xvfb")
	if err != nil {
		t.Skip("Xvfb is not installed")
	}
	if _, err := exec.LookPath("xclip"); err != nil {
		t.Skip("xclip is not installed")
	}
	data := shortDir(t)
	first := sit(t, data)
	first.setUp()
	second := prepare(t, data)
	display := startXvfb(t, xvfb)
	second.cmd.Env = append(second.cmd.Env, "DISPLAY="+display)
	second.start()
	second.logIn(password)
	second.sees("0 of 10 active")
	secret := second.generate("nightly")
	second.sees("Copied")
	paste := exec.Command("xclip", "-selection", "clipboard", "-o")
	paste.Env = []string{"DISPLAY=" + display, "PATH=" + os.Getenv("PATH")}
	if out, err := paste.Output(); err != nil || string(out) != secret {
		t.Errorf("the clipboard holds %q, %v; the screen shows %q", out, err, secret)
	}
	if strings.Contains(second.Output(), "\x1b]52;") {
		t.Error("the terminal's clipboard was used as well")
	}
}

// startXvfb starts an X server that nobody sees, and returns its name.
func startXvfb(t *testing.T, program string) string {
	t.Helper()
	ready, tell, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-displayfd", "3", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{tell}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	_ = tell.Close()
	number := make([]byte, 16)
	n, err := ready.Read(number)
	if err != nil {
		t.Skipf("Xvfb does not start here: %v", err)
	}
	return ":" + strings.TrimSpace(string(number[:n]))
}

// TestADesktopThatIsFarAway: who has come by SSH has a display that is named, and
// a clipboard that is not to be had through it: the secret goes to the terminal
// (OSC 52).
func TestADesktopThatIsFarAway(t *testing.T) {
	t.Parallel()
	data := shortDir(t)
	first := sit(t, data)
	first.setUp()
	second := prepare(t, data)
	second.cmd.Env = append(second.cmd.Env, "SSH_CONNECTION=192.0.2.7 50000 192.0.2.1 22", "SSH_TTY=/dev/pts/7", "DISPLAY=localhost:10.0")
	second.start()
	second.logIn(password)
	second.sees("0 of 10 active")
	second.generate("nightly")
	second.sees("Sent to your terminal (OSC 52)")
	if !strings.Contains(second.Output(), "\x1b]52;c;") {
		t.Error("the clipboard sequence did not come through")
	}
}
