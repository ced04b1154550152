package storage

import (
	"errors"

	"example.com/latchkey/storage/engine"
)

// batch is what a committer commits together. It belongs to the member whose
// turn it is; after done is closed, to nobody.
type batch struct {
	committer *committer
	writer    engine.Writer
	keys      int           // written so far
	bytes     int           // of these and their values
	full      bool          // somebody waits whose writes had no room
	broken    error         // it must not be committed
	ran       chan struct{} // tells the leader that a turn is over
	done      chan struct{} // closed when err is there
	err       error         // what came of the commit
}

// follow runs m in its turn.
func (b *batch) follow(m *member) {
	defer func() { b.ran <- struct{}{} }() // also when it panics
	b.run(m)
}

// run runs m and adds what it wrote to the batch.
func (b *batch) run(m *member) {
	t := b.committer.store.writing(m.ctx, b.writer)
	defer t.end()
	if m.own = m.fn(t); m.own == nil {
		m.own = translate(m.ctx.Err())
	}
	switch {
	case m.own != nil:
	case b.keys+len(t.written) > engine.MaxWrites || b.bytes+t.bytes > engine.MaxBytes:
		m.own, b.full = errFull, true
		b.committer.waitFirst(m)
	default:
		b.keys, b.bytes = b.keys+len(t.written), b.bytes+t.bytes
		b.broken = errLeft // in case it panics half way
		b.broken = t.apply()
	}
}

// outcome returns what m is told. Also one that failed by itself is told when
// the commit did: what it failed over may never have been.
func (b *batch) outcome(m *member) error {
	switch {
	case b.err == nil, errors.Is(b.err, errNothing):
		return m.own
	case errors.Is(b.err, engine.ErrConflict):
		return engine.ErrConflict
	}
	return translate(b.err)
}
