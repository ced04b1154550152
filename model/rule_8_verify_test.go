package model_test

import (
	"errors"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// The checks of 8.1 as far as the subject, in their order: each makes the token
// fail it, and every one after it.
var failing = []struct {
	reason model.Reason
	fail   func(w *world, u model.ServiceUser, made model.Generated)
}{
	{model.ReasonRevoked, func(w *world, _ model.ServiceUser, made model.Generated) {
		_, err := w.RevokeToken(w.ctx(), system, ref(made))
		w.must(err)
	}},
	{model.ReasonExpired, func(w *world, _ model.ServiceUser, _ model.Generated) { w.clock.Advance(31 * day) }},
	{model.ReasonOrgSuspended, func(w *world, _ model.ServiceUser, _ model.Generated) { w.suspend(w.acme) }},
	{model.ReasonSubjectInactive, func(w *world, u model.ServiceUser, _ model.Generated) {
		_, err := w.DisableServiceUser(w.ctx(), system, w.acme, u.ID)
		w.must(err)
	}},
}

func TestRule_8_1_TheFirstCheckThatFailsIsTheAnswer(t *testing.T) {
	for mask := range 1 << len(failing) {
		w := newWorld(t)
		w.limit(31 * day)
		u := w.service(w.acme, "Robot", model.SetGuest)
		made := w.serviceToken(u, "made")
		want := model.ReasonOK
		for i, f := range failing {
			if mask&(1<<i) == 0 {
				continue
			}
			if want == model.ReasonOK {
				want = f.reason
			}
			f.fail(w, u, made)
		}
		w.wantReason(made, want)
		if v := w.row(made); v.Reason != want {
			t.Errorf("checks %04b: the row says %s, want %s", mask, v.Reason, want)
		}
	}
}

func TestRule_8_1_EachRequestIsCheckedAfresh(t *testing.T) {
	w := newWorld(t)
	w.limit(31 * day)
	u := w.service(w.acme, "Robot", model.SetGuest)
	made := w.serviceToken(u, "made")
	for range 3 {
		w.wantReason(made, model.ReasonOK)
		w.suspend(w.acme)
		w.wantReason(made, model.ReasonOrgSuspended)
		w.revive(w.acme)
		w.wantReason(made, model.ReasonOK)
		_, err := w.DisableServiceUser(w.ctx(), system, w.acme, u.ID)
		w.must(err)
		w.wantReason(made, model.ReasonSubjectInactive)
		_, err = w.EnableServiceUser(w.ctx(), system, w.acme, u.ID)
		w.must(err)
	}
}

func TestRule_8_2_TheAnswerNamesTheSubjectTheOrgAndWhatIsAllowed(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	w.clock.Advance(time.Hour)
	d, err := w.Verify(w.ctx(), made.Secret, here)
	w.must(err)
	if !d.OK() || d.Subject != "Ada Ashby" || d.Org != "Acme" || d.Token.ID != made.Token.ID || !d.Allowed.Has(model.OrgManage) || !d.Expires.Equal(w.clock.Now().Add(30*day)) {
		t.Errorf("the answer is %+v", d)
	}
	w.suspend(w.acme)
	d, err = w.Verify(w.ctx(), made.Secret, here)
	w.must(err)
	if d.OK() || len(d.Allowed) != 0 {
		t.Errorf("a refusal allows %v", d.Allowed.Sorted())
	}
}

func TestRule_8_2_AnAccountThatIsShutOutIsAnInactiveSubject(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	disable := func(yes bool) {
		w.alter(func(tx model.Tx) error {
			account, err := tx.Account(w.ada.User())
			if err != nil {
				return err
			}
			account.Disabled = yes
			return tx.PutAccount(account)
		})
	}
	disable(true)
	w.wantReason(made, model.ReasonSubjectInactive)
	disable(false)
	w.wantReason(made, model.ReasonOK)
}

// Every read that a verification makes, failing in both ways that a store has.
func TestRule_8_4_WhatIsMissingOrUnreadableIsNeverAYes(t *testing.T) {
	reads := map[string][]string{
		"user":    {"TokenByHash", "Org", "Membership", "Account", "PermissionSet", "Use", "View"},
		"service": {"TokenByHash", "Org", "ServiceUser", "PermissionSet", "Use", "View"},
	}
	for subject, calls := range reads {
		for how, err := range map[string]error{"missing": gone, "damaged": damaged, "unreadable": errDisk, "another fault": errors.New("disk")} {
			for _, warm := range []bool{false, true} {
				w := newWorld(t)
				made := w.generate(w.ada, w.acme, "made")
				if subject == "service" {
					made = w.serviceToken(w.service(w.acme, "Robot", model.SetGuest), "made")
				}
				if warm {
					w.wantReason(made, model.ReasonOK)
					w.must(w.FlushUses(w.ctx()))
				}
				store := w.faults()
				for _, call := range calls {
					w.reopen() // so that the use is not in memory
					store.breaks(err, call)
					d, failed := w.Verify(w.ctx(), made.Secret, here)
					if d.OK() || failed == nil && d.Reason != model.ReasonUnknown {
						t.Errorf("%s token, %s %s: %s, %v", subject, call, how, d.Reason, failed)
					}
					if failed != nil && len(d.Allowed) != 0 {
						t.Errorf("%s token, %s %s: allows %v", subject, call, how, d.Allowed)
					}
					if store.count(call) == 0 {
						t.Errorf("%s token: %s was never read: the test proves nothing", subject, call)
					}
					if _, _, err := w.LogInWithToken(w.ctx(), made.Secret, here); err == nil {
						t.Errorf("%s token, %s %s: logged in", subject, call, how)
					}
				}
				store.breaks(nil)
				w.wantReason(made, model.ReasonOK)
			}
		}
	}
}

// Records that are really gone from the store, or say something else than they
// should, rather than reads that fail.
func TestRule_8_4_RecordsThatDoNotFitAreNeverAYes(t *testing.T) {
	for name, harm := range map[string]func(tx model.Tx, t *model.Token, m *model.Membership) error{
		"a set that is not there": func(tx model.Tx, _ *model.Token, m *model.Membership) error {
			m.Set = "set_00000000000000000000000000"
			return tx.PutMembership(*m)
		},
		"a status that nobody knows": func(tx model.Tx, _ *model.Token, m *model.Membership) error {
			m.Status = "on holiday"
			return tx.PutMembership(*m)
		},
		"an epoch before the token's": func(tx model.Tx, _ *model.Token, m *model.Membership) error {
			m.Epoch = -1
			return tx.PutMembership(*m)
		},
		"an end that nobody knows": func(tx model.Tx, t *model.Token, _ *model.Membership) error {
			t.Ended = "lost"
			return tx.PutToken(*t)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			made := w.generate(w.ada, w.acme, "made")
			w.alter(func(tx model.Tx) error {
				token, err := tx.Token(ref(made))
				if err != nil {
					return err
				}
				m, err := tx.Membership(w.acme, w.ada.User())
				if err != nil {
					return err
				}
				return harm(tx, &token, &m)
			})
			if d, err := w.Verify(w.ctx(), made.Secret, here); d.OK() {
				t.Errorf("the answer is %s, %v", d.Reason, err)
			}
		})
	}
}

func TestRule_8_5_AUseIsAnAnswerOfOkAndALogInWithTheToken(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	w.wantReason(made, model.ReasonOK)
	w.clock.Advance(day)
	_, _, err := w.LogInWithToken(w.ctx(), made.Secret, here)
	w.must(err)
	if u := w.row(made).Use; u.Count != 2 || !u.LastAt.Equal(w.clock.Now()) {
		t.Fatalf("used %d times, last at %v", u.Count, u.LastAt)
	}
	last := w.clock.Now()
	for name, attempt := range map[string]func(){
		"a refused request": func() { w.suspend(w.acme); w.wantReason(made, model.ReasonOrgSuspended); w.revive(w.acme) },
		"a refused log-in":  func() { w.suspend(w.acme); _, _, _ = w.LogInWithToken(w.ctx(), made.Secret, here); w.revive(w.acme) },
		"an unlock by another": func() {
			actor, theirs := w.bearer(w.ada, w.acme)
			w.wantKind(w.Unlock(w.ctx(), actor, made.Secret), model.KindUnauthenticated)
			_, err := w.RevokeToken(w.ctx(), system, ref(theirs))
			w.must(err)
		},
		"a look at its row":   func() { w.row(made) },
		"another's request":   func() { w.wantReason(w.generate(w.ada, w.acme, "other"), model.ReasonOK) },
		"regenerating it":     func() { next, err := w.RegenerateToken(w.ctx(), w.ada, ref(made), 0, secret); w.must(err); made = next },
		"a flush and a sweep": func() { w.must(w.FlushUses(w.ctx())); _, err := w.Sweep(w.ctx()); w.must(err) },
	} {
		w.clock.Advance(time.Hour)
		attempt()
		if u := w.row(made).Use; u.Count != 2 || !u.LastAt.Equal(last) {
			t.Errorf("%s moved it: used %d times, last at %v", name, u.Count, u.LastAt)
		}
	}
}

func TestRule_8_5_ARequestThatTheStoreCouldNotAnswerIsNoUse(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	born := made.Token.CreatedAt
	store := w.faults()
	for _, call := range []string{"PermissionSet", "Org", "Membership", "Account", "Use"} {
		w.reopen()
		w.clock.Advance(time.Hour)
		store.breaks(damaged, call)
		if _, err := w.Verify(w.ctx(), made.Secret, here); err == nil {
			t.Fatalf("%s is damaged, and nothing is said", call)
		}
		store.breaks(nil)
		if v := w.row(made); v.Use.Count != 0 || !v.Expires.Equal(born.Add(30*day)) {
			t.Errorf("with a damaged %s it counted: used %d times, expires %v", call, v.Use.Count, v.Expires)
		}
	}
}

func TestRule_8_5_TheDecisionUsesTheExactLastUseAlsoBeforeItIsWritten(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	w.clock.Advance(30*day - time.Nanosecond)
	w.wantReason(made, model.ReasonOK) // in memory alone
	w.clock.Advance(30*day - time.Nanosecond)
	w.wantReason(made, model.ReasonOK)
	if n := w.active(w.ada, w.acme, false); n != 1 {
		t.Errorf("%d count", n)
	}
	_, err := w.Sweep(w.ctx())
	w.must(err)
	w.wantReason(made, model.ReasonOK)
	w.must(w.FlushUses(w.ctx()))
	w.clock.Advance(2*time.Hour + time.Second)
	w.must(w.FlushUses(w.ctx())) // by now it may be out of memory
	w.clock.Advance(30*day - 2*time.Hour - 2*time.Second)
	w.wantReason(made, model.ReasonOK)
}
