package storetest

import (
	"context"
	"io"
	"sync"
	"testing"

	"example.com/latchkey/model"
)

// Reopening returns a store that is closed and opened again after every Update,
// before the next transaction that finds no other under way: what the one
// wrote, the next one reads from where it is kept.
func Reopening(t testing.TB, open func() (model.Store, error)) model.Store {
	t.Helper()
	store, err := open()
	if err != nil {
		t.Fatal(err)
	}
	r := &reopening{open: open, store: store}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return r
}

type reopening struct {
	open func() (model.Store, error)

	mu     sync.Mutex
	store  model.Store
	users  int
	dirty  bool
	closed bool
}

func (r *reopening) View(ctx context.Context, fn func(model.Tx) error) error {
	store, err := r.enter(false)
	if err != nil {
		return err
	}
	defer r.leave()
	return store.View(ctx, fn)
}

func (r *reopening) Update(ctx context.Context, fn func(model.Tx) error) error {
	store, err := r.enter(true)
	if err != nil {
		return err
	}
	defer r.leave()
	return store.Update(ctx, fn)
}

func (r *reopening) Open() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.closed
}

func (r *reopening) Copy(ctx context.Context, w io.Writer) (model.Backup, error) {
	store, err := r.enter(false)
	if err != nil {
		return model.Backup{}, err
	}
	defer r.leave()
	return store.Copy(ctx, w)
}

func (r *reopening) Close() error {
	r.mu.Lock()
	r.closed = true
	store := r.store
	r.mu.Unlock()
	return store.Close()
}

func (r *reopening) enter(update bool) (model.Store, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.users == 0 && r.dirty && !r.closed {
		if err := r.store.Close(); err != nil {
			return nil, err
		}
		store, err := r.open()
		if err != nil {
			return nil, err
		}
		r.store, r.dirty = store, false
	}
	r.dirty = r.dirty || update
	r.users++
	return r.store, nil
}

func (r *reopening) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.users--
}
