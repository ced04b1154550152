package users_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest/world"
)

func TestViews(t *testing.T) {
	p := staffed(t)
	d := p.as(p.Ada)
	d.CheckLayout()
	d.Golden(t, "list")
	d.Press("n")
	d.Golden(t, "add")
	d.Press("esc")
	onBob(d).Press("E")
	d.Golden(t, "set")
	for key, name := range map[string]string{"d": "deactivate", "x": "remove", "X": "revoke_all", "P": "reset", "D": "disable"} {
		d.Press("esc", key)
		d.CheckLayout()
		d.Golden(t, name)
	}
	d.Press("esc", "enter")
	d.CheckLayout()
	d.Golden(t, "person")
	d.Press("m")
	d.Golden(t, "move")
}

func TestTheListHasPeopleInEveryStateAndNoServiceUser(t *testing.T) {
	p := staffed(t)
	d := p.as(p.Ada)
	d.Sees("6 people")
	for _, state := range []string{"● active", "○ deactivated", "✗ disabled", "◐ invited"} {
		d.Sees(state)
	}
	d.SeesNot("ERP export")
	d.Press("/")
	d.Type("tokyo")
	d.Sees("山田 花子")
	d.SeesNot("Bob Birch")
	d.Press("esc")
	d.Press("S")
	d.Sees("› 山田 花子")
}

func TestWithoutThePermission(t *testing.T) {
	p := staffed(t)
	d := p.as(p.bob)
	d.Golden(t, "without")
	d.Sees("you need the permission users.manage")
	d.Press("n", "enter", "x", "d", "E", "P", "X", "D")
	d.SeesNot("Cancel")
}

func TestNobodyIsOfferedToShutThemselfOut(t *testing.T) {
	p := staffed(t)
	d := p.as(p.Ada)
	d.Sees("› Ada Ashby")
	d.SeesNot("deactivate ")
	d.Press("d", "D")
	d.SeesNot("Cancel")
}

func TestTheLastAdministratorStays(t *testing.T) {
	p := staffed(t)
	d := p.as(p.Ada)
	d.Press("x", "right", "enter")
	d.Sees("✗ Ada Ashby is the last active Administrator of Acme")
	d.Press("esc", "E", "right", "enter")
	d.Sees("✗ Ada Ashby is the last active Administrator of Acme")
}

func TestRule_6_5_NobodyGivesOrTouchesMoreThanTheyHave(t *testing.T) {
	p := staffed(t)
	mia, _, err := p.LogIn(t.Context(), "mia@acme.example", model.NewSecret(world.Password), world.Origin)
	p.Must(err)
	d := p.as(mia)
	d.SeesNot("disable account")
	for _, key := range []string{"E", "P", "x"} {
		d.Press(key, "right", "enter")
		d.Sees("✗ You cannot do that, because they have org.manage")
		d.Press("esc")
	}
	onBob(d).Press("E", "left", "left")
	d.Sees("Administrator · full seat")
	d.Press("enter")
	d.Sees("✗ You cannot do that, because the set has org.manage")
	d.Press("esc", "n")
	d.Type("new@acme.example")
	d.Press("enter")
	d.Type("Nina New")
	d.Press("enter", "left", "left", "enter")
	d.Sees("✗ You cannot do that, because the set has org.manage")
	d.Sees("new@acme.example") // what was typed stays
}

func TestRule_10_1_AFullTypeOfSeatIsRefusedInPlace(t *testing.T) {
	p := staffed(t)
	_, err := p.SetSeatLimit(t.Context(), p.Ada, p.Acme, model.SeatLite, 1)
	p.Must(err)
	p.Join("lia@acme.example", "Lia Lime", model.SetBasic)
	d := p.as(p.Ada)
	onBob(d).Press("E", "right")
	d.Sees("Basic · lite seat, 1 of 1 taken")
	d.Press("enter")
	d.Sees("✗ All 1 lite seats of Acme are taken")
	d.Press("esc", "/")
	d.Type("olga")
	d.Press("enter", "d", "right", "enter")
	d.Sees("✗ All 1 lite seats of Acme are taken")
}

func TestWhoeverComesSecondIsTold(t *testing.T) {
	p := staffed(t)
	ctx := t.Context()
	d := onBob(p.as(p.Ada))
	d.Press("E")
	p.Must(p.SetMemberSet(ctx, p.Ada, p.Acme, p.bob.User(), p.Set(model.SetGuest)))
	d.Press("right", "enter")
	d.Sees("✗ Somebody changed Bob Birch in the meantime; look at it again.")
	d.Press("esc", "d")
	p.Must(p.DeactivateMember(ctx, p.Ada, p.Acme, p.bob.User()))
	d.Press("right", "enter")
	d.Sees("✗ Bob Birch is deactivated already.")
	d.Press("esc", "x")
	p.Must(p.RemoveMember(ctx, p.Ada, p.Acme, p.bob.User(), model.Subject{}))
	d.Press("right", "enter")
	d.Sees("✗ There is no such person in the organisation.")
	d.Press("esc", "P")
	d.Sees("✗ Bob Birch was removed meanwhile.")
	d.Send(kit.Changed{})
	d.SeesNot("bob@acme.example")
}

func TestHelpSaysWhoIsHere(t *testing.T) {
	p := staffed(t)
	d := p.as(p.Ada)
	d.Press("/")
	d.Type("nobody like that")
	d.Sees("Nothing here matches")
	d.Press("esc", "?")
	d.Sees("The people of the organisation; service users are not among")
}

func TestOnANarrowScreenNameAndStateStay(t *testing.T) {
	p := staffed(t)
	d := p.as(p.Ada)
	d.Resize(40, 10)
	d.Sees("Name")
	d.Sees("State")
	d.SeesNot("E-mail")
}
