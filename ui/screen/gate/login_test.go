package gate_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/uitest/world"
)

const (
	ada   = "ada@acme.example"
	wrong = "not the password at all"
)

func TestLogInByPassword(t *testing.T) {
	v := visit(t, world.New(t), "")
	if !v.cursorIn("E-mail") {
		t.Error("the cursor is not in the e-mail field")
	}
	v.Golden(t, "empty")
	v.CheckLayout()
	v.Type(ada)
	v.Press("enter")
	v.logIn(world.Password + "\n")
	v.Sees("Acme")
	v.Sees("ada@acme.example · Administrator")
	v.Sees("0 of 10 active")
	if len(v.remembered) != 1 || v.remembered[0] != ada {
		t.Errorf("remembered: %q", v.remembered)
	}
}

func TestTheLastEMailIsProposedAndThePasswordNever(t *testing.T) {
	v := visit(t, world.New(t), ada)
	v.Sees(ada)
	if !v.cursorIn("Password") {
		t.Error("the cursor is not in the password field")
	}
	v.logIn(world.Password)
	v.Press(":")
	v.Type("logout")
	v.Press("enter")
	v.Sees("Log in to latchkey")
	v.Sees(ada)
	v.SeesNot("••")
	v.Press("enter")
	v.Sees("Type your password.")
	v.SeesNot("My tokens")
}

func TestTheLogInSaysWhatItIsToldTo(t *testing.T) {
	v := visit(t, world.New(t), "")
	v.session.LogInHint = "This is the latchkey of Acme.\nHelp: extension 100."
	v.Golden(t, "hint")
	v.CheckLayout()
}

func TestAWrongPasswordIsRefusedAndTakenOut(t *testing.T) {
	v := visit(t, world.New(t), ada)
	v.logIn(wrong)
	v.Sees("✗ That e-mail and password do not go together.")
	v.Sees(ada)
	v.SeesNot("••")
	v.Golden(t, "wrong")
	v.CheckLayout()
	v.logIn(world.Password)
	v.Sees("0 of 10 active")
}

func TestRule_11_3_UnknownAccountsGetTheSameAnswer(t *testing.T) {
	v := visit(t, world.New(t), "nobody@acme.example")
	v.logIn(wrong)
	v.Sees("✗ That e-mail and password do not go together.")
}

func TestFieldsThatWillNotDo(t *testing.T) {
	v := visit(t, world.New(t), "")
	v.Type("ada")
	v.Press("enter")
	v.logIn(world.Password)
	v.Sees("✗")
	if !v.cursorIn("E-mail") {
		t.Error("the cursor is not in the e-mail field")
	}
	v.Type("@acme.example")
	v.Press("enter", "enter")
	v.Sees("0 of 10 active")
}

func TestRule_11_3_FiveWrongPasswordsBringAPauseThatCountsDown(t *testing.T) {
	v := visit(t, world.New(t), ada)
	for range 5 {
		v.logIn(wrong)
		v.Sees("do not go together")
	}
	v.logIn(wrong)
	v.reads("Too many wrong passwords in a row; try again in 1 second.")
	v.later(time.Second)
	v.Sees("The pause is over; press enter to try what you typed.")
	v.Press("enter") // what was typed during the pause was not tried yet
	v.Sees("do not go together")
	v.logIn(world.Password)
	v.Sees("try again in 2 seconds.")
	v.Golden(t, "pause")
	v.CheckLayout()
	v.Press("up")
	v.later(time.Second)
	v.Sees("try again in 1 second.")
	if !v.cursorIn("E-mail") {
		t.Error("the countdown moves the cursor")
	}
	v.later(time.Second)
	v.Sees("The pause is over; press enter to try what you typed.")
	v.Press("enter", "enter")
	v.Sees("0 of 10 active")
}

func TestACountdownEndsWhereTheNextTryBegins(t *testing.T) {
	v := visit(t, world.New(t), ada)
	for range 6 {
		v.logIn(wrong)
	}
	v.Sees("try again in 1 second.")
	v.Pass(time.Second)
	v.Hold()
	v.Press("enter")
	v.Ring(time.Second)
	v.Sees("Logging in…")
	v.SeesNot("The pause is over")
	v.Release()
	v.Sees("do not go together")
}

func TestRule_11_1_AUserTokenLogsInToItsOrg(t *testing.T) {
	w := world.New(t)
	made := w.Generate("laptop-sync")
	bolt, err := w.CreateOrg(t.Context(), w.Ada, "Bolt", ada)
	w.Must(err)
	_, err = w.SwitchOrg(t.Context(), w.Ada, bolt.ID)
	w.Must(err)

	for name, email := range map[string]string{"without an e-mail": "", "with one": ada} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, w, email)
			if email == "" {
				v.Press("enter")
			}
			v.logIn(made.Secret.Reveal() + "\n")
			v.Sees("Acme")
			v.Sees("by token")
			v.Sees("laptop-sync")
			v.SeesNot("Bolt")
		})
	}
}

func TestRule_11_1_TokensThatDoNotLogIn(t *testing.T) {
	w := world.New(t)
	_, served := w.Serve("nightly", "", 1, "Standard")
	revoked := w.Generate("old-phone")
	_, err := w.RevokeToken(t.Context(), w.Ada, model.TokenRef{Org: w.Acme, ID: revoked.Token.ID})
	w.Must(err)

	for name, test := range map[string]struct {
		secret model.Secret
		want   string
	}{
		"service_user": {served[0].Secret, "That is the token of a service user."},
		"revoked":      {revoked.Secret, "That token does not let you in: it was revoked."},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, w, ada)
			v.logIn(test.secret.Reveal())
			v.reads(test.want)
			if !v.cursorIn("Password") {
				t.Error("the sentence is not about the field that the token was typed into")
			}
			v.SeesNot("••")
			v.Golden(t, "refused")
			v.CheckLayout()
		})
	}
}

func TestAPartOfATokenIsNoToken(t *testing.T) {
	w := world.New(t)
	made := w.Generate("laptop-sync")
	v := visit(t, w, "")
	v.Press("enter")
	v.logIn(made.Secret.Reveal()[:30])
	v.reads("a part of it is missing")
}
