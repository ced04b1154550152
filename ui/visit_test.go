package ui_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest/world"
)

func TestExplainByCommand(t *testing.T) {
	w := world.New(t)
	w.Generate("laptop-sync")
	a := logIn(t, w, ada)
	a.command("explain")
	a.Sees("Press t to say whose request is meant")
	a.Press("t", "down", "down", "enter")
	a.Sees("Explain  laptop-sync")
	a.Sees("200 ok")
	a.Press("esc")
	a.Sees("1 of 10 active")
}

func TestExplainByCommandNeedsAnOrg(t *testing.T) {
	w := world.New(t)
	operator(w)
	a := logIn(t, w, bob)
	a.command("explain")
	a.Sees("Type :orgs to choose one first.")
}

// Rule 8.3: from a check that fails one gets to where that can be changed, and
// back to what comes next.
func TestRule_8_3_WhatDecidesCanBeChangedFromThere(t *testing.T) {
	w := world.New(t)
	ctx := t.Context()
	who := w.Join(bob, "Bob Birch", model.SetGuest)
	robot, made := w.Serve("ERP export", "", 2, model.SetGuest)
	other := w.Generate("laptop-sync")
	_, err := w.DisableServiceUser(ctx, w.Ada, w.Acme, robot.ID)
	w.Must(err)
	w.Must(w.DeactivateMember(ctx, w.Ada, w.Acme, who.User()))
	_, err = w.RevokeToken(ctx, w.Ada, model.TokenRef{Org: w.Acme, ID: other.Token.ID})
	w.Must(err)
	for typed, want := range map[string][]string{
		made[1].Token.Name: {"› ✗ Subject", "Service users", "› ERP export"},
		bob:                {"› ✗ Subject", "Users", "› Bob Birch"},
		"laptop-sync":      {"› ✗ Revocation", "API tokens", "› laptop-sync"},
	} {
		a := logIn(t, w, ada)
		a.command("explain")
		a.Press("t")
		a.Type(typed)
		a.Press("enter")
		a.Sees(want[0])
		a.Press("enter")
		a.Sees(want[1])
		a.Sees(want[2])
		a.Press("esc")
		a.Sees(want[0])
	}
}

func TestRule_8_3_APermissionIsMendedAndTheNextCheckSeen(t *testing.T) {
	w := world.New(t)
	w.Join(bob, "Bob Birch", model.SetGuest)
	a := logIn(t, w, ada)
	a.command("users")
	a.Press("down", "e")
	a.Sees("Explain  Bob Birch")
	a.Press("p")
	a.Type("assets.view")
	a.Press("enter")
	a.Sees("› ✗ Permission")
	a.Sees("403 permission_missing")
	a.Press("enter")
	a.Sees("› Guest")
	set, err := w.FindPermissionSet(t.Context(), w.Ada, w.Acme, model.SetGuest)
	w.Must(err)
	_, err = w.EditPermissionSet(t.Context(), w.Ada, set, model.SetRequest{Name: set.Name, Permissions: append(set.Permissions, "assets.view")})
	w.Must(err)
	a.Press("esc")
	a.Sees("Guest has assets.view")
	a.Sees("200 ok")
	a.Press("esc")
	a.Sees("› Bob Birch")
}

func TestASuspendedOrgIsRevivedFromThere(t *testing.T) {
	w := world.New(t)
	w.Generate("laptop-sync")
	a := logIn(t, w, ada)
	a.Press("e")
	_, err := w.SuspendOrg(t.Context(), w.Ada, w.Acme)
	w.Must(err)
	a.Send(kit.Changed{})
	a.Sees("› ✗ Organisation")
	a.Press("enter")
	a.Sees("v revive")
}

func TestWhatIsInAnotherOrgIsSaidToBeThere(t *testing.T) {
	w := world.New(t)
	bolt, err := w.CreateOrg(t.Context(), w.Ada, "Bolt", ada)
	w.Must(err)
	a := logIn(t, w, ada)
	a.Send(kit.Visit{Place: model.Place{Org: bolt.ID, Kind: "user", ID: string(w.Ada.User())}})
	a.Sees("That is in another organisation than this one. Type :orgs to go there.")
	a.Press("esc")
	a.Send(kit.Visit{Place: model.Place{Org: w.Acme, Kind: "token", ID: "tok_01KV7W8AE00000000000000000"}})
	a.Sees("✗ ")
}

func TestRule_8_3_AccessIsMendedAtTheItem(t *testing.T) {
	w := world.New(t)
	who := w.Join(bob, "Bob Birch", model.SetStandard)
	for _, name := range []string{"Ladder", "Forklift pre-start"} {
		_, err := w.CreateItem(t.Context(), w.Ada, w.Acme, model.ItemRequest{Kind: model.KindInspection, Name: name})
		w.Must(err)
	}
	a := logIn(t, w, ada)
	a.command("users")
	a.Press("down", "e", "p")
	a.Type("inspections.edit")
	a.Press("enter", "i")
	a.Type("forklift")
	a.Press("enter")
	a.Sees("no access · edit is needed")
	a.Press("enter")
	a.Sees("› Forklift pre-start")
	item, err := w.FindItem(t.Context(), w.Ada, w.Acme, "Forklift pre-start")
	w.Must(err)
	_, err = w.Share(t.Context(), w.Ada, model.Scope{Org: w.Acme, Item: item.ID}, model.Grantee{Org: w.Acme, Kind: model.GranteeUser, ID: string(who.User())}, model.LevelEdit)
	w.Must(err)
	a.Press("esc")
	a.Sees("has edit · edit is needed")
	a.Sees("200 ok")
}
