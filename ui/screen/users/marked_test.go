package users_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/users"
	"example.com/latchkey/ui/uitest/world"
)

func TestSeveralMarkedPeopleAreDeactivatedWithOneQuestion(t *testing.T) {
	w := world.New(t)
	bob := w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	w.Join("cid@acme.example", "Cid Cole", model.SetGuest)
	made, err := w.GenerateToken(t.Context(), bob, model.TokenRequest{Org: w.Acme, Name: "phone", Password: model.NewSecret(world.Password)})
	w.Must(err)
	d := w.Open(w.Session(), "Users", users.New)
	d.Press(" ", " ", " ", "d")
	d.Sees("Deactivate 3 people?")
	d.Sees("Bob Birch · 1 active token")
	d.Golden(t, "question")
	d.Press("right", "enter")
	d.Sees("Deactivated 2 people. Nobody deactivates themself")
	w.WantReason(made.Secret, model.ReasonExpired)
	d.SeesNot("deactivate 3") // nobody is marked any more
}

// Who was deactivated by somebody else while the question is open is said, and
// counts no more.
func TestTheQuestionAboutSeveralPeopleCountsThoseWhoAreLeft(t *testing.T) {
	p := staffed(t)
	grace := p.operator("grace@acme.example", "Grace Hopper")
	d := p.Open(p.Session(), "Users", users.New)
	d.Press(" ", " ", " ", " ", "d")
	d.Sees("Deactivate 4 people?")
	p.Must(p.DeactivateMember(t.Context(), grace, p.Acme, p.bob.User()))
	d.Send(kit.Changed{})
	d.Sees("Deactivate 3 people?")
	d.Sees("✗ Bob Birch · Grace Hopper deactivated this person just now.")
	d.Sees("1 of these 4 went meanwhile. They free their seats")
	d.CheckLayout()
}
