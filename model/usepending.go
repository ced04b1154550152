package model

import (
	"slices"
	"time"
)

// use returns how a token was used, up to this moment.
func (q *inquiry) use(ref TokenRef) (Use, error) {
	if use, ok := q.a.uses.peek(ref); ok {
		return use, nil
	}
	return q.Tx.Use(ref)
}

// peek returns the use of a token that the book has.
func (b *useBook) peek(ref TokenRef) (use Use, ok bool) {
	b.look(ref, func(live *liveUse) { use, ok = live.copyUse(), live.loaded })
	return use, ok
}

// look runs fn with a token's entry, alone on it, when there is one.
func (b *useBook) look(ref TokenRef, fn func(*liveUse)) {
	b.mu.RLock()
	live := b.live[ref]
	b.mu.RUnlock()
	if live == nil {
		return
	}
	live.mu.Lock()
	defer live.mu.Unlock()
	if !live.gone {
		fn(live)
	}
}

func (l *liveUse) copyUse() Use {
	use := l.use
	use.Recent = slices.Clone(l.use.Recent)
	return use
}

// toWrite has a token's use written by the next flush. The caller has its lock.
func (b *useBook) toWrite(live *liveUse) {
	live.dirty = true
	b.list(live)
}

// list puts a token onto the list of those that have something to write, once. The
// caller has its lock.
func (b *useBook) list(live *liveUse) {
	if live.listed {
		return
	}
	live.listed = true
	b.dirtyMu.Lock()
	b.dirty = append(b.dirty, live)
	b.dirtyMu.Unlock()
}

// toFlush takes up to that many tokens off the list, those that wait longest.
// Whoever takes them gives them back with stillToWrite, written or not.
func (b *useBook) toFlush(most int) []*liveUse {
	b.dirtyMu.Lock()
	defer b.dirtyMu.Unlock()
	first := b.dirty[:min(most, len(b.dirty))]
	if b.dirty = b.dirty[len(first):]; len(b.dirty) == 0 {
		b.dirty = nil
	}
	return first
}

// stillToWrite puts those back onto the list that have something to write.
func (b *useBook) stillToWrite(tokens []*liveUse) {
	for _, live := range tokens {
		live.mu.Lock()
		if live.listed = false; live.dirty {
			b.list(live)
		}
		live.mu.Unlock()
	}
}

// unwritten returns how many tokens have a use that is not on the disk.
func (b *useBook) unwritten() int {
	b.dirtyMu.Lock()
	defer b.dirtyMu.Unlock()
	return len(b.dirty)
}

// pendingUse is a copy of what one token has to write.
type pendingUse struct {
	live   *liveUse
	use    Use
	known  known // zero, or what may not be fresh any more
	counts []useCount
	events []useEvent
	due    time.Time // what Use.Due is once it is written
}

// pending copies what the token has to write.
func (l *liveUse) pending() pendingUse {
	l.mu.Lock()
	defer l.mu.Unlock()
	return pendingUse{live: l, use: l.copyUse(), known: l.known, counts: slices.Clone(l.counts), events: slices.Clone(l.events)}
}

// written takes off what has reached the disk.
func (p *pendingUse) written() {
	l := p.live
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range p.counts {
		l.count(c.hour, c.reason, -c.n)
	}
	l.counts = slices.DeleteFunc(l.counts, func(c useCount) bool { return c.n == 0 })
	if l.events = slices.Delete(l.events, 0, len(p.events)); len(l.events) == 0 {
		l.events = nil
	}
	if l.dirty = len(l.counts) > 0; len(p.counts) > 0 {
		l.use.Due = p.due
	}
}

// lookedAt is how many tokens are looked at for some to forget: whoever verifies has
// to wait meanwhile.
const lookedAt = 1000

// forget drops tokens that have nothing to write, any of them, when there are more
// than are to be kept.
func (b *useBook) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	looked := 0
	for ref, live := range b.live {
		if looked++; len(b.live) <= b.most || looked > lookedAt {
			return
		}
		if !live.mu.TryLock() {
			continue // it is in use
		}
		if !live.dirty {
			live.gone = true
			delete(b.live, ref)
			if b.byHash[live.hash] == live {
				delete(b.byHash, live.hash)
			}
		}
		live.mu.Unlock()
	}
}

// hourCounts returns a token's requests per hour since a time, by answer, up
// to this moment.
func (q *inquiry) hourCounts(ref TokenRef, since time.Time) (map[time.Time]map[Reason]int64, error) {
	counts := map[time.Time]map[Reason]int64{}
	add := func(hour time.Time, reason Reason, n int64) {
		if hour.Before(since.Truncate(time.Hour)) {
			return
		}
		if counts[hour] == nil {
			counts[hour] = map[Reason]int64{}
		}
		counts[hour][reason] += n
	}
	days, err := q.UseDays(ref, since.Truncate(day))
	if err != nil {
		return nil, err
	}
	for _, d := range days {
		for h, reasons := range d.Hours {
			for reason, n := range reasons {
				add(d.Day.Add(time.Duration(h)*time.Hour), reason, n)
			}
		}
	}
	q.a.uses.look(ref, func(live *liveUse) {
		for _, c := range live.counts {
			add(c.hour, c.reason, c.n)
		}
	})
	return counts, nil
}
