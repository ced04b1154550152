package users_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

func TestRule_1_3_DeactivatingShowsTheTokensAndEndsThemForGood(t *testing.T) {
	p := staffed(t)
	d := onBob(p.as(p.Ada))
	d.Press("d")
	d.Sees("Their 3 active tokens here expire at once and for good:")
	d.Sees("reactivating does")
	d.Sees("laptop-sync · used 2 minutes ago · 412 uses in 30 days")
	d.Sees("old-phone · never used")
	d.Press("enter") // the cursor starts on Cancel
	p.WantReason(p.laptop.Secret, model.ReasonOK)
	d.Press("d", "right", "enter")
	d.Sees("✓ Deactivated Bob Birch.")
	d.Sees("6 people")
	p.WantReason(p.laptop.Secret, model.ReasonExpired)
	d.Press("d")
	d.Sees("The tokens that ended stay ended")
	d.Press("right", "enter")
	d.Sees("✓ Reactivated Bob Birch.")
	p.WantReason(p.laptop.Secret, model.ReasonExpired)
	d.Press("enter")
	d.Sees("0 active tokens")
	d.Sees("○ expired · owner")
}

func TestRule_1_3_RemovingEndsTheTokensAndTakesThePersonOffTheList(t *testing.T) {
	p := staffed(t)
	d := onBob(p.as(p.Ada))
	d.Press("x")
	d.Sees("Remove Bob Birch?")
	d.Sees("the person again does not revive them")
	d.Press("right", "enter")
	d.Sees("✓ Removed Bob Birch from Acme.")
	d.SeesNot("bob@acme.example")
	d.Sees("5 people")
	p.WantReason(p.laptop.Secret, model.ReasonExpired)
	d.Press("n")
	d.Type("bob@acme.example")
	d.Press("enter", "enter", "enter")
	d.Sees("✓ Added Bob Birch with the set Standard.")
	p.WantReason(p.laptop.Secret, model.ReasonExpired)
}

func TestRule_1_2_AnOperatorDisablesAndEnablesAnAccount(t *testing.T) {
	p := staffed(t)
	d := onBob(p.as(p.Ada))
	d.Press("D")
	d.Sees("shut out of every organisation")
	d.Press("right", "enter")
	d.Sees("✓ Disabled the account of Bob Birch.")
	p.WantReason(p.laptop.Secret, model.ReasonExpired)
	d.Press("D", "right", "enter")
	d.Sees("✓ Enabled the account of Bob Birch.")
	p.WantReason(p.laptop.Secret, model.ReasonExpired)
	if v := p.person("bob@acme.example"); v.Disabled {
		t.Fatal("the account is still disabled")
	}
}

func TestRule_5_5_AllTokensOfAPersonAreRevokedWithOneQuestion(t *testing.T) {
	p := staffed(t)
	d := onBob(p.as(p.Ada))
	d.Press("X")
	d.Sees("Revoke all tokens of Bob Birch?")
	d.Sees("Their 3 active tokens here are refused from the next request on.")
	d.Sees("laptop-sync · used 2 minutes ago")
	d.Press("right", "enter")
	d.Sees("✓ Revoked 3 tokens of Bob Birch.")
	p.WantReason(p.laptop.Secret, model.ReasonRevoked)
	d.SeesNot("revoke all")
	d.Press("X")
	d.SeesNot("Cancel")
}

func TestRevokingWhatHasEndedMeanwhileSaysSo(t *testing.T) {
	p := staffed(t)
	d := onBob(p.as(p.Ada))
	scope := model.RevokeScope{Org: p.Acme, Subject: model.Subject{User: p.bob.User()}}
	d.Press("X")
	_, err := p.RevokeAll(t.Context(), p.Ada, scope)
	p.Must(err)
	d.Press("right", "enter")
	d.Sees("✓ The tokens of Bob Birch had ended already.")
}

// counter is somebody who manages people and nothing else.
func (p people) counter(t *testing.T) *uitest.Driver {
	t.Helper()
	_, err := p.CreatePermissionSet(t.Context(), p.Ada, p.Acme, model.SetRequest{Name: "Reception", Seat: model.SeatFull, Permissions: []model.Permission{
		model.UsersManage, "templates.view", "templates.create", "templates.edit", "templates.delete",
		"inspections.view", "inspections.conduct", "inspections.edit", "inspections.delete",
		"assets.view", "assets.manage", "actions.view", "actions.manage",
	}})
	p.Must(err)
	return p.as(p.Join("rita@acme.example", "Rita Rose", "Reception"))
}

func TestWhoMayNotSeeTokensIsToldHowManyEnd(t *testing.T) {
	p := staffed(t)
	d := onBob(p.counter(t))
	d.SeesNot("revoke all")
	d.Press("d")
	d.Sees("Their 3 active tokens here expire at once and for good:")
	d.SeesNot("laptop-sync")
	d.SeesNot("press m")
	d.Press("esc", "enter")
	d.Sees("you need the permission tokens.manage")
	d.Press("m")
	d.SeesNot("Cancel")
	d.Press("d", "right", "enter")
	d.Sees("✓ Deactivated Bob Birch.")
	p.WantReason(p.laptop.Secret, model.ReasonExpired)
}

func TestThePageOfAPersonIsKeptUpToDate(t *testing.T) {
	p := staffed(t)
	d := onBob(p.as(p.Ada))
	d.Press("enter")
	d.Sees("3 active tokens")
	d.Press("x")
	d.Sees("Revoke laptop-sync?")
	d.Sees("Bob Birch, in Acme")
	d.Press("right", "enter")
	d.Sees("✓ Revoked laptop-sync.")
	d.Sees("2 active tokens")
	d.Press("n", "R", "N") // rule 4.3: these are for Bob alone
	d.SeesNot("Cancel")
	d.Press("enter")
	d.Sees("API token laptop-sync")
	d.SeesNot("regenerate")
	d.Press("R", "N")
	d.SeesNot("Cancel")
	d.Press("esc")
	p.Must(p.RemoveMember(t.Context(), p.Ada, p.Acme, p.bob.User(), model.Subject{}))
	d.Send(kit.Changed{})
	d.Sees("✗ Bob Birch was removed meanwhile.")
	d.Press("d", "m", "X", "E")
	d.SeesNot("Cancel")
}

func TestAnIntegrationMovesToAServiceUserBeforeItsPersonGoes(t *testing.T) {
	p := staffed(t)
	d := onBob(p.as(p.Ada))
	d.Press("d")
	d.Sees("press m on its")
	d.Press("esc", "enter", "m")
	d.Sees("Create a service user in Acme")
	d.Sees("laptop-sync")
	d.Sees("[x] Standard")
	d.SeesNot("[x] Administrator")
	d.Press("enter", "enter", "enter")
	d.Sees("Generate API token for laptop-sync in Acme")
	d.Press("enter", "enter", "enter")
	d.Type(world.Password)
	d.Press("enter")
	secret := shown(d)
	d.Sees("This is the only time that the token is shown.")
	d.Press("esc")
	d.Sees("API tokens of laptop-sync")
	d.Press("esc")
	d.Sees("3 active tokens")
	d.Press("d", "right", "enter")
	d.Sees("✓ Deactivated Bob Birch.")
	p.WantReason(p.laptop.Secret, model.ReasonExpired)
	p.WantReason(model.NewSecret(secret), model.ReasonOK)
}

func TestMovingNeedsThePermission(t *testing.T) {
	p := staffed(t)
	_, err := p.CreatePermissionSet(t.Context(), p.Ada, p.Acme, model.SetRequest{Name: "Watch", Seat: model.SeatFull, Permissions: []model.Permission{model.UsersManage, model.TokensManage}})
	p.Must(err)
	d := onBob(p.as(p.Join("wil@acme.example", "Wil Watch", "Watch")))
	d.Press("d")
	d.Sees("laptop-sync · used 2 minutes ago")
	d.SeesNot("press m")
	d.Press("esc", "enter")
	d.SeesNot("service user")
	d.Press("m")
	d.SeesNot("Cancel")
}

func TestAnIntegrationThatHasStoppedAlreadyCanStillMove(t *testing.T) {
	p := staffed(t)
	p.Must(p.DeactivateMember(t.Context(), p.Ada, p.Acme, p.bob.User()))
	d := onBob(p.as(p.Ada))
	d.Press("enter")
	d.Sees("○ deactivated by Ada Ashby")
	d.Press("m")
	d.Sees("Create a service user in Acme")
	d.Sees("[x] Standard")
}

func TestRule_1_3_WhoOwnsItemsIsRemovedWithANewOwnerForThem(t *testing.T) {
	p := staffed(t)
	item, err := p.CreateItem(t.Context(), p.bob, p.Acme, model.ItemRequest{Kind: model.KindTemplate, Name: "Forklift check"})
	p.Must(err)
	d := onBob(p.as(p.Ada))
	d.Press("x")
	d.Sees("Who gets the items of Bob Birch?")
	d.Sees("Bob Birch owns 1 item in Acme.")
	d.Sees("ada@acme.example") // who asks
	d.Golden(t, "successor")
	for range len("ada@acme.example") {
		d.Press("backspace")
	}
	d.Press("enter")
	d.Sees("✗ Say who gets the items.")
	d.Type("bob@acme.example")
	d.Press("enter")
	d.Sees("✗ Bob Birch is the one who goes.")
	for range len("bob@acme.example") {
		d.Press("backspace")
	}
	d.Type("nobody")
	d.Press("enter")
	d.Sees("✗ There is no person or service user nobody")
	for range len("nobody") {
		d.Press("backspace")
	}
	d.Type("ERP export") // a service user may own
	d.Press("enter")
	d.Sees("Remove Bob Birch?")
	d.Sees("1 item · owned by ERP export from then on")
	d.Golden(t, "settled")
	d.Press("enter") // the cursor starts on Cancel
	d.Sees("Bob Birch")
	d.Press("x", "enter", "right", "enter")
	d.Sees("✓ Removed Bob Birch from Acme.")
	details, err := p.ItemDetails(t.Context(), p.Ada, model.ItemRef{Org: p.Acme, ID: item.ID})
	p.Must(err)
	if details.OwnerName != "Ada Ashby" {
		t.Errorf("the owner is %s", details.OwnerName)
	}
}
