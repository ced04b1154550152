package storetest

import (
	"context"
	"iter"
	"sync/atomic"

	"example.com/latchkey/storage/engine"
)

// Counting is an engine that counts what is asked of the one beneath, so that
// a test can say how many keys a screen or a request may cost.
type Counting struct {
	engine.Engine
	Gets    atomic.Int64 // keys read one by one
	Scanned atomic.Int64 // items read in scans
	Written atomic.Int64 // keys set or deleted
}

// View counts what fn reads.
func (c *Counting) View(ctx context.Context, fn func(engine.Reader) error) error {
	return c.Engine.View(ctx, func(r engine.Reader) error { return fn(countingReader{r, c}) })
}

// Update counts what fn reads and writes.
func (c *Counting) Update(ctx context.Context, fn func(engine.Writer) error) error {
	return c.Engine.Update(ctx, func(w engine.Writer) error {
		return fn(countingWriter{countingReader{w, c}, w})
	})
}

// Reset sets all counts to zero.
func (c *Counting) Reset() {
	c.Gets.Store(0)
	c.Scanned.Store(0)
	c.Written.Store(0)
}

type countingReader struct {
	engine.Reader
	counts *Counting
}

func (r countingReader) Get(key []byte) ([]byte, error) {
	r.counts.Gets.Add(1)
	return r.Reader.Get(key)
}

func (r countingReader) Scan(of engine.Range) iter.Seq2[engine.Item, error] {
	return func(yield func(engine.Item, error) bool) {
		for item, err := range r.Reader.Scan(of) {
			r.counts.Scanned.Add(1)
			if !yield(item, err) {
				return
			}
		}
	}
}

type countingWriter struct {
	countingReader
	writer engine.Writer
}

func (w countingWriter) Set(key, value []byte) error {
	w.counts.Written.Add(1)
	return w.writer.Set(key, value)
}

func (w countingWriter) Delete(key []byte) error {
	w.counts.Written.Add(1)
	return w.writer.Delete(key)
}
