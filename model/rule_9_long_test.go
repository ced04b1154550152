package model_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
	"example.com/latchkey/storage/storetest"
)

const (
	longLog  = 10_000 // entries
	perWrite = 49     // in one transaction: an entry takes two keys, and the head one
)

// A logbook is a world with a long log, and the bytes that it lies in.
type logbook struct {
	*world
	db *badgerdb.DB
}

func newLogbook(t *testing.T) logbook {
	t.Helper()
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	w := newWorldOver(t, storetest.Open(t, db, storage.Options{})) // alarms are what is wanted here
	for next := w.head().Seq + 1; next <= longLog; next = w.head().Seq + 1 {
		var batch []model.Entry
		for i := range min(perWrite, longLog-next+1) {
			batch = append(batch, longEntry(next+i))
		}
		w.clock.Advance(time.Second)
		w.must(model.Append(w.ctx(), w.Authority, batch...))
	}
	if head := w.head(); head.Seq != longLog {
		t.Fatalf("the log has %d entries", head.Seq)
	}
	return logbook{w, db}
}

// longEntry is one that has something in every field.
func longEntry(n uint64) model.Entry {
	return model.Entry{
		Org:    model.OrgID(fmt.Sprintf("org_%026d", n%7)),
		Actor:  model.ActorRef{Kind: "service_user", ID: fmt.Sprintf("svc_%026d", n%11), Name: "nightly export", Token: fmt.Sprintf("tok_%026d", n)},
		Action: "token.first_use", Target: model.TargetRef{Kind: "token", ID: fmt.Sprintf("tok_%026d", n), Name: "export"},
		From: fmt.Sprintf("10.1.%d.%d", n/250, n%250), Refused: n%2 == 0, Reason: "revoked",
		Details: []model.Detail{{Field: "state", Before: "active", After: fmt.Sprint("used ", n)}, {Field: "agent", After: "curl/8.5"}},
	}
}

// positions are where the log is tampered with: the first and the last entry,
// each power of two and 50 others; all of them with LATCHKEY_SLOW=1.
func positions() []uint64 {
	if os.Getenv("LATCHKEY_SLOW") != "" {
		all := make([]uint64, longLog)
		for i := range all {
			all[i] = uint64(i + 1)
		}
		return all
	}
	list := []uint64{1, longLog - 1, longLog}
	for n := uint64(2); n <= longLog; n *= 2 {
		list = append(list, n)
	}
	for r := rand.New(rand.NewPCG(9, 4)); len(list) < 66; {
		list = append(list, 1+r.Uint64N(longLog))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// finds checks that the entry is named as the first that is wrong, and how many
// before it are in order.
func (l logbook) finds(a *model.Authority, what string, at uint64) {
	l.t.Helper()
	report, err := a.VerifyActivity(l.ctx(), system)
	if err != nil || report.Broken != at || report.Entries != at-1 || report.Problem == "" {
		l.t.Errorf("%s: %+v, %v; want entry %d", what, report, err, at)
	}
}

// A copyist shows the log of a store from memory, with changes.
type copyist struct {
	model.Store
	entries []model.Entry // a Seq of 0 is one that was cut
	head    model.Head
}

func (c *copyist) View(ctx context.Context, fn func(model.Tx) error) error {
	return c.Store.View(ctx, func(tx model.Tx) error { return fn(copyistTx{tx, c}) })
}

type copyistTx struct {
	model.Tx
	c *copyist
}

func (x copyistTx) Head() (model.Head, error) { return x.c.head, nil }

func (x copyistTx) Entry(seq uint64) (model.Entry, error) {
	if seq > uint64(len(x.c.entries)) || x.c.entries[seq-1].Seq == 0 {
		return model.Entry{}, gone
	}
	return x.c.entries[seq-1], nil
}

// copied is an authority over a copy of the log, which the test may change.
func (l logbook) copied() (*model.Authority, *copyist) {
	c := &copyist{Store: l.store, entries: l.log(), head: l.head()}
	w := &world{t: l.t, store: c, clock: l.clock}
	w.reopen()
	return w.Authority, c
}

// Of 10,000 entries, whichever is altered, cut or swapped with the next. What is
// changed verifies as a record: that is somebody who has the key of the records,
// and not that of the chain.
func TestRule_9_4_OfTenThousandEntriesAnyThatWasTamperedWithIsFound(t *testing.T) {
	t.Parallel()
	l := newLogbook(t)
	a, c := l.copied()
	if report, err := a.VerifyActivity(l.ctx(), system); err != nil || report.Broken != 0 || report.Entries != longLog {
		t.Fatalf("%+v, %v", report, err)
	}
	for i, at := range positions() {
		good := c.entries[at-1]
		var altered []model.Entry
		alterations(reflect.ValueOf(good), "Entry", func(_ string, v reflect.Value) { altered = append(altered, v.Interface().(model.Entry)) })
		c.entries[at-1] = altered[i%len(altered)] // one field after the other
		l.finds(a, "altered", at)
		c.entries[at-1] = model.Entry{}
		l.finds(a, "cut", at)
		c.entries[at-1] = good
		if at < longLog {
			next := c.entries[at]
			c.entries[at-1], c.entries[at] = next, good
			l.finds(a, "swapped", at)
			c.entries[at-1].Seq, c.entries[at].Seq = at, at+1
			l.finds(a, "swapped and renumbered", at)
			c.entries[at-1], c.entries[at] = good, next
		}
	}
	if report, err := a.VerifyActivity(l.ctx(), system); err != nil || report.Broken != 0 {
		t.Fatalf("nothing is changed any more, but %+v, %v", report, err)
	}
}

// Cutting the end is found by the head, and when that was put back too, by the
// head that was kept elsewhere.
func TestRule_9_4_OfTenThousandEntriesNoEndIsCutUnseen(t *testing.T) {
	t.Parallel()
	l := newLogbook(t)
	a, c := l.copied()
	was, all := c.head, c.entries
	for _, at := range positions() {
		c.entries, c.head = all[:at-1], was
		l.finds(a, "the end cut, the head kept", at)
		c.head.Seq = at - 1
		if at > 1 {
			l.finds(a, "the head's number put back", at)
			c.head.Chain = all[at-2].Chain
		} else {
			c.head = model.Head{}
		}
		report, err := a.VerifyActivity(l.ctx(), system)
		if err != nil || report.Broken != 0 {
			t.Errorf("a whole log of %d: %+v, %v", at-1, report, err) // it is one that was once in order
		}
		s, short, err := a.Setback(l.ctx(), was)
		if err != nil || !short || s.Other || s.Now.Seq != at-1 || s.Was != was {
			t.Errorf("the log put back to %d: %+v, %t, %v", at-1, s, short, err)
		}
	}
}

// Who has no key writes no log that is in order, not even all of it anew.
func TestRule_9_4_OfTenThousandEntriesNoneIsForgedWithoutTheKey(t *testing.T) {
	t.Parallel()
	l := newLogbook(t)
	a, c := l.copied()
	was, all := c.head, slices.Clone(c.entries)
	for _, key := range [][]byte{nil, make([]byte, 32), []byte("a key that somebody has guessed.")} {
		for _, at := range []uint64{1, 2, 5_000, longLog} {
			copy(c.entries, all)
			var before model.Hash
			if at > 1 {
				before = all[at-2].Chain
			}
			c.entries[at-1].Target.Name = "forged"
			model.Forge(key, before, c.entries[at-1:])
			c.head.Chain = c.entries[longLog-1].Chain
			l.finds(a, "chained on with another key", at)
			if s, short, err := a.Setback(l.ctx(), was); err != nil || !short || !s.Other {
				t.Errorf("against the head that was kept: %+v, %t, %v", s, short, err)
			}
		}
	}
}

// The same in the store itself: its bytes are altered, cut and swapped.
func TestRule_9_4_OfTenThousandRecordsAnyThatWasTamperedWithIsFound(t *testing.T) {
	t.Parallel()
	l := newLogbook(t)
	was := l.head()
	for _, at := range positionsOfRecords() {
		good := l.entry(at)
		bytes := l.record(at)
		flipped := slices.Clone(bytes)
		flipped[len(flipped)/2] ^= 0x20
		l.put(at, flipped)
		l.finds(l.Authority, "a bit of the record", at)
		if s, short, err := l.Setback(l.ctx(), model.Head{Seq: at, Chain: good.Chain}); err != nil || !short || !s.Other {
			t.Errorf("entry %d, which cannot be read: %+v, %t, %v", at, s, short, err)
		}
		l.put(at, nil)
		l.finds(l.Authority, "the record removed", at)
		if s, short, err := l.Setback(l.ctx(), model.Head{Seq: at, Chain: good.Chain}); err != nil || !short || !s.Other {
			t.Errorf("entry %d, which is gone: %+v, %t, %v", at, s, short, err)
		}
		if at < longLog {
			next := l.record(at + 1)
			l.put(at, next)
			l.put(at+1, bytes)
			l.finds(l.Authority, "two records swapped", at)
			l.put(at+1, next)
		}
		l.put(at, nil)
		other := good
		other.Actor.Name = "somebody else"
		l.alter(func(tx model.Tx) error { return tx.AppendEntry(other) }) // signed by the store
		l.finds(l.Authority, "another record, which verifies", at)
		l.put(at, bytes)
	}
	if report, err := l.VerifyActivity(l.ctx(), system); err != nil || report.Broken != 0 {
		t.Fatalf("nothing is changed any more, but %+v, %v", report, err)
	}
	if s, short, err := l.Setback(l.ctx(), was); err != nil || short {
		t.Errorf("nothing is changed any more, but %+v, %v", s, err)
	}
}

// positionsOfRecords are fewer: to read a record takes longer than to check it.
func positionsOfRecords() []uint64 {
	list := []uint64{1, 2, 64, 4_096, longLog - 1, longLog}
	if os.Getenv("LATCHKEY_SLOW") != "" {
		for at := uint64(100); at < longLog; at += 100 {
			list = append(list, at)
		}
	}
	return list
}

func (l logbook) entry(seq uint64) model.Entry { return l.logFrom(seq)[0] }

// key is where an entry lies: storage/doc.go has it.
func (l logbook) key(seq uint64) []byte {
	key := []byte("entry\x00")
	for shift := 56; shift >= 0; shift -= 8 {
		key = append(key, byte(seq>>shift))
	}
	return key
}

func (l logbook) record(seq uint64) (value []byte) {
	l.t.Helper()
	l.must(l.db.View(context.Background(), func(r engine.Reader) (err error) {
		value, err = r.Get(l.key(seq))
		return err
	}))
	return value
}

// put writes a record past the store, and removes it for nil.
func (l logbook) put(seq uint64, value []byte) {
	l.t.Helper()
	l.must(l.db.Update(context.Background(), func(w engine.Writer) error {
		if value == nil {
			return w.Delete(l.key(seq))
		}
		return w.Set(l.key(seq), value)
	}))
}

// Progress is told now and then, and the log is read entry by entry.
func TestRule_9_4_VerifyingTellsHowFarItIs(t *testing.T) {
	t.Parallel()
	l := newLogbook(t)
	var told []uint64
	_, err := l.VerifyActivity(l.ctx(), system, func(done, of uint64) {
		if of != longLog {
			t.Errorf("of %d", of)
		}
		told = append(told, done)
	})
	l.must(err)
	if len(told) != 10 || !slices.IsSorted(told) || told[9] != longLog {
		t.Errorf("told was %v", told)
	}
	ctx, stop := context.WithCancel(l.ctx())
	_, err = l.VerifyActivity(ctx, system, func(_, _ uint64) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it cannot be stopped: %v", err)
	}
}
