package model_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func TestRule_11_1_WithATokenTheOrgOfTheTokenIsCurrent(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	made := w.generate(w.ada, globex, "made")
	_, err := w.SwitchOrg(w.ctx(), w.ada, w.acme)
	w.must(err)
	actor, org, err := w.LogInWithToken(w.ctx(), made.Secret, here)
	w.must(err)
	if org != globex || actor.User() != w.ada.User() {
		t.Errorf("logged in as %s to %s", actor.User(), org)
	}
	if ref, byToken := actor.Token(); !byToken || ref.ID != made.Token.ID {
		t.Error("the session does not know its token")
	}
	_, org, err = w.LogIn(w.ctx(), "Ada@ACME.example ", secret, here)
	w.must(err)
	if org != globex {
		t.Error("the next log-in does not begin in the org of the token")
	}
}

func TestRule_11_1_ATokenThatIsNotGoodSaysWhy(t *testing.T) {
	for reason, end := range map[string]func(w *world, made model.Generated){
		"revoked":   func(w *world, made model.Generated) { _, err := w.RevokeToken(w.ctx(), w.ada, ref(made)); w.must(err) },
		"expired":   func(w *world, _ model.Generated) { w.clock.Advance(30 * day) },
		"suspended": func(w *world, _ model.Generated) { w.suspend(w.acme) },
		"not active": func(w *world, _ model.Generated) {
			w.account(w.ada, func(a *model.Account) { a.Disabled = true })
		},
	} {
		w := newWorld(t)
		made := w.generate(w.ada, w.acme, "made")
		end(w, made)
		_, _, err := w.LogInWithToken(w.ctx(), made.Secret, here)
		w.wantKind(err, model.KindUnauthenticated)
		if !contains(model.Sentence(err), reason) {
			t.Errorf("the sentence %q does not say %q", model.Sentence(err), reason)
		}
	}
	w := newWorld(t)
	for _, text := range []string{"", "lku_", password} {
		_, _, err := w.LogInWithToken(w.ctx(), model.NewSecret(text), here)
		w.wantKind(err, model.KindUnauthenticated)
	}
}

// strangers are those who do not get in, and must not be told apart.
func strangers(w *world) map[string]string {
	cy, dee, eli := w.person(w.acme, "Cy Cole", model.SetGuest), w.person(w.acme, "Dee Dale", model.SetGuest), w.person(w.acme, "Eli Ebb", model.SetGuest)
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	w.must(w.LeaveOrg(w.ctx(), dee.Actor, w.acme, model.Subject{}))
	w.account(eli.Actor, func(a *model.Account) { a.Disabled = true })
	_, _, err := w.AddMember(w.ctx(), w.ada, w.acme, model.MemberRequest{Email: "new@acme.example", Name: "New", Set: w.set(w.acme, model.SetGuest)})
	w.must(err)
	return map[string]string{
		"unknown": "nobody@acme.example", "deactivated": cy.email, "gone": dee.email, "disabled": eli.email,
		"without a password yet": "new@acme.example", "wrong password": "ada@acme.example",
	}
}

func TestRule_11_3_TheAnswerIsTheSameWhateverIsWrong(t *testing.T) {
	w := newWorld(t)
	var want *model.Error
	for name, email := range strangers(w) {
		pass := secret // the right one, where there is one
		if name == "wrong password" {
			pass = model.NewSecret("a horse on the sun")
		}
		for try := range 7 {
			_, _, err := w.LogIn(w.ctx(), email, pass, here)
			w.wantKind(err, model.KindUnauthenticated)
			if at := model.RetryAt(err); at.IsZero() != (try < 5) || !at.IsZero() && at.Sub(w.clock.Now()) != time.Second {
				t.Errorf("%s, try %d: wait until %v", name, try, at)
			}
			if try > 0 {
				continue
			}
			got := &model.Error{Kind: model.KindOf(err), Field: model.FieldOf(err), Message: model.Sentence(err)}
			if want == nil {
				want = got
			}
			if *got != *want {
				t.Errorf("%s: %+v, others get %+v", name, got, want)
			}
		}
	}
}

func TestRule_11_3_ThePausesDoubleFromOneSecondToFifteenMinutes(t *testing.T) {
	wrong := model.NewSecret("a horse on the sun")
	for _, email := range []string{"ada@acme.example", "nobody@acme.example"} {
		for _, restart := range []bool{false, true} {
			w := newWorld(t)
			try := func(pass model.Secret) (bool, time.Duration) {
				if restart {
					w.reopen()
				}
				_, _, err := w.LogIn(w.ctx(), email, pass, here)
				if at := model.RetryAt(err); !at.IsZero() {
					return false, at.Sub(w.clock.Now())
				}
				return err == nil, 0
			}
			for i := range 5 {
				if _, wait := try(wrong); wait != 0 {
					t.Fatalf("%s: a pause of %v before try %d", email, wait, i+1)
				}
			}
			for i, want := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900} {
				if _, wait := try(wrong); wait != want*time.Second {
					t.Errorf("%s, restarted %v: pause %d is %v, want %v", email, restart, i, wait, want*time.Second)
				}
				w.clock.Advance(want*time.Second - time.Nanosecond)
				if in, wait := try(secret); in || wait != time.Nanosecond {
					t.Errorf("%s: in the last instant of pause %d: in %v, wait %v", email, i, in, wait)
				}
				w.clock.Advance(time.Nanosecond)
				if _, wait := try(wrong); wait != 0 {
					t.Errorf("%s: after pause %d there is another of %v", email, i, wait)
				}
			}
			w.clock.Advance(15 * time.Minute)
			if in, wait := try(secret); in != (email == "ada@acme.example") || wait != 0 {
				t.Errorf("%s: after the last pause: in %v, wait %v", email, in, wait)
			}
			if email == "ada@acme.example" { // counting begins anew
				for range 5 {
					if _, wait := try(wrong); wait != 0 {
						t.Errorf("a pause of %v after the right password", wait)
					}
				}
			}
		}
	}
}

func TestRule_11_3_ThereAreExactlyFiveFreeTriesHoweverManyTryAtOnce(t *testing.T) {
	wrong := model.NewSecret("a horse on the sun")
	for name, try := range map[string]func(w *world) error{
		"log-in":  func(w *world) error { _, _, err := w.LogIn(w.ctx(), "ada@acme.example", wrong, here); return err },
		"unknown": func(w *world) error { _, _, err := w.LogIn(w.ctx(), "nobody@acme.example", wrong, here); return err },
		"unlock":  func(w *world) error { return w.Unlock(w.ctx(), w.ada, wrong) },
		"generate": func(w *world) error {
			_, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "n", Password: wrong})
			return err
		},
		"choose by a code": func(w *world) error {
			_, _, err := w.ChoosePassword(w.ctx(), "ada@acme.example", wrong, secret, here)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			free, paused := 0, 0
			for _, err := range atOnce(64, func(int) error { return try(w) }) {
				w.wantKind(err, model.KindUnauthenticated)
				if model.RetryAt(err).IsZero() {
					free++
				} else {
					paused++
				}
			}
			if free != 5 || paused != 59 {
				t.Errorf("%d were compared, %d met a pause; want 5 and 59", free, paused)
			}
		})
	}
}

func TestRule_11_3_TheTriesOfAllDoorsAreCountedTogether(t *testing.T) {
	w := newWorld(t)
	wrong := model.NewSecret("a horse on the sun")
	_, _, err := w.LogIn(w.ctx(), "ada@acme.example", wrong, here)
	w.wantKind(err, model.KindUnauthenticated)
	w.wantKind(w.Unlock(w.ctx(), w.ada, wrong), model.KindUnauthenticated)
	_, err = w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "n", Password: wrong})
	w.wantKind(err, model.KindUnauthenticated)
	_, err = w.ChangePassword(w.ctx(), w.ada, wrong, model.NewSecret("quite another password"))
	w.wantKind(err, model.KindUnauthenticated)
	_, _, err = w.LogIn(w.ctx(), " ADA@acme.example", wrong, here)
	w.wantKind(err, model.KindUnauthenticated)
	_, _, err = w.LogIn(w.ctx(), "ada@acme.example", secret, here)
	w.wantKind(err, model.KindUnauthenticated)
	if model.RetryAt(err).IsZero() {
		t.Error("after five failures at five doors there is no pause")
	}
	cy := w.person(w.acme, "Cy Cole", model.SetGuest) // others are not made to wait
	w.logIn(cy)
}

// A right password is no failure, however many of them come at once.
func TestRule_11_3_ManyWithTheRightPasswordAllGetIn(t *testing.T) {
	w := newWorld(t)
	got := count(atOnce(24, func(i int) error {
		switch i % 3 {
		case 0:
			_, _, err := w.LogIn(w.ctx(), "ada@acme.example", secret, here)
			return err
		case 1:
			return w.Unlock(w.ctx(), w.ada, secret)
		}
		_, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: fmt.Sprint("t", i), Password: secret})
		return err
	}))
	if got[""] != 24 {
		t.Errorf("the outcomes are %v", got)
	}
}

func TestRule_11_3_AHashThatCannotBeReadFitsNothing(t *testing.T) {
	for _, hash := range []string{
		"", "x", "$argon2id$v=19$m=8,t=1,p=1$AAAA", "$argon2id$v=19$m=8,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=8,t=1,p=0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=18$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=8,t=1,p=1$$", "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", password,
	} {
		w := newWorld(t)
		w.account(w.ada, func(a *model.Account) { a.PasswordHash = hash })
		_, _, err := w.LogIn(w.ctx(), "ada@acme.example", secret, here)
		w.wantKind(err, model.KindUnauthenticated)
	}
}

func TestRule_11_5_ALockedSessionAsksForWhatOpenedIt(t *testing.T) {
	w := newWorld(t)
	w.must(w.Unlock(w.ctx(), w.ada, secret))
	w.wantKind(w.Unlock(w.ctx(), w.ada, model.Secret{}), model.KindInvalid)
	w.wantKind(w.Unlock(w.ctx(), w.ada, model.NewSecret("a horse on the sun")), model.KindUnauthenticated)

	actor, made := w.bearer(w.ada, w.acme)
	other := w.generate(w.ada, w.acme, "other")
	w.must(w.Unlock(w.ctx(), actor, made.Secret))
	for _, s := range []model.Secret{{}, secret, other.Secret} { // not even a password, or another token of the same person
		w.wantKind(w.Unlock(w.ctx(), actor, s), model.KindUnauthenticated)
	}
	w.wantKind(w.Unlock(w.ctx(), w.ada, made.Secret), model.KindUnauthenticated)
	w.account(w.ada, func(a *model.Account) { a.Generation++ })
	w.wantKind(w.Unlock(w.ctx(), w.ada, secret), model.KindUnauthenticated)
	w.wantKind(w.Unlock(w.ctx(), actor, made.Secret), model.KindUnauthenticated)
}
