package model

import (
	"slices"
	"sync"
	"time"
	"unique"
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
	byHash  map[hashKey]*liveUse // of those that are known, by the secret's hash
	most    int                  // how many are kept that have nothing to write
	writing sync.Mutex           // one FlushUses at a time: what it copies it takes off again

	dirtyMu sync.Mutex // taken after that of a liveUse
	dirty   []*liveUse // those whose use is not on the disk
}

// hashKey is the beginning of a Hash. Of two tokens that share one, which nobody can
// bring about, one is looked up in the store each time.
type hashKey [8]byte

func (h Hash) key() hashKey { return hashKey(h[:]) }

// liveUse is one token's use: what the disk has and what is not there yet. There may
// be millions, in a random order of which each is needed again: what most requests
// need of one lies together, and points to as little elsewhere as can be.
type liveUse struct {
	mu     sync.Mutex
	loaded bool // the use was read
	gone   bool // forgotten: whoever still has it looks again
	dirty  bool // there is something to write
	listed bool // it is in the book's list of those
	known  known
	use    Use
	counts []useCount // not on the disk yet

	oneCount  [1]useCount // what counts and use.Recent begin in
	oneCaller [1]Caller

	hash   hashKey    // its place in byHash
	events []useEvent // for the activity log
	told   []useTold  // what the log was told last
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
	return &useBook{live: map[TokenRef]*liveUse{}, byHash: map[hashKey]*liveUse{}, most: most}
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
		live.load(use)
	}
	return fn(live)
}

// load takes over what the disk has of the token's use.
func (l *liveUse) load(use Use) {
	recent := use.Recent
	use.Recent = l.oneCaller[:0]
	for _, c := range recent {
		from := Origin{Address: c.From, Agent: c.Agent}.shared()
		c.From, c.Agent = from.Address, from.Agent
		use.Recent = append(use.Recent, c)
	}
	last := Origin{Address: use.From, Agent: use.Agent}.shared()
	use.From, use.Agent = last.Address, last.Agent
	l.use, l.counts, l.loaded = use, l.oneCount[:0], true
}

// shared returns the origin with texts that all who keep the same one share.
func (o Origin) shared() Origin { return unique.Make(o).Value() }

// lockKnown returns the entry of the token that a secret is of, locked, when the book
// knows the token and that is fresh; else it returns nil.
func (b *useBook) lockKnown(secret Hash, f *freshness) *liveUse {
	b.mu.RLock()
	live := b.byHash[secret.key()]
	b.mu.RUnlock()
	if live == nil {
		return nil
	}
	live.mu.Lock()
	if live.gone || !live.loaded || !live.known.is(secret) || !live.known.fresh(f) {
		live.mu.Unlock()
		return nil
	}
	return live
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

// keep remembers what a token's decision was made from.
func (b *useBook) keep(k known) {
	b.look(k.token.ref(), func(live *liveUse) {
		if !live.loaded {
			return
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.byHash[live.hash] == live {
			delete(b.byHash, live.hash)
		}
		live.known, live.hash = k, k.token.Hash.key()
		b.byHash[live.hash] = live
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
	from, known := l.meet(from, now)
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
// address was among them. It returns the caller's texts as they are kept.
func (l *liveUse) meet(from Origin, now time.Time) (shared Origin, known bool) {
	recent := l.use.Recent
	i := slices.IndexFunc(recent, func(c Caller) bool { return c.From == from.Address && c.Agent == from.Agent })
	if known = i >= 0; !known {
		known = slices.ContainsFunc(recent, func(c Caller) bool { return c.From == from.Address })
		if from, i = from.shared(), len(recent); i < maxRecent {
			recent = append(recent, Caller{})
		} else {
			i-- // the one of longest ago goes
		}
		recent[i] = Caller{From: from.Address, Agent: from.Agent}
	}
	if i > 0 {
		caller := recent[i]
		copy(recent[1:], recent[:i])
		recent[0] = caller
	}
	recent[0].At, l.use.Recent = now, recent
	recent[0].Count++
	return Origin{Address: recent[0].From, Agent: recent[0].Agent}, known
}
