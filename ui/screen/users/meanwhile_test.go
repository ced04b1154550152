package users_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest/world"
)

func TestADialogAboutSomebodyWhoIsGoneSaysSo(t *testing.T) {
	remove := func(p people, by model.Actor) error {
		return p.RemoveMember(p.TB.Context(), by, p.Acme, p.bob.User(), model.Subject{})
	}
	deactivate := func(p people, by model.Actor) error {
		return p.DeactivateMember(p.TB.Context(), by, p.Acme, p.bob.User())
	}
	for name, c := range map[string]struct {
		key, asks string
		meanwhile func(people, model.Actor) error
		says      string
	}{
		"set":         {"E", "Permission set of Bob Birch", remove, "✗ Grace Hopper removed this person just now."},
		"reset":       {"P", "Reset the password of Bob Birch?", remove, "✗ Grace Hopper removed this person just now."},
		"remove":      {"x", "Remove Bob Birch?", remove, "Their tokens here ended with that."},
		"deactivate":  {"d", "Deactivate Bob Birch?", deactivate, "✗ Grace Hopper deactivated this person just now."},
		"all tokens":  {"X", "Revoke all tokens of Bob Birch?", deactivate, "✗ All of them have ended meanwhile."},
		"the account": {"D", "Disable the account of Bob Birch?", func(p people, by model.Actor) error { return p.DisableAccount(p.TB.Context(), by, p.bob.User()) }, "✗ Grace Hopper disabled this account just now."},
	} {
		t.Run(name, func(t *testing.T) {
			p := staffed(t)
			grace := p.operator("grace@acme.example", "Grace Hopper")
			d := onBob(p.as(p.Ada))
			d.Press(c.key)
			d.Sees(c.asks)
			p.Must(c.meanwhile(p, grace))
			d.Send(kit.Changed{})
			d.Sees(c.says)
			d.SeesNot("[ Cancel ]")
			d.Press("esc")
			d.SeesNot("✗ Grace")
		})
	}
}

// Who may not see the log is told what was done, and not by whom.
func TestWhoIsNamedToThoseWhoMaySeeTheLogAlone(t *testing.T) {
	p := staffed(t)
	ctx := t.Context()
	set, err := p.CreatePermissionSet(ctx, p.Ada, p.Acme, model.SetRequest{Name: "People", Seat: model.SeatFull, Permissions: []model.Permission{
		model.UsersManage, "templates.view", "templates.create", "templates.edit", "templates.delete",
		"inspections.view", "inspections.conduct", "inspections.edit", "inspections.delete",
		"assets.view", "assets.manage", "actions.view", "actions.manage",
	}})
	p.Must(err)
	nell := p.Join("nell@acme.example", "Nell North", set.Name)
	d := onBob(p.as(nell))
	d.Press("E")
	d.Sees("Permission set of Bob Birch")
	p.Must(p.RemoveMember(ctx, p.Ada, p.Acme, p.bob.User(), model.Subject{}))
	d.Send(kit.Changed{})
	d.Sees("✗ This person is no longer a member of the organisation.")
	d.Golden(t, "removed_meanwhile")
}

func TestACodeForSomebodyWhoWasRemovedSaysSo(t *testing.T) {
	p := staffed(t)
	d := onBob(p.as(p.Ada))
	d.Press("P", "right", "enter")
	d.Sees("One-time code for Bob Birch")
	code := shown(d)
	p.Must(p.RemoveMember(t.Context(), p.logIn("mia@acme.example"), p.Acme, p.bob.User(), model.Subject{}))
	d.Send(kit.Changed{})
	d.Sees("✗ Mia Moss removed this person just now.")
	d.Sees(code)
}

// operator makes somebody an operator who is an Administrator of Acme too.
func (p people) operator(email, name string) model.Actor {
	p.TB.Helper()
	p.Must(p.SetOperator(p.TB.Context(), p.Ada, p.Join(email, name, model.SetAdministrator).User(), true))
	return p.logIn(email) // whose account was changed logs in again
}

func (p people) logIn(email string) model.Actor {
	p.TB.Helper()
	by, _, err := p.LogIn(p.TB.Context(), email, model.NewSecret(world.Password), world.Origin)
	p.Must(err)
	return by
}
