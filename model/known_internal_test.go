package model

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
)

// A copy that was read before a change does not count as fresh once that is over,
// whenever it was stamped: also while one of many records after the other is let go.
func TestRule_5_1_NoCopyFromBeforeAChangeOutlivesIt(t *testing.T) {
	keys := []recordKey{
		tokenKey(TokenRef{"o", "t"}), orgKey("o"), accountKey("u"), subjectKey("o", Subject{User: "u"}),
	}
	type copied struct {
		stamps [4]stamp
		state  int64
	}
	var state atomic.Int64 // of the store
	var last atomic.Pointer[copied]
	var stop atomic.Bool
	f, done := newFreshness(), make(chan struct{})
	go func() {
		defer close(done)
		for !stop.Load() {
			begin := f.begin()
			read := state.Load()
			c := copied{state: read}
			if f.stamp(c.stamps[:], begin, keys) {
				last.Store(&c)
			}
		}
	}()
	for n := range 200_000 {
		c := changing{freshness: f}
		c.hold(keys[0])
		for i := range 5 {
			c.hold(tokenKey(TokenRef{"o", TokenID(fmt.Sprint(i))}))
		}
		state.Add(1) // the commit
		c.release()
		if k := last.Load(); k != nil && k.state < state.Load() && f.fresh(k.stamps[:]) {
			t.Errorf("after %d changes a copy from before the last one is fresh", n)
			break
		}
	}
	stop.Store(true)
	<-done
}

// unreadable is a Tx whose uses cannot be read.
type unreadable struct{ Tx }

func (unreadable) Use(TokenRef) (Use, error) { return Use{}, errors.New("called off") }

// What a decision is made from is not kept of a token whose last use was not read.
func TestNothingIsKnownOfATokenWhoseUseWasNotRead(t *testing.T) {
	b, f := newUseBook(0), newFreshness()
	token := Token{Org: "o", ID: "t", Hash: Hash{1}}
	begin := f.begin()
	_ = b.with(&inquiry{Tx: unreadable{}}, token.ref(), func(*liveUse) error { return nil })
	k := known{token: token, subject: &copied[subjectState]{lasting: true}}
	if !k.keep(f, begin) {
		t.Fatal("what was read may not be kept")
	}
	b.keep(k)
	if b.lockKnown(token.Hash, f) != nil {
		t.Error("it is known")
	}
}
