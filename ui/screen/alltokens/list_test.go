package alltokens_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/uitest/world"
)

func TestViews(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.CheckLayout()
	d.Golden(t, "list")
	d.Press("f")
	d.CheckLayout()
	d.Golden(t, "filter_form")
	d.Type("bob")
	d.Press("tab", "right", "shift+tab", "enter", "enter", "enter", "enter", "enter", "enter")
	d.CheckLayout()
	d.Golden(t, "filtered")
	d.Press("esc", "F")
	d.Golden(t, "find")
}

func TestEmpty(t *testing.T) {
	w := world.New(t)
	o := &office{World: w}
	d := o.open(w.Ada)
	d.Sees("No tokens here.")
	d.Golden(t, "empty")
	d.Press("x", "O", "A", "enter") // nothing to do it with
	d.SeesNot("Cancel")
}

func TestWithoutThePermission(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.bob)
	d.Sees("you need the permission tokens.manage")
	d.Golden(t, "without")
	d.Press("f", "F", "A", "O", "x")
	d.SeesNot("Cancel")
}

// TestTokensOfServiceUsersAreForThoseWhoManageThem holds for what Tokens
// returns; the screen shows neither the rows nor the key.
func TestTokensOfServiceUsersAreForThoseWhoManageThem(t *testing.T) {
	o := newOffice(t)
	_, err := o.CreatePermissionSet(t.Context(), o.Ada, o.Acme, model.SetRequest{
		Name: "Token keeper", Seat: model.SeatFull, Permissions: []model.Permission{model.TokensManage},
	})
	o.Must(err)
	d := o.open(o.Join("kim@acme.example", "Kim Kale", "Token keeper"))
	d.Sees("ci-nightly")
	d.SeesNot("ERP export-1")
	d.Press("A")
	d.SeesNot("Cancel")
	d.Press("O")
	d.Sees("Revoke all")
}

func TestRule_5_3_SeveralMarkedTokensAreRevokedWithOneQuestion(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press(" ", " ", " ", "down", " ")
	d.Sees("4 marked")
	d.Press("x")
	d.Sees("Revoke 4 tokens?")
	d.Sees("ERP export-1 · ERP export · used 2 minutes ago, 9× in 30 days")
	d.Sees("ERP export-2 · ERP export · never used")
	d.CheckLayout()
	d.Golden(t, "revoke_several")
	d.Press("enter")
	o.WantReason(o.made["ci-nightly"].Secret, model.ReasonOK)
	d.Press("x", "right", "enter")
	d.Sees("✓ Revoked 4 tokens.")
	d.SeesNot("marked")
	o.WantReason(o.made["ci-nightly"].Secret, model.ReasonRevoked)
}

func TestOneTokenIsRevokedWithWhatWillStop(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press("/")
	d.Type("laptop")
	d.Press("enter", "x")
	d.Sees("Revoke laptop-sync?")
	d.Sees("412 in 24 hours · 412 in 30 days")
	d.Press("right", "enter")
	d.Sees("✓ Revoked laptop-sync.")
	o.WantReason(o.made["laptop-sync"].Secret, model.ReasonRevoked)
}

func TestWhatHasEndedIsNotRevokedAgain(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press("/")
	d.Type("old-phone")
	d.Press("enter", "x")
	d.Sees("✗ That has ended already")
}

func TestDetailsOfSomebodyElseOfferToRevokeAlone(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press("enter")
	d.Sees("API token ci-nightly")
	d.Sees("Bob Birch, in Acme")
	d.SeesNot("R regenerate")
	d.Press("R")
	d.SeesNot("Cancel")
	d.Press("x", "right", "enter")
	d.Sees("✓ Revoked ci-nightly.")
	d.Press("esc")
	d.Sees("✗ revoked")
}

func TestDetailsOfOnesOwnOfferToRegenerate(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.Ada)
	d.Press("/")
	d.Type("laptop")
	d.Press("enter", "enter")
	d.Sees("regenerate")
	d.Press("R")
	d.Sees("Regenerate laptop-sync?")
}
