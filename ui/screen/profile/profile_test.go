package profile_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/profile"
)

const better = "a cow that jumped over it"

func TestViews(t *testing.T) {
	w := newWorld(t)
	d := w.open(w.session(w.ada), profile.New)
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
	w := newWorld(t)
	d := w.open(w.session(w.join("bob@acme.example", "Bob Birch", model.SetStandard)), profile.New)
	d.Golden(t, "member")
	d.Sees("Operator      no")
}

func TestOperatorWhoIsNoMember(t *testing.T) {
	w := newWorld(t)
	w.join("bob@acme.example", "Bob Birch", model.SetStandard)
	initech, err := w.CreateOrg(t.Context(), w.ada, "Initech", "bob@acme.example")
	w.must(err)
	s := w.session(w.ada)
	s.Profile, err = w.SwitchOrg(t.Context(), w.ada, initech.ID)
	w.must(err)
	d := w.open(s, profile.New)
	d.Sees("Initech · not a member, there as an operator")
}

func TestSessionOfAToken(t *testing.T) {
	w := newWorld(t)
	made, err := w.GenerateToken(t.Context(), w.ada, model.TokenRequest{Org: w.acme, Name: "laptop", Password: model.NewSecret(password)})
	w.must(err)
	actor, _, err := w.LogInWithToken(t.Context(), made.Secret, here)
	w.must(err)
	d := w.open(w.session(actor), profile.New)
	d.Golden(t, "by token")
	d.Sees("not in this session")
}

func TestRename(t *testing.T) {
	w := newWorld(t)
	s := w.session(w.ada)
	d := w.open(s, profile.New)
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
	w := newWorld(t)
	s := w.session(w.ada)
	d := w.open(s, profile.New)
	fill := func(present, next, again string) {
		d.Press("p")
		d.Type(present)
		d.Press("enter")
		d.Type(next)
		d.Press("enter")
		d.Type(again)
		d.Press("enter")
	}
	fill(password, better, better+"!")
	d.Sees("✗ That is not the same as the new password.")
	d.SeesNot(better)
	d.Press("backspace", "enter")
	d.Sees("✓ Changed your password. Your other sessions have ended.")
	if _, err := w.WhoAmI(t.Context(), s.Actor, w.acme); err != nil {
		t.Fatalf("this session does not go on: %v", err)
	}
	if _, err := w.WhoAmI(t.Context(), w.ada, w.acme); model.KindOf(err) != model.KindUnauthenticated {
		t.Fatalf("another session goes on: %v", err)
	}
	if _, _, err := w.LogIn(t.Context(), "ada@acme.example", model.NewSecret(better), here); err != nil {
		t.Fatalf("the new password does not let in: %v", err)
	}
	fill(password, password+password, password+password)
	d.Sees("✗ Wrong password · 4 more tries before a pause.")
	d.Press("esc")
	fill(better, "short", "short")
	d.Sees("✗ The password has 5 characters")
}

func TestCopying(t *testing.T) {
	w := newWorld(t)
	s := w.session(w.ada)
	d := w.open(s, profile.New)
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
	w := newWorld(t)
	s := w.session(w.ada)
	d := w.open(s, profile.New)
	w.must(w.RenameAccount(t.Context(), w.ada, "Ada Beech"))
	d.Send(kit.Changed{})
	d.Sees("Name          Ada Beech")
	actor, err := w.ChangePassword(t.Context(), w.ada, model.NewSecret(password), model.NewSecret(better))
	w.must(err)
	d.Send(kit.Changed{})
	d.Sees("✗ This session has ended, because the account was changed; log in again.")
	d.Press("c")
	d.Sees("r try again")
	s.Actor = actor
	d.Press("esc", "r")
	d.SeesNot("This session has ended")
}
