package serviceusers_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/serviceusers"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// someServiceUsers is a world with three service users; the first one's tokens
// are used.
func someServiceUsers(t *testing.T) (*world.World, []model.Generated) {
	t.Helper()
	w := world.Old(t)
	_, made := w.Serve("ERP export", "Nightly export of inspections to the ERP. Ask Bob before you touch it.", 2, model.SetStandard, model.SetBasic)
	w.WantReason(made[0].Secret, model.ReasonOK)
	w.Pass(24 * time.Hour)
	off, _ := w.Serve("Old scanner", "", 1, model.SetGuest)
	_, err := w.DisableServiceUser(t.Context(), w.Ada, w.Acme, off.ID)
	w.Must(err)
	w.Serve("日本支社 sync", "", 0, model.SetAdministrator)
	return w, made
}

func TestViews(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
	d.CheckLayout()
	d.Golden(t, "list")
	d.Press("n")
	d.Golden(t, "create")
	d.Press("esc", "d")
	d.Golden(t, "disable")
	d.Press("esc", "x")
	d.Golden(t, "delete")
	d.Press("esc", "down", "d")
	d.Golden(t, "enable")
	d.Press("esc", "E")
	d.Golden(t, "edit")
}

func TestEmpty(t *testing.T) {
	d := newWorldDriver(t)
	d.Golden(t, "empty")
	d.Press("enter", "x", "d", "E") // nothing to do it with
	d.SeesNot("Cancel")
}

func newWorldDriver(t *testing.T) *uitest.Driver {
	t.Helper()
	w := world.Old(t)
	return w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
}

func TestWithoutThePermission(t *testing.T) {
	w, _ := someServiceUsers(t)
	bob := w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	d := w.Open(w.SessionOf(bob), "Service users", serviceusers.New)
	d.Golden(t, "without")
	d.Sees("you need the permission service-users.manage")
	d.Press("n")
	d.SeesNot("Create a service user")
}

func TestCreate(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
	d.Press("n")
	d.Type("erp EXPORT")
	d.Press("enter")
	d.Type("A second one")
	d.Press("enter", "enter")
	d.Sees("✗ Give the service user at least one permission")
	d.Press("down", "space", "enter")
	d.Sees("✗ The name erp EXPORT is taken.")
	d.Type(" two")
	d.Press("enter", "enter", "enter")
	d.Sees("✓ Created erp EXPORT two.")
	d.Sees("erp EXPORT two")
	d.Sees("Manager")
}

func TestNobodyGivesMoreThanTheyHave(t *testing.T) {
	w, _ := someServiceUsers(t)
	mia := w.Join("mia@acme.example", "Mia Moss", model.SetManager)
	d := w.Open(w.SessionOf(mia), "Service users", serviceusers.New)
	d.Press("n")
	d.Type("Backdoor")
	d.Press("enter", "enter", "space", "enter")
	d.Sees("✗ You cannot do that, because the set has org.manage")
	d.Sees("Backdoor")
}

func TestEdit(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
	d.Press("E")
	d.Sees("[x] Standard")
	d.Sees("[x] Basic")
	d.SeesNot("[x] Guest")
	d.Type(" 2")
	d.Press("enter", "enter", "down", "down", "space", "enter")
	d.Sees("✓ Saved ERP export 2.")
	d.Sees("› ERP export 2")
	d.SeesNot("Standard, Basic")
}

func TestDisableAndEnable(t *testing.T) {
	w, made := someServiceUsers(t)
	d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
	d.Press("d")
	d.Sees("Its 2 active tokens are refused from the next request on")
	d.Sees("ERP export-1 · used 10 days ago from 10.1.4.7")
	d.Press("enter")
	w.WantReason(made[0].Secret, model.ReasonOK)
	d.Press("d", "right", "enter")
	d.Sees("✓ Disabled ERP export.")
	d.Sees("○ disabled")
	w.WantReason(made[0].Secret, model.ReasonSubjectInactive)
	d.Press("d")
	d.Sees("Its 2 active tokens are accepted again")
	d.Press("right", "enter")
	d.Sees("✓ Enabled ERP export.")
	w.WantReason(made[0].Secret, model.ReasonOK)
}

func TestDeleteRevokesTokens(t *testing.T) {
	w, made := someServiceUsers(t)
	d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
	d.Sees("3 of 20 tokens active")
	d.Press("x")
	d.Sees("Its 2 active tokens are revoked in the same step.")
	d.Press("right", "enter")
	d.Sees("✓ Deleted ERP export · revoked 2 tokens.")
	d.Sees("1 of 20 tokens active")
	w.WantReason(made[1].Secret, model.ReasonRevoked)
	d.Sees("› Old scanner")
}

func TestWhatWasDeletedMeanwhileIsSaid(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
	page, err := w.ListServiceUsers(t.Context(), w.Ada, w.Acme, model.PageRequest{Sort: model.SortName})
	w.Must(err)
	_, err = w.DeleteServiceUser(t.Context(), w.Ada, w.Acme, page.Rows[0].ID, model.Subject{})
	w.Must(err)
	d.Press("x")
	d.Sees("✗ ERP export was deleted meanwhile.")
	d.Press("E")
	d.Sees("✗ ERP export was deleted meanwhile.")
}

func TestEnterLeadsToTheTokens(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
	d.Press("enter")
	d.Sees("API tokens of ERP export")
	d.Sees("ERP export-2")
	d.Press("esc")
	d.Sees("Service users")
}

func TestFilter(t *testing.T) {
	w, _ := someServiceUsers(t)
	d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
	d.Press("/")
	d.Type("scan")
	d.Sees("Old scanner")
	d.SeesNot("ERP export")
	d.Press("esc")
	d.Sees("ERP export")
}

func TestRule_1_3_WhatAServiceUserOwnsGetsANewOwner(t *testing.T) {
	w, _ := someServiceUsers(t)
	u, err := w.FindServiceUser(t.Context(), w.Ada, w.Acme, "ERP export")
	w.Must(err)
	item, err := w.CreateItem(t.Context(), w.Ada, w.Acme, model.ItemRequest{Kind: model.KindAsset, Name: "Forklift", Owner: model.Subject{ServiceUser: u.ID}})
	w.Must(err)
	d := w.Open(w.SessionOf(w.Ada), "Service users", serviceusers.New)
	d.Sees("› ERP export")
	d.Press("x")
	d.Sees("Who gets the items of ERP export?")
	d.Press("esc", "x", "enter")
	d.Sees("Delete ERP export?")
	d.Sees("1 item · owned by Ada Ashby from then on")
	d.Press("right", "enter")
	d.Sees("✓ Deleted ERP export")
	details, err := w.ItemDetails(t.Context(), w.Ada, model.ItemRef{Org: w.Acme, ID: item.ID})
	w.Must(err)
	if details.OwnerName != "Ada Ashby" {
		t.Errorf("the owner is %s", details.OwnerName)
	}
}
