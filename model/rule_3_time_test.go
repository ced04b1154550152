package model_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func TestRule_3_4_AUserTokenExpiresAfterThirtyDaysWithoutUse(t *testing.T) {
	for _, used := range []bool{false, true} {
		for wait, want := range map[time.Duration]model.Reason{
			30*day - time.Minute:     model.ReasonOK,
			30*day - time.Nanosecond: model.ReasonOK,
			30 * day:                 model.ReasonExpired,
			300 * day:                model.ReasonExpired,
		} {
			for _, restart := range []bool{false, true} {
				t.Run(fmt.Sprint(used, wait, restart), func(t *testing.T) {
					w := newWorld(t)
					made := w.generate(w.ada, w.acme, "made")
					if used {
						w.clock.Advance(10 * day)
						w.wantReason(made, model.ReasonOK)
					}
					if restart {
						w.must(w.FlushUses(w.ctx()))
						w.reopen()
					}
					due := w.clock.Now().Add(30 * day)
					if v := w.row(made); !v.Expires.Equal(due) {
						t.Errorf("the row says that it expires at %v, want %v", v.Expires, due)
					}
					w.clock.Advance(wait)
					w.wantReason(made, want)
					if want == model.ReasonExpired {
						w.wantEnd(made, model.EndUnused, due, "")
					}
				})
			}
		}
	}
}

func TestRule_3_4_UseKeepsAliveForAsLongAsItGoesOn(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	for i := range 20 {
		w.clock.Advance(30*day - time.Second)
		w.wantReason(made, model.ReasonOK)
		if i%5 == 0 {
			w.must(w.FlushUses(w.ctx()))
		}
		_, err := w.Sweep(w.ctx())
		w.must(err)
	}
	w.clock.Advance(30 * day)
	w.wantReason(made, model.ReasonExpired)
}

func TestRule_3_4_WhatIsExpiredStaysExpired(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	w.clock.Advance(30 * day)
	for range 3 {
		w.wantReason(made, model.ReasonExpired)
		w.clock.Advance(time.Second) // a refused request is no use
	}
	w.must(w.FlushUses(w.ctx()))
	n, err := w.Sweep(w.ctx())
	w.must(err)
	if n != 1 {
		t.Errorf("swept %d", n)
	}
	w.reopen()
	w.wantReason(made, model.ReasonExpired)
	w.wantEnd(made, model.EndUnused, made.Token.CreatedAt.Add(30*day), "")
	_, err = w.RevokeToken(w.ctx(), w.ada, ref(made))
	w.wantKind(err, model.KindConflict)
	w.wantReason(made, model.ReasonExpired)
}

func TestRule_3_4_TheSweepChangesNothingButTheLog(t *testing.T) {
	w := newWorld(t)
	gone, kept := w.generate(w.ada, w.acme, "gone"), w.generate(w.ada, w.acme, "kept")
	w.clock.Advance(20 * day)
	w.wantReason(kept, model.ReasonOK) // not flushed: the disk thinks that it is due
	w.clock.Advance(10 * day)
	before := w.row(gone)
	entries := w.since(func() {
		n, err := w.Sweep(w.ctx())
		w.must(err)
		if n != 2 { // both were looked at
			t.Errorf("looked at %d", n)
		}
	})
	if len(entries) != 1 || entries[0].Action != model.ActTokenExpired || entries[0].Target.ID != string(gone.Token.ID) || entries[0].Org != w.acme {
		t.Errorf("the entries of the sweep: %+v", entries)
	}
	after := w.row(gone)
	if after.End != before.End || !after.EndedAt.Equal(before.EndedAt) || after.State != before.State {
		t.Errorf("the sweep made %v of %v", after, before)
	}
	w.wantReason(kept, model.ReasonOK)
	if n, err := w.Sweep(w.ctx()); n != 0 || err != nil {
		t.Errorf("a second sweep found %d: %v", n, err)
	}
}

func TestRule_3_4_ADamagedTokenKeepsTheSweepFromNoOthers(t *testing.T) {
	w := newWorld(t)
	store := w.faults()
	bad := w.person(w.acme, "Cy Cole", model.SetGuest)
	var good []model.Generated
	for i := range 10 {
		w.generate(bad.Actor, w.acme, fmt.Sprint("bad ", i))
		good = append(good, w.generate(w.ada, w.acme, fmt.Sprint("good ", i)))
	}
	w.clock.Advance(30 * day)
	store.breaks(damaged, "Membership/"+string(bad.User()))
	for _, want := range []int{10, 0} {
		n, err := w.Sweep(w.ctx())
		w.wantKind(err, model.KindInternal)
		if n != want {
			t.Errorf("swept %d, want %d", n, want)
		}
	}
	for _, made := range good {
		if w.row(made).Ended != model.EndUnused {
			t.Errorf("the end of %s is not written", made.Token.Name)
		}
	}
	store.breaks(nil)
	if n, err := w.Sweep(w.ctx()); n != 10 || err != nil {
		t.Errorf("when it is mended %d are swept: %v", n, err)
	}
}

func TestRule_3_4_TheClockNeverRunsBackwards(t *testing.T) {
	for name, restart := range map[string]bool{"running": false, "restarted": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			made := w.generate(w.ada, w.acme, "made")
			w.clock.Advance(30 * day)
			w.wantReason(made, model.ReasonExpired)
			if restart { // then the last committed change is what counts
				w.must(w.SetAutoCopy(w.ctx(), w.ada, false))
			}
			latest := w.clock.Now()
			w.clock.Advance(-10 * day)
			if restart {
				w.reopen()
			}
			w.wantReason(made, model.ReasonExpired)
			if w.Now().Before(latest) {
				t.Errorf("it is %v again", w.Now())
			}
			fresh := w.generate(w.ada, w.acme, "fresh")
			if fresh.Token.CreatedAt.Before(latest) {
				t.Errorf("a token was made at %v, before %v", fresh.Token.CreatedAt, latest)
			}
			log := w.log()
			for i := 1; i < len(log); i++ {
				if log[i].At.Before(log[i-1].At) {
					t.Errorf("entry %d is older than the one before", log[i].Seq)
				}
			}
			w.clock.Advance(10*day + time.Hour)
			if now := w.Now(); !now.Equal(latest.Add(time.Hour)) {
				t.Errorf("when the clock is right again it is %v", now)
			}
		})
	}
}

func TestRule_3_4_AServiceTokenLivesForEverUnlessTheOrgSaysOtherwise(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	made := w.serviceToken(robot, "made")
	w.clock.Advance(10 * 365 * day)
	w.wantReason(made, model.ReasonOK)
	if v := w.row(made); !v.Expires.IsZero() {
		t.Errorf("it expires at %v", v.Expires)
	}
	for _, days := range []time.Duration{31, 45, 60, 180} {
		w.limit(days * day)
		w.wantReason(made, model.ReasonOK)
		for wait, want := range map[time.Duration]model.Reason{days*day - time.Minute: model.ReasonOK, days * day: model.ReasonExpired} {
			fresh := w.serviceToken(robot, fmt.Sprint(days, wait))
			w.clock.Advance(wait)
			w.wantReason(fresh, want)
		}
		w.limit(0)
		made = w.serviceToken(robot, fmt.Sprint("after ", days))
	}
	for _, odd := range []time.Duration{time.Hour, 30 * day, 32 * day, -31 * day, 181 * day} {
		_, err := w.SetServiceTokenInactivity(w.ctx(), w.ada, w.acme, odd)
		w.wantKind(err, model.KindInvalid)
	}
}

func TestRule_3_4_TheOrgsLimitIsNotForUserTokens(t *testing.T) {
	w := newWorld(t)
	w.limit(180 * day)
	made := w.generate(w.ada, w.acme, "made")
	w.clock.Advance(30 * day)
	w.wantReason(made, model.ReasonExpired)
}

func TestRule_3_4_AnotherLimitEndsWhatTheOldOneHadEndedAndNotMore(t *testing.T) {
	for _, next := range []time.Duration{0, 45 * day, 180 * day} {
		t.Run(fmt.Sprint(next), func(t *testing.T) {
			w := newWorld(t)
			robot := w.service(w.acme, "Robot", model.SetGuest)
			w.limit(31 * day)
			born := w.clock.Now()
			ended, used := w.serviceToken(robot, "ended"), w.serviceToken(robot, "used")
			w.clock.Advance(31*day - time.Second)
			w.wantReason(used, model.ReasonOK) // not flushed
			w.clock.Advance(time.Second)
			w.limit(next)
			w.clock.Advance(time.Second)
			w.wantReason(ended, model.ReasonExpired)
			w.wantEnd(ended, model.EndUnused, born.Add(31*day), "")
			w.wantReason(used, model.ReasonOK)
			w.limit(31 * day)
			w.limit(next) // to and fro brings nothing back
			w.wantReason(ended, model.ReasonExpired)
			w.wantReason(used, model.ReasonOK)
		})
	}
}

func TestRule_3_4_TheLimitCanBeChangedWhenEveryTokenHasEnded(t *testing.T) {
	for name, act := range map[string]func(w *world, u model.ServiceUser) error{
		"change the limit": func(w *world, _ model.ServiceUser) error {
			_, err := w.SetServiceTokenInactivity(w.ctx(), w.ada, w.acme, 180*day)
			return err
		},
		"generate": func(w *world, u model.ServiceUser) error {
			_, err := w.GenerateToken(w.ctx(), system, model.TokenRequest{Org: w.acme, ServiceUser: u.ID, Name: "next"})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.limit(31 * day)
			robot := w.service(w.acme, "Robot", model.SetGuest)
			var all []model.Generated
			for i := range model.MaxServiceUserTokens {
				all = append(all, w.serviceToken(robot, fmt.Sprint("t", i)))
			}
			w.clock.Advance(31 * day) // and nobody has swept
			w.must(act(w, robot))
			for _, made := range all {
				w.wantReason(made, model.ReasonExpired)
			}
		})
	}
}
