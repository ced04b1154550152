package model_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

func (w *world) permissionSet(name string) model.PermissionSet {
	w.t.Helper()
	set, err := w.FindPermissionSet(w.ctx(), w.ada, w.acme, name)
	w.must(err)
	return set
}

func (w *world) edit(actor model.Actor, set model.PermissionSet, name string, permissions ...model.Permission) error {
	w.t.Helper()
	_, err := w.EditPermissionSet(w.ctx(), actor, set, model.SetRequest{Name: name, Permissions: permissions})
	return err
}

func TestRule_6_2_AllButAdministratorCanBeEditedAndDeleted(t *testing.T) {
	w := newWorld(t)
	top := w.permissionSet(model.SetAdministrator)
	w.wantKind(w.edit(w.ada, top, "Boss", top.Permissions...), model.KindConflict)
	w.wantKind(w.edit(w.ada, top, top.Name, "templates.view"), model.KindConflict)
	w.wantKind(w.DeletePermissionSet(w.ctx(), w.ada, w.acme, top.ID), model.KindConflict)
	w.must(w.edit(w.ada, top, top.Name, append(slices.Clone(top.Permissions), model.OverrideViewAll)...))

	basic := w.permissionSet(model.SetBasic)
	w.must(w.edit(w.ada, basic, "Field crew", "inspections.view"))
	w.must(w.DeletePermissionSet(w.ctx(), w.ada, w.acme, basic.ID))
	_, err := w.FindPermissionSet(w.ctx(), w.ada, w.acme, "Field crew")
	w.wantKind(err, model.KindNotFound)
}

func TestRule_6_2_ASetThatSomebodyHoldsIsNotDeleted(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetBasic)
	basic := w.permissionSet(model.SetBasic)
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, bob.User()))
	err := w.DeletePermissionSet(w.ctx(), w.ada, w.acme, basic.ID)
	w.wantKind(err, model.KindConflict)
	if !strings.Contains(err.Error(), "1 deactivated member") {
		t.Fatalf("it does not say who holds it: %v", err)
	}
	w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, bob.User(), model.Subject{}))
	w.must(w.DeletePermissionSet(w.ctx(), w.ada, w.acme, basic.ID))

	w.service(w.acme, "Robot", model.SetGuest)
	w.wantKind(w.DeletePermissionSet(w.ctx(), w.ada, w.acme, w.set(w.acme, model.SetGuest)), model.KindConflict)
}

func TestRule_6_1_AChangeOfASetCountsFromTheVeryNextRequest(t *testing.T) {
	w := newWorld(t)
	made := w.serviceToken(w.service(w.acme, "Robot", model.SetGuest), "robot")
	if !w.allowed(made).Has("templates.view") {
		t.Fatal("a Guest may not look at templates")
	}
	w.must(w.edit(w.ada, w.permissionSet(model.SetGuest), model.SetGuest, "inspections.view"))
	if allowed := w.allowed(made); allowed.Has("templates.view") || !allowed.Has("inspections.view") {
		t.Fatalf("the token may %v", allowed.Sorted())
	}
}

func TestRule_6_3_AnOrgHasNamesOfItsOwn(t *testing.T) {
	w := newWorld(t)
	_, err := w.CreatePermissionSet(w.ctx(), w.ada, w.acme, model.SetRequest{Name: "Reports", Seat: model.SeatLite, Permissions: []model.Permission{"reports.export"}})
	w.wantKind(err, model.KindInvalid)
	for _, name := range []string{"", "Reports", "reports", "reports.", "reports export", "reports.Export"} {
		_, err := w.AddPermission(w.ctx(), w.ada, w.acme, name)
		w.wantKind(err, model.KindInvalid)
	}
	_, err = w.AddPermission(w.ctx(), w.ada, w.acme, "reports.export")
	w.must(err)
	_, err = w.AddPermission(w.ctx(), w.ada, w.acme, "templates.view")
	w.wantKind(err, model.KindConflict)
	_, err = w.CreatePermissionSet(w.ctx(), system, w.acme, model.SetRequest{Name: "Reports", Seat: model.SeatLite, Permissions: []model.Permission{"reports.export"}})
	w.must(err)
}

func TestRule_6_4_OverridesAreForFullSeatsAndOneImpliesTheOther(t *testing.T) {
	w := newWorld(t)
	for seat, want := range map[model.SeatType]model.Kind{model.SeatFull: "", model.SeatLite: model.KindInvalid, model.SeatGuest: model.KindInvalid} {
		_, err := w.CreatePermissionSet(w.ctx(), system, w.acme, model.SetRequest{Name: "All " + string(seat), Seat: seat, Permissions: []model.Permission{model.OverrideManageAll}})
		if model.KindOf(err) != want {
			t.Errorf("%s: %v", seat, err)
		}
	}
	made := w.serviceToken(w.service(w.acme, "Robot", "All full"), "robot")
	if !w.allowed(made).Has(model.OverrideViewAll) {
		t.Fatal("managing all data does not imply viewing it")
	}
}

func TestRule_6_5_NobodyEditsIntoASetMoreThanTheyHave(t *testing.T) {
	w := newWorld(t)
	keeper := w.newSet(w.acme, "Set keepers", model.PermissionSetsManage, "templates.view", "templates.edit")
	bob := w.person(w.acme, "Bob Birch", model.SetGuest)
	w.must(w.SetMemberSet(w.ctx(), w.ada, w.acme, bob.User(), keeper))

	_, err := w.CreatePermissionSet(w.ctx(), bob.Actor, w.acme, model.SetRequest{Name: "More", Seat: model.SeatLite, Permissions: []model.Permission{model.TokensManage}})
	w.wantKind(err, model.KindForbidden)
	_, err = w.CreatePermissionSet(w.ctx(), bob.Actor, w.acme, model.SetRequest{Name: "Less", Seat: model.SeatLite, Permissions: []model.Permission{"templates.view"}})
	w.must(err)
	less := w.permissionSet("Less")
	w.wantKind(w.edit(bob.Actor, less, "Less", "templates.view", "assets.manage"), model.KindForbidden)
	w.must(w.edit(bob.Actor, less, "Less", "templates.view", "templates.edit"))
	w.wantKind(w.edit(bob.Actor, w.permissionSet(model.SetStandard), model.SetStandard, "templates.view"), model.KindForbidden) // he lacks what it has
	w.wantKind(w.DeletePermissionSet(w.ctx(), bob.Actor, w.acme, w.set(w.acme, model.SetManager)), model.KindForbidden)
}

func TestRule_6_2_TwoWhoEditOneSetTheSecondIsTold(t *testing.T) {
	w := newWorld(t)
	seen := w.permissionSet(model.SetBasic)
	w.must(w.edit(w.ada, seen, model.SetBasic, "templates.view"))
	err := w.edit(w.ada, seen, model.SetBasic, "inspections.view")
	w.wantKind(err, model.KindConflict)
	if got := w.permissionSet(model.SetBasic).Permissions; !slices.Equal(got, []model.Permission{"templates.view"}) {
		t.Fatalf("the first change is lost: %v", got)
	}
}

func TestRule_6_1_ThePreviewNamesWhoLosesWhat(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetGuest)
	w.generate(bob.Actor, w.acme, "phone")
	w.serviceToken(w.service(w.acme, "Robot", model.SetGuest), "robot")
	p, err := w.PreviewPermissionSet(w.ctx(), w.ada, w.acme, w.set(w.acme, model.SetGuest), model.SetRequest{Name: model.SetGuest, Permissions: []model.Permission{"templates.view", "assets.view"}})
	w.must(err)
	if !slices.Equal(p.Lost, []model.Permission{"inspections.view"}) || !slices.Equal(p.Gained, []model.Permission{"assets.view"}) {
		t.Errorf("lost %v, gained %v", p.Lost, p.Gained)
	}
	if !slices.Equal(p.Subjects, []string{"Bob Birch", "Robot"}) || len(p.Tokens) != 2 || p.More != 0 {
		t.Errorf("subjects %v, %d tokens, %d more", p.Subjects, len(p.Tokens), p.More)
	}
	if !w.permissionSetHas(model.SetGuest, "inspections.view") {
		t.Error("the preview changed the set")
	}
}

func (w *world) permissionSetHas(name string, p model.Permission) bool {
	return slices.Contains(w.permissionSet(name).Permissions, p)
}

func TestTheLeastSetThatCoversATokenIsFound(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetBasic)
	w.newSet(w.acme, "Just enough", "templates.view", "inspections.view", "inspections.conduct", "actions.view", "actions.manage")
	w.newSet(w.acme, "Too little", "templates.view")
	least, err := w.LeastSet(w.ctx(), w.ada, ref(w.generate(bob.Actor, w.acme, "phone")))
	w.must(err)
	if len(least.Permissions) != 5 {
		t.Fatalf("%s with %d permissions", least.Name, len(least.Permissions))
	}
}

func TestRule_6_5_AnOrgsOwnNamesAreItsAdministratorsToGive(t *testing.T) {
	w := newWorld(t)
	eve := w.person(w.acme, "Eve Elm", model.SetAdministrator)
	mia := w.person(w.acme, "Mia Moss", model.SetManager)
	_, err := w.AddPermission(w.ctx(), eve.Actor, w.acme, "reports.export")
	w.must(err)
	_, err = w.CreatePermissionSet(w.ctx(), eve.Actor, w.acme, model.SetRequest{Name: "Reports", Seat: model.SeatLite, Permissions: []model.Permission{"reports.export"}})
	w.must(err)
	_, err = w.CreateServiceUser(w.ctx(), mia.Actor, w.acme, model.ServiceUserRequest{Name: "Robot", Sets: []model.SetID{w.set(w.acme, "Reports")}})
	w.wantKind(err, model.KindForbidden) // a Manager lacks it
	if w.allowed(w.generate(eve.Actor, w.acme, "eve")).Has("reports.export") {
		t.Fatal("an Administrator's own token may what no set of theirs has")
	}
}
