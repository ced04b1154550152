package storage

import (
	"context"
	"errors"
	"sync/atomic"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

var _ model.Store = (*Store)(nil)

// Keys are the secrets that a store works with.
type Keys struct {
	MAC []byte // signs every value; 32 bytes
}

// Options of a Store. The zero value is what a program wants.
type Options struct {
	// Alarm is called for a value that does not verify and for a record that is
	// missing, with its key in readable form. It may be called from any
	// goroutine, must not block and must not use the store.
	Alarm func(key string, err error)

	// ConcurrentWriters lets transactions that write run side by side, and
	// leaves it to the guards and to the engine's conflicts to keep them
	// apart. One at a time is faster on one engine in one process.
	ConcurrentWriters bool

	// ToExamine opens a store also when its identity does not verify, for
	// finding out what is wrong with it. It repairs nothing then.
	ToExamine bool
}

// Store is model.Store over an engine.
type Store struct {
	engine engine.Engine
	sealer *sealer
	alarm  func(string, error)
	commit *committer // nil with ConcurrentWriters
	closed atomic.Bool

	foreign error // why the identity does not verify, in a store that was opened ToExamine
}

// maxAttempts is how often a transaction is tried that others get in the way
// of. Each conflict means that another one went through.
const maxAttempts = 128

// Open returns the store that e keeps, and closes e when it cannot. The errors
// are of KindUnavailable for a store that was made with other keys, and of
// KindInternal for one that is damaged.
func Open(ctx context.Context, e engine.Engine, keys Keys, o Options) (*Store, error) {
	if len(keys.MAC) < 32 {
		return nil, firstOf(errors.New("storage: the MAC key is shorter than 32 bytes"), e.Close())
	}
	s := &Store{engine: e, sealer: newSealer(keys.MAC), alarm: o.Alarm}
	if s.alarm == nil {
		s.alarm = func(string, error) {}
	}
	if !o.ConcurrentWriters {
		s.commit = newCommitter(s)
	}
	err := s.identify(ctx)
	if err != nil && !o.ToExamine {
		return nil, firstOf(err, e.Close())
	}
	s.foreign = err
	return s, nil
}

// View runs fn on one consistent state.
func (s *Store) View(ctx context.Context, fn func(model.Tx) error) error {
	var own error
	err := s.engine.View(ctx, func(r engine.Reader) error {
		own = fn(s.reading(ctx, r))
		return own
	})
	return outcome(own, err)
}

// Update runs fn in a transaction, again after a conflict, and commits it,
// together with others that come meanwhile. A change that keeps running into
// others is given up with KindConflict. Updates do not nest: fn must not call
// Update.
func (s *Store) Update(ctx context.Context, fn func(model.Tx) error) error {
	attempt := s.alone
	if s.commit != nil {
		attempt = s.commit.join
	}
	for range maxAttempts {
		err := attempt(ctx, fn)
		if !errors.Is(err, engine.ErrConflict) {
			return err
		}
	}
	return &model.Error{Kind: model.KindConflict, Err: engine.ErrConflict,
		Message: "Too many others were changing the same thing; nothing was changed. Try again."}
}

// alone runs fn once and commits what it wrote by itself. It returns
// engine.ErrConflict as it is.
func (s *Store) alone(ctx context.Context, fn func(model.Tx) error) error {
	var own error
	err := s.engine.Update(ctx, func(w engine.Writer) error {
		t := s.writing(ctx, w)
		if own = fn(t); own != nil {
			return own
		}
		return t.written.writeTo(w)
	})
	if own == nil && errors.Is(err, engine.ErrConflict) {
		return engine.ErrConflict
	}
	return outcome(own, err)
}

// outcome is what a transaction ends with: the error of the use case as it is,
// or else what the engine says in the model's terms.
func outcome(own, err error) error {
	if own != nil {
		return own
	}
	return translate(err)
}

// Open reports whether Close was not called yet and the engine answers.
func (s *Store) Open() bool { return !s.closed.Load() && s.engine.Err() == nil }

// Close waits for the transactions under way and releases the store.
func (s *Store) Close() error {
	s.closed.Store(true)
	return translate(s.engine.Close())
}
