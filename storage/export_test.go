package storage

import (
	"context"
	"maps"
	"runtime"
	"slices"

	"example.com/latchkey/model"
)

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

// PutSealed writes a value that verifies, whatever it is: damage that only a fault
// of latchkey's own can do.
func (s *Store) PutSealed(ctx context.Context, k, payload string) error {
	return s.Update(ctx, func(m model.Tx) error { return m.(*tx).set(key(k), []byte(payload)) })
}

// Tables are those that somebody looks after, in order.
func Tables() []string { return slices.Sorted(maps.Keys(ledger)) }
