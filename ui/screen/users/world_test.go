package users_test

import (
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/users"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

const day = 24 * time.Hour

// people is a world with people in every state. Bob has three tokens, of which
// two are used.
type people struct {
	*world.World
	bob    model.Actor
	laptop model.Generated
}

func staffed(t *testing.T) people {
	t.Helper()
	w := world.Old(t)
	ctx := t.Context()
	p := people{World: w, bob: w.Join("bob@acme.example", "Bob Birch", model.SetStandard)}
	w.Join("mia@acme.example", "Mia Moss", model.SetManager)
	off := w.Join("olga@acme.example", "Olga Old", model.SetBasic)
	w.Must(w.DeactivateMember(ctx, w.Ada, w.Acme, off.User()))
	out := w.Join("rex@acme.example", "Rex Rowan", model.SetStandard)
	w.Must(w.DisableAccount(ctx, w.Ada, out.User()))
	_, _, err := w.AddMember(ctx, w.Ada, w.Acme, model.MemberRequest{Email: "hanako.yamada@tokyo.acme.example", Name: "山田 花子", Set: w.Set(model.SetGuest)})
	w.Must(err)
	w.Serve("ERP export", "", 1, model.SetStandard) // no person: in no list of them
	p.token("old-phone")
	nightly := p.token("ci-nightly")
	w.Use(nightly.Secret, 3, model.Origin{Address: "10.9.9.1", Agent: "python-requests/2.31"})
	w.Pass(10*day - 2*time.Minute)
	p.laptop = p.token("laptop-sync")
	w.Use(p.laptop.Secret, 412, world.Origin)
	w.Pass(2 * time.Minute)
	return p
}

// token makes a token of Bob's, copied.
func (p people) token(name string) model.Generated {
	p.TB.Helper()
	g, err := p.GenerateToken(p.TB.Context(), p.bob, model.TokenRequest{Org: p.Acme, Name: name, Password: model.NewSecret(world.Password)})
	p.Must(err)
	p.Must(p.MarkSecretSeen(p.TB.Context(), p.bob, model.TokenRef{Org: p.Acme, ID: g.Token.ID}))
	return g
}

// as opens the list for somebody.
func (p people) as(actor model.Actor) *uitest.Driver {
	p.TB.Helper()
	return p.Open(p.SessionOf(actor), "Users", users.New)
}

// onBob puts the cursor on Bob, who comes after Ada.
func onBob(d *uitest.Driver) *uitest.Driver {
	d.Press("down")
	d.Sees("› Bob Birch")
	return d
}

// person finds somebody of Acme by e-mail.
func (p people) person(email string) model.MemberView {
	p.TB.Helper()
	m, err := p.FindMember(p.TB.Context(), p.Ada, p.Acme, email)
	p.Must(err)
	rows, err := p.MembersByID(p.TB.Context(), p.Ada, p.Acme, []model.UserID{m.User})
	p.Must(err)
	return rows[0]
}

// shown returns the line that holds nothing but a secret: the longest word.
func shown(d *uitest.Driver) string {
	for line := range strings.Lines(uitest.Plain(d.View())) {
		if line = strings.TrimSpace(line); len(line) >= 20 && !strings.ContainsAny(line, " ─│╭╰") {
			return line
		}
	}
	return ""
}
