package model_test

import (
	"sync"
	"testing"

	"example.com/latchkey/model"
)

// taken returns how many seats of a type are taken in Acme.
func (w *world) taken(seat model.SeatType) int {
	w.t.Helper()
	counts, err := w.Seats(w.ctx(), w.ada, w.acme)
	w.must(err)
	for _, c := range counts {
		if c.Type == seat {
			return c.Taken
		}
	}
	w.t.Fatalf("there is no seat type %s", seat)
	return 0
}

func (w *world) seatLimit(seat model.SeatType, limit int) {
	w.t.Helper()
	_, err := w.SetSeatLimit(w.ctx(), w.ada, w.acme, seat, limit)
	w.must(err)
}

func TestRule_10_1_ActiveMembersTakeASeatOfTheTypeOfTheirSet(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetBasic)
	gil := w.person(w.acme, "Gil Guest", model.SetGuest)
	w.service(w.acme, "Robot", model.SetStandard)
	for seat, want := range map[model.SeatType]int{model.SeatFull: 1, model.SeatLite: 1, model.SeatGuest: 1} {
		if got := w.taken(seat); got != want {
			t.Errorf("%s: %d, want %d", seat, got, want)
		}
	}
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, bob.User()))
	w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, gil.User(), model.Subject{}))
	if lite, guest := w.taken(model.SeatLite), w.taken(model.SeatGuest); lite != 0 || guest != 0 {
		t.Fatalf("lite %d, guest %d, want none: they went", lite, guest)
	}
}

func TestRule_10_1_BeyondTheLimitNobodyIsSeated(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard) // the second full seat
	cid := w.person(w.acme, "Cid Cole", model.SetBasic)
	w.seatLimit(model.SeatFull, 2)

	_, _, err := w.AddMember(w.ctx(), w.ada, w.acme, model.MemberRequest{Email: "dot@acme.example", Name: "Dot", Set: w.set(w.acme, model.SetManager)})
	w.wantKind(err, model.KindQuota)
	w.wantKind(w.SetMemberSet(w.ctx(), w.ada, w.acme, cid.User(), w.set(w.acme, model.SetStandard)), model.KindQuota)
	w.must(w.SetMemberSet(w.ctx(), w.ada, w.acme, bob.User(), w.set(w.acme, model.SetManager))) // the same type

	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, bob.User()))
	w.must(w.SetMemberSet(w.ctx(), w.ada, w.acme, cid.User(), w.set(w.acme, model.SetStandard)))
	w.wantKind(w.ReactivateMember(w.ctx(), w.ada, w.acme, bob.User()), model.KindQuota)

	w.seatLimit(model.SeatFull, 0)
	w.must(w.ReactivateMember(w.ctx(), w.ada, w.acme, bob.User()))
	if got := w.taken(model.SeatFull); got != 3 {
		t.Fatalf("%d full seats are taken, want 3", got)
	}
}

func TestRule_10_1_ALimitBelowWhatIsTakenUnseatsNobody(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	w.seatLimit(model.SeatFull, 1)
	made := w.generate(bob.Actor, w.acme, "laptop")
	w.wantReason(made, model.ReasonOK)
	if got := w.taken(model.SeatFull); got != 2 {
		t.Fatalf("%d full seats are taken, want 2", got)
	}
	_, err := w.SetSeatLimit(w.ctx(), w.ada, w.acme, model.SeatFull, -1)
	w.wantKind(err, model.KindInvalid)
}

func TestRule_10_1_TheLastSeatGoesToOneOfManyWhoComeAtOnce(t *testing.T) {
	w := newWorld(t)
	guest := w.set(w.acme, model.SetGuest)
	w.seatLimit(model.SeatGuest, 3)
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			_, _, err := w.AddMember(w.ctx(), w.ada, w.acme, model.MemberRequest{Email: string(rune('a'+i)) + "@acme.example", Name: "Guest", Set: guest})
			if err != nil && model.KindOf(err) != model.KindQuota {
				t.Errorf("unexpected error: %v", err)
			}
		})
	}
	wg.Wait()
	if got := w.taken(model.SeatGuest); got != 3 {
		t.Fatalf("%d guest seats are taken, want 3", got)
	}
}
