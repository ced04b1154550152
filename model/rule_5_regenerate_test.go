package model_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func TestRule_5_4_RegeneratingKeepsTheTokenAndMakesANewSecret(t *testing.T) {
	w := newWorld(t)
	end := w.clock.Now().Add(100 * day)
	old, err := w.GenerateToken(w.ctx(), w.ada, model.TokenRequest{Org: w.acme, Name: "n", Note: "note", EndsAt: end, Password: secret})
	w.must(err)
	w.wantReason(old, model.ReasonOK)
	w.clock.Advance(time.Hour)
	next, err := w.RegenerateToken(w.ctx(), w.ada, ref(old), 0, secret)
	w.must(err)
	v := w.row(next)
	if v.ID != old.Token.ID || v.Name != "n" || v.Note != "note" || !v.EndsAt.Equal(end) || !v.CreatedAt.Equal(old.Token.CreatedAt) || v.Use.Count != 1 {
		t.Errorf("it did not keep what it had: %+v", v)
	}
	if next.Secret.Equal(old.Secret) || v.LastFour != next.Secret.LastFour() {
		t.Error("the secret is not new, or the row shows the old one's end")
	}
	w.wantReason(next, model.ReasonOK)
	if w.reason(old.Secret) == model.ReasonOK {
		t.Error("the old secret is still good")
	}
}

func TestRule_5_4_TheOldSecretDiesAtOnceOrAfterTheOverlap(t *testing.T) {
	for _, overlap := range []time.Duration{0, time.Hour, 24 * time.Hour, 7 * day} {
		t.Run(fmt.Sprint(overlap), func(t *testing.T) {
			w := newWorld(t)
			old := w.generate(w.ada, w.acme, "made")
			next, err := w.RegenerateToken(w.ctx(), w.ada, ref(old), overlap, secret)
			w.must(err)
			if overlap > 0 {
				w.wantReason(old, model.ReasonOK)
				w.clock.Advance(overlap - time.Nanosecond)
				w.wantReason(old, model.ReasonOK)
				w.clock.Advance(time.Nanosecond)
			}
			w.wantReason(old, model.ReasonRevoked)
			w.wantReason(next, model.ReasonOK)
			w.clock.Advance(365 * day)
			if w.reason(old.Secret) == model.ReasonOK {
				t.Error("it came back")
			}
		})
	}
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	for _, odd := range []time.Duration{-time.Hour, time.Minute, 2 * time.Hour, 8 * day} {
		_, err := w.RegenerateToken(w.ctx(), w.ada, ref(made), odd, secret)
		w.wantKind(err, model.KindInvalid)
		if model.FieldOf(err) != model.FieldOverlap {
			t.Errorf("the field is %q", model.FieldOf(err))
		}
	}
	w.wantReason(made, model.ReasonOK)
}

func TestRule_5_4_OfThreeSecretsAtMostTwoAreGood(t *testing.T) {
	for _, second := range []time.Duration{0, 7 * day} {
		w := newWorld(t)
		first := w.generate(w.ada, w.acme, "made")
		next, err := w.RegenerateToken(w.ctx(), w.ada, ref(first), 7*day, secret)
		w.must(err)
		last, err := w.RegenerateToken(w.ctx(), w.ada, ref(first), second, secret)
		w.must(err)
		if w.reason(first.Secret) == model.ReasonOK {
			t.Error("the first secret is good beside the third")
		}
		if ok := w.reason(next.Secret) == model.ReasonOK; ok != (second > 0) {
			t.Errorf("overlap %v: the second secret is good: %v", second, ok)
		}
		w.wantReason(last, model.ReasonOK)
	}
}

func TestRule_5_4_RevokingDuringTheOverlapEndsBothSecrets(t *testing.T) {
	w := newWorld(t)
	old := w.generate(w.ada, w.acme, "made")
	next, err := w.RegenerateToken(w.ctx(), w.ada, ref(old), 7*day, secret)
	w.must(err)
	_, err = w.RevokeToken(w.ctx(), w.ada, ref(old))
	w.must(err)
	w.wantReason(old, model.ReasonRevoked)
	w.wantReason(next, model.ReasonRevoked)
}

func TestRule_5_4_RegeneratingNeedsNoRoomAndTakesNone(t *testing.T) {
	w := newWorld(t)
	var all []model.Generated
	for i := range model.MaxUserTokens {
		all = append(all, w.generate(w.ada, w.acme, fmt.Sprint("t", i)))
	}
	_, err := w.RegenerateToken(w.ctx(), w.ada, ref(all[0]), 7*day, secret)
	w.must(err)
	if n := w.active(w.ada, w.acme, false); n != 10 {
		t.Errorf("%d count", n)
	}
}

func TestRule_5_4_WhoRegenerates(t *testing.T) {
	w := newWorld(t)
	w.newSet(w.acme, "Tokens", model.TokensManage)
	w.newSet(w.acme, "Services", model.ServiceUsersManage, "templates.view", "inspections.view")
	owner := w.person(w.acme, "Olga Own", model.SetGuest)
	user := w.generate(owner.Actor, w.acme, "user")
	service := w.serviceToken(w.service(w.acme, "Robot", model.SetGuest), "service")
	for _, p := range []struct {
		name          string
		actor         model.Actor
		user, service model.Kind // "" is yes
	}{
		{"a holder of tokens.manage", w.person(w.acme, "Tim Tok", "Tokens").Actor, model.KindForbidden, model.KindForbidden},
		{"an administrator", w.ada, model.KindForbidden, ""},
		{"a holder of service-users.manage", w.person(w.acme, "Sue Ser", "Services").Actor, model.KindForbidden, ""},
		{"an operator", w.operator("Opal Orr").Actor, model.KindForbidden, ""},
		{"root", system, model.KindForbidden, ""},
		{"an administrator elsewhere", w.person(w.org("Globex"), "Eve Else", model.SetAdministrator).Actor, model.KindNotFound, model.KindNotFound},
		{"the owner", owner.Actor, "", model.KindForbidden},
	} {
		for made, want := range map[*model.Generated]model.Kind{&user: p.user, &service: p.service} {
			next, err := w.RegenerateToken(w.ctx(), p.actor, ref(*made), 0, secret)
			if model.KindOf(err) != want {
				t.Errorf("%s, %s: %v, want %q", p.name, made.Token.Name, err, want)
			}
			if err == nil {
				*made = next
			}
			w.wantReason(*made, model.ReasonOK)
		}
	}
}

func TestRule_5_4_RegeneratingAsksForThePasswordAsGeneratingDoes(t *testing.T) {
	w := newWorld(t)
	user := w.generate(w.ada, w.acme, "user")
	service := w.serviceToken(w.service(w.acme, "Robot", model.SetGuest), "service")
	for _, made := range []model.Generated{user, service} {
		_, err := w.RegenerateToken(w.ctx(), w.ada, ref(made), 0, model.Secret{})
		w.wantKind(err, model.KindInvalid)
		_, err = w.RegenerateToken(w.ctx(), w.ada, ref(made), 0, model.NewSecret("a horse on the sun"))
		w.wantKind(err, model.KindUnauthenticated)
		w.wantReason(made, model.ReasonOK)
		w.noPassword(w.acme)
		_, err = w.RegenerateToken(w.ctx(), w.ada, ref(made), 0, model.Secret{})
		w.must(err)
		_, err = w.SetSSO(w.ctx(), system, w.acme, model.SSOOff, nil)
		w.must(err)
	}
}

func TestRule_5_4_OfTwoWhoRegenerateAtOnceNoSecretIsLost(t *testing.T) {
	w := newWorld(t)
	w.noPassword(w.acme)
	made := w.generate(w.ada, w.acme, "made")
	all := make([]model.Generated, 8)
	errs := atOnce(len(all), func(i int) (err error) {
		all[i], err = w.RegenerateToken(w.ctx(), w.ada, ref(made), 0, model.Secret{})
		return err
	})
	if got := count(errs); got[""] != len(all) {
		t.Fatalf("outcomes %v", got)
	}
	good := slices.DeleteFunc(all, func(g model.Generated) bool { return w.reason(g.Secret) != model.ReasonOK })
	if len(good) != 1 || good[0].Secret.LastFour() != w.row(made).LastFour {
		t.Errorf("%d secrets are good, want the one whose end the row shows", len(good))
	}
}
