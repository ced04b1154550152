package storage

import "runtime"

// AwaitWaiting returns when that many wait for their turn to write.
func AwaitWaiting(s *Store, n int) {
	for {
		s.commit.mu.Lock()
		waiting := len(s.commit.waiting)
		s.commit.mu.Unlock()
		if waiting >= n {
			return
		}
		runtime.Gosched()
	}
}
