package model_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
)

// Of two people who change what both saw, the second is told, and the first
// one's change stands.
func TestTwoPeopleChangeTheSameThing(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetBasic)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	org, err := w.FindOrg(w.ctx(), w.ada, "Acme")
	w.must(err)
	basic, guest, standard := w.set(w.acme, model.SetBasic), w.set(w.acme, model.SetGuest), w.set(w.acme, model.SetStandard)
	edit := func(name string) model.ServiceUserRequest {
		return model.ServiceUserRequest{Name: name, Sets: robot.Sets}
	}
	for what, change := range map[string]func(first bool) error{
		"a member's set": func(first bool) error {
			return w.SetMemberSet(w.ctx(), w.ada, w.acme, bob.User(), map[bool]model.SetID{true: guest, false: standard}[first], basic)
		},
		"a limit of seats": func(first bool) error {
			_, err := w.SetSeatLimit(w.ctx(), w.ada, w.acme, model.SeatFull, map[bool]int{true: 10, false: 20}[first], 0)
			return err
		},
		"an org's name": func(first bool) error {
			_, err := w.RenameOrg(w.ctx(), w.ada, w.acme, map[bool]string{true: "First", false: "Second"}[first], "Acme")
			return err
		},
		"how people log in": func(first bool) error {
			_, err := w.SetSSO(w.ctx(), w.ada, w.acme, map[bool]model.SSOMode{true: model.SSOAndPassword, false: model.SSODomains}[first], []string{"x.example"}, org)
			return err
		},
		"the inactivity limit": func(first bool) error {
			_, err := w.SetServiceTokenInactivity(w.ctx(), w.ada, w.acme, map[bool]time.Duration{true: 45 * 24 * time.Hour, false: 60 * 24 * time.Hour}[first], 0)
			return err
		},
		"a service user": func(first bool) error {
			_, err := w.EditServiceUser(w.ctx(), w.ada, w.acme, robot.ID, edit(map[bool]string{true: "First", false: "Second"}[first]), robot)
			return err
		},
	} {
		w.must(change(true))
		if err := change(false); model.KindOf(err) != model.KindConflict {
			t.Errorf("%s: the second gets %v", what, err)
		}
	}
}
