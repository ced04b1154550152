package sets_test

import (
	"slices"
	"testing"

	"example.com/latchkey/model"
)

func TestCreate(t *testing.T) {
	o, d := openAsAda(t, 0)
	d.Press("n")
	d.Type("Reporter")
	d.Press("enter", "right", "enter", "space", "enter")
	d.Sees("✓ Created Reporter.")
	d.Sees("Reporter")
	set := o.set("Reporter")
	if set.Seat != model.SeatLite || len(set.Permissions) != 1 || set.Permissions[0] != "templates.view" {
		t.Fatalf("created %+v", set)
	}
}

func TestCreateSaysInPlaceWhatWillNotDo(t *testing.T) {
	_, d := openAsAda(t, 0)
	d.Press("n")
	d.Type("standard")
	d.Press("enter", "right", "enter", "enter")
	d.Sees("✗ The name standard is taken.")
	d.Type(" 2")
	d.Press("enter", "enter")
	for range 22 { // down to the first override
		d.Press("down")
	}
	d.Sees("override · view-all-data · full seat only")
	d.Press("space", "enter")
	d.Sees("✗ override.view-all-data is for sets with a full seat")
	d.Golden(t, "override")
}

func TestCopyBeginsWithWhatTheOtherOneAllows(t *testing.T) {
	o, d := openAsAda(t, 3)
	d.Press("y")
	d.Sees("Copy Basic")
	d.Sees("Basic copy")
	d.Press("enter")
	d.Sees("lite ‹ ›")
	d.Press("enter", "enter")
	d.Sees("✓ Created Basic copy.")
	set, basic := o.set("Basic copy"), o.set(model.SetBasic)
	if set.Seat != basic.Seat || len(set.Permissions) != len(basic.Permissions) {
		t.Fatalf("the copy is %+v", set)
	}
}

func TestRule_6_5_NobodyCreatesMoreThanTheyHave(t *testing.T) {
	o, d := keeper(t)
	d.Press("n")
	d.Type("Backdoor")
	d.Press("enter", "enter")
	d.Sees("[ ] templates · delete · out of reach")
	d.Sees("[ ] templates · view")
	d.Press("down", "down", "down", "space", "enter")
	d.Sees("✗ You cannot do that, because the set would have")
	d.Sees("Backdoor")
	d.Golden(t, "out_of_reach")
	if o.lacks(model.SetStandard, "templates.delete") {
		t.Fatal("Standard has changed")
	}
}

func TestRule_6_5_NobodyEditsAboveThemselves(t *testing.T) {
	_, d := keeper(t)
	d.Press("down", "down", "e", "enter", "space", "enter")
	d.Sees("✗ You cannot do that, because the set has")
	d.Press("esc", "x", "right", "enter")
	d.Sees("✗ You cannot do that, because the set has")
}

func TestSavingShowsFirstWhoLosesAndGainsWhat(t *testing.T) {
	o, d := openAsAda(t, 2)
	d.Press("e", "enter", "down", "space") // templates.create goes
	for range 11 {
		d.Press("down")
	}
	d.Press("space", "enter") // users.manage comes
	d.Sees("Save Standard?")
	d.Sees("Lost     templates.create")
	d.Sees("Gained   users.manage")
	d.Sees("1 active member, 1 service user: Bob Birch, ERP export")
	d.Sees("3 active tokens")
	d.Sees("ci-nightly · Bob Birch · used 22 hours ago")
	d.Sees("ERP export-1 · ERP export · used 1 day ago")
	d.CheckLayout()
	d.Golden(t, "preview")
	if o.lacks(model.SetStandard, "templates.create") {
		t.Fatal("the edit was saved before it was confirmed")
	}
	d.Press("right", "enter")
	d.Sees("✓ Saved Standard.")
	if !o.lacks(model.SetStandard, "templates.create") || o.lacks(model.SetStandard, model.UsersManage) {
		t.Fatal("the edit was not saved")
	}
}

func TestCancellingTheReviewLeadsBackToTheFormAsItWas(t *testing.T) {
	o, d := openAsAda(t, 2)
	d.Press("e")
	d.Type(" two")
	d.Press("enter", "down", "space", "enter")
	d.Sees("Save Standard?")
	d.Sees("Name     Standard two")
	d.Press("enter")
	d.Sees("Edit Standard")
	d.Sees("Standard two")
	d.Sees("[ ] templates · create")
	d.Press("esc")
	d.SeesNot("Cancel")
	if o.lacks(model.SetStandard, "templates.create") {
		t.Fatal("a cancelled edit was saved")
	}
}

func TestWhatChangesNothingForAnybodyIsSavedAtOnce(t *testing.T) {
	o, d := openAsAda(t, 2)
	d.Press("e")
	d.Type(" staff")
	d.Press("enter", "enter")
	d.Sees("✓ Saved Standard staff.")
	o.set("Standard staff")
}

func TestASetThatNobodyHoldsSaysSo(t *testing.T) {
	_, d := openAsAda(t, 4)
	d.Press("e", "enter", "space", "enter")
	d.Sees("Save Guest?")
	d.Sees("nobody")
	d.Sees("nothing changes for anybody now")
}

func TestTwoPeopleEditTheSameSet(t *testing.T) {
	o, d := openAsAda(t, 2)
	d.Press("e", "enter", "down", "space", "enter")
	d.Sees("Save Standard?")
	before := o.set(model.SetStandard)
	_, err := o.EditPermissionSet(t.Context(), o.Ada, before, model.SetRequest{Name: before.Name, Permissions: slices.Concat(before.Permissions, []model.Permission{model.ActivityView})})
	o.Must(err)
	d.Press("right", "enter")
	d.Sees("✗ Somebody changed Standard in the meantime; look at it again.")
	d.Golden(t, "conflict")
	d.Press("left", "enter")
	d.Sees("Your changes are made to what it is now.")
	d.Sees("[ ] templates · create")
	d.Press("enter", "enter")
	d.Sees("Lost     templates.create")
	d.SeesNot("Gained")
	d.Press("right", "enter")
	d.Sees("✓ Saved Standard.")
	if o.lacks(model.SetStandard, model.ActivityView) || !o.lacks(model.SetStandard, "templates.create") {
		t.Fatal("somebody's change was lost")
	}
}

func TestWhatWasDeletedMeanwhileIsSaid(t *testing.T) {
	o, d := openAsAda(t, 4)
	o.Must(o.DeletePermissionSet(t.Context(), o.Ada, o.Acme, o.Set(model.SetGuest)))
	d.Press("e")
	d.Sees("✗ Guest was deleted meanwhile.")
}

func TestRule_6_2_AdministratorIsProtected(t *testing.T) {
	o, d := openAsAda(t, 0)
	d.Press("x")
	d.SeesNot("Delete")
	d.Press("e")
	d.Sees("can be given the overrides; nothing else about it")
	d.Type("s")
	d.Press("enter", "enter")
	d.Sees("✗ Administrator keeps its name.")
	d.Press("backspace", "enter", "space", "enter")
	d.Sees("✗ Administrator can be given the overrides")
	d.Press("space")
	for range 22 {
		d.Press("down")
	}
	d.Press("space", "enter")
	d.Sees("Gained   override.view-all-data")
	d.Press("right", "enter")
	d.Sees("✓ Saved Administrator.")
	if o.lacks(model.SetAdministrator, model.OverrideViewAll) {
		t.Fatal("the override was not given")
	}
}

func TestDelete(t *testing.T) {
	o, d := openAsAda(t, 4)
	d.Press("x")
	d.Sees("Nobody holds it")
	d.Press("enter")
	o.set(model.SetGuest)
	d.Press("x", "right", "enter")
	d.Sees("✓ Deleted Guest.")
	if _, err := o.FindPermissionSet(t.Context(), o.Ada, o.Acme, model.SetGuest); model.KindOf(err) != model.KindNotFound {
		t.Fatalf("Guest is still there: %v", err)
	}
}

func TestWhatSomebodyHoldsIsNotDeleted(t *testing.T) {
	_, d := openAsAda(t, 2)
	d.Press("x", "right", "enter")
	d.Sees("✗ Standard is held by 1 active member, 1 service user; give them")
	d.Press("esc")
	d.Sees("Standard")
}

func TestDeletingFromTheDetailsLeavesThem(t *testing.T) {
	_, d := openAsAda(t, 4)
	d.Press("enter", "x", "right", "enter")
	d.SeesNot("Permission set Guest")
	d.Sees("Permission sets")
	d.Sees("✓ Deleted Guest.")
}

func TestRule_6_3_ANameOfTheOrganisationsOwn(t *testing.T) {
	o, d := openAsAda(t, 4)
	d.Press("a")
	d.Type("Reports")
	d.Press("enter")
	d.Sees("✗ A permission is a dotted name in lower case")
	for range len("Reports") {
		d.Press("backspace")
	}
	d.Type("reports.export")
	d.Press("enter")
	d.Sees("✓ Added reports.export.")
	d.Press("e", "enter")
	for range 22 {
		d.Press("down")
	}
	d.Sees("own · reports.export")
	d.Press("space", "enter", "right", "enter")
	d.Sees("✓ Saved Guest.")
	if o.lacks(model.SetGuest, "reports.export") {
		t.Fatal("Guest did not get it")
	}
	d.Press("enter", "G")
	d.Sees("✓ reports.export")
}
