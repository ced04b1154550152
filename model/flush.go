package model

import (
	"context"
	"math"
	"time"
)

// Limits of one transaction of FlushUses, in keys: the store takes 100.
const (
	flushKeys     = 80
	keysPerUse    = 9 // the record, its places in the orders, one or two days
	keysPerEvent  = 5
	pruneDayCount = 2 // how many past days one flush forgets of a token
)

// FlushUses writes to the store how tokens were used since the last call, with
// the log entries of rule 9.5. What could not be written stays for the next
// call; a token whose records are damaged keeps no others back. The caller sees
// to it that it runs at least every FlushEvery and before the store closes.
func (a *Authority) FlushUses(ctx context.Context) error {
	_, err := a.FlushSome(ctx, math.MaxInt)
	return err
}

// FlushSome is FlushUses for as many tokens at the most, those first that wait
// longest, and returns how many are left: who flushes little at a time leaves the
// processor to those who verify. The others' uses are counted in memory meanwhile.
func (a *Authority) FlushSome(ctx context.Context, most int) (left int, err error) {
	a.uses.writing.Lock()
	defer a.uses.writing.Unlock()
	tokens := a.uses.toFlush(most)
	err = a.flush(ctx, tokens)
	a.uses.stillToWrite(tokens)
	a.uses.forget()
	return a.uses.unwritten(), err
}

// UnwrittenUses returns how many tokens have a use that is not on the disk.
func (a *Authority) UnwrittenUses() int { return a.uses.unwritten() }

// flush writes what those tokens have to write. It goes on after a token that is
// damaged, and ends when the store takes nothing.
func (a *Authority) flush(ctx context.Context, tokens []*liveUse) error {
	var failed error
	for len(tokens) > 0 {
		batch := nextPending(tokens)
		tokens = tokens[len(batch):]
		err := a.writeUses(ctx, batch...)
		if KindOf(err) == KindInternal { // one of them cannot be written, or they are too much for one step
			err = a.writeEach(ctx, batch)
		}
		if failed = orElse(failed, err); err != nil && KindOf(err) != KindInternal {
			return err
		}
	}
	return failed
}

// nextPending copies what as many of the tokens have to write as fit into one
// transaction.
func nextPending(tokens []*liveUse) (batch []pendingUse) {
	for keys := 0; len(batch) < len(tokens) && keys < flushKeys; {
		p := tokens[len(batch)].pending()
		batch = append(batch, p)
		keys += keysPerUse + keysPerEvent*len(p.events)
	}
	return batch
}

// writeEach writes the tokens of a batch one by one. It returns the first error of
// a damaged one, or the one that the store takes nothing with.
func (a *Authority) writeEach(ctx context.Context, batch []pendingUse) error {
	var failed error
	for _, p := range batch {
		err := a.writeUses(ctx, p)
		if failed = orElse(failed, err); err != nil && KindOf(err) != KindInternal {
			return err
		}
	}
	return failed
}

// FlushEvery is how late a last use may reach the disk (design: at most five
// seconds), unless more tokens are used meanwhile than are written at once.
const FlushEvery = 4 * time.Second

func (a *Authority) writeUses(ctx context.Context, batch ...pendingUse) error {
	err := a.commit(ctx, func(c *change) error {
		for i := range batch {
			if err := c.writeUse(&batch[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range batch {
		batch[i].written()
	}
	return nil
}

func (c *change) writeUse(p *pendingUse) error {
	if len(p.counts) == 0 {
		return nil
	}
	t, l, err := c.lifeOf(p)
	if err != nil {
		return err
	}
	use := p.use
	use.Due = dueOnRecord(use.Due, l.standing(&t, use.LastAt, c.now), t.Ended != "")
	p.due = use.Due
	if err := c.PutUse(use); err != nil {
		return err
	}
	told, err := c.addHours(*p)
	if err != nil {
		return err
	}
	return c.logUses(t, p.events, told)
}

// lifeOf returns a token and what its standing depends on, from memory where that is
// fresh.
func (c *change) lifeOf(p *pendingUse) (Token, life, error) {
	if k := &p.known; k.fresh(c.a.freshness) {
		return k.token, k.subject.value.life, nil
	}
	t, err := c.Token(p.use.Token)
	if err != nil {
		return t, life{}, missing(err)
	}
	of, err := c.partyOf(t)
	return t, of.life(), err
}

// dueLag is how much earlier a token's Use.Due may be than the time at which it ends:
// with each use that is written down it would move in the order of those, and a sweep
// that finds it too early only puts it right.
const dueLag = day

// dueOnRecord returns the Use.Due of a token, of which there is one already.
func dueOnRecord(before time.Time, s standing, swept bool) time.Time {
	due := s.due
	if s.end != "" && !swept { // time ended it: the sweep still has to find it
		due = s.endAt
	}
	if !before.IsZero() && !before.After(due) && due.Sub(before) < dueLag {
		return before
	}
	return due
}

// addHours adds the counts to the days on record. It returns which refusals
// were on record already, so that the log is not told of them again after a
// restart.
func (c *change) addHours(p pendingUse) (map[useEvent]bool, error) {
	told := map[useEvent]bool{}
	days := map[time.Time]UseDay{}
	for _, n := range p.counts {
		midnight := n.hour.Truncate(day)
		d, ok := days[midnight]
		if !ok {
			var err error
			if d, err = c.useDay(p.use.Token, midnight); err != nil {
				return nil, err
			}
		}
		hour := d.Hours[n.hour.Hour()]
		if hour == nil {
			hour = map[Reason]int64{}
			d.Hours[n.hour.Hour()] = hour
		}
		if hour[n.reason] > 0 {
			told[useEvent{at: n.hour, reason: n.reason}] = true
		}
		hour[n.reason] += n.n
		days[midnight] = d
	}
	for _, d := range days {
		if err := c.PutUseDay(d); err != nil {
			return nil, err
		}
	}
	return told, nil
}

// useDay returns the record of a day. A day without one is new; then the days
// that are past keeping go.
func (c *change) useDay(ref TokenRef, midnight time.Time) (UseDay, error) {
	d, err := c.UseDay(ref, midnight)
	if err != nil || d.Hours != nil {
		return d, err
	}
	d.Hours = map[int]map[Reason]int64{}
	return d, c.DeleteUseDays(ref, c.now.Truncate(day).Add(-keepUseDays), pruneDayCount)
}

// logUses writes the entries of rule 9.5, attributed to the token's subject.
func (c *change) logUses(t Token, events []useEvent, told map[useEvent]bool) error {
	if len(events) == 0 {
		return nil
	}
	p, err := c.partyOf(t)
	if err != nil {
		return err
	}
	for _, e := range events {
		again, err := c.toldAgain(t, e, told)
		if err != nil {
			return err
		}
		if again {
			continue
		}
		entry := Entry{
			Org: t.Org, From: e.from.Address, Action: e.action, Target: t.target(),
			Actor: p.ref(t),
		}
		if e.action == ActTokenRefused {
			entry.Refused, entry.Reason = true, string(e.reason)
		}
		if e.from.Agent != "" {
			entry.Details = []Detail{{Field: "agent", After: Printable(e.from.Agent)}}
		}
		if err := c.append(entry); err != nil {
			return err
		}
	}
	return nil
}

// toldAgain reports whether the log has the entry of this hour already, from
// before a restart: memory knows only what was told since.
func (c *change) toldAgain(t Token, e useEvent, told map[useEvent]bool) (bool, error) {
	hour := e.at.Truncate(time.Hour)
	switch e.action {
	case ActTokenRefused:
		return told[useEvent{at: hour, reason: e.reason}], nil
	case ActTokenNewAddress:
		key := c.a.keyed("new address", string(t.Org)+"\x00"+string(t.ID)+"\x00"+hour.Format(time.RFC3339))
		tally, err := c.Attempts(key)
		if err != nil || tally.Count > 0 {
			return true, err
		}
		return false, c.PutAttempts(key, Attempts{Count: 1, Last: c.now, Until: hour.Add(time.Hour)})
	}
	return false, nil
}

func (t Token) target() TargetRef { return TargetRef{Kind: "token", ID: string(t.ID), Name: t.Name} }
