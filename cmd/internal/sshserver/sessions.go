package sshserver

import (
	"context"
	"fmt"
	"sync"
	"time"

	"example.com/latchkey/ui/kit"
)

// sessions are those that are open: people on the screens, commands that run.
type sessions struct {
	most int

	mu     sync.Mutex
	open   map[*session]struct{}
	gone   chan struct{} // closed when the last one has left, once leaving is set
	ending bool
}

func newSessions(most int) *sessions {
	return &sessions{most: most, open: map[*session]struct{}{}, gone: make(chan struct{})}
}

// enter counts x in, unless there are too many or the server is ending.
func (s *sessions) enter(x *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ending || len(s.open) >= s.most {
		return false
	}
	s.open[x] = struct{}{}
	return true
}

func (s *sessions) leave(x *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, x)
	s.tellGone()
}

// tellGone closes gone when it is time to. It is called with mu held.
func (s *sessions) tellGone() {
	if s.ending && len(s.open) == 0 && !isClosed(s.gone) {
		close(s.gone)
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func (s *sessions) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

func (s *sessions) each(fn func(*session)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for x := range s.open {
		fn(x)
	}
}

// stopped is what a person reads when the screens are gone.
const stopped = "latchkey has stopped on this machine."

// farewell tells those on the screens that latchkey goes, gives them a moment,
// and ends what is left. It waits until all have left, or ctx is done.
func (s *sessions) farewell(ctx context.Context, moment time.Duration) {
	s.mu.Lock()
	s.ending = true
	s.tellGone()
	s.mu.Unlock()
	said := fmt.Sprintf("latchkey stops on this machine in %d seconds.", int(moment.Round(time.Second)/time.Second))
	s.each(func(x *session) { x.tell(kit.Notice{Kind: kit.Failed, Text: said}) })
	select {
	case <-s.gone:
	case <-time.After(moment):
	case <-ctx.Done():
	}
	s.each(func(x *session) { x.end(stopped) })
	select {
	case <-s.gone:
	case <-time.After(endWait):
	case <-ctx.Done():
	}
}

// endWait is how long sessions may take to end that were told to.
const endWait = 3 * time.Second
