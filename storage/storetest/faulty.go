package storetest

import (
	"context"
	"errors"
	"iter"
	"sync"

	"example.com/latchkey/storage/engine"
)

// ErrIO is what a Faulty engine fails with.
var ErrIO = errors.New("storetest: input/output error")

// Fault is what goes wrong in a Faulty engine.
type Fault string

// The faults. The first two can befall every call, the others a commit.
const (
	Fails     Fault = "fails"     // the call does nothing and reports ErrIO
	Late      Fault = "late"      // before the call comes to it, something else happens
	Unknown   Fault = "unknown"   // the commit happens, and ErrIO is reported
	Conflicts Fault = "conflicts" // the commit does not happen: engine.ErrConflict
)

// everyCall reports whether all calls count, and not the commits alone.
func (f Fault) everyCall() bool { return f == Fails || f == Late }

// Faulty is an engine with which one call goes wrong. A transaction, a key that is
// read, set or deleted, the begin of a scan, an item of it, and a commit are calls.
type Faulty struct {
	engine.Engine
	Meanwhile func() // what happens in the time of a Late call

	mu    sync.Mutex
	left  int // calls until it happens, this one included; 0 when nothing is to
	fault Fault
}

// Arm lets the n-th call from now on go wrong.
func (f *Faulty) Arm(n int, fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left, f.fault = n, fault
}

// Disarm lets everything go right again. It reports whether the fault happened.
func (f *Faulty) Disarm() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	happened := f.left == 0
	f.left = 0
	return happened
}

// now reports whether this call is the one, and which fault befalls it.
func (f *Faulty) now(commit bool) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left == 0 || !commit && !f.fault.everyCall() {
		return ""
	}
	if f.left--; f.left > 0 {
		return ""
	}
	return f.fault
}

// call is any call but a commit.
func (f *Faulty) call() error {
	switch f.now(false) {
	case Fails:
		return ErrIO
	case Late:
		f.Meanwhile()
	}
	return nil
}

// View runs fn on one snapshot.
func (f *Faulty) View(ctx context.Context, fn func(engine.Reader) error) error {
	if err := f.call(); err != nil {
		return err
	}
	return f.Engine.View(ctx, func(r engine.Reader) error { return fn(faultyReader{r, f}) })
}

// Update runs fn once and commits.
func (f *Faulty) Update(ctx context.Context, fn func(engine.Writer) error) error {
	if err := f.call(); err != nil {
		return err
	}
	unknown := false
	err := f.Engine.Update(ctx, func(w engine.Writer) error {
		if err := fn(faultyWriter{faultyReader{w, f}, w}); err != nil {
			return err
		}
		switch f.now(true) {
		case Fails:
			return ErrIO
		case Conflicts:
			return engine.ErrConflict
		case Unknown:
			unknown = true
		case Late:
			f.Meanwhile()
		}
		return nil
	})
	if unknown && err == nil {
		return ErrIO
	}
	return err
}

type faultyReader struct {
	engine.Reader
	f *Faulty
}

func (r faultyReader) Get(key []byte) ([]byte, error) {
	if err := r.f.call(); err != nil {
		return nil, err
	}
	return r.Reader.Get(key)
}

func (r faultyReader) Scan(of engine.Range) iter.Seq2[engine.Item, error] {
	return func(yield func(engine.Item, error) bool) {
		if err := r.f.call(); err != nil {
			yield(engine.Item{}, err)
			return
		}
		for item, err := range r.Reader.Scan(of) {
			if err == nil {
				err = r.f.call()
			}
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

type faultyWriter struct {
	faultyReader
	writer engine.Writer
}

func (w faultyWriter) Set(key, value []byte) error {
	if err := w.f.call(); err != nil {
		return err
	}
	return w.writer.Set(key, value)
}

func (w faultyWriter) Delete(key []byte) error {
	if err := w.f.call(); err != nil {
		return err
	}
	return w.writer.Delete(key)
}
