package tokens_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/uitest/world"
)

func TestRule_5_2_ThoseOfAnotherPersonAreSeenAndRevokedButNotMade(t *testing.T) {
	w := full(t)
	mia := w.Join("mia@acme.example", "Mia Moss", model.SetManager)
	d := w.Open(w.SessionOf(mia), "Users", func(s *kit.Session) kit.Screen { return tokens.OfUser(s, w.Ada.User(), "Ada Ashby") })
	d.Sees("API tokens of Ada Ashby")
	d.Sees("laptop-sync")
	d.SeesNot("generate")
	d.Press("n", "R", "N")
	d.SeesNot("Cancel")
	d.Press("down", "enter")
	d.Sees("API token laptop-sync")
	d.SeesNot("regenerate")
	d.Press("R", "N")
	d.SeesNot("Cancel")
	d.Press("x")
	d.Sees("Ada Ashby, in Acme")
	d.Press("right", "enter")
	d.Sees("Revoked laptop-sync.")
}

func TestThoseOfAServiceUserOpenWithTheFormOnce(t *testing.T) {
	w := world.New(t)
	u, _ := w.Serve("ERP export", "", 0, model.SetStandard)
	like := model.TokenView{Token: model.Token{Name: "laptop-sync", Note: "of Bob's"}}
	d := w.Open(w.SessionOf(w.Ada), "Service users", func(s *kit.Session) kit.Screen { return tokens.ForServiceUser(s, u, like) })
	d.Sees("Generate API token for ERP export in Acme")
	d.Sees("laptop-sync")
	d.Sees("of Bob's")
	d.Press("esc")
	d.Sees("API tokens of ERP export")
	d.Send(kit.Changed{})
	d.SeesNot("Generate API token")
}
