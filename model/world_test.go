package model_test

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
)

// A world is an authority over a real store, with a clock that the test moves
// and one org: Acme, with ada as its Administrator and the first operator.
type world struct {
	*model.Authority
	t     testing.TB
	store model.Store
	clock *clock
	ada   model.Actor
	acme  model.OrgID
	known int // model.Options.Known
}

const password = "a horse on the moon"

var cheap = model.HashCost{Memory: 8, Passes: 1, Threads: 1}

// clock is a clock that only the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

var here = model.Origin{Address: "10.1.4.7", Agent: "curl/8.5"}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := emptyWorld(t)
	var err error
	w.ada, w.acme, err = w.SetUp(w.ctx(), model.SetUpRequest{
		Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(password),
	}, here)
	w.must(err)
	return w
}

// emptyWorld is a world that nobody has set up yet.
func emptyWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, store: storetest.Memory(t), clock: &clock{now: time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)}}
	w.reopen()
	return w
}

// reopen makes a new authority over the same store, as a restart does.
func (w *world) reopen() {
	w.t.Helper()
	var err error
	w.Authority, err = model.New(w.ctx(), w.store, model.Options{
		Pepper: bytes.Repeat([]byte("p"), 32), LogChain: bytes.Repeat([]byte("c"), 32),
		Clock: w.clock.Now, Hashing: cheap, Known: w.known,
	})
	w.must(err)
}

func (w *world) ctx() context.Context { return w.t.Context() }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("unexpected error: %v (%s)", err, model.KindOf(err))
	}
}

// generate makes a user token for an actor in an org.
func (w *world) generate(actor model.Actor, org model.OrgID, name string) model.Generated {
	w.t.Helper()
	made, err := w.GenerateToken(w.ctx(), actor, model.TokenRequest{Org: org, Name: name, Password: model.NewSecret(password)})
	w.must(err)
	return made
}

// reason verifies a secret and returns the answer.
func (w *world) reason(secret model.Secret) model.Reason {
	w.t.Helper()
	d, err := w.Verify(w.ctx(), secret, here)
	w.must(err)
	return d.Reason
}

// wantKind fails the test unless err is of the kind.
func (w *world) wantKind(err error, kind model.Kind) {
	w.t.Helper()
	if model.KindOf(err) != kind {
		w.t.Fatalf("got %v (%s), want an error of kind %s", err, model.KindOf(err), kind)
	}
}
