package model

import (
	"slices"
	"sync"
	"time"
)

// useBook holds what is known of tokens beyond the disk: exact last uses and the
// counts that wait to be written (rules 8.5, 9.5). It is the truth; the disk
// follows within seconds. What a crash can lose is the uses of those seconds: a
// token that was used then is treated by its use before.
//
// It also keeps what decisions about these tokens were made from, for as long as
// that is fresh.
type useBook struct {
	mu      sync.RWMutex // taken after that of a liveUse
	live    map[TokenRef]*liveUse
	byHash  map[Hash]*liveUse // of those that are known, by the secret's hash
	most    int               // how many are kept that have nothing to write
	writing sync.Mutex        // one FlushUses at a time: what it copies it takes off again

	dirtyMu sync.Mutex // taken after that of a liveUse
	dirty   []TokenRef // those whose use is not on the disk
}

// liveUse is one token's use: what the disk has and what is not there yet.
type liveUse struct {
	mu     sync.Mutex
	use    Use
	loaded bool       // the use was read
	gone   bool       // forgotten: whoever still has it looks again
	dirty  bool       // there is something to write
	listed bool       // it is in the book's list of those
	counts []useCount // not on the disk yet
	events []useEvent // for the activity log
	told   []useTold  // what the log was told last
	known  *known     // nil when nothing is
	hash   Hash       // its place in byHash; zero for none
}

// useCount is how many requests of one hour had one answer.
type useCount struct {
	hour   time.Time
	reason Reason
	n      int64
}

// useTold is the hour in which the log was told of something last.
type useTold struct {
	what string
	hour time.Time
}

// useEvent is something about a use that the activity log tells (rule 9.5).
type useEvent struct {
	at     time.Time
	action Action
	from   Origin
	reason Reason
}

// maxEvents bounds what waits for the log per token: rule 9.5 makes more than
// that impossible within one flush, unless the clock jumps.
const maxEvents = 12

func newUseBook(most int) *useBook {
	return &useBook{live: map[TokenRef]*liveUse{}, byHash: map[Hash]*liveUse{}, most: most}
}

// with runs fn with a token's use, alone on it, loading it from q first when
// the book does not have it.
func (b *useBook) with(q *inquiry, ref TokenRef, fn func(*liveUse) error) error {
	live := b.lock(ref)
	defer live.mu.Unlock()
	if !live.loaded {
		use, err := q.Tx.Use(ref)
		if err != nil {
			return err
		}
		live.use, live.loaded = use, true
	}
	return fn(live)
}

// withKnown runs fn with the use of the token that a secret is of, alone on it,
// when the book knows the token and that is fresh; else it returns false.
func (b *useBook) withKnown(secret Hash, f *freshness, fn func(*liveUse) error) (bool, error) {
	b.mu.RLock()
	live := b.byHash[secret]
	b.mu.RUnlock()
	if live == nil {
		return false, nil
	}
	live.mu.Lock()
	defer live.mu.Unlock()
	if live.gone || !live.loaded || live.known == nil || !live.known.is(secret) || !f.fresh(&live.known.stamp) {
		return false, nil
	}
	return true, fn(live)
}

// lock returns a token's entry, locked, and makes it when there is none.
func (b *useBook) lock(ref TokenRef) *liveUse {
	for {
		b.mu.RLock()
		live := b.live[ref]
		b.mu.RUnlock()
		if live == nil {
			live = b.add(ref)
		}
		live.mu.Lock()
		if !live.gone {
			return live
		}
		live.mu.Unlock()
	}
}

func (b *useBook) add(ref TokenRef) *liveUse {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.live[ref] == nil {
		b.live[ref] = &liveUse{}
	}
	return b.live[ref]
}

// keep remembers what a token's decision was made from, read after begin, unless it
// may be stale by now.
func (b *useBook) keep(k *known, f *freshness, begin uint64) {
	var fresh bool
	if k.stamp, fresh = f.stamp(begin, k.records()); !fresh {
		return
	}
	b.look(k.token.ref(), func(live *liveUse) {
		if !live.loaded {
			return
		}
		if live.known = k; live.hash != k.token.Hash {
			b.mu.Lock()
			delete(b.byHash, live.hash)
			b.byHash[k.token.Hash] = live
			b.mu.Unlock()
			live.hash = k.token.Hash
		}
	})
}

// record counts an answer. Only ReasonOK is a use (rule 8.5).
func (l *liveUse) record(reason Reason, now time.Time, from Origin) {
	hour := now.Truncate(time.Hour)
	l.count(hour, reason, 1)
	if reason != ReasonOK {
		if l.toldHour(string(reason), hour) {
			l.tell(useEvent{now, ActTokenRefused, from, reason})
		}
		return
	}
	first := l.use.Count == 0
	known := l.meet(from, now)
	l.use.Count++
	l.use.LastAt, l.use.From, l.use.Agent = now, from.Address, from.Agent
	switch {
	case first:
		l.tell(useEvent{now, ActTokenFirstUse, from, reason})
	case !known && l.toldHour("address", hour):
		l.tell(useEvent{now, ActTokenNewAddress, from, reason})
	}
}

// count adds to what is to be written.
func (l *liveUse) count(hour time.Time, reason Reason, n int64) {
	for i := range l.counts {
		if c := &l.counts[i]; c.reason == reason && c.hour.Equal(hour) {
			c.n += n
			return
		}
	}
	l.counts = append(l.counts, useCount{hour, reason, n})
}

// toldHour reports whether this is the first time in the hour that what is told.
func (l *liveUse) toldHour(what string, hour time.Time) bool {
	for i := range l.told {
		if t := &l.told[i]; t.what == what {
			first := !t.hour.Equal(hour)
			t.hour = hour
			return first
		}
	}
	l.told = append(l.told, useTold{what, hour})
	return true
}

func (l *liveUse) tell(e useEvent) {
	if len(l.events) < maxEvents {
		l.events = append(l.events, e)
	}
}

// meet moves the caller to the front of the recent ones and reports whether its
// address was among them.
func (l *liveUse) meet(from Origin, now time.Time) bool {
	known := slices.ContainsFunc(l.use.Recent, func(c Caller) bool { return c.From == from.Address })
	caller := Caller{From: from.Address, Agent: from.Agent}
	if i := slices.IndexFunc(l.use.Recent, func(c Caller) bool { return c.From == from.Address && c.Agent == from.Agent }); i >= 0 {
		caller = l.use.Recent[i]
		l.use.Recent = slices.Delete(l.use.Recent, i, i+1)
	}
	caller.At, caller.Count = now, caller.Count+1
	l.use.Recent = slices.Insert(l.use.Recent, 0, caller)
	if len(l.use.Recent) > maxRecent {
		l.use.Recent = l.use.Recent[:maxRecent]
	}
	return known
}
