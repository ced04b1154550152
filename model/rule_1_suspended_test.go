package model_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func (w *world) suspend(org model.OrgID) {
	w.t.Helper()
	_, err := w.SuspendOrg(w.ctx(), w.ada, org)
	w.must(err)
}

func (w *world) revive(org model.OrgID) {
	w.t.Helper()
	_, err := w.ReviveOrg(w.ctx(), w.ada, org)
	w.must(err)
}

func TestRule_1_5_EveryTokenOfASuspendedOrgIsRefusedWithThatReason(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	mine, elsewhere := w.generate(w.ada, w.acme, "mine"), w.generate(w.ada, globex, "elsewhere")
	robot := w.serviceToken(w.service(w.acme, "Robot", model.SetGuest), "robot")

	w.suspend(w.acme)
	w.wantReason(mine, model.ReasonOrgSuspended)
	w.wantReason(robot, model.ReasonOrgSuspended)
	w.wantReason(elsewhere, model.ReasonOK)
	if v := w.row(mine); v.State != model.StateSuspended || !v.Alive() {
		t.Errorf("the row says %s, alive %v", v.State, v.Alive())
	}
	_, _, err := w.LogInWithToken(w.ctx(), mine.Secret, here)
	w.wantKind(err, model.KindUnauthenticated)

	w.revive(w.acme)
	w.wantReason(mine, model.ReasonOK)
	w.wantReason(robot, model.ReasonOK)
}

func TestRule_1_5_SuspensionDoesNotStopTheClock(t *testing.T) {
	w := newWorld(t)
	late, early := w.generate(w.ada, w.acme, "late"), w.generate(w.ada, w.acme, "early")
	w.clock.Advance(time.Hour)
	w.wantReason(late, model.ReasonOK)
	w.suspend(w.acme)
	w.clock.Advance(30*day - time.Hour)
	w.wantReason(early, model.ReasonExpired) // before the suspension, in the order of 8.1
	w.wantReason(late, model.ReasonOrgSuspended)
	w.revive(w.acme)
	w.wantReason(early, model.ReasonExpired)
	w.wantReason(late, model.ReasonOK)
}

func TestRule_1_5_ARefusalForSuspensionIsNoUse(t *testing.T) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	w.suspend(w.acme)
	w.clock.Advance(29 * day)
	w.wantReason(made, model.ReasonOrgSuspended)
	w.clock.Advance(day)
	w.revive(w.acme)
	w.wantReason(made, model.ReasonExpired)
}

func TestRule_1_5_TokensOfASuspendedOrgGoOnCounting(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	var one model.Generated
	for i := range model.MaxUserTokens {
		one = w.generate(w.ada, w.acme, fmt.Sprint("token ", i))
	}
	w.suspend(w.acme)
	request := model.TokenRequest{Org: globex, Name: "one more", Password: secret}
	_, err := w.GenerateToken(w.ctx(), w.ada, request)
	w.wantKind(err, model.KindQuota)
	_, err = w.RevokeToken(w.ctx(), w.ada, ref(one))
	w.must(err)
	_, err = w.GenerateToken(w.ctx(), w.ada, request)
	w.must(err)
}

func TestRule_1_5_OwnersListAndRevokeThereAndNobodyWorks(t *testing.T) {
	w := newWorld(t)
	boss := w.person(w.acme, "Bea Boss", model.SetAdministrator)
	made := w.generate(boss.Actor, w.acme, "made")
	w.suspend(w.acme)

	list, err := w.ListTokens(w.ctx(), boss.Actor, model.TokenQuery{Org: w.acme, Page: model.PageRequest{Sort: model.SortName}})
	w.must(err)
	if len(list.Rows) != 1 {
		t.Fatalf("%d tokens listed", len(list.Rows))
	}
	_, err = w.ListMembers(w.ctx(), boss.Actor, w.acme, model.PageRequest{Sort: model.SortName})
	w.wantKind(err, model.KindForbidden)
	_, err = w.GenerateToken(w.ctx(), boss.Actor, model.TokenRequest{Org: w.acme, Name: "new", Password: secret})
	w.wantKind(err, model.KindForbidden)
	_, err = w.RenameOrg(w.ctx(), boss.Actor, w.acme, "Acme Two")
	w.wantKind(err, model.KindForbidden)
	_, err = w.ReviveOrg(w.ctx(), boss.Actor, w.acme)
	w.wantKind(err, model.KindForbidden)
	_, err = w.RenameOrg(w.ctx(), w.ada, w.acme, "Acme Two") // ada is an operator
	w.must(err)
	_, err = w.RevokeToken(w.ctx(), boss.Actor, ref(made))
	w.must(err)
	w.wantReason(made, model.ReasonRevoked)
}

func TestRule_1_6_TheFirstPersonIsTheFirstOperator(t *testing.T) {
	w := newWorld(t)
	p, err := w.WhoAmI(w.ctx(), w.ada, "")
	w.must(err)
	if !p.Operator {
		t.Fatal("ada is no operator")
	}
	_, _, err = w.SetUp(w.ctx(), model.SetUpRequest{Org: "Two", Name: "Eve", Email: "eve@two.example", Password: secret}, here)
	w.wantKind(err, model.KindConflict)
}

// operator adds a person to a new org of their own and makes them an operator
// who is a member nowhere else.
func (w *world) operator(name string) person {
	w.t.Helper()
	p := w.person(w.org("Home of "+name), name, model.SetGuest)
	w.must(w.SetOperator(w.ctx(), w.ada, p.User(), true))
	p.Actor = w.logIn(p)
	return p
}

func TestRule_1_6_AnOperatorManagesEveryOrgWithoutBeingInIt(t *testing.T) {
	w := newWorld(t)
	op := w.operator("Opal Orr")
	_, err := w.RenameOrg(w.ctx(), op.Actor, w.acme, "Acme Two")
	w.must(err)
	_, _, err = w.AddMember(w.ctx(), op.Actor, w.acme, model.MemberRequest{Email: "n@acme.example", Name: "Nel", Set: w.set(w.acme, model.SetAdministrator)})
	w.must(err)
	u, err := w.CreateServiceUser(w.ctx(), op.Actor, w.acme, model.ServiceUserRequest{Name: "Robot", Sets: []model.SetID{w.set(w.acme, model.SetAdministrator)}})
	w.must(err)
	_, err = w.GenerateToken(w.ctx(), op.Actor, model.TokenRequest{Org: w.acme, ServiceUser: u.ID, Name: "t", Password: secret})
	w.must(err)

	_, err = w.GenerateToken(w.ctx(), op.Actor, model.TokenRequest{Org: w.acme, Name: "t", Password: secret})
	w.wantKind(err, model.KindForbidden) // never a token's subject there
	members, err := w.ListMembers(w.ctx(), op.Actor, w.acme, model.PageRequest{Sort: model.SortName})
	w.must(err)
	for _, m := range members.Rows {
		if m.User == op.User() {
			t.Fatal("the operator takes a seat")
		}
	}
	orgs, err := w.ListOrgs(w.ctx(), op.Actor, model.PageRequest{Sort: model.SortName})
	w.must(err)
	if len(orgs.Rows) != 2 {
		t.Fatalf("an operator lists %d orgs, want all", len(orgs.Rows))
	}
}

func TestRule_1_6_OnlyOperatorsMakeOperatorsAndTheChangeEndsSessions(t *testing.T) {
	w := newWorld(t)
	boss := w.person(w.acme, "Bea Boss", model.SetAdministrator)
	w.wantKind(w.SetOperator(w.ctx(), boss.Actor, boss.User(), true), model.KindForbidden)
	w.must(w.SetOperator(w.ctx(), w.ada, boss.User(), true))
	_, err := w.WhoAmI(w.ctx(), boss.Actor, w.acme)
	w.wantKind(err, model.KindUnauthenticated)
	boss.Actor = w.logIn(boss)
	_, err = w.CreateOrg(w.ctx(), boss.Actor, "Bea's", "")
	w.must(err)
	w.must(w.SetOperator(w.ctx(), w.ada, boss.User(), false))
	_, err = w.CreateOrg(w.ctx(), boss.Actor, "Bea's second", "")
	w.wantKind(err, model.KindUnauthenticated)
	_, err = w.CreateOrg(w.ctx(), w.logIn(boss), "Bea's second", "")
	w.wantKind(err, model.KindForbidden)
}
