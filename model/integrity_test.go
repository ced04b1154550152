package model_test

import (
	"fmt"
	"testing"

	"example.com/latchkey/model"
)

// The guard of a quota lists the tokens whose end is not written down: it follows
// each from its making to its end.
func TestRule_3_2_TheGuardIsWhatARecountGives(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	kept, revoked := w.generate(w.ada, w.acme, "kept"), w.generate(w.ada, w.acme, "revoked")
	short, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "short", EndsAt: w.clock.Now().Add(day), Password: secret})
	w.must(err)
	w.serviceToken(robot, "x")
	w.sound("generated")
	_, err = w.RevokeToken(w.ctx(), w.ada, ref(revoked))
	w.must(err)
	w.sound("revoked")
	w.clock.Advance(2 * day)
	w.sound("ended by time, and not written down")
	_, err = w.Sweep(w.ctx())
	w.must(err)
	w.sound("swept")
	_, err = w.DeleteServiceUser(w.ctx(), w.ada, w.acme, robot.ID, model.Subject{})
	w.must(err)
	w.sound("deleted with the service user")

	for name, list := range map[string][]model.TokenRef{
		"none":     nil,
		"one more": {ref(kept), ref(revoked)},
		"one that has ended by time and that is written": {ref(kept), ref(short)},
	} {
		w.alter(func(tx model.Tx) error { return tx.PutQuota(model.Holder{User: w.ada.User()}, list) })
		x, err := w.Examine(w.ctx(), system)
		w.must(err)
		if len(x.Findings) != 1 || x.Findings[0].Flaw != model.FlawCount || x.Repairable() != 1 {
			t.Errorf("%s: %+v", name, x.Findings)
		}
		if n, err := w.Repair(w.ctx(), system, x.Findings); n != 1 || err != nil {
			t.Errorf("%s: %d repaired, %v", name, n, err)
		}
		w.sound("repaired: " + name)
	}
}

// sound checks that an examination finds nothing.
func (w *world) sound(when string) {
	w.t.Helper()
	if x, err := w.Examine(w.ctx(), system); err != nil || !x.Sound() || x.Keys == 0 {
		w.t.Errorf("%s: %+v, %v", when, x, err)
	}
}

// miscounts has the quotas of so many organisations that are not there list a
// token.
func (w *world) miscounts(n int) {
	w.t.Helper()
	made := w.generate(w.ada, w.acme, "made")
	for i := range n {
		w.alter(func(tx model.Tx) error {
			return tx.PutQuota(model.Holder{Org: model.OrgID(fmt.Sprint("org_", i))}, []model.TokenRef{ref(made)})
		})
	}
}

// A repair of many things goes step by step, and the log tells of each step.
func TestRepairIsToldOfInTheLog(t *testing.T) {
	w := newWorld(t)
	w.miscounts(100)
	x, err := w.Examine(w.ctx(), w.ada)
	w.must(err)
	var n int
	entries := w.since(func() {
		n, err = w.Repair(w.ctx(), w.ada, x.Findings)
		w.must(err)
	})
	if n != 100 || len(entries) != 2 {
		t.Fatalf("%d repaired in %d entries", n, len(entries))
	}
	for i, want := range []string{"80 repaired", "20 repaired"} {
		e := entries[i]
		if e.Action != model.ActRepair || e.Target.Kind != "store" || len(e.Details) != 1 || e.Details[0] != (model.Detail{Field: "wrong count", After: want}) {
			t.Errorf("%+v", e)
		}
	}
	w.sound("repaired")
	entries = w.since(func() {
		n, err = w.Repair(w.ctx(), w.ada, x.Findings)
		w.must(err)
	})
	if n != 0 || len(entries) != 0 {
		t.Errorf("again: %d repaired, %+v", n, entries)
	}
}

// Without an end of the log nothing is changed that it could not tell of, and what
// is in order of it is still said.
func TestRule_9_2_NothingIsRepairedThatTheLogCannotTellOf(t *testing.T) {
	w := newWorld(t)
	w.miscounts(1)
	last := w.head().Seq
	store := w.faults()
	store.breaks(damaged, "Head")
	x, err := w.Examine(w.ctx(), system)
	w.must(err)
	if len(x.Findings) != 1 || x.Activity.Entries != last || x.Activity.Problem == "" || x.Sound() {
		t.Errorf("%+v", x)
	}
	_, err = w.Repair(w.ctx(), system, x.Findings)
	w.wantKind(err, model.KindInternal)
	store.breaks(nil)
	if again, err := w.Examine(w.ctx(), system); err != nil || len(again.Findings) != 1 {
		t.Errorf("%+v, %v", again, err)
	}
}
