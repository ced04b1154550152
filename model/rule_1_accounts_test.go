package model_test

import (
	"testing"

	"example.com/latchkey/model"
)

func TestRule_1_2_ADisabledAccountIsDeactivatedEverywhere(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	w.join(bob, globex, model.SetStandard)
	here, there := w.generate(bob.Actor, w.acme, "here"), w.generate(bob.Actor, globex, "there")

	w.must(w.DisableAccount(w.ctx(), w.ada, bob.User()))
	w.wantReason(here, model.ReasonExpired)
	w.wantReason(there, model.ReasonExpired)
	_, err := w.WhoAmI(w.ctx(), bob.Actor, "")
	w.wantKind(err, model.KindUnauthenticated) // the session ended
	_, _, err = w.LogIn(w.ctx(), bob.email, secret, model.Origin{})
	w.wantKind(err, model.KindUnauthenticated)
	w.wantKind(w.DisableAccount(w.ctx(), w.ada, bob.User()), model.KindConflict)

	w.must(w.EnableAccount(w.ctx(), w.ada, bob.User()))
	bob.Actor = w.logIn(bob)
	w.wantReason(here, model.ReasonExpired) // for good (rule 1.3)
	w.wantReason(w.generate(bob.Actor, w.acme, "again"), model.ReasonOK)
}

func TestRule_1_4_TheLastAdministratorsAccountIsNotDisabled(t *testing.T) {
	w := newWorld(t)
	opal := w.operator("Opal Orr")
	w.wantKind(w.DisableAccount(w.ctx(), opal.Actor, w.ada.User()), model.KindConflict)
	w.wantKind(w.DisableAccount(w.ctx(), w.ada, w.ada.User()), model.KindConflict)
}

func TestRule_11_6_ResettingAPasswordIsACode(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	reset, err := w.ResetPassword(w.ctx(), w.ada, w.acme, bob.User(), model.Secret{})
	w.must(err)
	code := reset.Code
	_, _, err = w.LogIn(w.ctx(), bob.email, secret, model.Origin{})
	w.must(err) // the password of before goes on until then
	_, _, err = w.LogIn(w.ctx(), bob.email, code, model.Origin{})
	w.wantKind(err, model.KindUnauthenticated)
	if model.FieldOf(err) != model.FieldCode {
		t.Fatalf("it does not ask for another password: %v", err)
	}
	next := model.NewSecret("quite another password")
	_, _, err = w.ChoosePassword(w.ctx(), bob.email, code, next, model.Origin{})
	w.must(err)
	_, _, err = w.LogIn(w.ctx(), bob.email, secret, model.Origin{})
	w.wantKind(err, model.KindUnauthenticated)
	_, _, err = w.ChoosePassword(w.ctx(), bob.email, code, secret, model.Origin{})
	w.wantKind(err, model.KindUnauthenticated) // it was good once
}

func TestRule_11_6_WhoBelongsElsewhereTooIsResetByAnOperatorAlone(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	manager := w.person(w.acme, "Mia Moss", model.SetManager)
	bob, opal := w.person(w.acme, "Bob Birch", model.SetStandard), w.operator("Opal Orr")
	w.join(opal, w.acme, model.SetGuest)
	_, err := w.ResetPassword(w.ctx(), manager.Actor, w.acme, bob.User(), model.Secret{})
	w.must(err)
	w.join(bob, globex, model.SetStandard)
	_, err = w.ResetPassword(w.ctx(), manager.Actor, w.acme, bob.User(), model.Secret{})
	w.wantKind(err, model.KindForbidden)
	_, err = w.ResetPassword(w.ctx(), manager.Actor, w.acme, opal.User(), model.Secret{})
	w.wantKind(err, model.KindForbidden)
	_, err = w.ResetPassword(w.ctx(), manager.Actor, w.acme, w.ada.User(), model.Secret{})
	w.wantKind(err, model.KindForbidden) // she has more than he does (rule 6.5)
	_, err = w.ResetPassword(w.ctx(), w.ada, w.acme, bob.User(), model.Secret{})
	w.must(err)
}

func TestRule_10_1_ADisabledAccountFreesItsSeatsAndNeedsThemAgain(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	bob := w.person(w.acme, "Bob Birch", model.SetBasic)
	w.join(bob, globex, model.SetBasic)
	w.must(w.DeactivateMember(w.ctx(), w.ada, globex, bob.User()))
	w.must(w.DisableAccount(w.ctx(), w.ada, bob.User()))
	if got := w.taken(model.SeatLite); got != 0 {
		t.Fatalf("%d lite seats are taken", got)
	}
	w.wantKind(w.ReactivateMember(w.ctx(), w.ada, w.acme, bob.User()), model.KindConflict)

	w.seatLimit(model.SeatLite, 1)
	cid := w.person(w.acme, "Cid Cole", model.SetBasic)
	w.wantKind(w.EnableAccount(w.ctx(), w.ada, bob.User()), model.KindQuota)
	w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, cid.User(), model.Subject{}))
	w.must(w.EnableAccount(w.ctx(), w.ada, bob.User()))
	if m := w.membership(w.acme, bob.Actor); m.Status != model.MemberActive {
		t.Errorf("he is %s in Acme", m.Status)
	}
	if m := w.membership(globex, bob.Actor); m.Status != model.MemberDeactivated {
		t.Errorf("he is %s in Globex, where he was deactivated before", m.Status)
	}
}
