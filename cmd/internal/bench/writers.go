package bench

import (
	"context"
	"errors"
	"sync"

	"example.com/latchkey/model"
)

// writers write transactions beside whoever makes them up, several at once, so
// that a store that joins them can.
type writers struct {
	steps chan []step
	done  sync.WaitGroup

	mu     sync.Mutex
	failed error
}

const writersAtOnce = 24

func (w *writers) begin(ctx context.Context, store model.Store) {
	w.steps = make(chan []step)
	for range writersAtOnce {
		w.done.Go(func() {
			for steps := range w.steps {
				w.note(store.Update(ctx, func(tx model.Tx) error { return all(tx, steps) }))
			}
		})
	}
}

func all(tx model.Tx, steps []step) error {
	for _, one := range steps {
		if err := one(tx); err != nil {
			return err
		}
	}
	return nil
}

func (w *writers) note(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failed = errors.Join(w.failed, err)
}

// write has steps written in one transaction. The error is that of any before.
func (w *writers) write(ctx context.Context, steps []step) error {
	w.mu.Lock()
	failed := w.failed
	w.mu.Unlock()
	if failed != nil {
		return failed
	}
	select {
	case w.steps <- steps:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end waits until all is written.
func (w *writers) end() error {
	close(w.steps)
	w.done.Wait()
	return w.failed
}
