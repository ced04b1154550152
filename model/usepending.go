package model

import (
	"maps"
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
func (b *useBook) peek(ref TokenRef) (Use, bool) {
	b.mu.Lock()
	live := b.live[ref]
	b.mu.Unlock()
	if live == nil {
		return Use{}, false
	}
	live.mu.Lock()
	defer live.mu.Unlock()
	return live.copyUse(), live.told != nil
}

func (l *liveUse) copyUse() Use {
	use := l.use
	use.Recent = append([]Caller(nil), l.use.Recent...)
	return use
}

// pending copies what a token has to write.
func (b *useBook) pending(ref TokenRef) pendingUse {
	b.mu.Lock()
	live := b.live[ref]
	b.mu.Unlock()
	live.mu.Lock()
	defer live.mu.Unlock()
	p := pendingUse{use: live.copyUse(), hours: map[time.Time]map[Reason]int64{}, events: append([]useEvent(nil), live.events...)}
	for hour, reasons := range live.hours {
		p.hours[hour] = maps.Clone(reasons)
	}
	return p
}

// written takes off what has reached the disk.
func (b *useBook) written(p pendingUse) {
	b.mu.Lock()
	live := b.live[p.use.Token]
	b.mu.Unlock()
	live.mu.Lock()
	defer live.mu.Unlock()
	for hour, reasons := range p.hours {
		for reason, n := range reasons {
			if live.hours[hour][reason] -= n; live.hours[hour][reason] == 0 {
				delete(live.hours[hour], reason)
			}
		}
		if len(live.hours[hour]) == 0 {
			delete(live.hours, hour)
		}
	}
	live.events = live.events[len(p.events):]
	live.dirty = len(live.hours) > 0
}

// forget drops the tokens whose last request is before the given time and that
// have nothing to write.
func (b *useBook) forget(before time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for ref, live := range b.live {
		if live.pending > 0 {
			continue
		}
		live.mu.Lock()
		idle := !live.dirty && live.seen.Before(before)
		live.mu.Unlock()
		if idle {
			delete(b.live, ref)
		}
	}
}

// hourCounts returns a token's requests per hour since a time, by answer, up
// to this moment.
func (q *inquiry) hourCounts(ref TokenRef, since time.Time) (map[time.Time]map[Reason]int64, error) {
	counts := map[time.Time]map[Reason]int64{}
	add := func(hour time.Time, reasons map[Reason]int64) {
		if hour.Before(since.Truncate(time.Hour)) {
			return
		}
		if counts[hour] == nil {
			counts[hour] = map[Reason]int64{}
		}
		for reason, n := range reasons {
			counts[hour][reason] += n
		}
	}
	days, err := q.UseDays(ref, since.Truncate(day))
	if err != nil {
		return nil, err
	}
	for _, d := range days {
		for h, reasons := range d.Hours {
			add(d.Day.Add(time.Duration(h)*time.Hour), reasons)
		}
	}
	for hour, reasons := range q.a.uses.unwritten(ref) {
		add(hour, reasons)
	}
	return counts, nil
}

func (b *useBook) unwritten(ref TokenRef) map[time.Time]map[Reason]int64 {
	b.mu.Lock()
	live := b.live[ref]
	b.mu.Unlock()
	if live == nil {
		return nil
	}
	return b.pending(ref).hours
}
