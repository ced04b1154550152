package model_test

import (
	"encoding/hex"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// revocations returns by how much the count of revocations grew.
func (w *world) revocations(fn func()) uint64 {
	w.t.Helper()
	before := w.head().Revocations
	fn()
	return w.head().Revocations - before
}

func TestRule_9_4_TheHeadCountsHowManyTokensWereRevoked(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	bob, guest := w.person(w.acme, "Bob Bo", model.SetStandard), w.person(w.acme, "Guest", model.SetGuest)
	one := w.generate(w.ada, w.acme, "one")
	for _, name := range []string{"a", "b", "c"} {
		w.generate(bob.Actor, w.acme, name)
	}
	short, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "short", EndsAt: w.clock.Now().Add(day), Password: secret})
	w.must(err)
	gone := w.generate(guest.Actor, w.acme, "gone")
	if n := w.head().Revocations; n != 0 {
		t.Errorf("%d before any", n)
	}
	w.serviceToken(robot, "x")
	w.serviceToken(robot, "y")
	for _, step := range []struct {
		what string
		want uint64
		do   func()
	}{
		{"a refused attempt", 0, func() {
			_, err := w.RevokeToken(w.ctx(), guest.Actor, ref(one))
			w.wantKind(err, model.KindForbidden)
		}},
		{"one", 1, func() { _, err := w.RevokeToken(w.ctx(), w.ada, ref(one)); w.must(err) }},
		{"one again", 0, func() { _, err := w.RevokeToken(w.ctx(), w.ada, ref(one)); w.wantKind(err, model.KindConflict) }},
		{"all of a person", 3, func() {
			_, err := w.RevokeAll(w.ctx(), w.ada, model.RevokeScope{Org: w.acme, Subject: model.Subject{User: bob.User()}})
			w.must(err)
		}},
		{"those of a service user that is deleted", 2, func() {
			_, err := w.DeleteServiceUser(w.ctx(), w.ada, w.acme, robot.ID, model.Subject{})
			w.must(err)
		}},
		{"one whose owner is deactivated", 0, func() {
			w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, guest.User()))
			_, err := w.Sweep(w.ctx())
			w.must(err)
		}},
		{"one that time ends", 0, func() {
			w.clock.Advance(2 * day)
			n, err := w.Sweep(w.ctx())
			w.must(err)
			if n == 0 {
				t.Error("nothing was swept")
			}
		}},
	} {
		if got := w.revocations(step.do); got != step.want {
			t.Errorf("%s: counted as %d, want %d", step.what, got, step.want)
		}
	}
	w.wantReason(short, model.ReasonExpired)
	w.wantReason(gone, model.ReasonExpired)
	if head, err := w.Head(w.ctx()); err != nil || head != w.head() || head.Revocations != 6 {
		t.Errorf("%+v, %v", head, err)
	}
}

func TestRule_9_4_AnOlderStoreIsSaidToBeOne(t *testing.T) {
	w := newWorld(t)
	var heads []model.Head
	for range 3 {
		made := w.generate(w.ada, w.acme, "t")
		heads = append(heads, w.head())
		_, err := w.RevokeToken(w.ctx(), w.ada, ref(made))
		w.must(err)
	}
	now := w.head()
	other := func(h model.Head) model.Head { h.Chain[0] ^= 1; return h }
	ahead := func(seq, revocations uint64) model.Head {
		return model.Head{Seq: now.Seq + seq, Revocations: now.Revocations + revocations}
	}
	for _, test := range []struct {
		was  model.Head
		want string // "" for a store that has all that it had
	}{
		{model.Head{}, ""},
		{heads[0], ""},
		{now, ""},
		{ahead(1, 0), "is older than it was: it ends at entry 8, and entry 9 had been written (no revocation would be undone)"},
		{ahead(1, 1), "is older than it was: it ends at entry 8, and entry 9 had been written (1 revocation would be undone)"},
		{ahead(20, 17), "is older than it was: it ends at entry 8, and entry 28 had been written (17 revocations would be undone)"},
		{other(now), "is not the one that it was: its entry 8 is another than had been written (revocations may be undone)"},
		{other(heads[1]), "is not the one that it was: its entry 5 is another than had been written (revocations may be undone)"},
		{model.Head{Seq: 2, Revocations: 5}, "is not the one that it was: its entry 2 is another than had been written (2 or more revocations would be undone)"},
	} {
		s, short, err := w.Setback(w.ctx(), test.was)
		w.must(err)
		if short != (test.want != "") || short && s.String() != test.want {
			t.Errorf("against %+v: %t, %q; want %q", test.was, short, s, test.want)
		}
	}
	empty := emptyWorld(t)
	if s, short, err := empty.Setback(empty.ctx(), now); err != nil || !short || !strings.Contains(s.String(), "it is empty, and entry 8 had been written (3 revocations") {
		t.Errorf("an empty store: %t, %q, %v", short, s, err)
	}
}

// An entry that cannot be looked at is not taken for the right one (rule 8.4); a
// store that is not there is an error.
func TestRule_9_4_WhatCannotBeComparedIsNotTheSame(t *testing.T) {
	w := newWorld(t)
	now := w.head()
	store := w.faults()
	for err, other := range map[error]bool{gone: true, damaged: true, errDisk: false} {
		store.breaks(err, "Entry")
		s, short, got := w.Setback(w.ctx(), now)
		if s.Other != other || short != other || (got == nil) != other {
			t.Errorf("%v: %+v, %t, %v", err, s, short, got)
		}
	}
	store.breaks(errDisk, "Head")
	if _, _, err := w.Setback(w.ctx(), now); model.KindOf(err) != model.KindUnavailable {
		t.Errorf("got %v", err)
	}
	if _, err := w.Head(w.ctx()); model.KindOf(err) != model.KindUnavailable {
		t.Errorf("got %v", err)
	}
}

func TestRule_9_4_GoingOnWithAnOlderStoreIsAnEntry(t *testing.T) {
	each(t, map[string]struct {
		was  func(model.Head) model.Head
		want []model.Detail
	}{
		"older": {
			func(h model.Head) model.Head { return model.Head{Seq: h.Seq + 17, Revocations: 3} },
			[]model.Detail{{Field: "last entry", Before: "19", After: "2"}, {Field: "revocations undone", After: "3"}},
		},
		"another": {
			func(h model.Head) model.Head { return model.Head{Seq: 2, Revocations: 1} },
			[]model.Detail{{Field: "last entry", Before: "2", After: "2"}, {Field: "revocations undone", After: "1 or more"}},
		},
		"not known": {
			func(model.Head) model.Head { return model.Head{} },
			[]model.Detail{{Field: "last entry", Before: "not known", After: "2"}},
		},
	}, func(w *world, test struct {
		was  func(model.Head) model.Head
		want []model.Detail
	}) {
		was := test.was(w.head())
		entries := w.since(func() { w.must(w.AcceptOlder(w.ctx(), system, was)) })
		if len(entries) != 1 || entries[0].Action != model.ActAcceptOlder || entries[0].Actor.Name != "root" || entries[0].Org != "" ||
			entries[0].Target.Kind != "store" || !reflect.DeepEqual(entries[0].Details, test.want) {
			w.t.Errorf("the entries are %+v", entries)
		}
		if at := w.broken(); at != 0 {
			w.t.Errorf("found wrong is %d", at)
		}
	})
	w := newWorld(t)
	w.wantKind(w.AcceptOlder(w.ctx(), system, w.head()), model.KindConflict)
}

// What was chained once has to follow for good: with another form of the chain
// every log that there is would be found broken.
func TestRule_9_4_TheChainIsForGood(t *testing.T) {
	entries := []model.Entry{
		{
			Seq: 7, At: time.Unix(1_778_576_400, 123).UTC(), Org: "org_1", Action: "token.revoke", From: "10.1.4.7", Refused: true, Reason: "no",
			Actor: model.ActorRef{Kind: "user", ID: "usr_1", Name: "Ada", Token: "tok_1"}, Target: model.TargetRef{Kind: "token", ID: "tok_2", Name: "ci"},
			Details: []model.Detail{{Field: "state", Before: "active", After: "revoked"}},
		},
		{Seq: 8, At: time.Unix(1_778_576_401, 0).UTC()},
	}
	model.Forge([]byte(strings.Repeat("c", 32)), model.Hash{1}, entries)
	for i, want := range []string{"78d030db06b08ba68b085ee543b3c02c483852f6453228e82174dc45089f6ee7", "df2e209f5c316c28d0e5f1dda5753e224ef2ef2c68ea8d6456440ccb7e7ff2f8"} {
		if got := hex.EncodeToString(entries[i].Chain[:]); got != want {
			t.Errorf("entry %d: %s, want %s", i, got, want)
		}
	}
}
