package model

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"runtime"
	"sync/atomic"
	"time"
)

// Options are what an Authority is made with. Pepper and LogChain are keys of
// 32 bytes; they have to be the same for as long as the store lives.
type Options struct {
	Pepper   []byte // keys the hashes of secrets (rule 3.9)
	LogChain []byte // keys the chain of the activity log (rule 9.4)

	Clock   func() time.Time // time.Now when nil
	Random  io.Reader        // crypto/rand when nil
	Log     *slog.Logger     // where unforeseen failures go; discarded when nil
	Hashing HashCost         // DefaultHashCost when zero

	// Known is how many tokens are kept in memory with what decisions about them
	// need, about 1.5 KiB each, once they are used; DefaultKnown when zero.
	Known int
	// ToExamine is for Examine alone: the end of the activity log may be damaged.
	// Then time does not go on from there.
	ToExamine bool
}

// Authority holds every use case of latchkey. It is safe for concurrent use.
type Authority struct {
	store     Store
	options   Options
	latest    atomic.Int64 // the latest time given out, Unix nanoseconds
	uses      *useBook
	freshness *freshness // of what is known in memory
	commons   *commons
	hasher    hasher
	feed      feed
	ids       idSource
	gate      gate          // to the comparing of passwords
	hashing   chan struct{} // bounds how many passwords are hashed at once
	decoy     string        // a hash that no password fits
}

// DefaultKnown is Options.Known when nothing else is said.
const DefaultKnown = 100_000

// New returns the authority over a store. It reads the head of the activity
// log, so that time goes on from there; the error is the store's.
func New(ctx context.Context, store Store, o Options) (*Authority, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Known == 0 {
		o.Known = DefaultKnown
	}
	if o.Hashing == (HashCost{}) {
		o.Hashing = DefaultHashCost
	}
	f := newFreshness()
	a := &Authority{
		store: store, options: o, hashing: make(chan struct{}, hashers()),
		uses: newUseBook(o.Known), freshness: f, commons: newCommons(f, o.Known), hasher: newHasher(o.Pepper),
	}
	var err error
	if a.decoy, err = decoyHash(o.Random, o.Hashing); err != nil {
		return nil, err
	}
	err = store.View(ctx, func(tx Tx) error {
		head, err := tx.Head()
		a.latest.Store(head.At.UnixNano())
		return err
	})
	if o.ToExamine && KindOf(err) == KindInternal {
		err = nil
	}
	return a, err
}

// hashers is how many passwords are hashed at once: one fewer than there are
// processors, so that a flood of log-ins leaves one to those who verify tokens. In
// a flood on two of them, verifying over HTTP took 0.4 ms in the median with one
// hasher, as without a flood, and 30 ms with two.
func hashers() int { return max(1, runtime.NumCPU()-1) }

// Now returns the time that rules are judged by, in UTC: the clock's, but never
// below what was given out before or the last committed change (rule 3.4).
func (a *Authority) Now() time.Time {
	now := a.options.Clock().UnixNano()
	for {
		latest := a.latest.Load()
		if now <= latest {
			return time.Unix(0, latest).UTC()
		}
		if a.latest.CompareAndSwap(latest, now) {
			return time.Unix(0, now).UTC()
		}
	}
}

// hash returns what the store keeps of a secret (rule 3.9).
func (a *Authority) hash(s Secret) Hash { return a.hasher.ofSecret(s) }

// keyed returns HMAC-SHA256 with the pepper over text, for one purpose.
func (a *Authority) keyed(purpose, text string) Hash { return a.hasher.sum(purpose, text) }
