package model_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// knownWorld has two tokens of bob's and two of a service user's, all of which were
// used, so that memory has what decisions about them are made from.
type knownWorld struct {
	*world
	bob             person
	robot           model.ServiceUser
	own, ofRobot    model.Generated
	others          []model.Generated
	ownSet, robotIn model.SetID
}

func newKnownWorld(t *testing.T) *knownWorld {
	w := &knownWorld{world: newWorld(t)}
	w.bob = w.person(w.acme, "Bob Brown", model.SetStandard)
	var err error
	set := model.SetRequest{Name: "Robots", Seat: model.SeatFull, Permissions: []model.Permission{"templates.view"}}
	made, err := w.CreatePermissionSet(w.ctx(), system, w.acme, set)
	w.must(err)
	w.robotIn, w.ownSet = made.ID, w.set(w.acme, model.SetStandard)
	w.robot = w.service(w.acme, "Robot", "Robots")
	w.own, w.ofRobot = w.generate(w.bob.Actor, w.acme, "own"), w.serviceToken(w.robot, "robot's")
	w.others = []model.Generated{w.generate(w.bob.Actor, w.acme, "other"), w.serviceToken(w.robot, "other")}
	return w
}

// answers are what requests with the tokens are answered.
func (w *knownWorld) answers(a *model.Authority) (list []string) {
	for _, made := range append([]model.Generated{w.own, w.ofRobot}, w.others...) {
		for _, permission := range []model.Permission{"", "templates.view", "templates.edit"} {
			d, err := a.Check(w.ctx(), made.Secret, model.Question{Permission: permission}, here)
			w.must(err)
			list = append(list, string(d.Reason)+" "+d.Subject+" "+d.Org)
		}
	}
	return list
}

// Each of these changes counts from the very next request of a token that has just
// been used: the answer is that of an authority which knows nothing yet.
func TestRule_8_1_WhatIsKeptInMemoryIsNeverStale(t *testing.T) {
	org := func(_ model.Org, err error) error { return err }
	for name, change := range map[string]func(w *knownWorld) error{
		"a token revoked": func(w *knownWorld) error {
			_, err := w.RevokeToken(w.ctx(), w.bob.Actor, ref(w.own))
			return err
		},
		"by its bearer": func(w *knownWorld) error {
			_, err := w.RevokeBearer(w.ctx(), w.ofRobot.Secret, here)
			return err
		},
		"all of an org revoked": func(w *knownWorld) error {
			_, err := w.RevokeAll(w.ctx(), w.ada, model.RevokeScope{Org: w.acme})
			return err
		},
		"regenerated": func(w *knownWorld) error {
			_, err := w.RegenerateToken(w.ctx(), w.bob.Actor, ref(w.own), 0, secret)
			return err
		},
		"regenerated twice": func(w *knownWorld) error {
			_, err := w.RegenerateToken(w.ctx(), w.bob.Actor, ref(w.own), time.Hour, secret)
			w.must(err)
			w.answers(w.Authority)
			_, err = w.RegenerateToken(w.ctx(), w.bob.Actor, ref(w.own), time.Hour, secret)
			return err
		},
		"org suspended": func(w *knownWorld) error { return org(w.SuspendOrg(w.ctx(), system, w.acme)) },
		"and revived": func(w *knownWorld) error {
			w.must(org(w.SuspendOrg(w.ctx(), system, w.acme)))
			w.answers(w.Authority)
			return org(w.ReviveOrg(w.ctx(), system, w.acme))
		},
		"org renamed":        func(w *knownWorld) error { return org(w.RenameOrg(w.ctx(), system, w.acme, "Acme Works")) },
		"member deactivated": func(w *knownWorld) error { return w.DeactivateMember(w.ctx(), w.ada, w.acme, w.bob.User()) },
		"member removed": func(w *knownWorld) error {
			return w.RemoveMember(w.ctx(), w.ada, w.acme, w.bob.User(), model.Subject{})
		},
		"account disabled": func(w *knownWorld) error { return w.DisableAccount(w.ctx(), system, w.bob.User()) },
		"account renamed":  func(w *knownWorld) error { return w.RenameAccount(w.ctx(), w.bob.Actor, "Bob Black") },
		"another set": func(w *knownWorld) error {
			return w.SetMemberSet(w.ctx(), w.ada, w.acme, w.bob.User(), w.set(w.acme, model.SetGuest))
		},
		"the set edited": func(w *knownWorld) error {
			before := model.PermissionSet{}
			sets, err := w.PermissionSets(w.ctx(), system, w.acme)
			for _, s := range sets {
				if s.ID == w.robotIn {
					before = s
				}
			}
			w.must(err)
			_, err = w.EditPermissionSet(w.ctx(), system, before, model.SetRequest{
				Name: before.Name, Seat: before.Seat, Permissions: []model.Permission{"templates.edit"},
			})
			return err
		},
		"service user disabled": func(w *knownWorld) error {
			_, err := w.DisableServiceUser(w.ctx(), system, w.acme, w.robot.ID)
			return err
		},
		"service user deleted": func(w *knownWorld) error {
			_, err := w.DeleteServiceUser(w.ctx(), system, w.acme, w.robot.ID, model.Subject{})
			return err
		},
		"service user with another set": func(w *knownWorld) error {
			_, err := w.EditServiceUser(w.ctx(), system, w.acme, w.robot.ID, model.ServiceUserRequest{Name: "Robot", Sets: []model.SetID{w.ownSet}})
			return err
		},
		"time": func(w *knownWorld) error { w.clock.Advance(31 * day); return nil },
		"an end of inactivity for service users": func(w *knownWorld) error {
			w.clock.Advance(32 * day)
			return org(w.SetServiceTokenInactivity(w.ctx(), w.ada, w.acme, 31*day))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newKnownWorld(t)
			w.answers(w.Authority) // read
			w.answers(w.Authority) // kept
			w.must(w.FlushUses(w.ctx()))
			w.must(change(w))
			got := w.answers(w.Authority)
			fresh := *w.world
			fresh.reopen()
			want := w.answers(fresh.Authority)
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("answer %d is %q, and %q of an authority that knows nothing yet", i, got[i], want[i])
				}
			}
		})
	}
}

func TestTheSecondRequestReadsNothing(t *testing.T) {
	w := newKnownWorld(t)
	store := w.faults()
	w.answers(w.Authority)
	views := store.count("View")
	w.answers(w.Authority)
	if n := store.count("View") - views; n != 0 {
		t.Errorf("12 requests with tokens that were just used read the store %d times", n)
	}
}

// What the tokens of a subject have in common is read with the first of them.
func TestAnotherTokenOfASubjectIsReadAlone(t *testing.T) {
	w := newKnownWorld(t)
	store := w.faults()
	common := func() (n int) {
		for _, name := range []string{"Org", "Account", "Membership", "ServiceUser", "PermissionSet"} {
			n += store.count(name)
		}
		return n
	}
	for _, made := range []model.Generated{w.own, w.ofRobot} {
		w.wantReason(made, model.ReasonOK)
	}
	before := common()
	if before == 0 {
		t.Fatal("nothing was read, or it was not counted")
	}
	for _, made := range w.others {
		w.wantReason(made, model.ReasonOK)
	}
	if n := common() - before; n != 0 {
		t.Errorf("two more tokens of the same subjects read %d records that were read before", n)
	}
}

// Whoever verifies while a token is revoked is told no from the moment on at which
// the revocation was acknowledged, however hard others press.
func TestRule_5_1_NoRequestAfterARevocationIsAnsweredYes(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetStandard)
	for range 50 {
		made := w.serviceToken(robot, "raced")
		var revoked atomic.Bool
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for after := false; !after; {
					after = revoked.Load() // before the question
					d, err := w.Verify(context.Background(), made.Secret, here)
					if err != nil || after && d.OK() {
						t.Errorf("after the revocation: %s (%v)", d.Reason, err)
						return
					}
				}
			})
		}
		_, err := w.RevokeToken(w.ctx(), system, ref(made))
		w.must(err)
		revoked.Store(true)
		all.Wait()
	}
}

// A burst of other changes does not keep what is known from being kept, nor a
// book that is full from answering.
func TestKnownTokensAreBounded(t *testing.T) {
	w := newWorld(t)
	w.known = 3
	w.reopen()
	robot := w.service(w.acme, "Robot", model.SetStandard)
	var tokens []model.Generated
	for range 8 {
		tokens = append(tokens, w.serviceToken(robot, string(rune('a'+len(tokens)))))
	}
	for range 3 {
		for _, made := range tokens {
			if got := w.reason(made.Secret); got != model.ReasonOK {
				t.Errorf("%s is %s", made.Token.Name, got)
			}
		}
		w.must(w.FlushUses(w.ctx()))
		if n := model.KnownTokens(w.Authority); n != 3 {
			t.Errorf("%d tokens are known, of 3 at the most", n)
		}
	}
	for _, made := range tokens {
		details, err := w.TokenDetails(w.ctx(), system, ref(made))
		w.must(err)
		if details.Use.Count != 3 {
			t.Errorf("%s was used %d times, not 3", made.Token.Name, details.Use.Count)
		}
	}
}
