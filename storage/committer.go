package storage

import (
	"context"
	"errors"
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
// goroutine, on what those before it have written. When nobody waits, the leader
// commits. A use case that fails or panics has written nothing into the engine's
// transaction yet, so it leaves its neighbours as they are. None is acknowledged
// before the commit, and when that fails all of them fail.
type committer struct {
	store *Store

	mu      sync.Mutex
	leading bool      // somebody leads a batch
	waiting []*member // for a turn, the first to come first
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
	b := &batch{committer: c, ran: make(chan struct{}), done: make(chan struct{}), err: errLeft}
	defer c.handOn()
	defer close(b.done)
	b.err = c.store.engine.Update(context.WithoutCancel(m.ctx), func(w engine.Writer) error {
		b.writer = w
		b.run(m) // a panic here ends the batch while it has no other members
		for b.broken == nil && !b.full {
			next := c.next()
			if next == nil {
				break
			}
			next.turn <- b
			<-b.ran
		}
		if b.broken == nil && b.keys == 0 {
			return errNothing
		}
		return b.broken
	})
	return b.outcome(m)
}

// handOn ends the lead and gives it to the first of those that wait.
func (c *committer) handOn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := c.pop()
	c.leading = next != nil
	if c.leading {
		next.turn <- nil
	}
}
