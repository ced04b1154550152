package storage

import (
	"context"
	"slices"
	"sync"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// committer lets one use case write at a time, and commits those together that
// come while the commit before them is on its way to the disk: syncing many
// takes as long as syncing one.
//
// The first of them leads. It begins the engine's transaction and runs in it,
// then hands it to those that wait, one after the other; each runs in its own
// goroutine, on what those before it have written. When nobody waits and the
// commit before is done, the leader hands on the lead and commits. So one batch
// runs while the one before it is committed, on what that has written.
//
// A use case that fails or panics has written nothing into the batch yet, so it
// leaves its neighbours as they are. None is acknowledged before the commit, and
// when that fails all of them fail; those of the batch that was built on it run
// again.
//
// All that is written to the engine goes through here, so that what a batch has
// written is the newest there is, and what one has read can be remembered.
type committer struct {
	store *Store
	memo  memo // of those whose turn it is

	mu      sync.Mutex
	leading bool          // somebody leads a batch that takes members
	waiting []*member     // for a turn, the first to come first
	came    chan struct{} // tells a leader who waits that somebody came
	last    *batch        // that was handed on, until its commit is done
	doubt   bool          // a batch was not committed, whose writes are remembered
}

func newCommitter(s *Store) *committer { return &committer{store: s, came: make(chan struct{}, 1)} }

// join runs fn in a batch and returns what came of it, engine.ErrConflict as it
// is. Whoever waits for a turn when ctx ends goes away.
func (c *committer) join(ctx context.Context, fn func(model.Tx) error) error {
	m := &member{ctx: ctx, fn: fn, turn: make(chan *batch, 1)}
	if c.enter(m) {
		return c.lead(m)
	}
	for {
		b, err := c.wait(m)
		switch {
		case err != nil:
			return translate(err)
		case b == nil:
			return c.lead(m)
		}
		b.follow(m)
		<-b.done
		if m.own != errFull {
			return b.outcome(m)
		}
	}
}

// enter queues m, unless nobody leads: then m does.
func (c *committer) enter(m *member) (leads bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.leading {
		c.waiting = append(c.waiting, m)
		select {
		case c.came <- struct{}{}:
		default: // it is told already
		}
		return false
	}
	c.leading = true
	return true
}

// wait waits for the turn of m.
func (c *committer) wait(m *member) (*batch, error) {
	select {
	case b := <-m.turn:
		return b, nil
	case <-m.ctx.Done():
	}
	if c.leave(m) {
		return nil, m.ctx.Err()
	}
	return <-m.turn, nil // it has come meanwhile
}

// leave takes m out of those that wait, unless its turn has come.
func (c *committer) leave(m *member) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.Index(c.waiting, m)
	if i >= 0 {
		c.waiting = slices.Delete(c.waiting, i, i+1)
	}
	return i >= 0
}

// waitFirst has m wait for the next batch, before all others.
func (c *committer) waitFirst(m *member) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = slices.Insert(c.waiting, 0, m)
}

// next takes the first of those that wait; nil when nobody does.
func (c *committer) next() *member {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pop()
}

func (c *committer) pop() *member {
	if len(c.waiting) == 0 {
		return nil
	}
	m := c.waiting[0]
	c.waiting = slices.Delete(c.waiting, 0, 1)
	return m
}

// lead commits a batch that begins with m.
func (c *committer) lead(m *member) error {
	b := c.newBatch()
	defer c.over(b)
	b.err = c.store.engine.Update(context.WithoutCancel(m.ctx), func(w engine.Writer) error {
		b.reader = w
		if b.before != nil {
			b.reader = layers{w, []overlay{b.before.written}}
		}
		b.run(m) // a panic here ends the batch while it has no other members
		c.fill(b)
		if err := b.settle(); err != nil {
			return err
		}
		c.handOn(b)
		if len(b.written) == 0 {
			return errNothing
		}
		return b.written.writeTo(w)
	})
	return b.outcome(m)
}

func (c *committer) newBatch() *batch {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.doubt {
		c.memo, c.doubt = memo{}, false
	}
	return &batch{committer: c, before: c.last, written: overlay{}, ran: make(chan struct{}), done: make(chan struct{}), err: errLeft}
}

// fill has those run in b who wait, and who come before the batch before is done.
func (c *committer) fill(b *batch) {
	for !b.full {
		next := c.next()
		if next == nil {
			if !c.await(b) {
				return
			}
			continue
		}
		next.turn <- b
		<-b.ran
	}
}

// await waits until somebody comes, or returns false when the batch before b is done.
func (c *committer) await(b *batch) bool {
	if b.before == nil {
		return false
	}
	select {
	case <-b.before.done:
		return false
	case <-c.came:
		return true
	}
}

// handOn gives the lead to the first of those that wait, while b is committed.
func (c *committer) handOn(b *batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b.handedOn, c.last = true, b
	c.pass()
}

// over ends b.
func (c *committer) over(b *batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(b.done)
	c.doubt = c.doubt || !b.held()
	if c.last == b {
		c.last = nil
	}
	if !b.handedOn {
		c.pass()
	}
}

func (c *committer) pass() {
	next := c.pop()
	c.leading = next != nil
	if c.leading {
		next.turn <- nil
	}
}
