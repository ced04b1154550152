package model_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func TestRule_2_1_AServiceUserDoesNotLogIn(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetAdministrator)
	made := w.serviceToken(robot, "robot")

	_, _, err := w.LogInWithToken(w.ctx(), made.Secret, here)
	w.wantKind(err, model.KindForbidden)
	if want := "cannot log in"; !contains(model.Sentence(err), want) {
		t.Errorf("the sentence %q does not say %q", model.Sentence(err), want)
	}
	for _, name := range []string{"Robot", "robot@acme.example", string(robot.ID)} {
		if _, _, err := w.LogIn(w.ctx(), name, made.Secret, here); err == nil {
			t.Fatalf("%s logged in", name)
		}
	}
	if use := w.row(made).Use; use.Count != 0 {
		t.Errorf("the refused log-in counted as %d uses", use.Count)
	}
	w.wantReason(made, model.ReasonOK)
}

func TestRule_2_1_AServiceUserBelongsToOneOrg(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	robot := w.service(w.acme, "Robot", model.SetGuest)
	if robot.Name != "Robot" || robot.Description != "made by a test" || robot.Org != w.acme {
		t.Fatalf("made %+v", robot)
	}
	_, err := w.GenerateToken(w.ctx(), system, model.TokenRequest{Org: globex, ServiceUser: robot.ID, Name: "n"})
	w.wantKind(err, model.KindNotFound)
	_, err = w.DisableServiceUser(w.ctx(), system, globex, robot.ID)
	w.wantKind(err, model.KindNotFound)
	_, err = w.EditServiceUser(w.ctx(), system, w.acme, robot.ID, model.ServiceUserRequest{Name: "R", Sets: []model.SetID{w.set(globex, model.SetGuest)}})
	w.wantKind(err, model.KindNotFound) // sets of another org are not there
	w.service(globex, "Robot", model.SetGuest)
	_, err = w.CreateServiceUser(w.ctx(), system, w.acme, model.ServiceUserRequest{Name: "ROBOT", Sets: robot.Sets})
	w.wantKind(err, model.KindConflict)
}

func TestRule_2_2_AServiceUserHasTheUnionOfItsSets(t *testing.T) {
	w := newWorld(t)
	a := w.newSet(w.acme, "A", "templates.view", "reports.export")
	b := w.newSet(w.acme, "B", "templates.view", "assets.view")
	u, err := w.CreateServiceUser(w.ctx(), system, w.acme, model.ServiceUserRequest{Name: "Robot", Sets: []model.SetID{a, b, a}})
	w.must(err)
	d, err := w.Verify(w.ctx(), w.serviceToken(u, "t").Secret, here)
	w.must(err)
	for _, p := range []model.Permission{"templates.view", "reports.export", "assets.view"} {
		if !d.Allowed.Has(p) {
			t.Errorf("%s is missing", p)
		}
	}
	if len(d.Allowed) != 3 {
		t.Errorf("allowed: %v", d.Allowed.Sorted())
	}
	_, err = w.CreateServiceUser(w.ctx(), system, w.acme, model.ServiceUserRequest{Name: "Idle"})
	w.wantKind(err, model.KindInvalid)
	if model.FieldOf(err) != model.FieldSets {
		t.Errorf("the field is %q", model.FieldOf(err))
	}
}

func TestRule_2_4_AServiceUserIsInNoUserListAndTakesNoSeat(t *testing.T) {
	w := newWorld(t)
	full := w.set(w.acme, model.SetAdministrator)
	w.service(w.acme, "Robot", model.SetAdministrator)
	members, err := w.ListMembers(w.ctx(), w.ada, w.acme, model.PageRequest{Sort: model.SortName})
	w.must(err)
	if len(members.Rows) != 1 || members.Rows[0].User != w.ada.User() {
		t.Fatalf("the people are %+v", members.Rows)
	}
	w.must(w.store.View(w.ctx(), func(tx model.Tx) error {
		holders, err := tx.SetHolders(w.acme, full)
		if holders.ActiveMembers != 1 || holders.ServiceUsers != 1 {
			t.Errorf("seats are counted as %+v", holders)
		}
		return err
	}))
}

func TestRule_2_5_WhatHappensToAPersonLeavesServiceTokensAlone(t *testing.T) {
	for name, going := range goings {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			maker := w.person(w.acme, "Mia Moss", model.SetAdministrator)
			robot, err := w.CreateServiceUser(w.ctx(), maker.Actor, w.acme, model.ServiceUserRequest{Name: "Robot", Sets: []model.SetID{w.set(w.acme, model.SetGuest)}})
			w.must(err)
			made, err := w.GenerateToken(w.ctx(), maker.Actor, model.TokenRequest{Org: w.acme, ServiceUser: robot.ID, Name: "t", Password: secret})
			w.must(err)
			w.must(going.do(w, maker))
			w.wantReason(made, model.ReasonOK)
			if v := w.row(made); v.CreatedBy != "Mia Moss" {
				t.Errorf("created by %q", v.CreatedBy)
			}
		})
	}
}

func TestRule_2_6_DisablingRefusesTheTokensWhileItLasts(t *testing.T) {
	w := newWorld(t)
	robot, other := w.service(w.acme, "Robot", model.SetGuest), w.service(w.acme, "Other", model.SetGuest)
	made, others := w.serviceToken(robot, "t"), w.serviceToken(other, "t")
	_, err := w.DisableServiceUser(w.ctx(), w.ada, w.acme, robot.ID)
	w.must(err)
	w.wantReason(made, model.ReasonSubjectInactive)
	w.wantReason(others, model.ReasonOK)
	if v := w.row(made); v.State != model.StateDisabled || !v.Alive() {
		t.Errorf("the row says %s, alive %v", v.State, v.Alive())
	}
	_, err = w.DisableServiceUser(w.ctx(), w.ada, w.acme, robot.ID)
	w.wantKind(err, model.KindConflict)
	_, err = w.EnableServiceUser(w.ctx(), w.ada, w.acme, robot.ID)
	w.must(err)
	w.wantReason(made, model.ReasonOK)
}

func TestRule_2_6_DeletingRevokesTheActiveTokensInTheSameStep(t *testing.T) {
	w := newWorld(t)
	w.limit(31 * day)
	robot, other := w.service(w.acme, "Robot", model.SetGuest), w.service(w.acme, "Other", model.SetGuest)
	old := w.serviceToken(robot, "old")
	w.clock.Advance(31 * day) // old ends by itself
	ended := w.clock.Now()
	others := w.serviceToken(other, "other")
	var all []model.Generated
	for i := range model.MaxServiceUserTokens - 1 {
		all = append(all, w.serviceToken(robot, fmt.Sprint("t", i)))
	}
	w.clock.Advance(time.Hour)
	n, err := w.DeleteServiceUser(w.ctx(), w.ada, w.acme, robot.ID, model.Subject{})
	w.must(err)
	if n != len(all) {
		t.Errorf("revoked %d, want %d", n, len(all))
	}
	for _, made := range all {
		w.wantReason(made, model.ReasonRevoked)
		w.wantEnd(made, model.EndDeleted, w.clock.Now(), "Ada Ashby")
	}
	w.wantEnd(old, model.EndUnused, ended, "")
	w.wantReason(others, model.ReasonOK)
	w.serviceToken(other, "there is room again")
}

func TestRule_2_6_TheNameOfADeletedOneStaysInTheLogAndIsFree(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	w.serviceToken(robot, "t")
	deleted := w.since(func() {
		_, err := w.DeleteServiceUser(w.ctx(), w.ada, w.acme, robot.ID, model.Subject{})
		w.must(err)
	})
	if len(deleted) != 1 || deleted[0].Target.Name != "Robot" || deleted[0].Target.ID != string(robot.ID) {
		t.Fatalf("the entry of the deletion is %+v", deleted)
	}
	list, err := w.ListServiceUsers(w.ctx(), w.ada, w.acme, model.PageRequest{Sort: model.SortName})
	w.must(err)
	if len(list.Rows) != 0 {
		t.Errorf("still listed: %+v", list.Rows)
	}
	_, err = w.EnableServiceUser(w.ctx(), w.ada, w.acme, robot.ID)
	w.wantKind(err, model.KindNotFound)
	_, err = w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, ServiceUser: robot.ID, Name: "n", Password: secret})
	w.wantKind(err, model.KindNotFound)
	if again := w.service(w.acme, "Robot", model.SetGuest); again.ID == robot.ID {
		t.Error("the new one has the id of the deleted one")
	}
}

// limit sets Acme's inactivity limit for service-user tokens.
func (w *world) limit(limit time.Duration) {
	w.t.Helper()
	_, err := w.SetServiceTokenInactivity(w.ctx(), w.ada, w.acme, limit)
	w.must(err)
}
