package profile_test

import (
	"example.com/latchkey/ui/uitest/world"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/profile"
)

const better = "a cow that jumped over it"

func TestViews(t *testing.T) {
	w := world.Old(t)
	d := w.Open(w.SessionOf(w.Ada), "My profile", profile.New)
	d.CheckLayout()
	d.Golden(t, "profile")
	d.Press("e")
	d.Golden(t, "name")
	d.Press("esc", "p")
	d.Type("not my password")
	d.Press("enter")
	d.Golden(t, "password")
}

func TestMember(t *testing.T) {
	w := world.Old(t)
	d := w.Open(w.SessionOf(w.Join("bob@acme.example", "Bob Birch", model.SetStandard)), "My profile", profile.New)
	d.Golden(t, "member")
	d.Sees("Operator      no")
}

func TestOperatorWhoIsNoMember(t *testing.T) {
	w := world.Old(t)
	w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	initech, err := w.CreateOrg(t.Context(), w.Ada, "Initech", "bob@acme.example")
	w.Must(err)
	s := w.SessionOf(w.Ada)
	s.Profile, err = w.SwitchOrg(t.Context(), w.Ada, initech.ID)
	w.Must(err)
	d := w.Open(s, "My profile", profile.New)
	d.Sees("Initech · not a member, there as an operator")
}

func TestSessionOfAToken(t *testing.T) {
	w := world.Old(t)
	made, err := w.GenerateToken(t.Context(), w.Ada, model.TokenRequest{Org: w.Acme, Name: "laptop", Password: model.NewSecret(world.Password)})
	w.Must(err)
	actor, _, err := w.LogInWithToken(t.Context(), made.Secret, world.Origin)
	w.Must(err)
	d := w.Open(w.SessionOf(actor), "My profile", profile.New)
	d.Golden(t, "by token")
	d.Sees("not in this session")
}

func TestRename(t *testing.T) {
	w := world.Old(t)
	s := w.SessionOf(w.Ada)
	d := w.Open(s, "My profile", profile.New)
	d.Press("e", "ctrl+u")
	d.Type("Ada  B")
	d.Press("enter")
	d.Sees("✗ The name has two spaces in a row; one is enough.")
	d.Press("ctrl+u")
	d.Type("Ada Beech")
	d.Press("enter")
	d.Sees("✓ Saved your name.")
	d.Sees("Name          Ada Beech")
	if s.Profile.Name != "Ada Beech" {
		t.Fatalf("the session has the name %q", s.Profile.Name)
	}
}

func TestPassword(t *testing.T) {
	w := world.Old(t)
	s := w.SessionOf(w.Ada)
	d := w.Open(s, "My profile", profile.New)
	fill := func(present, next, again string) {
		d.Press("p")
		d.Type(present)
		d.Press("enter")
		d.Type(next)
		d.Press("enter")
		d.Type(again)
		d.Press("enter")
	}
	fill(world.Password, better, better+"!")
	d.Sees("✗ That is not the same as the new password.")
	d.SeesNot(better)
	d.Press("backspace", "enter")
	d.Sees("✓ Changed your password. Your other sessions have ended.")
	if _, err := w.WhoAmI(t.Context(), s.Actor(), w.Acme); err != nil {
		t.Fatalf("this session does not go on: %v", err)
	}
	if _, err := w.WhoAmI(t.Context(), w.Ada, w.Acme); model.KindOf(err) != model.KindUnauthenticated {
		t.Fatalf("another session goes on: %v", err)
	}
	if _, _, err := w.LogIn(t.Context(), "ada@acme.example", model.NewSecret(better), world.Origin); err != nil {
		t.Fatalf("the new password does not let in: %v", err)
	}
	fill(world.Password, world.Password+world.Password, world.Password+world.Password)
	d.Sees("✗ Wrong password · 4 more tries before a pause.")
	d.Press("esc")
	fill(better, "short", "short")
	d.Sees("✗ The password has 5 characters")
}

func TestCopying(t *testing.T) {
	w := world.Old(t)
	s := w.SessionOf(w.Ada)
	d := w.Open(s, "My profile", profile.New)
	d.Sees("c turn copying off")
	d.Press("c")
	d.Sees("✓ Copying is off")
	d.Sees("c turn copying on")
	if s.CopyOnGenerate || !s.Profile.NoAutoCopy {
		t.Fatal("the session copies on")
	}
	d.Press("c")
	d.Sees("✓ Copying is on")
	if !s.CopyOnGenerate {
		t.Fatal("the session does not copy")
	}
}

func TestWhatAnotherSessionChanges(t *testing.T) {
	w := world.Old(t)
	s := w.SessionOf(w.Ada)
	d := w.Open(s, "My profile", profile.New)
	w.Must(w.RenameAccount(t.Context(), w.Ada, "Ada Beech"))
	d.Send(kit.Changed{})
	d.Sees("Name          Ada Beech")
	actor, err := w.ChangePassword(t.Context(), w.Ada, model.NewSecret(world.Password), model.NewSecret(better))
	w.Must(err)
	d.Send(kit.Changed{})
	d.Sees("✗ This session has ended, because the account was changed; log in again.")
	d.Press("c")
	d.Sees("r try again")
	s.ActAs(actor)
	d.Press("esc", "r")
	d.SeesNot("This session has ended")
}
