package storage

import (
	"context"
	"errors"
	"maps"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// batch is what a committer commits together. It belongs to the member whose
// turn it is; once it was handed on, to its leader. After done is closed nothing
// about it changes.
type batch struct {
	committer *committer
	before    *batch        // whose commit may be under way; nil when there is none
	reader    engine.Reader // what the members read, but for what they have written
	written   overlay
	keys      int           // written so far, by all members
	bytes     int           // of these and their values
	full      bool          // somebody waits whose writes had no room
	handedOn  bool          // it takes no more members, and is committed
	ran       chan struct{} // tells the leader that a turn is over
	done      chan struct{} // closed when err is there
	err       error         // what came of the commit
}

// member is one use case on its way into a batch.
type member struct {
	ctx  context.Context
	fn   func(model.Tx) error
	turn chan *batch // its turn in a batch; nil to lead one
	own  error       // why it wrote nothing
}

var (
	// errFull says that there is no room left in a batch for what a member wrote.
	errFull = errors.New("storage: the batch is full")
	// errNothing ends a transaction in which nothing was written.
	errNothing = errors.New("storage: nothing was written")
	// errLeft is what came of a batch whose leader panicked.
	errLeft = errors.New("storage: the transaction was left")
)

// follow runs m in its turn.
func (b *batch) follow(m *member) {
	defer func() { b.ran <- struct{}{} }() // also when it panics
	b.run(m)
}

// run runs m and adds what it wrote to the batch.
func (b *batch) run(m *member) {
	t := b.committer.store.writing(m.ctx, b.reader, b.written)
	defer t.end()
	t.memo = &b.committer.memo
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
		maps.Copy(b.written, t.written)
		b.committer.memo.renew(t.written, t.decoded)
	}
}

// settle returns when the batch before is on the disk. When it is not to be, all
// members have to run again: what they have read was never so.
func (b *batch) settle() error {
	if b.before == nil {
		return nil
	}
	<-b.before.done
	if !b.before.held() {
		return engine.ErrConflict
	}
	b.before = nil
	return nil
}

// held reports of a batch that is done whether what it wrote is so.
func (b *batch) held() bool { return b.err == nil || errors.Is(b.err, errNothing) }

// outcome returns what m is told. Also one that failed by itself is told when
// the commit did: what it failed over may never have been.
func (b *batch) outcome(m *member) error {
	switch {
	case b.held():
		return m.own
	case errors.Is(b.err, engine.ErrConflict):
		return engine.ErrConflict
	}
	return translate(b.err)
}
