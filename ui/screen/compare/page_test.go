package compare_test

import (
	"testing"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/compare"
	"example.com/latchkey/ui/screen/serviceusers"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

func open(t *testing.T) *uitest.Driver {
	t.Helper()
	w := world.New(t)
	return w.Open(w.Session(), "My tokens", compare.New)
}

func TestViews(t *testing.T) {
	d := open(t)
	d.CheckLayout()
	d.Golden(t, "page")
}

func TestTheWholePageCanBeReadOnTheSmallestScreen(t *testing.T) {
	d := open(t)
	d.Resize(40, 10)
	d.Sees("Which token do I need?")
	d.SeesNot("Either kind works")
	d.Press("G")
	d.Sees("Either kind works")
	d.Press("g")
	d.SeesNot("Either kind works")
}

func TestReachedFromBothListsOfTokens(t *testing.T) {
	for name, list := range map[string]func(*kit.Session) kit.Screen{
		"own tokens":    func(s *kit.Session) kit.Screen { return tokens.New(s) },
		"service users": serviceusers.New,
	} {
		t.Run(name, func(t *testing.T) {
			w := world.New(t)
			d := w.Open(w.Session(), "Tokens", list)
			d.Sees("which token?")
			d.Press("w")
			d.Sees("Service user API token")
			d.Press("esc")
			d.SeesNot("Service user API token")
		})
	}
}
