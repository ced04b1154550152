package seats_test

import (
	"fmt"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/seats"
	"example.com/latchkey/ui/uitest/world"
)

// staffed is a world with people on seats of every type, and limits.
func staffed(t *testing.T) *world.World {
	t.Helper()
	w := world.Old(t)
	w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	w.Join("mia@acme.example", "Mia Moss", model.SetManager)
	w.Join("pia@acme.example", "Pia Pine", model.SetStandard)
	w.Join("kim@acme.example", "Kim Kelp", model.SetBasic)
	off := w.Join("old@acme.example", "Olga Old", model.SetGuest)
	w.Must(w.DeactivateMember(t.Context(), w.Ada, w.Acme, off.User()))
	w.Serve("ERP export", "", 0, model.SetGuest)
	_, err := w.SetSeatLimit(t.Context(), w.Ada, w.Acme, model.SeatFull, 10)
	w.Must(err)
	_, err = w.SetSeatLimit(t.Context(), w.Ada, w.Acme, model.SeatLite, 1)
	w.Must(err)
	return w
}

func TestViews(t *testing.T) {
	w := staffed(t)
	d := w.Open(w.SessionOf(w.Ada), "Seats", seats.New)
	d.CheckLayout()
	d.Golden(t, "seats")
	d.Press("down")
	d.Golden(t, "full")
	d.Press("l")
	d.CheckLayout()
	d.Golden(t, "limit")
}

func TestRule_10_1_SeatsAreTakenByActivePeopleAlone(t *testing.T) {
	w := staffed(t)
	d := w.Open(w.SessionOf(w.Ada), "Seats", seats.New)
	d.Sees("Standard 2 · Administrator 1 · Manager 1")
	d.Sees("● 6 free")
	d.Sees("6 further people can be given one of these sets.")
	d.Press("down")
	d.Sees("◐ full")
	d.Sees("All are taken: nobody else can be added with one of these sets")
	d.Press("down")
	d.Sees("nobody") // neither the deactivated person nor the service user
	d.Sees("There is no limit")
}

func TestAnOperatorSetsALimitAndTakesItAway(t *testing.T) {
	w := staffed(t)
	d := w.Open(w.SessionOf(w.Ada), "Seats", seats.New)
	d.Press("l")
	d.Sees("4 seats are taken now.")
	d.Press("backspace", "backspace")
	d.Type("3")
	d.Press("enter")
	d.Sees("✓ The limit of full seats is 3.")
	d.Sees("✗ 1 over")
	d.Sees("Whoever sits stays")
	d.Press("l", "backspace", "enter")
	d.Sees("✓ The limit of full seats is none.")
	d.Sees("● free")
}

func TestWhatIsNoNumberIsRefusedInPlace(t *testing.T) {
	for _, text := range []string{"many", "0", "-4", "1.5", "99999999999"} {
		t.Run(text, func(t *testing.T) {
			w := staffed(t)
			d := w.Open(w.SessionOf(w.Ada), "Seats", seats.New)
			d.Press("l", "backspace", "backspace")
			d.Type(text)
			d.Press("enter")
			d.Sees("✗ A limit of seats is a number from 1")
			d.Press("esc")
			d.Sees("6 free")
		})
	}
}

func TestOnlyAnOperatorIsOfferedTheLimit(t *testing.T) {
	w := staffed(t)
	root := w.Join("ann@acme.example", "Ann Alder", model.SetAdministrator)
	d := w.Open(w.SessionOf(root), "Seats", seats.New)
	d.SeesNot("set limit")
	d.Press("l")
	d.SeesNot("Limit of")
}

func TestWithoutThePermission(t *testing.T) {
	w := world.Old(t)
	bob := w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	d := w.Open(w.SessionOf(bob), "Seats", seats.New)
	d.Golden(t, "without")
	d.Sees("you need the permission users.manage")
}

func TestWhoeverComesSecondIsTold(t *testing.T) {
	w := staffed(t)
	d := w.Open(w.SessionOf(w.Ada), "Seats", seats.New)
	d.Press("l")
	_, err := w.SetSeatLimit(t.Context(), w.Ada, w.Acme, model.SeatFull, 25)
	w.Must(err)
	d.Press("backspace", "enter")
	d.Sees("✗ Somebody changed the limit in the meantime; look at it again.")
	d.Press("esc")
	d.Send(kit.Changed{})
	d.Sees("● 21 free")
}

func TestManySetsAreCounted(t *testing.T) {
	w := staffed(t)
	for i := range 30 {
		_, err := w.CreatePermissionSet(t.Context(), w.Ada, w.Acme, model.SetRequest{
			Name: fmt.Sprintf("Crew %02d", i), Seat: model.SeatFull, Permissions: []model.Permission{"templates.view"},
		})
		w.Must(err)
	}
	d := w.Open(w.SessionOf(w.Ada), "Seats", seats.New)
	d.CheckLayout()
	d.Sees("Standard")
	d.Sees("more sets")
}
