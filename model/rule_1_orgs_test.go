package model_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func TestRule_1_1_OnePersonWorksInSeveralOrgsOneAtATime(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	w.join(cy, globex, model.SetGuest)

	p, err := w.SwitchOrg(w.ctx(), cy.Actor, globex)
	w.must(err)
	if p.Org.ID != globex || p.Set != model.SetGuest {
		t.Fatalf("after switching: %s with set %s", p.Org.Name, p.Set)
	}
	for _, org := range []model.OrgID{globex, w.acme} {
		_, err := w.SwitchOrg(w.ctx(), cy.Actor, org)
		w.must(err)
		_, current, err := w.LogIn(w.ctx(), cy.email, secret, here)
		w.must(err)
		if current != org {
			t.Fatalf("logged in to %s after switching to %s", current, org)
		}
	}
	orgs, err := w.ListOrgs(w.ctx(), cy.Actor, model.PageRequest{Sort: model.SortName})
	w.must(err)
	if len(orgs.Rows) != 2 {
		t.Fatalf("%d orgs listed, want the two of which cy is a member", len(orgs.Rows))
	}
}

func TestRule_1_1_AnOrgOfOthersIsNotThere(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	cy := w.person(w.acme, "Cy Cole", model.SetAdministrator)

	orgs, err := w.ListOrgs(w.ctx(), cy.Actor, model.PageRequest{Sort: model.SortName})
	w.must(err)
	if len(orgs.Rows) != 1 || orgs.Rows[0].ID != w.acme {
		t.Fatalf("listed %v", orgs.Rows)
	}
	_, err = w.SwitchOrg(w.ctx(), cy.Actor, globex)
	w.wantKind(err, model.KindNotFound)
	p, err := w.WhoAmI(w.ctx(), cy.Actor, globex)
	if err == nil && p.Org.Name != "" {
		t.Fatalf("WhoAmI tells cy of %s, which cy has nothing to do with", p.Org.Name)
	}
	_, missing := w.WhoAmI(w.ctx(), cy.Actor, "org_00000000000000000000000000")
	if model.KindOf(err) != model.KindOf(missing) || model.Sentence(err) != model.Sentence(missing) {
		t.Fatalf("an org of others (%v) and one that is not there (%v) can be told apart", err, missing)
	}
}

// ways in which a membership ends, or pauses, and how the person comes back.
var goings = map[string]struct {
	end  model.EndReason
	by   string
	do   func(w *world, p person) error
	back func(w *world, p person) error
}{
	"deactivated": {
		end: model.EndDeactivated, by: "Ada Ashby",
		do:   func(w *world, p person) error { return w.DeactivateMember(w.ctx(), w.ada, w.acme, p.User()) },
		back: func(w *world, p person) error { return w.ReactivateMember(w.ctx(), w.ada, w.acme, p.User()) },
	},
	"removed": {
		end: model.EndRemoved, by: "Ada Ashby",
		do: func(w *world, p person) error {
			return w.RemoveMember(w.ctx(), w.ada, w.acme, p.User(), model.Subject{})
		},
		back: func(w *world, p person) error { w.join(p, w.acme, model.SetStandard); return nil },
	},
	"left": {
		end: model.EndRemoved, by: "Cy Cole",
		do:   func(w *world, p person) error { return w.LeaveOrg(w.ctx(), p.Actor, w.acme, model.Subject{}) },
		back: func(w *world, p person) error { w.join(p, w.acme, model.SetStandard); return nil },
	},
}

func TestRule_1_3_GoingExpiresTheUserTokensOfThatOrgForGood(t *testing.T) {
	for name, going := range goings {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			globex := w.org("Globex")
			cy := w.person(w.acme, "Cy Cole", model.SetStandard)
			w.join(cy, globex, model.SetStandard)
			here, there := w.generate(cy.Actor, w.acme, "here"), w.generate(cy.Actor, globex, "there")
			w.clock.Advance(time.Hour)
			gone := w.clock.Now()

			w.must(going.do(w, cy))
			w.wantReason(here, model.ReasonExpired)
			w.wantReason(there, model.ReasonOK)
			w.wantEnd(here, going.end, gone, going.by)
			if v := w.row(here); v.State != model.StateExpired {
				t.Errorf("the state is %s", v.State)
			}

			w.clock.Advance(time.Hour)
			w.must(going.back(w, cy))
			w.wantReason(here, model.ReasonExpired)
			w.wantEnd(here, going.end, gone, going.by)
			if _, err := w.RegenerateToken(w.ctx(), cy.Actor, ref(here), 0, secret); model.KindOf(err) != model.KindConflict {
				t.Errorf("regenerating what has expired: %v", err)
			}
			again := w.generate(cy.Actor, w.acme, "here")
			w.wantReason(again, model.ReasonOK)
		})
	}
}

func TestRule_1_3_ALaterGoingDoesNotRewriteAnEarlierOne(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	first := w.generate(cy.Actor, w.acme, "first")
	w.clock.Advance(time.Hour)
	gone := w.clock.Now()
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	w.must(w.ReactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	w.clock.Advance(time.Hour)
	left := w.clock.Now()
	w.must(w.LeaveOrg(w.ctx(), cy.Actor, w.acme, model.Subject{}))
	w.wantEnd(first, model.EndDeactivated, gone, "Ada Ashby")

	w.join(cy, w.acme, model.SetStandard)
	second := w.generate(cy.Actor, w.acme, "second")
	w.clock.Advance(time.Hour)
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	w.wantEnd(first, model.EndDeactivated, gone, "Ada Ashby")
	w.wantEnd(second, model.EndDeactivated, left.Add(time.Hour), "Ada Ashby")
}

func TestRule_1_3_GoingWhileTheAccountIsDisabledDoesNotRewriteTheEnd(t *testing.T) {
	for _, back := range []bool{false, true} {
		w := newWorld(t)
		cy := w.person(w.acme, "Cy Cole", model.SetStandard)
		made := w.generate(cy.Actor, w.acme, "made")
		gone := w.clock.Now()
		w.must(w.DisableAccount(w.ctx(), w.ada, cy.User()))
		w.clock.Advance(time.Hour)
		if back {
			w.must(w.EnableAccount(w.ctx(), w.ada, cy.User()))
		}
		w.must(w.RemoveMember(w.ctx(), system, w.acme, cy.User(), model.Subject{}))
		w.wantEnd(made, model.EndDeactivated, gone, "Ada Ashby")
	}
}

func TestRule_1_3_RemovingADeactivatedMemberLeavesTheEndOfTheTokens(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	made := w.generate(cy.Actor, w.acme, "made")
	gone := w.clock.Now()
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	w.clock.Advance(day)
	w.must(w.RemoveMember(w.ctx(), system, w.acme, cy.User(), model.Subject{}))
	w.wantEnd(made, model.EndDeactivated, gone, "Ada Ashby")
}

func TestRule_1_3_SomebodyWhoIsGoneDoesNotLogInNorWorkThere(t *testing.T) {
	for name, going := range goings {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			cy := w.person(w.acme, "Cy Cole", model.SetAdministrator)
			w.must(going.do(w, cy))
			_, _, err := w.LogIn(w.ctx(), cy.email, secret, here)
			w.wantKind(err, model.KindUnauthenticated)
			_, err = w.ListMembers(w.ctx(), cy.Actor, w.acme, model.PageRequest{Sort: model.SortName})
			w.wantKind(err, model.KindNotFound)
			w.must(going.back(w, cy))
			w.logIn(cy)
		})
	}
}

// attempts to take the last Administrator away.
var takings = map[string]func(w *world, p person) error{
	"deactivate": func(w *world, p person) error { return w.DeactivateMember(w.ctx(), system, w.acme, p.User()) },
	"remove": func(w *world, p person) error {
		return w.RemoveMember(w.ctx(), system, w.acme, p.User(), model.Subject{})
	},
	"demote": func(w *world, p person) error {
		return w.SetMemberSet(w.ctx(), system, w.acme, p.User(), w.set(w.acme, model.SetManager))
	},
	"leave": func(w *world, p person) error { return w.LeaveOrg(w.ctx(), p.Actor, w.acme, model.Subject{}) },
}

func TestRule_1_4_TheLastActiveAdministratorStays(t *testing.T) {
	each(t, takings, func(w *world, take func(*world, person) error) {
		grace := w.person(w.acme, "Grace Gale", model.SetAdministrator)
		w.must(take(w, person{Actor: w.ada})) // grace is left
		w.wantKind(take(w, grace), model.KindConflict)
		if m := w.membership(w.acme, grace.Actor); m.Status != model.MemberActive || m.Set != w.set(w.acme, model.SetAdministrator) {
			w.t.Fatalf("the refused attempt left %+v", m)
		}
		manager := w.person(w.acme, "Max Moor", model.SetManager)
		w.wantKind(take(w, grace), model.KindConflict)
		w.must(w.SetMemberSet(w.ctx(), system, w.acme, manager.User(), w.set(w.acme, model.SetAdministrator)))
		w.must(take(w, grace))
	})
}

func TestRule_1_4_ADeactivatedAdministratorDoesNotCount(t *testing.T) {
	each(t, takings, func(w *world, take func(*world, person) error) {
		grace := w.person(w.acme, "Grace Gale", model.SetAdministrator)
		w.must(w.DeactivateMember(w.ctx(), system, w.acme, grace.User()))
		w.wantKind(take(w, person{Actor: w.ada}), model.KindConflict)
	})
}

func TestRule_1_4_OfAdministratorsWhoGoAtOnceOneStays(t *testing.T) {
	w := newWorld(t)
	all := []person{{Actor: w.ada}}
	for _, name := range []string{"Grace Gale", "Hal Hunt", "Ida Ives", "Jo Jay"} {
		all = append(all, w.person(w.acme, name, model.SetAdministrator))
	}
	how := []func(*world, person) error{takings["leave"], takings["deactivate"], takings["demote"], takings["remove"], takings["leave"]}
	errs := make([]error, len(all))
	var wg sync.WaitGroup
	for i, p := range all {
		wg.Go(func() { errs[i] = how[i](w, p) })
	}
	wg.Wait()
	refused := slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	if len(refused) != 1 || model.KindOf(refused[0]) != model.KindConflict {
		t.Fatalf("refused: %v, want exactly one conflict", refused)
	}
}

func TestRule_1_4_NobodyDeactivatesThemselfAndAnyoneElseLeaves(t *testing.T) {
	w := newWorld(t)
	grace := w.person(w.acme, "Grace Gale", model.SetAdministrator)
	w.wantKind(w.DeactivateMember(w.ctx(), grace.Actor, w.acme, grace.User()), model.KindConflict)
	if m := w.membership(w.acme, grace.Actor); m.Status != model.MemberActive {
		t.Fatalf("grace is %s", m.Status)
	}
	guest := w.person(w.acme, "Gus Gray", model.SetGuest)
	w.must(w.LeaveOrg(w.ctx(), guest.Actor, w.acme, model.Subject{}))
	if m := w.membership(w.acme, guest.Actor); m.Status != model.MemberRemoved {
		t.Fatalf("gus is %s", m.Status)
	}
}
