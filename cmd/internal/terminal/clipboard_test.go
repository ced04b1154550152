package terminal

import (
	"encoding/base64"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/atotto/clipboard"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

const secretText = "lku_9vT2mXq81LrYbD0sKcWf5uHnZe7aPjG3t2x7Qp"

var (
	secret    = model.NewSecret(secretText)
	encoded   = base64.StdEncoding.EncodeToString([]byte(secretText))
	plainCopy = "\x1b]52;c;" + encoded + "\x07"
	tmuxCopy  = "\x1bPtmux;\x1b" + plainCopy + "\x1b\\"
	// screen passes on what is inside; the sequence fits into one piece of it.
	screenCopy = "\x1bP" + plainCopy + "\x1b\\"
)

func TestOSC52(t *testing.T) {
	tests := []struct {
		environ string
		outcome kit.CopyOutcome
		sent    string
		detail  string // part of it; "" for none at all
	}{
		{"TERM=xterm-256color", kit.SentToTerminal, plainCopy, ""},
		{"TERM=tmux-256color", kit.SentToTerminal, plainCopy + tmuxCopy, "set -s set-clipboard on"},
		{"TERM=screen-256color TMUX=/run/user/1000/tmux/default,1,0", kit.SentToTerminal, plainCopy + tmuxCopy, "set -s set-clipboard on"},
		{"TERM=xterm-256color TMUX=/run/user/1000/tmux/default,1,0", kit.SentToTerminal, plainCopy + tmuxCopy, "set -s set-clipboard on"},
		{"TERM=screen-256color STY=1.pts-0", kit.SentToTerminal, plainCopy + screenCopy, ""},
		{"TERM=screen-256color", kit.SentToTerminal, plainCopy + screenCopy, "If this is tmux"},
		{"TERM=dumb", kit.NotCopied, "", "TERM=dumb"},
		{"TERM=linux", kit.NotCopied, "", "TERM=linux"},
		{"", kit.NotCopied, "", "no clipboard"},
	}
	for _, test := range tests {
		t.Run(test.environ, func(t *testing.T) {
			var out strings.Builder
			got := NewClipboard(&out, strings.Fields(test.environ), nil).Copy(secret)
			if got.Outcome != test.outcome || out.String() != test.sent {
				t.Errorf("outcome %d, sent %q", got.Outcome, out.String())
			}
			if (got.Detail == "") != (test.detail == "") || !strings.Contains(got.Detail, test.detail) {
				t.Errorf("detail %q, want something with %q", got.Detail, test.detail)
			}
		})
	}
}

func TestNativeClipboardComesFirst(t *testing.T) {
	var out strings.Builder
	var took string
	native := func(text string) error { took = text; return nil }
	got := NewClipboard(&out, []string{"TERM=xterm"}, native).Copy(secret)
	if got != (kit.CopyResult{Outcome: kit.Copied}) || took != secretText || out.Len() > 0 {
		t.Errorf("result %+v, native took %q, terminal got %q", got, took, out.String())
	}
}

func TestNativeFailureFallsBackToTheTerminal(t *testing.T) {
	var out strings.Builder
	native := func(string) error { return errors.New("exit status 1") }
	c := NewClipboard(&out, []string{"TERM=xterm"}, native)
	got := c.Copy(secret)
	if got.Outcome != kit.SentToTerminal || out.String() != plainCopy || !strings.Contains(got.Detail, "exit status 1") {
		t.Errorf("result %+v, terminal got %q", got, out.String())
	}
	if strings.Contains(got.Detail, secretText) {
		t.Errorf("the detail shows the secret: %q", got.Detail)
	}
}

// Time is faked here.
func TestNativeClipboardThatHangsIsAskedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		var asked atomic.Int32
		release := make(chan struct{})
		native := func(string) error { asked.Add(1); <-release; return nil }
		c := NewClipboard(&out, []string{"TERM=xterm"}, native)
		for range 2 {
			if got := c.Copy(secret); got.Outcome != kit.SentToTerminal {
				t.Errorf("result %+v", got)
			}
		}
		if n := asked.Load(); n != 1 {
			t.Errorf("it was asked %d times", n)
		}
		close(release)
	})
}

func TestTerminalThatTakesNoOutput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := stuckWriter{make(chan struct{})}
		got := NewClipboard(NewWriter(stuck), []string{"TERM=xterm"}, nil).Copy(secret)
		if got.Outcome != kit.NotCopied || got.Detail == "" {
			t.Errorf("result %+v", got)
		}
		close(stuck.release)
	})
}

type stuckWriter struct{ release chan struct{} }

func (w stuckWriter) Write(p []byte) (int, error) { <-w.release; return len(p), nil }

func TestWriterKeepsWritesWhole(t *testing.T) {
	var out tornWriter
	w := NewWriter(&out)
	frame, copied := strings.Repeat("f", 100), strings.Repeat("c", 100)
	var wg sync.WaitGroup
	for _, text := range []string{frame, copied, frame, copied} {
		wg.Go(func() {
			for range 50 {
				_, _ = w.Write([]byte(text))
			}
		})
	}
	wg.Wait()
	for rest := string(out); rest != ""; rest = rest[100:] {
		if part := rest[:100]; part != frame && part != copied {
			t.Fatalf("torn: %q", part)
		}
	}
}

// tornWriter writes byte by byte, as a busy terminal may.
type tornWriter []byte

func (w *tornWriter) Write(p []byte) (int, error) {
	for _, b := range p {
		*w = append(*w, b)
	}
	return len(p), nil
}

func TestSystemClipboardOnlyWhereThePersonSits(t *testing.T) {
	tests := []struct {
		environ         string
		goos            string
		remote, desktop bool
	}{
		{"DISPLAY=:0", "linux", false, true},
		{"WAYLAND_DISPLAY=wayland-0", "linux", false, true},
		{"WSL_DISTRO_NAME=Debian", "linux", false, true},
		{"TERM=linux", "linux", false, false},
		{"", "darwin", false, true},
		{"DISPLAY=:10 SSH_CONNECTION=1", "linux", true, true},
		{"DISPLAY=:10 SSH_TTY=/dev/pts/1", "freebsd", true, true},
		{"SSH_CLIENT=1", "darwin", true, true},
	}
	for _, test := range tests {
		env := environment(strings.Fields(test.environ))
		if env.remote() != test.remote || env.hasDesktop(test.goos) != test.desktop {
			t.Errorf("%q on %s: remote %v, desktop %v", test.environ, test.goos, env.remote(), env.hasDesktop(test.goos))
		}
	}
	if SystemClipboard([]string{"DISPLAY=:0", "SSH_TTY=/dev/pts/1"}) != nil {
		t.Error("a person over SSH was given the server's clipboard")
	}
}

func TestConfirm(t *testing.T) {
	broken := errors.New("broken")
	held := ""
	write := func(text string) error { held = text; return nil }
	read := func() (string, error) { return held + "\n", nil }
	if err := confirm("x", write, read); err != nil {
		t.Error(err)
	}
	if err := confirm("x", func(string) error { return nil }, func() (string, error) { return "old", nil }); err == nil {
		t.Error("another text was taken for a confirmation")
	}
	if err := confirm("x", func(string) error { return broken }, read); err != broken {
		t.Errorf("writing: %v", err)
	}
	if err := confirm("x", write, func() (string, error) { return "", broken }); err != broken {
		t.Errorf("reading: %v", err)
	}
}

// The real clipboard of an X server that nobody sees.
func TestSystemClipboardUnderXvfb(t *testing.T) {
	if clipboard.Unsupported {
		t.Skip("no clipboard tool (xclip, xsel, wl-clipboard) is installed")
	}
	xvfb, err := exec.LookPath("Xvfb")
	if err != nil {
		t.Skip("Xvfb is not installed")
	}
	display := startXvfb(t, xvfb)
	t.Setenv("DISPLAY", display)
	t.Setenv("WAYLAND_DISPLAY", "")
	native := SystemClipboard([]string{"DISPLAY=" + display})
	var out strings.Builder
	got := NewClipboard(&out, []string{"TERM=xterm"}, native).Copy(secret)
	if got.Outcome != kit.Copied || out.Len() > 0 {
		t.Errorf("result %+v", got)
	}
}

// startXvfb starts an X server, waits until it serves, and returns its name.
func startXvfb(t *testing.T, binary string) string {
	t.Helper()
	ready, tell, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "-displayfd", "3", "-nolisten", "tcp")
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
