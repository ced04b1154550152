package sets_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/uitest/world"
)

func TestViews(t *testing.T) {
	_, d := openAsAda(t, 2)
	d.Sees("1 active member, 1 service user")
	d.Sees("nobody")
	d.CheckLayout()
	d.Golden(t, "list")
	d.Press("n")
	d.CheckLayout()
	d.Golden(t, "create")
	d.Press("esc", "e")
	d.Golden(t, "edit")
	d.Press("esc", "a")
	d.Golden(t, "name")
	d.Press("esc", "x")
	d.Golden(t, "delete")
	d.Press("esc", "enter")
	d.CheckLayout()
	d.Golden(t, "details")
}

func TestDetailsSayWhatASetAllowsAndWhoHoldsIt(t *testing.T) {
	_, d := openAsAda(t, 2)
	d.Press("enter")
	d.Sees("Permission set Standard")
	d.Sees("12 permissions")
	d.Sees("✓ view, create, edit, delete")
	d.Press("G")
	d.Sees("Bob Birch, ERP export")
	d.Sees("Bob Birch · used 22 hours ago")
	d.Sees("ERP export · used 1 day ago")
	d.Sees("ERP export · never used")
}

func TestMembersLookAndChangeNothing(t *testing.T) {
	o := newOffice(t)
	d := o.open(o.bob)
	d.Sees("Manager")
	d.Press("n", "e", "x", "y", "a")
	d.SeesNot("Cancel")
	d.Press("enter")
	d.Sees("✓ view, create, edit, delete")
	d.SeesNot("Mia Moss") // who holds it is for those who manage sets
	d.Golden(t, "member")
}

func TestFilter(t *testing.T) {
	_, d := openAsAda(t, 0)
	d.Press("/")
	d.Type("gue")
	d.Sees("Guest")
	d.SeesNot("Basic")
	d.Press("enter", "enter")
	d.Sees("Permission set Guest")
}

func TestManySetsScroll(t *testing.T) {
	w := world.New(t)
	for _, c := range "abcdefghijklmnopqrstuvwxyz" {
		for _, e := range "abcdef" {
			_, err := w.CreatePermissionSet(t.Context(), w.Ada, w.Acme, model.SetRequest{Name: "Set " + string(c) + string(e), Seat: model.SeatFull})
			w.Must(err)
		}
	}
	o := &office{World: w}
	d := o.open(w.Ada)
	d.Press("G")
	d.Sees("Set zf")
	d.Press("g")
	d.Sees("Administrator")
	for range 130 {
		d.Press("down")
	}
	d.Sees("› ")
	d.Press("/")
	d.Type("ma")
	d.Sees("Set ma")
}
