package model_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
)

func TestRule_5_5_EverythingOfOnePersonOrServiceUserOrOrg(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	w.join(bob, globex, model.SetStandard)
	elsewhere := w.generate(bob.Actor, globex, "elsewhere")
	robot := w.service(w.acme, "Robot", model.SetGuest)
	var bobs, robots []model.Generated
	for i := range 3 {
		bobs = append(bobs, w.generate(bob.Actor, w.acme, fmt.Sprint("bob ", i)))
		robots = append(robots, w.serviceToken(robot, fmt.Sprint("robot ", i)))
	}
	adas := w.generate(w.ada, w.acme, "ada")

	scope := model.RevokeScope{Org: w.acme, Subject: model.Subject{User: bob.User()}}
	named, n, err := w.TokensIn(w.ctx(), w.ada, scope)
	w.must(err)
	if n != 3 || len(named) != 3 {
		t.Fatalf("%d named, %d counted, want 3", len(named), n)
	}
	n, err = w.RevokeAll(w.ctx(), w.ada, scope)
	w.must(err)
	if n != 3 {
		t.Fatalf("%d revoked, want 3", n)
	}
	for _, made := range bobs {
		w.wantReason(made, model.ReasonRevoked)
	}
	w.wantReason(elsewhere, model.ReasonOK) // tokens in other orgs live on
	w.wantReason(robots[0], model.ReasonOK)

	n, err = w.RevokeAll(w.ctx(), w.ada, model.RevokeScope{Org: w.acme, Subject: model.Subject{ServiceUser: robot.ID}})
	w.must(err)
	if n != 3 {
		t.Fatalf("%d revoked, want 3", n)
	}
	n, err = w.RevokeAll(w.ctx(), w.ada, model.RevokeScope{Org: w.acme})
	w.must(err)
	if n != 1 {
		t.Fatalf("%d revoked, want ada's one", n)
	}
	w.wantReason(adas, model.ReasonRevoked)
	w.wantReason(elsewhere, model.ReasonOK)
}

func TestRule_5_5_ManyTokensOfAnOrgAreMoreThanOneTransaction(t *testing.T) {
	w := newWorld(t)
	for i := range 4 {
		p := w.person(w.acme, fmt.Sprintf("Person %d", i), model.SetGuest)
		for j := range model.MaxUserTokens {
			w.generate(p.Actor, w.acme, fmt.Sprint("token ", j))
		}
	}
	n, err := w.RevokeAll(w.ctx(), w.ada, model.RevokeScope{Org: w.acme})
	w.must(err)
	if n != 40 {
		t.Fatalf("%d revoked, want 40", n)
	}
}

func TestRule_5_6_FindBySecret(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	made := w.generate(bob.Actor, w.acme, "leaked")
	found, err := w.FindBySecret(w.ctx(), w.ada, made.Secret)
	w.must(err)
	if found.ID != made.Token.ID || found.Use.Count != 0 {
		t.Fatalf("found %s with %d uses", found.Name, found.Use.Count)
	}

	eve := w.person(globex, "Eve Else", model.SetAdministrator)
	_, none := w.FindBySecret(w.ctx(), eve.Actor, made.Secret)
	w.wantKind(none, model.KindNotFound)
	other := newWorld(t)
	_, unknown := w.FindBySecret(w.ctx(), eve.Actor, other.generate(other.ada, other.acme, "foreign").Secret)
	if none.Error() != unknown.Error() {
		t.Fatalf("%q is not %q: it tells that there is such a token", none, unknown)
	}
	gil := w.person(w.acme, "Gil Guest", model.SetGuest) // a member without the right
	_, denied := w.FindBySecret(w.ctx(), gil.Actor, made.Secret)
	if denied == nil || denied.Error() != unknown.Error() {
		t.Fatalf("%v is not %q", denied, unknown)
	}
	_, err = w.FindBySecret(w.ctx(), w.ada, model.NewSecret("lku_nonsense"))
	w.wantKind(err, model.KindInvalid)
}

func TestRule_5_2_FiltersOfAllTokens(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	quiet := w.generate(bob.Actor, w.acme, "quiet")
	w.must(w.MarkSecretSeen(w.ctx(), bob.Actor, ref(quiet)))
	w.clock.Advance(25 * 24 * time.Hour)
	busy := w.generate(bob.Actor, w.acme, "busy")
	w.must(w.MarkSecretSeen(w.ctx(), bob.Actor, ref(busy)))
	w.wantReason(busy, model.ReasonOK)
	w.serviceToken(w.service(w.acme, "Robot", model.SetGuest), "robot")
	gone := w.generate(w.ada, w.acme, "gone")
	_, err := w.RevokeToken(w.ctx(), w.ada, ref(gone))
	w.must(err)

	for want, filter := range map[string]model.TokenFilter{
		"busy quiet":            {Owner: "BIRCH"},
		"robot":                 {Kind: "service_user"},
		"gone":                  {State: model.StateRevoked},
		"quiet":                 {UnusedFor: 20 * 24 * time.Hour},
		"robot ":                {NeverCopied: true},
		"quiet ":                {EndsWithin: 7 * 24 * time.Hour},
		"busy gone quiet robot": {},
		"":                      {Owner: "nobody"},
	} {
		page, err := w.ListTokens(w.ctx(), w.ada, model.TokenQuery{Org: w.acme, All: true, Filter: filter, Page: model.PageRequest{Sort: model.SortName}})
		w.must(err)
		got := ""
		for _, v := range page.Rows {
			got += v.Name + " "
		}
		if trim(got) != trim(want) {
			t.Errorf("%+v: %q, want %q", filter, got, want)
		}
	}
}

func trim(s string) string {
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	return s
}

func TestRule_5_5_ASessionByTokenEndsItsOwnTokenLast(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	by, _ := w.bearer(bob.Actor, w.acme)
	for i := range model.MaxUserTokens - 1 {
		w.generate(bob.Actor, w.acme, fmt.Sprint("token ", i))
	}
	n, err := w.RevokeAll(w.ctx(), by, model.RevokeScope{Org: w.acme, Subject: model.Subject{User: bob.User()}})
	w.must(err)
	if n != model.MaxUserTokens {
		t.Fatalf("%d revoked, want all %d", n, model.MaxUserTokens)
	}
}
