package model_test

import (
	"fmt"
	"testing"

	"example.com/latchkey/model"
)

// given makes a grant or a rule past the authority.
func (w *world) given(scope model.Scope, to model.Grantee, level model.Level) {
	w.t.Helper()
	w.alter(func(tx model.Tx) error {
		return tx.PutGrant(model.Grant{Scope: scope, To: to, Level: level, At: w.clock.Now(), By: "a test"})
	})
}

// what says what a row of GivenTo is about.
func what(v model.GivenView) string {
	switch {
	case v.Rule && v.SiteName != "":
		return fmt.Sprint(v.Level, " ", v.Scope.Kind, " at ", v.SiteName)
	case v.Rule:
		return fmt.Sprint(v.Level, " ", v.Scope.Kind)
	case v.Item.ID == "":
		return fmt.Sprint(v.Level, " hidden")
	}
	return fmt.Sprint(v.Level, " ", v.Item.Name)
}

// givenTo lists what a group or a site was given, in pages there and back.
func (w *world) givenTo(t *testing.T, by model.Actor, to model.Grantee) []string {
	t.Helper()
	return paged(t, "", func(r model.PageRequest) (model.Page[model.GivenView], error) {
		return w.GivenTo(w.ctx(), by, to, r)
	}, what)
}

func TestRule_7_3_WhatAGroupWasGivenAreItemsAndRules(t *testing.T) {
	w := newWorld(t)
	g, north := w.group(w.acme, "Night shift"), w.site(w.acme, "North", "")
	to := model.Grantee{Org: w.acme, Kind: model.GranteeGroup, ID: string(g.ID)}
	wantTexts(t, "at first", w.givenTo(t, w.ada, to))

	for i, level := range []model.Level{model.LevelView, model.LevelDelete, model.LevelEdit, model.LevelView, model.LevelEdit} {
		item := w.template(fmt.Sprint("item ", i), "")
		w.given(model.Scope{Org: w.acme, Item: item.ID}, to, level)
		if i == 1 || i == 4 {
			item.Deleted = true
			w.alter(func(tx model.Tx) error { return tx.PutItem(item) })
		}
	}
	w.given(model.Scope{Org: w.acme, Kind: model.KindTemplate}, to, model.LevelView)
	w.given(model.Scope{Org: w.acme, Kind: model.KindAsset, Site: north.ID}, to, model.LevelEdit)
	other := to
	other.ID = string(w.group(w.acme, "Day shift").ID)
	w.given(model.Scope{Org: w.acme, Kind: model.KindInspection}, other, model.LevelView)
	w.share(w.template("another's", ""), model.GranteeGroup, other.ID)

	got := w.givenTo(t, w.ada, to)
	wantSet(t, "given", got[:3], "view item 0", "edit item 2", "view item 3")
	wantSet(t, "by rules", got[3:], "view template", "edit asset at North")
}

// wantSet is wantTexts for a list in an order of its own.
func wantSet(t *testing.T, when string, got []string, want ...string) {
	t.Helper()
	seen := map[string]int{}
	for _, text := range got {
		seen[text]++
	}
	for _, text := range want {
		seen[text]--
	}
	for text, n := range seen {
		if n != 0 {
			t.Errorf("%s: %+d %q", when, n, text)
		}
	}
}

func TestRule_7_7_OfAnItemThatTheActorDoesNotSeeTheyLearnTheLevelAlone(t *testing.T) {
	w := newWorld(t)
	mia := w.person(w.acme, "Mia Moss", model.SetManager)
	s := w.site(w.acme, "North", "")
	to := model.Grantee{Org: w.acme, Kind: model.GranteeSite, ID: string(s.ID)}
	w.share(w.template("Secret audit", s.ID), model.GranteeSite, string(s.ID))
	wantTexts(t, "an operator", w.givenTo(t, w.ada, to), "view Secret audit")
	page, err := w.GivenTo(w.ctx(), mia.Actor, to, model.PageRequest{})
	w.must(err)
	if row := page.Rows[0]; row.By != "" || row.Item != (model.Item{}) {
		t.Errorf("they are told %+v", row)
	}
	wantTexts(t, "a manager", w.givenTo(t, mia.Actor, to), "view hidden")
	w.atSite(s, mia)
	wantTexts(t, "a manager who is there", w.givenTo(t, mia.Actor, to), "view Secret audit")
}

func TestRule_7_5_WhatAnotherOrgGaveIsNamedToWhomItReaches(t *testing.T) {
	w := newWorld(t)
	mia := w.person(w.acme, "Mia Moss", model.SetManager)
	globex := w.org("Globex")
	g := w.group(w.acme, "Night shift")
	to := model.Grantee{Org: w.acme, Kind: model.GranteeGroup, ID: string(g.ID)}
	item := w.template("Theirs", "")
	item.Org, item.Owner = globex, model.Owner{Subject: model.Subject{User: w.ada.User()}}
	w.alter(func(tx model.Tx) error { return tx.PutItem(item) })
	w.given(model.Scope{Org: globex, Item: item.ID}, to, model.LevelEdit)

	page, err := w.GivenTo(w.ctx(), mia.Actor, to, model.PageRequest{})
	w.must(err)
	if len(page.Rows) != 1 || what(page.Rows[0]) != "edit hidden" || page.Rows[0].ItemOrg != "Globex" || page.Rows[0].By != "" {
		t.Errorf("outside: %+v", page.Rows)
	}
	w.intoGroup(g, mia)
	wantTexts(t, "in the group", w.givenTo(t, mia.Actor, to), "edit Theirs")
}

func TestWhatWasGivenIsListedForGroupsAndSitesThatAreThere(t *testing.T) {
	w := newWorld(t)
	g := w.group(w.acme, "Night shift")
	w.must(w.DeleteGroup(w.ctx(), w.ada, w.acme, g.ID))
	for _, to := range []model.Grantee{
		{Org: w.acme, Kind: model.GranteeGroup, ID: string(g.ID)},
		{Org: w.acme, Kind: model.GranteeSite, ID: "sit_00000000000000000000000000"},
		{Org: w.acme, Kind: model.GranteeUser, ID: string(w.ada.User())},
		{Org: w.acme, Kind: model.GranteeAllUsers},
		{Org: w.org("Globex"), Kind: model.GranteeGroup, ID: string(g.ID)},
	} {
		_, err := w.GivenTo(w.ctx(), w.ada, to, model.PageRequest{})
		w.wantKind(err, model.KindNotFound)
	}
	ok := model.Grantee{Org: w.acme, Kind: model.GranteeGroup, ID: string(w.group(w.acme, "Day shift").ID)}
	_, err := w.GivenTo(w.ctx(), w.ada, ok, model.PageRequest{From: "elsewhere"})
	w.wantKind(err, model.KindInvalid)
}
