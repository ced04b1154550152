package gate_test

import (
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/uitest/world"
)

func TestFirstRunIsThreeQuestionsAndEndsInTheTabs(t *testing.T) {
	v := visit(t, world.Empty(t), "")
	v.Sees("Welcome to latchkey.")
	v.Sees("What is your organisation called?")
	v.SeesNot("My tokens")
	v.Golden(t, "1")
	v.CheckLayout()
	v.Paste("Acme\n")
	v.Press("enter")
	v.Sees("Who are you?")
	v.Type("Ada Ashby")
	v.Press("enter")
	v.Type("ada@acme.example")
	v.Golden(t, "2")
	v.CheckLayout()
	v.Press("enter")
	v.Sees("Choose the password")
	v.Type(world.Password)
	v.Press("enter")
	v.Type(world.Password)
	v.Golden(t, "3")
	v.CheckLayout()
	v.Press("enter")
	v.Sees("Acme is set up, and you are its administrator.")
	v.Sees("ada@acme.example · Administrator")
	v.Sees("0 of 10 active")
	if len(v.remembered) != 1 || v.remembered[0] != "ada@acme.example" {
		t.Errorf("remembered: %q", v.remembered)
	}
}

func TestRefusedAnswersStayInTheirStep(t *testing.T) {
	v := visit(t, world.Empty(t), "")
	v.Press("enter")
	v.Sees("✗ Type a")
	v.Paste("Ac\x1b[31mme")
	v.reads("an escape character (U+001B)")
	v.Type("Acme")
	v.Press("enter")
	v.Sees("Who are you?")

	v.Paste("A\u202eda")
	v.Press("enter")
	v.Type("ada")
	v.Press("enter")
	v.reads("(U+202E)")
	v.Press("ctrl+u")
	v.Type("Ada")
	v.Press("enter", "enter")
	v.Sees("✗")
	v.Sees("Who are you?")
	v.Golden(t, "person")
	v.CheckLayout()
	v.Type("@acme.example")
	v.Press("enter")
	v.Sees("Choose the password")
}

func TestRule_11_2_PasswordsThatWillNotDo(t *testing.T) {
	v := visit(t, world.Empty(t), "")
	v.Type("Acme")
	v.Press("enter")
	v.Type("Ada")
	v.Press("enter")
	v.Type("ada@acme.example")
	v.Press("enter")
	for _, test := range []struct{ password, again, want string }{
		{"fourteen chars", "fourteen chars", "The password has 14 characters; it needs at least 15."},
		{"acme ada acme ada acme", "acme ada acme ada acme", "made of your e-mail or of your organisation's name"},
		{world.Password, "a horse on the mood", "The two are not the same."},
	} {
		v.Press("ctrl+u")
		v.Type(test.password)
		v.Press("down", "ctrl+u")
		v.Type(test.again)
		v.Press("enter")
		v.reads(test.want)
		v.Sees("3 of 3")
		if !v.cursorIn("Password") {
			t.Errorf("%q: the cursor is not in the password field", test.password)
		}
	}
	if dots := v.line("Password") + v.line("Once more"); dots != "" {
		t.Errorf("after two passwords that differ there is still %q", dots)
	}
	v.Golden(t, "differ")
	v.Type(world.Password)
	v.Press("enter")
	v.Type(world.Password)
	v.Press("enter")
	v.Sees("0 of 10 active")
}

func TestEscGoesBackAndKeepsWhatWasTyped(t *testing.T) {
	v := visit(t, world.Empty(t), "")
	v.Press("esc")
	v.Sees("1 of 3")
	v.Type("Acme")
	v.Press("enter")
	v.Type("Ada Ashby")
	v.Press("enter")
	v.Type("not an e-mail")
	v.Press("enter")
	v.Sees("✗")
	v.Press("esc")
	v.Sees("1 of 3")
	v.SeesNot("✗")
	if got := v.line("Organisation"); !strings.HasPrefix(got, "Acme") {
		t.Errorf("the organisation's name is now %q", got)
	}
	v.Type(" Ltd")
	v.Press("enter") // the e-mail that will not do is not asked here
	v.Sees("2 of 3")
	v.SeesNot("✗")
	v.Sees("Ada Ashby")
	v.Sees("not an e-mail")
	v.Press("ctrl+u")
	v.Type("ada@acme.example")
	v.Press("enter", "esc", "enter")
	v.Type(world.Password)
	v.Press("enter")
	v.Type(world.Password)
	v.Press("enter")
	v.Sees("Acme Ltd is set up")
}

func TestFirstRunThatSomebodyElseFinishedLeadsToTheLogIn(t *testing.T) {
	w := world.Empty(t)
	v := visit(t, w, "")
	_, _, err := w.SetUp(t.Context(), model.SetUpRequest{
		Org: "Acme", Name: "Ada", Email: "ada@acme.example", Password: model.NewSecret(world.Password),
	}, world.Origin)
	w.Must(err)
	v.Type("Bolt")
	v.Press("enter")
	v.Type("Bob")
	v.Press("enter")
	v.Type("bob@bolt.example")
	v.Press("enter")
	v.Type(world.Password)
	v.Press("enter")
	v.Type(world.Password)
	v.Press("enter")
	v.Sees("Log in to latchkey")
	v.reads("latchkey is set up already; log in.")
}

func TestFirstRunCanBeQuit(t *testing.T) {
	v := visit(t, world.Empty(t), "")
	v.Type("Acme")
	v.Press("ctrl+c")
	if !v.Quit() {
		t.Error("ctrl+c does not quit")
	}
}
