package users_test

import (
	"testing"

	"example.com/latchkey/model"
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
