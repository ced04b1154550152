package model_test

import (
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// Rule 12.1: wherever an id is taken the unique name is too, and an ambiguous
// one is refused with the candidates.
func TestPeopleAreFoundByIdEmailAndUniqueName(t *testing.T) {
	w := newWorld(t)
	ben := w.person(w.acme, "Ben Okafor", model.SetStandard)
	kim := w.person(w.acme, "Kim Lee", model.SetStandard)
	for _, text := range []string{string(ben.User()), ben.email, strings.ToUpper(ben.email), "ben okafor", " Ben Okafor "} {
		m, err := w.FindMember(w.ctx(), w.ada, w.acme, text)
		w.must(err)
		account, err := w.FindAccount(w.ctx(), system, text)
		w.must(err)
		if m.User != ben.User() || account.ID != ben.User() {
			t.Errorf("%q is %s and %s", text, m.User, account.ID)
		}
	}
	_, _, err := w.AddMember(w.ctx(), w.ada, w.acme, model.MemberRequest{Email: "kim2@people.example", Name: "KIM LEE", Set: w.set(w.acme, model.SetGuest)})
	w.must(err)
	_, err = w.FindMember(w.ctx(), w.ada, w.acme, "Kim Lee")
	w.wantKind(err, model.KindConflict)
	if text := err.Error(); !strings.Contains(text, string(kim.User())) || !strings.Contains(text, "kim2@people.example") {
		t.Errorf("the candidates are not named: %s", text)
	}
	_, err = w.FindAccount(w.ctx(), w.ada, "Kim Lee")
	w.wantKind(err, model.KindConflict)
}

// A name cannot stand for somebody else's e-mail.
func TestAnEmailIsNeverTakenForAName(t *testing.T) {
	w := newWorld(t)
	eve := w.person(w.acme, "Eve Hall", model.SetGuest)
	w.must(w.RenameAccount(w.ctx(), eve.Actor, "boss@acme.example"))
	_, err := w.FindMember(w.ctx(), w.ada, w.acme, "boss@acme.example")
	w.wantKind(err, model.KindNotFound)
	_, err = w.FindAccount(w.ctx(), w.ada, "boss@acme.example")
	w.wantKind(err, model.KindNotFound)
}

func TestWhoeverIsRemovedIsNotFound(t *testing.T) {
	w := newWorld(t)
	ben := w.person(w.acme, "Ben Okafor", model.SetStandard)
	w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, ben.User(), model.Subject{}))
	for _, text := range []string{string(ben.User()), ben.email, "Ben Okafor"} {
		_, err := w.FindMember(w.ctx(), w.ada, w.acme, text)
		w.wantKind(err, model.KindNotFound)
	}
}

func TestSubjectsAreFoundAmongPeopleAndServiceUsers(t *testing.T) {
	w := newWorld(t)
	ben := w.person(w.acme, "Ben Okafor", model.SetStandard)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	for text, want := range map[string]model.Subject{
		"robot": {ServiceUser: robot.ID}, string(robot.ID): {ServiceUser: robot.ID},
		"Ben Okafor": {User: ben.User()}, ben.email: {User: ben.User()},
	} {
		got, err := w.FindSubject(w.ctx(), w.ada, w.acme, text)
		w.must(err)
		if got != want {
			t.Errorf("%q is %+v", text, got)
		}
	}
	for _, text := range []string{ben.email, string(ben.User())} { // who may list nobody finds themself
		got, err := w.FindSubject(w.ctx(), ben.Actor, w.acme, text)
		w.must(err)
		if got.User != ben.User() {
			t.Errorf("%q is %+v", text, got)
		}
	}
	_, err := w.FindSubject(w.ctx(), ben.Actor, w.acme, "robot")
	w.wantKind(err, model.KindForbidden)
	_, err = w.FindSubject(w.ctx(), w.ada, w.acme, "nobody")
	w.wantKind(err, model.KindNotFound)

	w.service(w.acme, "Ben Okafor", model.SetGuest)
	_, err = w.FindSubject(w.ctx(), w.ada, w.acme, "Ben Okafor")
	w.wantKind(err, model.KindConflict)
}
