package model_test

import (
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// invite adds somebody new and returns the code.
func (w *world) invite(email string) model.Secret {
	w.t.Helper()
	m, code, err := w.AddMember(w.ctx(), w.ada, w.acme, model.MemberRequest{Email: email, Name: "Nel New", Set: w.set(w.acme, model.SetGuest)})
	w.must(err)
	if m.Status != model.MemberActive || m.Name != "Nel New" {
		w.t.Fatalf("the new member is %+v", m)
	}
	return code
}

func TestRule_11_6_ANewPersonGetsACodeAndChoosesAPassword(t *testing.T) {
	w := newWorld(t)
	code := w.invite("nel@acme.example")
	if len(code.Reveal()) < 20 {
		t.Errorf("the code has %d characters", len(code.Reveal()))
	}
	actor, org, err := w.ChoosePassword(w.ctx(), " NEL@acme.example", code, secret, here)
	w.must(err)
	p, err := w.WhoAmI(w.ctx(), actor, org)
	w.must(err)
	if org != w.acme || p.Email != "nel@acme.example" || p.Name != "Nel New" || p.Operator {
		t.Errorf("logged in to %s as %+v", org, p)
	}
	_, _, err = w.LogIn(w.ctx(), "nel@acme.example", secret, here)
	w.must(err)
	_, _, err = w.ChoosePassword(w.ctx(), "nel@acme.example", code, model.NewSecret("quite another password"), here)
	w.wantKind(err, model.KindUnauthenticated) // once
	_, _, err = w.LogIn(w.ctx(), "nel@acme.example", secret, here)
	w.must(err)
}

func TestRule_11_6_AnAccountThatExistsBecomesAMemberWithoutACode(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	m, code, err := w.AddMember(w.ctx(), w.ada, globex, model.MemberRequest{Email: "CY.cole@people.example", Name: "Somebody Else", Set: w.set(globex, model.SetBasic)})
	w.must(err)
	if !code.IsZero() || m.User != cy.User() || m.Name != "Cy Cole" {
		t.Errorf("added %+v, with a code: %v", m, !code.IsZero())
	}
	w.logIn(cy) // the password is what it was
	_, _, err = w.AddMember(w.ctx(), w.ada, globex, model.MemberRequest{Email: cy.email, Set: w.set(globex, model.SetBasic)})
	w.wantKind(err, model.KindConflict)
	w.must(w.DeactivateMember(w.ctx(), w.ada, globex, cy.User()))
	_, _, err = w.AddMember(w.ctx(), w.ada, globex, model.MemberRequest{Email: cy.email, Set: w.set(globex, model.SetBasic)})
	w.wantKind(err, model.KindConflict) // deactivated is a member still
}

func TestRule_11_6_ACodeIsGoodForSevenDays(t *testing.T) {
	for wait, want := range map[time.Duration]model.Kind{7*day - time.Nanosecond: "", 7 * day: model.KindUnauthenticated, 70 * day: model.KindUnauthenticated} {
		w := newWorld(t)
		code := w.invite("nel@acme.example")
		w.clock.Advance(wait)
		w.reopen()
		_, _, err := w.ChoosePassword(w.ctx(), "nel@acme.example", code, secret, here)
		w.wantKind(err, want)
	}
}

func TestRule_11_6_NothingButTheRightCodeOfTheRightPersonLetsIn(t *testing.T) {
	w := newWorld(t)
	mine, others := w.invite("nel@acme.example"), w.invite("other@acme.example")
	for _, c := range []model.Secret{{}, others, secret, model.NewSecret(mine.Reveal() + "x"), model.NewSecret(strings.ToLower(mine.Reveal()))} {
		_, _, err := w.ChoosePassword(w.ctx(), "nel@acme.example", c, secret, here)
		w.wantKind(err, model.KindUnauthenticated)
	}
	w.clock.Advance(time.Minute)
	_, _, err := w.LogIn(w.ctx(), "nel@acme.example", mine, here) // a code is no password
	w.wantKind(err, model.KindUnauthenticated)
	w.clock.Advance(time.Minute)
	_, _, err = w.ChoosePassword(w.ctx(), "ada@acme.example", model.Secret{}, secret, here) // nor is the lack of one
	w.wantKind(err, model.KindUnauthenticated)
	_, _, err = w.ChoosePassword(w.ctx(), "nel@acme.example", mine, secret, here)
	w.must(err)
}

func TestRule_11_6_TheAnswerToACodeIsTheSameWhateverIsWrong(t *testing.T) {
	w := newWorld(t)
	var want string
	for name, email := range strangers(w) {
		for try := range 6 {
			_, _, err := w.ChoosePassword(w.ctx(), email, model.NewSecret("ABCDEFGHIJ0123456789"), secret, here)
			w.wantKind(err, model.KindUnauthenticated)
			if paused := !model.RetryAt(err).IsZero(); paused != (try == 5) {
				t.Errorf("%s, try %d: paused %v", name, try, paused)
			}
			if want == "" {
				want = model.Sentence(err)
			}
			if got := model.Sentence(err); try < 5 && got != want {
				t.Errorf("%s: %q, others get %q", name, got, want)
			}
		}
	}
}

func TestRule_11_6_ACodeOfSomebodyWhoIsGoneIsNoGood(t *testing.T) {
	w := newWorld(t)
	code := w.invite("nel@acme.example")
	m, err := w.FindMember(w.ctx(), w.ada, w.acme, "nel@acme.example")
	w.must(err)
	w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, m.User, model.Subject{}))
	_, _, err = w.ChoosePassword(w.ctx(), "nel@acme.example", code, secret, here)
	w.wantKind(err, model.KindUnauthenticated)
}

func TestRule_11_6_OfManyWithTheSameCodeOneGetsIn(t *testing.T) {
	w := newWorld(t)
	code := w.invite("nel@acme.example")
	got := count(atOnce(5, func(int) error {
		_, _, err := w.ChoosePassword(w.ctx(), "nel@acme.example", code, secret, here)
		return err
	}))
	if got[""] != 1 || got[model.KindUnauthenticated] != 4 {
		t.Errorf("the outcomes are %v", got)
	}
}

func TestRule_11_2_TheChosenPasswordHasToDo(t *testing.T) {
	w := newWorld(t)
	_, err := w.RenameOrg(w.ctx(), w.ada, w.acme, "Quartz Observatory")
	w.must(err)
	code := w.invite("nel.nettleship@acme.example")
	choose := func(text string) error {
		_, _, err := w.ChoosePassword(w.ctx(), "nel.nettleship@acme.example", code, model.NewSecret(text), here)
		return err
	}
	for _, text := range []string{"", "fourteen chars", strings.Repeat("a", 129), "passwordpassword", "aaaaaaaaaaaaaaaa", "123456789012345", "nel.nettleship@acme.example", "NelNettleship2026", "Quartz Observatory", "quartzobservatory1", "a horse\xff on the moon"} {
		err := choose(text)
		w.wantKind(err, model.KindInvalid)
		if model.FieldOf(err) != model.FieldNewPassword {
			t.Errorf("%q: the field is %q", text, model.FieldOf(err))
		}
	}
	w.must(choose("ﬁfteen chars ok")) // the ligature is two characters in NFKC
	_, _, err = w.LogIn(w.ctx(), "nel.nettleship@acme.example", model.NewSecret("fifteen chars ok"), here)
	w.must(err)
}

// Whoever handed the code out knows it: as a password it would let them in for good.
func TestRule_11_6_TheCodeIsNotTakenAsThePassword(t *testing.T) {
	w := newWorld(t)
	code := w.invite("nel@acme.example")
	entries := w.since(func() {
		_, _, err := w.ChoosePassword(w.ctx(), "nel@acme.example", code, model.NewSecret(code.Reveal()), here)
		w.wantKind(err, model.KindInvalid)
		if model.FieldOf(err) != model.FieldNewPassword || model.Sentence(err) != "That is the one-time code; choose a password of your own." {
			t.Errorf("field %q: %v", model.FieldOf(err), err)
		}
	})
	if len(entries) != 0 {
		t.Errorf("the entries are %+v", entries)
	}
	_, _, err := w.ChoosePassword(w.ctx(), "nel@acme.example", code, secret, here)
	w.must(err) // nothing was changed: the code is good still
}

// Whoever hands out the code of an account gets into it: an administrator of one
// org must not get into another by somebody who is gone from the first.
func TestRule_11_6_WhoIsDeactivatedHereAndActiveElsewhereIsResetByAnOperatorAlone(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	boss, cy := w.person(w.acme, "Bea Boss", model.SetAdministrator), w.person(w.acme, "Cy Cole", model.SetGuest)
	w.join(cy, globex, model.SetAdministrator)
	w.must(w.DeactivateMember(w.ctx(), boss.Actor, w.acme, cy.User()))
	_, err := w.ResetPassword(w.ctx(), boss.Actor, w.acme, cy.User(), model.Secret{})
	w.wantKind(err, model.KindForbidden)
	_, err = w.ResetPassword(w.ctx(), w.ada, w.acme, cy.User(), model.Secret{})
	w.must(err)
}

func TestRule_11_7_RootActsAsOperatorWithoutLoggingIn(t *testing.T) {
	w := newWorld(t)
	entries := w.since(func() {
		_, err := w.CreateOrg(w.ctx(), system, "Globex", "ada@acme.example")
		w.must(err)
	})
	if len(entries) != 1 || entries[0].Actor != (model.ActorRef{Kind: "system_user", Name: "root"}) {
		t.Errorf("the entry is %+v", entries)
	}
	_, err := w.CreateOrg(w.ctx(), system, "Third", "")
	w.wantKind(err, model.KindInvalid) // root is nobody's account
	w.must(w.SetOperator(w.ctx(), system, w.person(w.acme, "Cy Cole", model.SetGuest).User(), true))
	_, err = w.VerifyActivity(w.ctx(), system)
	w.must(err)

	made := w.generate(w.ada, w.acme, "made")
	_, err = w.GenerateToken(w.ctx(), system, model.TokenRequest{Org: w.acme, Name: "for somebody"})
	w.wantKind(err, model.KindForbidden)
	_, err = w.RegenerateToken(w.ctx(), system, ref(made), 0, model.Secret{})
	w.wantKind(err, model.KindForbidden)
	_, err = w.RevokeToken(w.ctx(), system, ref(made))
	w.must(err)

	nameless := model.SystemOperator("", here)
	_, err = w.CreateOrg(w.ctx(), nameless, "Third", "ada@acme.example")
	w.wantKind(err, model.KindUnauthenticated)
}
