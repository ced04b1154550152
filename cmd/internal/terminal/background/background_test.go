//go:build linux

package background_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"example.com/latchkey/cmd/internal/terminal/ptytest"
)

const question = "\x1b]11;?"

// start runs a program of testdata on a terminal of its own that answers nothing.
func start(t *testing.T, name string) (*ptytest.Pty, *exec.Cmd) {
	t.Helper()
	binary := filepath.Join(t.TempDir(), name)
	if out, err := exec.Command("go", "build", "-o", binary, "./testdata/"+name).CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", name, err, out)
	}
	pty := ptytest.Open(t)
	cmd := exec.Command(binary)
	cmd.Env = []string{"TERM=xterm-256color", "HOME=" + os.Getenv("HOME")}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = pty.TTY, pty.TTY, pty.TTY
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return pty, cmd
}

func TestProgramWithBackgroundAsksNothing(t *testing.T) {
	pty, cmd := start(t, "quiet")
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	pty.WaitFor("main")
	if out := pty.Output(); strings.Contains(out, "\x1b") {
		t.Errorf("the program wrote %q before its main function", out)
	}
}

// Without the package the same program does ask. When this fails, Bubble Tea
// has changed and the package may be needed no longer.
func TestProgramWithoutBackgroundAsks(t *testing.T) {
	pty, cmd := start(t, "asking")
	pty.WaitFor(question)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if out := pty.Output(); strings.Contains(out, "main") {
		t.Errorf("the program reached its main function: %q", out)
	}
}
