//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pane is a person's pane in a tmux server of its own, without their settings.
type pane struct {
	t   testing.TB
	env []string
}

// inTmux starts latchkey in a pane, with set-clipboard set to clipboard.
func inTmux(t testing.TB, clipboard string) *pane {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed; what it does with a secret that is sent to it cannot be seen")
	}
	p := &pane{t: t, env: []string{
		"TERM=xterm-256color", "LANG=C.UTF-8", "SHELL=/bin/sh", "PATH=" + os.Getenv("PATH"),
		"HOME=" + t.TempDir(), "TMUX_TMPDIR=" + t.TempDir(),
	}}
	t.Cleanup(p.end)
	p.tmux("start-server", ";", "set", "-s", "set-clipboard", clipboard, ";",
		"new-session", "-d", "-x", "80", "-y", "24", binary, "--data", t.TempDir())
	return p
}

// end ends tmux, and waits until latchkey has ended with it: it still writes to
// its data directory, which is removed next.
func (p *pane) end() {
	pid, err := p.try("display-message", "-p", "#{pane_pid}")
	if _, _ = p.try("kill-server"); err != nil {
		return // tmux had ended before
	}
	proc := filepath.Join("/proc", strings.TrimSpace(pid))
	tick, giveUp := time.NewTicker(10*time.Millisecond), time.After(30*time.Second)
	defer tick.Stop()
	for {
		if _, err := os.Stat(proc); err != nil {
			return
		}
		select {
		case <-tick.C:
		case <-giveUp:
			p.t.Errorf("latchkey does not end with tmux")
			return
		}
	}
}

// try runs a command of tmux and returns what it says.
func (p *pane) try(args ...string) (string, error) {
	cmd := exec.Command("tmux", append([]string{"-L", "latchkey", "-f", "/dev/null", "-u"}, args...)...)
	cmd.Env = p.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (p *pane) tmux(args ...string) string {
	p.t.Helper()
	out, err := p.try(args...)
	if err != nil {
		p.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return out
}

// types types text as it is; a carriage return in it is enter, a tab is tab.
func (p *pane) types(text string) {
	p.t.Helper()
	p.tmux("send-keys", "-l", text)
}

// sees looks at the pane again and again until it shows text, and returns what
// else it shows.
func (p *pane) sees(text string) string {
	p.t.Helper()
	shown := ""
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); {
		if shown = p.tmux("capture-pane", "-p"); strings.Contains(shown, text) {
			return shown
		}
	}
	p.t.Fatalf("%q never appeared in tmux:\n%s", text, shown)
	return ""
}

// generate goes through the first run, makes a token and returns its secret.
func (p *pane) generate() string {
	p.t.Helper()
	p.sees("What is your organisation called?")
	p.types("Acme\r")
	p.sees("Who are you?")
	p.types("Ada Ashby\rada@acme.example\r")
	p.sees("Choose the password")
	p.types(password + "\r" + password + "\r")
	p.sees("0 of 10 active")
	p.types("n")
	p.sees("Generate API token for Acme")
	p.types("nightly-export\t\t\t" + password + "\r")
	for line := range strings.Lines(p.sees("Sent to your terminal")) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "lku_") {
			return line
		}
	}
	p.t.Fatal("there is no secret in the pane")
	return ""
}

// TestRule_4_4_TheSecretIsInTheClipboardOfTmux: the secret that is seen can be
// pasted, and it is that alone.
func TestRule_4_4_TheSecretIsInTheClipboardOfTmux(t *testing.T) {
	t.Parallel()
	p := inTmux(t, "on")
	secret := p.generate()
	if got := p.tmux("show-buffer"); got != secret {
		t.Fatalf("the clipboard holds %q, the screen shows %q", got, secret)
	}
	p.sees("Paste it somewhere to be sure.") // the program cannot know (rule 4.5)
}

// TestRule_4_5_TmuxThatKeepsNothingIsNotTakenForACopy: with tmux's default
// nothing arrives and nobody says so; the pop-up says what it takes.
func TestRule_4_5_TmuxThatKeepsNothingIsNotTakenForACopy(t *testing.T) {
	t.Parallel()
	p := inTmux(t, "external")
	p.generate()
	if got, err := p.try("show-buffer"); err == nil {
		t.Fatalf("the clipboard holds %q: tmux's default has changed, and the advice may be needed no longer", got)
	}
	p.sees("set -s set-clipboard on")
}
