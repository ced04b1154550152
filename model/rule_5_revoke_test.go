package model_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func TestRule_5_1_TheVeryNextVerificationIsRefused(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	for _, made := range []model.Generated{w.generate(w.ada, w.acme, "user"), w.serviceToken(robot, "service")} {
		w.wantReason(made, model.ReasonOK) // what is in memory of it must not help
		v, err := w.RevokeToken(w.ctx(), w.ada, ref(made))
		w.must(err)
		w.wantReason(made, model.ReasonRevoked)
		if v.State != model.StateRevoked || v.End != model.EndRevoked {
			t.Errorf("the row says %s, %s", v.State, v.End)
		}
		w.wantEnd(made, model.EndRevoked, w.clock.Now(), "Ada Ashby")
		_, err = w.RevokeToken(w.ctx(), w.ada, ref(made))
		w.wantKind(err, model.KindConflict)
		w.must(w.FlushUses(w.ctx()))
		w.reopen()
		w.wantReason(made, model.ReasonRevoked)
	}
}

func TestRule_5_1_RevokedIsForGood(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	_, err := w.RevokeToken(w.ctx(), w.ada, ref(made))
	w.must(err)
	_, err = w.RegenerateToken(w.ctx(), w.ada, ref(made), 0, secret)
	w.wantKind(err, model.KindConflict)
	w.clock.Advance(365 * day)
	_, err = w.Sweep(w.ctx())
	w.must(err)
	w.wantReason(made, model.ReasonRevoked)
}

// Whoever asks after the revocation was acknowledged is refused, however many
// ask at the time.
func TestRule_5_1_ThereIsNoWindow(t *testing.T) {
	w := newWorld(t)
	for round := range 10 {
		made := w.generate(w.ada, w.acme, fmt.Sprint("t", round))
		var acknowledged atomic.Bool
		var asked atomic.Int64
		var once sync.Once
		busy := make(chan struct{}) // closed when they are at it
		ask := func() (over bool, err error) {
			late := acknowledged.Load()
			d, err := w.Verify(w.ctx(), made.Secret, here)
			if err == nil && late && d.Reason != model.ReasonRevoked {
				err = fmt.Errorf("after the revocation the answer is %s", d.Reason)
			}
			if asked.Add(1) == 32 || err != nil {
				once.Do(func() { close(busy) })
			}
			return late, err
		}
		errs := atOnce(9, func(i int) error {
			if i == 0 {
				<-busy
				_, err := w.RevokeToken(w.ctx(), w.ada, ref(made))
				acknowledged.Store(true)
				return err
			}
			for {
				if over, err := ask(); over || err != nil {
					return err
				}
			}
		})
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		w.wantReason(made, model.ReasonRevoked)
	}
}

func TestRule_5_2_WhoSeesAndRevokes(t *testing.T) {
	w := newWorld(t)
	w.newSet(w.acme, "Tokens", model.TokensManage)
	w.newSet(w.acme, "Services", model.ServiceUsersManage, "templates.view", "inspections.view")
	owner := w.person(w.acme, "Olga Own", model.SetGuest)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	people := []struct {
		name          string
		actor         model.Actor
		user, service model.Kind // what revoking answers; "" is yes
	}{
		{"the owner", owner.Actor, "", model.KindForbidden},
		{"a holder of tokens.manage", w.person(w.acme, "Tim Tok", "Tokens").Actor, "", model.KindForbidden},
		{"a holder of service-users.manage", w.person(w.acme, "Sue Ser", "Services").Actor, model.KindForbidden, ""},
		{"a member without either", w.person(w.acme, "Stan Dard", model.SetStandard).Actor, model.KindForbidden, model.KindForbidden},
		{"an administrator elsewhere", w.person(w.org("Globex"), "Eve Else", model.SetAdministrator).Actor, model.KindNotFound, model.KindNotFound},
		{"an operator", w.operator("Opal Orr").Actor, "", ""},
		{"root", system, "", ""},
		{"nobody", model.Actor{}, model.KindUnauthenticated, model.KindUnauthenticated},
	}
	for i, p := range people {
		for made, want := range map[*model.Generated]model.Kind{
			ptr(w.generate(owner.Actor, w.acme, fmt.Sprint("user ", i))): p.user,
			ptr(w.serviceToken(robot, fmt.Sprint("service ", i))):        p.service,
		} {
			_, seen := w.TokenDetails(w.ctx(), p.actor, ref(*made))
			_, err := w.RevokeToken(w.ctx(), p.actor, ref(*made))
			if model.KindOf(err) != want || model.KindOf(seen) != want {
				t.Errorf("%s, %s: revokes: %v, sees: %v, want %q", p.name, made.Token.Name, err, seen, want)
			}
			if want == "" {
				w.wantReason(*made, model.ReasonRevoked)
			} else {
				w.wantReason(*made, model.ReasonOK)
				_, err := w.RevokeToken(w.ctx(), system, ref(*made))
				w.must(err)
			}
		}
	}
}

func ptr[T any](v T) *T { return &v }

func TestRule_5_3_ThePopUpKnowsHowOftenLately(t *testing.T) {
	w := newWorld(t) // it is 09:00 UTC
	made := w.generate(w.ada, w.acme, "made")
	use := func(n int) {
		for range n {
			w.wantReason(made, model.ReasonOK)
		}
	}
	use(1)
	w.clock.Advance(20 * day)
	use(2)
	w.must(w.FlushUses(w.ctx())) // a part is on the disk
	w.clock.Advance(9*day + 12*time.Hour)
	use(4)
	w.clock.Advance(10 * time.Hour)
	use(8)
	w.suspend(w.acme)
	w.wantReason(made, model.ReasonOrgSuspended)
	w.revive(w.acme)
	for _, restart := range []bool{false, true} {
		if restart {
			w.must(w.FlushUses(w.ctx()))
			w.reopen()
		}
		d := w.row(made)
		if d.LastDay != 12 || d.LastMonth != 15 || d.Use.Count != 15 || d.Refusals[model.ReasonOrgSuspended] != 1 || len(d.Refusals) != 1 {
			t.Errorf("restarted %v: %d in a day, %d in a month, %d in all, refused %v", restart, d.LastDay, d.LastMonth, d.Use.Count, d.Refusals)
		}
		want := make([]int64, 30) // the last one is 11 June, the first 13 May
		want[30-1-10], want[30-1-1], want[30-1] = 2, 4, 8
		if fmt.Sprint(d.Daily) != fmt.Sprint(want) {
			t.Errorf("restarted %v: per day %v, want %v", restart, d.Daily, want)
		}
		if d.Owner != "Ada Ashby" || d.OrgName != "Acme" || d.Use.From != here.Address || !d.Use.LastAt.Equal(w.clock.Now()) {
			t.Errorf("restarted %v: %+v", restart, d.TokenView)
		}
	}
}
