package model_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// atOnce runs fn n times at once and returns the errors.
func atOnce(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			errs[i] = fn(i)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

// count counts errors by kind; "" is success.
func count(errs []error) map[model.Kind]int {
	kinds := map[model.Kind]int{}
	for _, err := range errs {
		kinds[model.KindOf(err)]++
	}
	return kinds
}

// active returns how many active tokens somebody has, or an org's service users.
func (w *world) active(actor model.Actor, org model.OrgID, service bool) int {
	w.t.Helper()
	quota, err := w.TokenQuota(w.ctx(), actor, org, service)
	w.must(err)
	return len(quota.Active)
}

func TestRule_3_2_TenActiveUserTokensPerUserOverAllOrgs(t *testing.T) {
	w := newWorld(t)
	orgs := []model.OrgID{w.acme, w.org("Globex")}
	cy := w.person(orgs[0], "Cy Cole", model.SetStandard)
	w.join(cy, orgs[1], model.SetStandard)
	var made []model.Generated
	for i := range 10 {
		made = append(made, w.generate(cy.Actor, orgs[i%2], fmt.Sprint("t", i)))
	}
	more := func(org model.OrgID) error {
		_, err := w.GenerateToken(w.ctx(), cy.Actor, model.TokenRequest{Org: org, Name: "more", Password: secret})
		return err
	}
	w.wantKind(more(orgs[0]), model.KindQuota)
	w.wantKind(more(orgs[1]), model.KindQuota)
	w.generate(w.ada, w.acme, "somebody else's") // a limit for each
	_, err := w.RevokeToken(w.ctx(), cy.Actor, ref(made[0]))
	w.must(err)
	w.must(more(orgs[1])) // what ends in one org makes room in the other
	w.wantKind(more(orgs[0]), model.KindQuota)
}

func TestRule_3_2_TwentyActiveServiceUserTokensPerOrg(t *testing.T) {
	w := newWorld(t)
	one, two := w.service(w.acme, "One", model.SetGuest), w.service(w.acme, "Two", model.SetGuest)
	for i := range 20 {
		w.serviceToken([]model.ServiceUser{one, two}[i%2], fmt.Sprint("t", i))
	}
	for _, u := range []model.ServiceUser{one, two} {
		_, err := w.GenerateToken(w.ctx(), system, model.TokenRequest{Org: w.acme, ServiceUser: u.ID, Name: "more"})
		w.wantKind(err, model.KindQuota)
	}
	w.generate(w.ada, w.acme, "a user token counts apart")
	w.serviceToken(w.service(w.org("Globex"), "One", model.SetGuest), "so does another org")
	_, err := w.DisableServiceUser(w.ctx(), system, w.acme, one.ID) // its tokens still count
	w.must(err)
	_, err = w.GenerateToken(w.ctx(), system, model.TokenRequest{Org: w.acme, ServiceUser: two.ID, Name: "more"})
	w.wantKind(err, model.KindQuota)
}

func TestRule_3_2_WhatHasEndedDoesNotCountFromTheInstantItEnds(t *testing.T) {
	for name, end := range map[string]func(w *world, p person){
		"unused":      func(w *world, _ person) { w.clock.Advance(30 * day) },
		"end date":    func(w *world, _ person) { w.clock.Advance(3 * day) },
		"deactivated": func(w *world, p person) { w.must(w.DeactivateMember(w.ctx(), system, w.acme, p.User())) },
		"left":        func(w *world, p person) { w.must(w.LeaveOrg(w.ctx(), p.Actor, w.acme, model.Subject{})) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			globex := w.org("Globex")
			cy := w.person(w.acme, "Cy Cole", model.SetStandard)
			w.join(cy, globex, model.SetStandard)
			ends := time.Time{}
			if name == "end date" {
				ends = w.clock.Now().Add(3 * day)
			}
			for i := range 10 {
				_, err := w.GenerateToken(w.ctx(), cy.Actor, model.TokenRequest{Org: w.acme, Name: fmt.Sprint("t", i), EndsAt: ends, Password: secret})
				w.must(err)
			}
			if name == "unused" || name == "end date" {
				w.clock.Advance(-time.Nanosecond) // so that end leads to the last instant only
				end(w, cy)
				if n := w.active(cy.Actor, globex, false); n != 10 {
					t.Fatalf("%d count in the last instant", n)
				}
				w.clock.Advance(time.Nanosecond)
			} else {
				end(w, cy)
			}
			if n := w.active(cy.Actor, globex, false); n != 0 {
				t.Fatalf("%d still count", n)
			}
			w.generate(cy.Actor, globex, "fresh")
		})
	}
}

func TestRule_3_2_HoldsHoweverManyPressTheKeyAtOnce(t *testing.T) {
	t.Run("user tokens over two orgs", func(t *testing.T) {
		w := newWorld(t)
		orgs := []model.OrgID{w.acme, w.org("Globex")}
		cy := w.person(orgs[0], "Cy Cole", model.SetStandard)
		w.join(cy, orgs[1], model.SetStandard)
		w.noPassword(orgs[0])
		w.noPassword(orgs[1])
		got := count(atOnce(64, func(i int) error {
			_, err := w.GenerateToken(w.ctx(), cy.Actor, model.TokenRequest{Org: orgs[i%2], Name: fmt.Sprint("t", i)})
			return err
		}))
		if got[""] != 10 || got[model.KindQuota] != 54 || w.active(cy.Actor, orgs[0], false) != 10 {
			t.Fatalf("outcomes %v, %d active", got, w.active(cy.Actor, orgs[0], false))
		}
	})
	t.Run("service-user tokens by several administrators", func(t *testing.T) {
		w := newWorld(t)
		w.noPassword(w.acme)
		actors := []model.Actor{w.ada, system, w.person(w.acme, "Bea Boss", model.SetAdministrator).Actor, w.person(w.acme, "Max Moor", model.SetManager).Actor}
		users := []model.ServiceUser{w.service(w.acme, "One", model.SetGuest), w.service(w.acme, "Two", model.SetGuest)}
		got := count(atOnce(64, func(i int) error {
			_, err := w.GenerateToken(w.ctx(), actors[i%4], model.TokenRequest{Org: w.acme, ServiceUser: users[i%2].ID, Name: fmt.Sprint("t", i)})
			return err
		}))
		if got[""] != 20 || got[model.KindQuota] != 44 || w.active(w.ada, w.acme, true) != 20 {
			t.Fatalf("outcomes %v, %d active", got, w.active(w.ada, w.acme, true))
		}
	})
	t.Run("of one name one is made", func(t *testing.T) {
		w := newWorld(t)
		w.noPassword(w.acme)
		got := count(atOnce(16, func(int) error {
			_, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "same"})
			return err
		}))
		if got[""] != 1 || got[model.KindConflict] != 15 {
			t.Fatalf("outcomes %v", got)
		}
	})
}

// A fleet is the tokens that a race has made, with what it saw of each.
type fleet struct {
	mu   sync.Mutex
	all  []*raced
	wild atomic.Pointer[error]
}

type raced struct {
	secret  model.Secret
	expired atomic.Bool // somebody was answered so
}

func (f *fleet) add(made model.Generated) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = append(f.all, &raced{secret: made.Secret})
}

func (f *fleet) snapshot() []*raced {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]*raced(nil), f.all...)
}

func (f *fleet) fail(err error) { f.wild.CompareAndSwap(nil, &err) }

// verify asks once and checks that no answer of expired is taken back.
func (f *fleet) verify(w *world, r *raced) model.Reason {
	was := r.expired.Load()
	d, err := w.Verify(w.ctx(), r.secret, here)
	switch {
	case err != nil:
		f.fail(err)
	case d.Reason == model.ReasonExpired:
		r.expired.Store(true)
	case was:
		f.fail(errors.New("a token that was expired is " + string(d.Reason)))
	}
	return d.Reason
}

// Many use tokens, make new ones, sweep and write at the very time at which the
// tokens expire, one after the other: whether a token's last use comes before
// its last instant is anybody's race.
func TestRule_3_2_HoldsWhileTokensExpireAndAreUsedAtTheBoundary(t *testing.T) {
	const old, turns, step = 10, 48, time.Microsecond
	w := newWorld(t)
	w.noPassword(w.acme)
	var f fleet
	for i := range old {
		late := time.Duration(i%2) * step
		w.clock.Advance(late)
		f.add(w.generate(w.ada, w.acme, fmt.Sprint("old ", i)))
		w.clock.Advance(turns*step - late)
	}
	w.clock.Advance(30*day - old*turns*step) // each has no step left when its turns begin, or one

	var turn, made atomic.Int64
	verify := func(int) error { // each step of time is a turn, and the token whose end is near has it
		for n := turn.Add(1); n < old*turns; n = turn.Add(1) {
			w.clock.Advance(step)
			f.verify(w, f.snapshot()[n/turns])
		}
		return nil
	}
	generate := func(int) error {
		for turn.Load() < old*turns {
			g, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: fmt.Sprint("new ", made.Add(1))})
			if err == nil {
				f.add(g)
			} else if model.KindOf(err) != model.KindQuota {
				return err
			}
			if quota, err := w.TokenQuota(w.ctx(), w.ada, w.acme, false); err != nil || len(quota.Active) > 10 {
				return fmt.Errorf("%d are active: %w", len(quota.Active), err)
			}
		}
		return nil
	}
	write := func(int) error {
		for turn.Load() < old*turns {
			if _, err := w.Sweep(w.ctx()); err != nil {
				return err
			}
			if err := w.FlushUses(w.ctx()); err != nil {
				return err
			}
		}
		return nil
	}
	work := []func(int) error{verify, verify, verify, verify, generate, write}
	for _, err := range atOnce(2*len(work), func(i int) error { return work[i%len(work)](i) }) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := f.wild.Load(); err != nil {
		t.Fatal(*err)
	}
	alive := 0
	for _, r := range f.snapshot() {
		if f.verify(w, r) == model.ReasonOK {
			alive++
		}
	}
	if alive > 10 || alive != w.active(w.ada, w.acme, false) {
		t.Errorf("%d are alive, %d count", alive, w.active(w.ada, w.acme, false))
	}
	t.Logf("%d tokens made, %d alive", len(f.snapshot()), alive)
}
