package gate_test

import (
	"strings"
	"testing"
	"time"

	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// visitor is somebody who has not logged in, in front of the whole program.
type visitor struct {
	*uitest.Driver
	*world.World
	session    *kit.Session
	remembered []string
}

// visit starts the program. Who logged in last is email; "" is nobody.
func visit(t *testing.T, w *world.World, email string) *visitor {
	t.Helper()
	v := &visitor{World: w, session: w.Visit(uitest.Session())}
	v.session.LastEmail = email
	v.session.Remember = func(email string) { v.remembered = append(v.remembered, email) }
	firstRun, err := w.NeedsSetUp(t.Context())
	w.Must(err)
	v.Driver = uitest.Drive(t, ui.NewApp(v.session, firstRun, noChanges()))
	return v
}

// noChanges is the feed of a store in which nothing happens any more.
func noChanges() <-chan struct{} {
	feed := make(chan struct{})
	close(feed)
	return feed
}

// logIn types a password, or a token, and enter.
func (v *visitor) logIn(secret string) {
	v.TB.Helper()
	v.Paste(secret)
	v.Press("enter")
}

// later lets time pass, and what is due ring.
func (v *visitor) later(d time.Duration) {
	v.TB.Helper()
	v.Pass(d)
	v.Ring(d)
}

// line returns the line of the screen that begins with a label, without it.
func (v *visitor) line(label string) string {
	for line := range strings.Lines(uitest.Plain(v.View())) {
		if _, rest, ok := strings.Cut(line, label+"  "); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

// cursorIn reports whether the field with a label has the cursor.
func (v *visitor) cursorIn(label string) bool {
	return strings.Contains(uitest.Plain(v.View()), "› "+label)
}

// reads fails the test unless a sentence is seen, in one line or in several.
func (v *visitor) reads(sentence string) {
	v.TB.Helper()
	view := uitest.Plain(v.View())
	if !strings.Contains(strings.Join(strings.Fields(view), " "), sentence) {
		v.TB.Fatalf("%q is not on the screen:\n%s", sentence, view)
	}
}
