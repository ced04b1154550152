package kit

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"
)

// Address identifies one asker of questions among those of a session.
type Address int

// Reply is the answer of a command to the screen or dialog that asked for it.
// To is the address that NewAddress gave it, Seq the number of the question, so
// that answers that are no longer wanted can be dropped. Value is of the type
// that the question was asked with.
type Reply struct {
	To    Address
	Seq   int
	Value any
	Err   error
}

// Ask returns the command that runs fn and brings its answer as a Reply. The
// context ends with the session.
func Ask[T any](s *Session, to Address, seq int, fn func(context.Context) (T, error)) tea.Cmd {
	return func() tea.Msg {
		value, err := fn(s.Context)
		return Reply{To: to, Seq: seq, Value: value, Err: err}
	}
}

// Answer is what became of a question: a value, or the error instead.
type Answer[T any] struct {
	Value T
	Err   error
}

// Question is one thing that a screen asks again and again, such as a list's
// rows. Only the answer to the latest asking counts; older ones are dropped.
type Question[T any] struct {
	session *Session
	to      Address
	seq     int
	pending bool
}

// NewQuestion returns a question of the session that has not been asked yet.
func NewQuestion[T any](s *Session) *Question[T] {
	return &Question[T]{session: s, to: s.NewAddress()}
}

// Ask returns the command that runs fn. The answer to an earlier asking that
// is still under way will be dropped.
func (q *Question[T]) Ask(fn func(context.Context) (T, error)) tea.Cmd {
	q.seq++
	q.pending = true
	return Ask(q.session, q.to, q.seq, fn)
}

// Answer returns the answer that msg carries. It reports false for every other
// message and for an answer that is no longer wanted.
func (q *Question[T]) Answer(msg tea.Msg) (Answer[T], bool) {
	r, ok := msg.(Reply)
	if !ok || r.To != q.to || r.Seq != q.seq || !q.pending {
		return Answer[T]{}, false
	}
	q.pending = false
	value, _ := r.Value.(T) // what Ask put there; an interface type may hold nil
	return Answer[T]{Value: value, Err: r.Err}, true
}

// Pending reports whether an answer is still to come.
func (q *Question[T]) Pending() bool { return q.pending }

// Drop makes the answer under way an unwanted one.
func (q *Question[T]) Drop() { q.pending = false }
