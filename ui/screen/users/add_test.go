package users_test

import (
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/users"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

func TestRule_11_6_ANewPersonGetsACodeThatIsShownOnce(t *testing.T) {
	p := staffed(t)
	s := p.SessionOf(p.Ada)
	d := p.Open(s, "Users", users.New)
	d.Press("n")
	d.Type("nina@acme.example")
	d.Press("enter")
	d.Type("Nina New")
	d.Press("enter")
	d.Sees("Standard · full seat") // never, by a slip, Administrator
	d.Press("enter")
	d.Sees("One-time code for Nina New")
	d.Sees("it is good for 7 days and shown this once")
	code := shown(d)
	if given := s.Clipboard.(*uitest.Clipboard).Given; len(given) != 1 || given[0].Reveal() != code {
		t.Fatal("the code was not copied when it appeared")
	}
	d.Golden(t, "code")
	d.Press("esc")
	d.SeesNot(code)
	d.Sees("Nina New")
	d.Sees("7 people")
	_, _, err := p.ChoosePassword(t.Context(), "nina@acme.example", model.NewSecret(code), model.NewSecret(world.Password), world.Origin)
	p.Must(err)
}

func TestWhoHasAnAccountBecomesAMemberAtOnce(t *testing.T) {
	p := staffed(t)
	other, err := p.CreateOrg(t.Context(), p.Ada, "Birch & Co", "bob@acme.example")
	p.Must(err)
	s := p.As(p.SessionOf(p.Ada), p.Ada, other.ID)
	d := p.Open(s, "Users", users.New)
	d.Sees("1 person")
	d.Press("n")
	d.Type("mia@acme.example")
	d.Press("enter", "enter", "enter")
	d.Sees("✓ Added Mia Moss with the set Standard.")
	d.Sees("2 people")
	d.Press("n")
	d.Type("mia@acme.example")
	d.Press("enter", "enter", "enter")
	d.Sees("✗ mia@acme.example is a member already.")
}

func TestAddingNamesTheFieldThatWillNotDo(t *testing.T) {
	d := staffed(t).asAda()
	d.Press("n")
	d.Type("not an e-mail")
	d.Press("enter", "enter", "enter")
	d.Sees("✗ ")
	d.Sees("not an e-mail")
	for range len("not an e-mail") {
		d.Press("backspace")
	}
	d.Type("zoe@acme.example")
	d.Press("enter", "enter", "enter")
	d.Sees("✗ Type a name.")
	d.Golden(t, "no_name")
}

func (p people) asAda() *uitest.Driver { return p.as(p.Ada) }

func TestRule_4_6_ASessionByTokenGivesThePassword(t *testing.T) {
	p := staffed(t)
	made := p.Generate("terminal")
	byToken, _, err := p.LogInWithToken(t.Context(), made.Secret, world.Origin)
	p.Must(err)
	d := p.as(byToken)
	d.Press("n")
	d.Sees("Password")
	d.Type("nina@acme.example")
	d.Press("enter")
	d.Type("Nina New")
	d.Press("enter", "enter")
	d.Golden(t, "add_by_token")
	d.Type("not the password at all")
	d.Press("enter")
	d.Sees("✗ Wrong password")
	for range len("not the password at all") {
		d.Press("backspace")
	}
	d.Type(world.Password)
	d.Press("enter")
	d.Sees("One-time code for Nina New")
	d.Press("esc")
	onBob(d).Press("P")
	d.Sees("Reset the password of Bob Birch?")
	d.Sees("Password")
	d.Type(world.Password)
	d.Press("enter")
	d.Sees("One-time code for Bob Birch")
}

func TestResettingAPassword(t *testing.T) {
	p := staffed(t)
	d := onBob(p.as(p.Ada))
	d.Press("P")
	d.Sees("Who is an operator or belongs")
	d.Press("right", "enter")
	d.Sees("One-time code for Bob Birch")
	code := shown(d)
	d.Press("esc")
	d.Sees("✓ Made a one-time code for Bob Birch.")
	_, _, err := p.ChoosePassword(t.Context(), "bob@acme.example", model.NewSecret(code), model.NewSecret("another horse on the moon"), world.Origin)
	p.Must(err)
}

func TestWhoBelongsToOtherOrganisationsIsResetByAnOperatorAlone(t *testing.T) {
	p := staffed(t)
	_, err := p.CreateOrg(t.Context(), p.Ada, "Birch & Co", "bob@acme.example")
	p.Must(err)
	ann := p.Join("ann@acme.example", "Ann Alder", model.SetAdministrator)
	d := p.as(ann)
	d.Press("down", "down")
	d.Sees("› Bob Birch")
	d.Press("P", "right", "enter")
	d.Sees("only an operator resets that password")
}

func TestWhoIsInvitedGetsAnotherCode(t *testing.T) {
	p := staffed(t)
	d := p.as(p.Ada)
	d.Press("G")
	d.Sees("› 山田 花子")
	d.Sees("new code")
	d.Press("P")
	d.Sees("Another one-time code for 山田 花子?")
	d.Press("right", "enter")
	if code := shown(d); len(code) < 20 || strings.Contains(code, " ") {
		t.Fatalf("no code is shown:\n%s", d.View())
	}
}
