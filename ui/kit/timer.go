package kit

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// Timer is an alarm that can be set again; only the latest setting rings.
type Timer struct{ question *Question[struct{}] }

// NewTimer returns a timer of the session that is not set yet.
func NewTimer(s *Session) *Timer { return &Timer{NewQuestion[struct{}](s)} }

// Set returns the command that rings when d has passed.
func (t *Timer) Set(d time.Duration) tea.Cmd {
	q := t.question
	q.seq++
	q.pending = true
	return q.session.After(d, Reply{To: q.to, Seq: q.seq})
}

// Rang reports whether msg is the timer's latest ring.
func (t *Timer) Rang(msg tea.Msg) bool {
	_, ok := t.question.Answer(msg)
	return ok
}

// Stop makes the ring under way an unwanted one.
func (t *Timer) Stop() { t.question.Drop() }
