package sshserver

import (
	"sync"
	"time"
)

// waitingRoom holds the connections that have not logged in. When it is full the
// one that matters least goes: first those that have not said a word, the oldest
// first, so that a flood does not lock people out.
type waitingRoom struct {
	limits Limits

	mu   sync.Mutex
	list []*conn // the oldest first
}

func newWaitingRoom(l Limits) *waitingRoom { return &waitingRoom{limits: l} }

// enter lets c in, and closes another one when there are too many.
func (w *waitingRoom) enter(c *conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.list = append(w.list, c)
	settled := time.Now().Add(-w.limits.Settle)
	same := func(o *conn) bool { return o != c && o.address == c.address && o.since.Before(settled) }
	if !c.local() && w.count(same) >= w.limits.PerAddress {
		w.turnOut(same)
	}
	if len(w.list) > w.limits.Waiting {
		w.turnOut(func(*conn) bool { return true })
	}
}

func (w *waitingRoom) count(which func(*conn) bool) int {
	n := 0
	for _, c := range w.list {
		if which(c) {
			n++
		}
	}
	return n
}

// turnOut closes the oldest of those that were silent, or the oldest of all. The
// last one has just come and stays.
func (w *waitingRoom) turnOut(which func(*conn) bool) {
	victim := -1
	for i, c := range w.list[:len(w.list)-1] {
		if !which(c) {
			continue
		}
		if victim < 0 {
			victim = i
		}
		if !c.heard() {
			victim = i
			break
		}
	}
	if victim < 0 {
		return
	}
	c := w.list[victim]
	w.remove(victim)
	go func() { _ = c.Close() }()
}

func (w *waitingRoom) remove(i int) { w.list = append(w.list[:i], w.list[i+1:]...) }

// leave is called when c has logged in, or is gone.
func (w *waitingRoom) leave(c *conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, o := range w.list {
		if o == c {
			w.remove(i)
			return
		}
	}
}
