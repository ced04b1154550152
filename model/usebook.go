package model

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// useBook holds what is known of the use of tokens beyond the disk: exact last
// uses and the counts that wait to be written (rules 8.5, 9.5). It is the
// truth; the disk follows within seconds. What a crash can lose is the uses of
// those seconds: a token that was used then is treated by its use before.
type useBook struct {
	mu      sync.Mutex
	live    map[TokenRef]*liveUse
	writing sync.Mutex // one FlushUses at a time: what it copies it takes off again
}

// liveUse is one token's use: what the disk has and what is not there yet.
type liveUse struct {
	mu      sync.Mutex
	use     Use
	hours   map[time.Time]map[Reason]int64 // not on the disk yet, by hour
	events  []useEvent                     // for the activity log
	dirty   bool
	seen    time.Time            // the last request
	told    map[string]time.Time // when the log was told last, by what
	pending int                  // users of the entry, so that it is not forgotten under them
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

func newUseBook() *useBook { return &useBook{live: map[TokenRef]*liveUse{}} }

// with runs fn with a token's use, alone on it, loading it from q first when
// the book does not have it.
func (b *useBook) with(q *inquiry, ref TokenRef, fn func(*liveUse) error) error {
	live := b.take(ref)
	defer b.release(ref, live)
	live.mu.Lock()
	defer live.mu.Unlock()
	if live.told == nil {
		use, err := q.Tx.Use(ref)
		if err != nil {
			return err
		}
		live.use, live.told, live.hours = use, map[string]time.Time{}, map[time.Time]map[Reason]int64{}
	}
	return fn(live)
}

func (b *useBook) take(ref TokenRef) *liveUse {
	b.mu.Lock()
	defer b.mu.Unlock()
	live := b.live[ref]
	if live == nil {
		live = &liveUse{}
		b.live[ref] = live
	}
	live.pending++
	return live
}

func (b *useBook) release(ref TokenRef, live *liveUse) {
	b.mu.Lock()
	defer b.mu.Unlock()
	live.pending--
	if live.pending == 0 && live.told == nil { // it never loaded
		delete(b.live, ref)
	}
}

// dirty returns the tokens whose use is not on the disk, oldest id first.
func (b *useBook) dirty() []TokenRef {
	b.mu.Lock()
	lives := make(map[TokenRef]*liveUse, len(b.live))
	for ref, live := range b.live {
		lives[ref] = live
	}
	b.mu.Unlock()
	var refs []TokenRef
	for ref, live := range lives {
		live.mu.Lock()
		if live.dirty {
			refs = append(refs, ref)
		}
		live.mu.Unlock()
	}
	slices.SortFunc(refs, func(a, b TokenRef) int { return cmp.Compare(a.ID, b.ID) })
	return refs
}

// record counts an answer. Only ReasonOK is a use (rule 8.5).
func (l *liveUse) record(reason Reason, now time.Time, from Origin) {
	hour := now.Truncate(time.Hour)
	if l.hours[hour] == nil {
		l.hours[hour] = map[Reason]int64{}
	}
	l.hours[hour][reason]++
	l.dirty, l.seen = true, now
	if reason != ReasonOK {
		if l.toldHour("refused "+string(reason), hour) {
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

// toldHour reports whether this is the first time in the hour that what is told.
func (l *liveUse) toldHour(what string, hour time.Time) bool {
	if l.told[what].Equal(hour) {
		return false
	}
	l.told[what] = hour
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
