package model_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
)

func TestRule_5_1_ABearerEndsTheTokenItself(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	for name, made := range map[string]model.Generated{
		"user":    w.generate(w.ada, w.acme, "made"),
		"service": w.serviceToken(robot, "made"),
	} {
		t.Run(name, func(t *testing.T) {
			w.wantReason(made, model.ReasonOK)
			var d model.Decision
			entries := w.since(func() {
				var err error
				d, err = w.RevokeBearer(w.ctx(), made.Secret, here)
				w.must(err)
			})
			if !d.OK() || d.Token.ID != made.Token.ID {
				t.Errorf("the answer is %+v", d)
			}
			w.wantReason(made, model.ReasonRevoked)
			w.wantEnd(made, model.EndRevoked, w.clock.Now(), d.Subject)
			if len(entries) != 1 {
				t.Fatalf("%d entries, want one", len(entries))
			}
			e := entries[0]
			if e.Action != model.ActRevokeToken || e.Actor.ID != made.Token.Subject.ID() || e.Actor.Token != string(made.Token.ID) ||
				e.Target.ID != string(made.Token.ID) || e.From != here.Address || e.Org != w.acme {
				t.Errorf("the entry is %+v", e)
			}
		})
	}
}

func TestRule_5_1_ABearerEndsATokenOnceAndNoOther(t *testing.T) {
	w := newWorld(t)
	made, other := w.generate(w.ada, w.acme, "made"), w.generate(w.ada, w.acme, "other")
	gone := w.generate(w.ada, w.acme, "gone")
	_, err := w.RevokeToken(w.ctx(), system, ref(gone))
	w.must(err)
	for name, c := range map[string]struct {
		secret model.Secret
		want   model.Reason
	}{
		"malformed": {model.NewSecret("nonsense"), model.ReasonMalformed},
		"unknown":   {model.NewSecret("lku_000000000000000000000000000000003bnhKl"), model.ReasonMalformed},
		"ended":     {gone.Secret, model.ReasonRevoked},
	} {
		entries := w.since(func() {
			d, err := w.RevokeBearer(w.ctx(), c.secret, here)
			w.must(err)
			if d.Reason != c.want {
				t.Errorf("%s: the answer is %s, want %s", name, d.Reason, c.want)
			}
		})
		if len(entries) != 0 {
			t.Errorf("%s: left %+v", name, entries)
		}
	}
	w.wantReason(made, model.ReasonOK)
	w.wantReason(other, model.ReasonOK)
}

// Rule 1.5 leaves owners the revoking of their tokens while an org is suspended.
func TestRule_1_5_ABearerEndsATokenThatIsRefusedForAnotherReason(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	made, disabled := w.generate(w.ada, w.acme, "made"), w.serviceToken(robot, "disabled")
	_, err := w.DisableServiceUser(w.ctx(), system, w.acme, robot.ID)
	w.must(err)
	w.suspend(w.acme)
	for _, token := range []model.Generated{made, disabled} {
		d, err := w.RevokeBearer(w.ctx(), token.Secret, here)
		w.must(err)
		if !d.OK() {
			t.Errorf("%s: the answer is %s", token.Token.Name, d.Reason)
		}
		w.wantReason(token, model.ReasonRevoked)
	}
}

func TestRule_5_4_AnOldSecretEndsTheTokenDuringItsOverlapAlone(t *testing.T) {
	w := newWorld(t)
	old := w.generate(w.ada, w.acme, "made")
	fresh, err := w.RegenerateToken(w.ctx(), w.ada, ref(old), time.Hour, secret)
	w.must(err)
	belongs := func(want model.Belonging) {
		t.Helper()
		got, err := w.BearerOf(w.ctx(), fresh.Secret, old.Secret)
		w.must(err)
		if got != want {
			t.Errorf("the old secret belongs to %s, want %s", got, want)
		}
	}
	belongs(model.BelongsToBearer)
	w.clock.Advance(time.Hour)
	belongs(model.BelongsToNobody)
	d, err := w.RevokeBearer(w.ctx(), old.Secret, here)
	w.must(err)
	if d.OK() {
		t.Error("a secret whose overlap is over ended the token")
	}
	w.wantReason(fresh, model.ReasonOK)
	other := w.generate(w.ada, w.acme, "other")
	if got, err := w.BearerOf(w.ctx(), fresh.Secret, other.Secret); err != nil || got != model.BelongsToOther {
		t.Errorf("another token belongs to %s, %v", got, err)
	}
}

// Nothing but rule 8.5 counts as a use.
func TestRule_8_5_EndingATokenIsNoUseOfIt(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	_, err := w.RevokeBearer(w.ctx(), made.Secret, here)
	w.must(err)
	if u := w.row(made).Use; u.Count != 0 {
		t.Errorf("used %d times", u.Count)
	}
}

func TestRule_8_4_AStoreThatCannotTellRevokesNothingAndSaysSo(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	store := w.faults()
	for _, call := range []string{"TokenByHash", "Org", "Membership", "Update", "commit"} {
		store.breaks(errDisk, call)
		if _, err := w.RevokeBearer(w.ctx(), made.Secret, here); model.KindOf(err) != model.KindUnavailable {
			t.Errorf("%s: %v", call, err)
		}
		if got, err := w.BearerOf(w.ctx(), made.Secret, made.Secret); call != "Update" && call != "commit" && (err == nil || got == model.BelongsToBearer) {
			t.Errorf("%s: belongs to %s, %v", call, got, err)
		}
	}
	store.breaks(nil)
	w.wantReason(made, model.ReasonOK)
}
