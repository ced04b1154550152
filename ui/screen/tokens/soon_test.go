package tokens_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/uitest/world"
)

func TestOnlyWhatEndsSoon(t *testing.T) {
	d := open(t, full(t))
	d.Press(" ", "f")
	d.Sees("Filter  ends within 7 days  · esc shows everything")
	d.Sees("› ci-nightly")
	d.SeesNot("laptop-sync")
	d.SeesNot("old-phone")
	d.SeesNot("1 marked")
	d.Golden(t, "soon")
	d.CheckLayout()
	d.Press("/", "x", "esc")
	d.Sees("Filter  ends within 7 days")
	d.Press("esc")
	d.Sees("laptop-sync")
	d.SeesNot("Filter")
	d.Press("f", "f")
	d.Sees("laptop-sync")
}

func TestNothingEndsSoon(t *testing.T) {
	w := world.New(t)
	w.Generate("laptop-sync")
	d := open(t, w)
	d.Press("f")
	d.Sees("No token here ends within 7 days. Press esc to see all of them.")
	d.Press("esc")
	d.Sees("laptop-sync")
}

func TestExplainFromTheListAndTheDetails(t *testing.T) {
	d := open(t, full(t))
	d.Press("down", "e")
	d.Sees("Explain  laptop-sync")
	d.Sees("200 ok")
	d.Press("esc", "enter", "e")
	d.Sees("Explain  laptop-sync")
	d.Press("esc", "esc", "G", "e") // ended
	d.Sees("Explain  report-export")
	d.Sees("401 expired")
}

func TestListBeginsOnAToken(t *testing.T) {
	w := full(t)
	token, err := w.FindAnyToken(t.Context(), w.Ada, w.Acme, "ci-nightly")
	w.Must(err)
	d := w.Open(w.Session(), "Token", func(s *kit.Session) kit.Screen { return tokens.At(s, token) })
	d.Sees("› ci-nightly")
	d.Sees("n generate") // they are one's own
	d.Sees("3 of 10 active")
	robot, made := w.Serve("ERP export", "", 3, model.SetGuest)
	token, err = w.FindAnyToken(t.Context(), w.Ada, w.Acme, made[1].Token.Name)
	w.Must(err)
	d = w.Open(w.Session(), "Token", func(s *kit.Session) kit.Screen { return tokens.At(s, token) })
	d.Sees("API tokens of " + robot.Name)
	d.Sees("› ERP export-2")
}
