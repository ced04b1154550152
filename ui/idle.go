package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// idle tells when no key was pressed for some time. Its timer rings at most
// once in that time, however many keys are pressed.
type idle struct {
	session *kit.Session
	limit   time.Duration // 0 is never
	timer   *kit.Timer
	last    time.Time
}

func newIdle(s *kit.Session, limit time.Duration) idle {
	return idle{session: s, limit: limit, timer: kit.NewTimer(s), last: s.Now()}
}

func (i *idle) start() tea.Cmd {
	if i.limit <= 0 {
		return nil
	}
	i.touch()
	return i.timer.Set(i.limit)
}

func (i *idle) touch() { i.last = i.session.Now() }

// ring reports whether the limit has passed without a key, and returns the
// command for the next ring.
func (i *idle) ring(msg tea.Msg) (due bool, again tea.Cmd) {
	if !i.timer.Rang(msg) {
		return false, nil
	}
	left := i.limit - i.session.Now().Sub(i.last)
	if left > 0 {
		return false, i.timer.Set(left)
	}
	return true, i.timer.Set(i.limit)
}
