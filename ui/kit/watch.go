package kit

import (
	"context"
	"time"
)

// Gone says that what a dialog is about has gone while the dialog was open:
// somebody else revoked, deleted or removed it. The zero Gone is that it is
// still there.
type Gone struct {
	Name string    // of what is gone
	Text string    // who did what, without the full stop: "Bob Birch revoked this token"
	At   time.Time // when; zero when that is not known
	Note string    // a sentence on what follows from it; may be empty

	// Each says of several things, in their order, what became of every one: zero
	// of what is still there. While one of them is, they have not gone together.
	Each []Gone
}

// Is reports whether it has gone.
func (g Gone) Is() bool { return g.Text != "" }

// Says tells who did what, and how long ago that is by now.
func (g Gone) Says(s *Session) string {
	if g.At.IsZero() {
		return g.Text + "."
	}
	return g.Text + " " + s.Ago(g.At) + "."
}

// Watch reads whether what a dialog is about is still there. It runs inside
// commands.
type Watch func(context.Context) (Gone, error)

// Watched is implemented by a dialog about something that others can take away
// while it is open. Root looks when the dialog opens and whenever something was
// committed. A dialog about what has gone is replaced by a notice that says so,
// since nothing that it offers can be done any more.
type Watched interface {
	// Watch returns what to look with, nil for a dialog about nothing that can go.
	Watch() Watch
	// Busy reports whether the dialog is doing what it is for, or has done it and
	// is about to close: that something has gone may be its own doing then.
	Busy() bool
}

// Dwindling is a Watched dialog about several things. It stays while some of them
// are left, and says itself which have gone.
type Dwindling interface {
	Watched
	Dwindle(each []Gone)
}

// Witness is a Watched dialog that holds what nobody can have again. It stays
// open, and says itself what has gone.
type Witness interface {
	Watched
	Witness(Gone)
}
