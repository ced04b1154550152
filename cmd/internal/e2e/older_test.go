//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheScreensDoNotOpenOnAnOlderStore: they say why, and the operator decides.
func TestTheScreensDoNotOpenOnAnOlderStore(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := sit(t, data)
	p.setUp()
	p.generate("nightly-export")
	p.Type("\x03")
	p.ends(0)
	older := filepath.Join(t.TempDir(), "store")
	copyDir(t, filepath.Join(data, "store"), older)

	p = sit(t, data)
	p.logIn(password)
	p.sees("nightly-export")
	p.Type("x")
	p.sees("Revoke nightly-export?")
	p.Type("\t\r")
	p.sees("0 of 10 active")
	p.Type("\x03")
	p.ends(0)
	if err := os.RemoveAll(filepath.Join(data, "store")); err != nil {
		t.Fatal(err)
	}
	copyDir(t, older, filepath.Join(data, "store"))

	p = sit(t, data)
	p.isTurnedAway("is older than it was: it ends at entry", "(1 revocation would be undone)", "`latchkey activity accept-older`")
	p = sit(t, data, "activity", "accept-older")
	p.WaitFor("Type yes to go on with the store as it is: ")
	p.Type("y\r")
	p.WaitFor("Nothing was changed.")
	p.ends(1)
	p = sit(t, data)
	p.Type(password + "\r")
	p.isTurnedAway("(1 revocation would be undone)")
	p = sit(t, data, "activity", "accept-older")
	p.WaitFor("Type yes to go on with the store as it is: ")
	p.Type("yes\r")
	p.ends(0)
	p.says("goes on from here")

	p = sit(t, data)
	p.logIn(password)
	p.sees("1 of 10 active") // it is good again
}

// TestTheQuestionCanBeLeft by ctrl+c.
func TestTheQuestionCanBeLeft(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	p := sit(t, data)
	p.setUp()
	p.Type("\x03")
	p.ends(0)
	if err := os.RemoveAll(filepath.Join(data, "store")); err != nil {
		t.Fatal(err)
	}
	p = sit(t, data, "activity", "accept-older")
	p.WaitFor("Type yes to go on with the store as it is: ")
	p.Type("\x03")
	p.ends(5)
	p.says("nothing was changed")
}

// tells waits until the program has written all of the parts, wherever its lines
// end.
func (p *person) tells(parts ...string) {
	p.t.Helper()
	for _, part := range parts {
		p.Await("the words "+part, func(out string) bool { return strings.Contains(oneLine(out), part) })
	}
}

// oneLine is a text with a blank where a line ends.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// says is tells, without the screens.
func (p *person) says(parts ...string) {
	p.t.Helper()
	p.tells(parts...)
	if out := p.Output(); strings.Contains(out, "\x1b[?1049h") || strings.Contains(out, "goroutine") {
		p.t.Errorf("the screens were opened, or it broke: %q", out)
	}
}

// ends waits until the program has ended, and checks its exit code.
func (p *person) ends(want int) {
	p.t.Helper()
	if code := exitCode(p.leaves()); code != want {
		p.t.Fatalf("exit code %d, want %d: %s", code, want, p.Output())
	}
}

func copyDir(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}
