package model_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

func TestRule_1_2_NobodyIsInMoreThanAHundredGroups(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	w.join(cy, globex, model.SetStandard)
	w.intoGroup(w.group(globex, "Elsewhere"), cy) // a limit for each org
	all := w.groups(model.MaxGroups, "Group", cy)
	one := w.group(w.acme, "One more")
	add := func() error { return w.AddToGroup(w.ctx(), w.ada, w.acme, one.ID, cy.User()) }

	err := add()
	w.wantKind(err, model.KindConflict)
	if text := err.Error(); !strings.Contains(text, "Cy Cole is in 100 groups") {
		t.Errorf("it does not say why: %s", text)
	}
	w.must(w.RemoveFromGroup(w.ctx(), w.ada, w.acme, all[7].ID, cy.User()))
	w.must(add())
	w.wantKind(w.AddToGroup(w.ctx(), w.ada, w.acme, all[7].ID, cy.User()), model.KindConflict)
	w.must(w.DeleteGroup(w.ctx(), w.ada, w.acme, all[8].ID)) // what is deleted does not count
	w.must(w.AddToGroup(w.ctx(), w.ada, w.acme, all[7].ID, cy.User()))
	if n := w.entries(cy); n != model.MaxGroups {
		t.Errorf("the store keeps %d groups", n)
	}
}

func TestRule_1_2_TheLastGroupGoesToOneOfManyThatComeAtOnce(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	w.groups(model.MaxGroups-1, "Group", cy)
	var more []model.Group
	for i := range 8 {
		more = append(more, w.group(w.acme, fmt.Sprint("More ", i)))
	}
	errs := atOnce(len(more), func(i int) error { return w.AddToGroup(w.ctx(), w.ada, w.acme, more[i].ID, cy.User()) })
	if kinds := count(errs); kinds[""] != 1 || kinds[model.KindConflict] != len(more)-1 {
		t.Errorf("%v", kinds)
	}
	in, err := w.GroupsOf(w.ctx(), w.ada, w.acme, cy.User())
	w.must(err)
	if len(in) != model.MaxGroups {
		t.Errorf("in %d groups", len(in))
	}
}

func TestRule_1_2_WhatCountsNoMoreMakesRoomAndGoesAwayBitByBit(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	old := w.groups(model.MaxGroups, "Old", cy)
	w.gone(cy)
	w.join(cy, w.acme, model.SetStandard)
	for i, g := range old[:20] {
		w.intoGroup(g, cy)
		if n := w.entries(cy); n > model.MaxGroups {
			t.Fatalf("after %d the store keeps %d entries", i+1, n)
		}
	}
	if n := w.entries(cy); n != 20 {
		t.Errorf("the store still keeps %d entries, want the 20 that count", n)
	}
}

func TestRule_1_2_ADeactivatedMemberIsPutIntoAGroupARemovedOneIsNot(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	g := w.group(w.acme, "Night shift")
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	w.intoGroup(g, cy)
	w.gone(cy)
	w.wantKind(w.AddToGroup(w.ctx(), w.ada, w.acme, g.ID, cy.User()), model.KindNotFound)
	w.wantKind(w.RemoveFromGroup(w.ctx(), w.ada, w.acme, g.ID, cy.User()), model.KindNotFound)
	eve := w.person(w.org("Globex"), "Eve Else", model.SetGuest)
	w.wantKind(w.AddToGroup(w.ctx(), w.ada, w.acme, g.ID, eve.User()), model.KindNotFound)
}

func TestRule_1_3_WhoComesBackIsInNoGroupAndAtNoSite(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	g, s := w.group(w.acme, "Night shift"), w.site(w.acme, "North", "")
	w.intoGroup(g, cy)
	w.atSite(s, cy)
	check := func(when string, want ...string) {
		t.Helper()
		people, err := w.GroupMembers(w.ctx(), w.ada, w.acme, g.ID, byAge)
		w.must(err)
		there, err := w.SiteMembers(w.ctx(), w.ada, w.acme, s.ID, byAge)
		w.must(err)
		wantTexts(t, when+" in the group", textsOf(people.Rows, memberName), want...)
		wantTexts(t, when+" at the site", textsOf(there.Rows, memberName), want...)
		groups, err := w.GroupsByID(w.ctx(), w.ada, w.acme, []model.GroupID{g.ID})
		w.must(err)
		sites, err := w.SitesByID(w.ctx(), w.ada, w.acme, []model.SiteID{s.ID})
		w.must(err)
		if groups[0].Members != len(want) || sites[0].Members != len(want) {
			t.Errorf("%s: %d in the group and %d at the site are counted", when, groups[0].Members, sites[0].Members)
		}
	}
	check("before", "Cy Cole")
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	check("deactivated", "Cy Cole")
	w.gone(cy)
	check("gone")
	w.join(cy, w.acme, model.SetStandard)
	check("back")
	groups, err := w.GroupsOf(w.ctx(), w.ada, w.acme, cy.User())
	w.must(err)
	sites, err := w.SitesOf(w.ctx(), w.ada, w.acme, cy.User())
	w.must(err)
	if len(groups)+len(sites) != 0 {
		t.Errorf("back in %v and at %v", groups, sites)
	}
	w.wantKind(w.RemoveFromGroup(w.ctx(), w.ada, w.acme, g.ID, cy.User()), model.KindConflict)
	w.wantKind(w.RemoveFromSite(w.ctx(), w.ada, w.acme, s.ID, cy.User()), model.KindConflict)
	w.intoGroup(g, cy)
	w.atSite(s, cy)
	check("put in again", "Cy Cole")
}

func TestRule_2_3_AServiceUserIsInNoGroupAndAtNoSite(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	g, s := w.group(w.acme, "Night shift"), w.site(w.acme, "North", "")
	as := model.UserID(robot.ID)
	for what, err := range map[string]error{
		"into a group":  w.AddToGroup(w.ctx(), w.ada, w.acme, g.ID, as),
		"out of it":     w.RemoveFromGroup(w.ctx(), w.ada, w.acme, g.ID, as),
		"to a site":     w.AddToSite(w.ctx(), w.ada, w.acme, s.ID, as),
		"off it":        w.RemoveFromSite(w.ctx(), w.ada, w.acme, s.ID, as),
		"a made-up one": w.AddToGroup(w.ctx(), w.ada, w.acme, g.ID, "svc_00000000000000000000000000"),
	} {
		if model.KindOf(err) != model.KindInvalid || !strings.Contains(err.Error(), "A service user is never a member of a group or a site") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestRule_7_4_AGroupIsItsMembersAndNobodyElse(t *testing.T) {
	w := newWorld(t)
	cy, dot := w.person(w.acme, "Cy Cole", model.SetGuest), w.person(w.acme, "Dot Dahl", model.SetGuest)
	hers, his := w.generate(dot.Actor, w.acme, "Dot's"), w.generate(cy.Actor, w.acme, "Cy's")
	g := w.group(w.acme, "Night shift")
	item := w.template("Forklift check", "")
	w.share(item, model.GranteeGroup, string(g.ID))
	w.wantReach(item, false, hers, his)

	w.intoGroup(g, cy)
	w.wantReach(item, true, his)
	w.wantReach(item, false, hers)
	w.must(w.RemoveFromGroup(w.ctx(), w.ada, w.acme, g.ID, cy.User()))
	w.wantReach(item, false, his)

	w.intoGroup(g, cy)
	w.wantReach(item, true, his)
	w.must(w.DeleteGroup(w.ctx(), w.ada, w.acme, g.ID))
	w.wantReach(item, false, his, hers)
	w.intoGroup(w.group(w.acme, "Night shift"), cy) // the name is not the group
	w.wantReach(item, false, his)
}

func TestGroupNamesAreUniqueFoldedAndFreed(t *testing.T) {
	w := newWorld(t)
	night := w.group(w.acme, "Night shift")
	day := w.group(w.acme, "Day shift")
	w.group(w.org("Globex"), "Night shift") // another org's
	w.site(w.acme, "Night shift", "")       // a site's

	_, err := w.CreateGroup(w.ctx(), w.ada, w.acme, "NIGHT shift")
	w.wantKind(err, model.KindConflict)
	if model.FieldOf(err) != model.FieldName {
		t.Errorf("the field is %q", model.FieldOf(err))
	}
	_, err = w.RenameGroup(w.ctx(), w.ada, w.acme, day.ID, "night Shift")
	w.wantKind(err, model.KindConflict)
	_, err = w.RenameGroup(w.ctx(), w.ada, w.acme, night.ID, "NIGHT SHIFT")
	w.must(err)
	_, err = w.RenameGroup(w.ctx(), w.ada, w.acme, night.ID, "Late shift")
	w.must(err)
	day, err = w.RenameGroup(w.ctx(), w.ada, w.acme, day.ID, "Night shift")
	w.must(err)
	if day.Name != "Night shift" {
		t.Errorf("the name is %q", day.Name)
	}
	w.must(w.DeleteGroup(w.ctx(), w.ada, w.acme, day.ID))
	w.group(w.acme, "Night shift")
}

func TestRule_12_2_GroupAndSiteNamesAreNames(t *testing.T) {
	w := newWorld(t)
	g, s := w.group(w.acme, " Night shift\n"), w.site(w.acme, " North\n", "")
	if g.Name != "Night shift" || s.Name != "North" {
		t.Errorf("%q and %q", g.Name, s.Name)
	}
	for _, name := range []string{"", "a\x1bb", "two  spaces", strings.Repeat("n", 65)} {
		_, created := w.CreateGroup(w.ctx(), w.ada, w.acme, name)
		_, renamed := w.RenameGroup(w.ctx(), w.ada, w.acme, g.ID, name)
		_, made := w.CreateSite(w.ctx(), w.ada, w.acme, name, "")
		_, called := w.RenameSite(w.ctx(), w.ada, w.acme, s.ID, name)
		for _, err := range []error{created, renamed, made, called} {
			w.wantKind(err, model.KindInvalid)
		}
	}
}

func TestADeletedGroupIsNoMore(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	g := w.group(w.acme, "Night shift")
	w.intoGroup(g, cy)
	w.must(w.DeleteGroup(w.ctx(), w.ada, w.acme, g.ID))
	w.nowhere(t, w.acme, g.ID, cy)
	in, err := w.GroupsOf(w.ctx(), cy.Actor, w.acme, cy.User())
	w.must(err)
	rows, err := w.GroupsByID(w.ctx(), w.ada, w.acme, []model.GroupID{g.ID})
	w.must(err)
	page, err := w.ListGroups(w.ctx(), w.ada, w.acme, byName)
	w.must(err)
	if len(in)+len(rows)+len(page.Rows) != 0 {
		t.Errorf("it is shown: %v, %v, %v", in, rows, page.Rows)
	}
}

func TestAGroupOfAnotherOrgIsNotThere(t *testing.T) {
	w := newWorld(t)
	g := w.group(w.acme, "Night shift")
	w.nowhere(t, w.org("Globex"), g.ID, person{Actor: w.ada})
}

// nowhere checks that an org has no such group, whatever is asked of it.
func (w *world) nowhere(t *testing.T, org model.OrgID, id model.GroupID, p person) {
	t.Helper()
	_, renamed := w.RenameGroup(w.ctx(), w.ada, org, id, "Late shift")
	_, listed := w.GroupMembers(w.ctx(), w.ada, org, id, byAge)
	_, found := w.FindGroup(w.ctx(), w.ada, org, string(id))
	_, named := w.FindGroup(w.ctx(), w.ada, org, "Night shift")
	for what, err := range map[string]error{
		"rename": renamed, "list": listed, "find by id": found, "find by name": named,
		"delete": w.DeleteGroup(w.ctx(), w.ada, org, id),
		"add":    w.AddToGroup(w.ctx(), w.ada, org, id, p.User()),
		"remove": w.RemoveFromGroup(w.ctx(), w.ada, org, id, p.User()),
	} {
		if model.KindOf(err) != model.KindNotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestRule_12_1_GroupsAreFoundByIdAndName(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	g := w.group(w.acme, "Night shift")
	for _, text := range []string{string(g.ID), "Night shift", "night SHIFT"} {
		found, err := w.FindGroup(w.ctx(), cy.Actor, w.acme, text)
		w.must(err)
		if found != g {
			t.Errorf("%q is %+v", text, found)
		}
	}
	_, err := w.FindGroup(w.ctx(), cy.Actor, w.acme, "Night")
	w.wantKind(err, model.KindNotFound)
	if model.FieldOf(err) != model.FieldGroup || !strings.Contains(err.Error(), "Night") {
		t.Errorf("%v (%s)", err, model.FieldOf(err))
	}
}

func TestTwoPeopleRenameOneGroup(t *testing.T) {
	w := newWorld(t)
	g := w.group(w.acme, "Night shift")
	_, err := w.RenameGroup(w.ctx(), w.ada, w.acme, g.ID, "First", "Night shift")
	w.must(err)
	_, err = w.RenameGroup(w.ctx(), w.ada, w.acme, g.ID, "Second", "Night shift")
	w.wantKind(err, model.KindConflict)
	entries := w.since(func() { // no change is no entry
		_, err = w.RenameGroup(w.ctx(), w.ada, w.acme, g.ID, "First", "First")
		w.must(err)
	})
	if len(entries) != 0 {
		t.Errorf("%+v", entries)
	}
}

func TestWhoIsInAGroupTwiceAndWhoWasNeverInIt(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	g := w.group(w.acme, "Night shift")
	w.wantKind(w.RemoveFromGroup(w.ctx(), w.ada, w.acme, g.ID, cy.User()), model.KindConflict)
	w.intoGroup(g, cy)
	w.wantKind(w.AddToGroup(w.ctx(), w.ada, w.acme, g.ID, cy.User()), model.KindConflict)
}

func TestRule_9_1_TheEntriesOfGroupsTellBeforeAndAfter(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	g := w.group(w.acme, "Night shift")
	for _, c := range []struct {
		action model.Action
		want   model.Detail
		do     func() error
	}{
		{model.ActCreateGroup, model.Detail{Field: "name", After: "Day shift"}, func() error {
			_, err := w.CreateGroup(w.ctx(), w.ada, w.acme, "Day shift")
			return err
		}},
		{model.ActEditGroup, model.Detail{Field: "name", Before: "Night shift", After: "Late shift"}, func() error {
			_, err := w.RenameGroup(w.ctx(), w.ada, w.acme, g.ID, "Late shift")
			return err
		}},
		{model.ActAddToGroup, model.Detail{Field: "member", After: "Cy Cole (" + cy.email + ")"}, func() error {
			return w.AddToGroup(w.ctx(), w.ada, w.acme, g.ID, cy.User())
		}},
		{model.ActTakeFromGroup, model.Detail{Field: "member", Before: "Cy Cole (" + cy.email + ")"}, func() error {
			return w.RemoveFromGroup(w.ctx(), w.ada, w.acme, g.ID, cy.User())
		}},
		{model.ActDeleteGroup, model.Detail{Field: "name", Before: "Late shift"}, func() error {
			return w.DeleteGroup(w.ctx(), w.ada, w.acme, g.ID)
		}},
	} {
		entries := w.since(func() { w.must(c.do()) })
		if len(entries) != 1 || entries[0].Action != c.action || len(entries[0].Details) != 1 || entries[0].Details[0] != c.want {
			t.Errorf("%s: %+v", c.action, entries)
		}
	}
}

func TestGroupsComeInPages(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"Echo", "alpha", "Delta", "Bravo", "Charlie"} {
		w.group(w.acme, name)
	}
	read := func(r model.PageRequest) (model.Page[model.GroupView], error) {
		return w.ListGroups(w.ctx(), w.ada, w.acme, r)
	}
	of := func(v model.GroupView) string { return v.Name }
	wantTexts(t, "by name", paged(t, model.SortName, read, of), "alpha", "Bravo", "Charlie", "Delta", "Echo")
	wantTexts(t, "by age", paged(t, model.SortCreated, read, of), "Echo", "alpha", "Delta", "Bravo", "Charlie")
}

func TestWhoIsInAGroupComesInPagesWithoutThoseWhoLeft(t *testing.T) {
	w := newWorld(t)
	g := w.group(w.acme, "Night shift")
	var people []person
	for i := range 7 {
		people = append(people, w.person(w.acme, fmt.Sprint("Person ", i), model.SetGuest))
		w.intoGroup(g, people[i])
	}
	w.gone(people[1])
	w.gone(people[2])
	w.gone(people[6])
	read := func(r model.PageRequest) (model.Page[model.Membership], error) {
		return w.GroupMembers(w.ctx(), w.ada, w.acme, g.ID, r)
	}
	wantTexts(t, "by age", paged(t, model.SortCreated, read, memberName), "Person 0", "Person 3", "Person 4", "Person 5")
}

func TestPeopleSeeTheirOwnGroupsAndHoldersThoseOfAll(t *testing.T) {
	w := newWorld(t)
	cy, dot := w.person(w.acme, "Cy Cole", model.SetGuest), w.person(w.acme, "Dot Dahl", model.SetGuest)
	for _, name := range []string{"Beta", "alpha", "Gamma"} {
		w.intoGroup(w.group(w.acme, name), cy)
	}
	for _, by := range []model.Actor{cy.Actor, w.ada, system} {
		in, err := w.GroupsOf(w.ctx(), by, w.acme, cy.User())
		w.must(err)
		wantTexts(t, "his groups", textsOf(in, groupName), "alpha", "Beta", "Gamma")
	}
	_, err := w.GroupsOf(w.ctx(), dot.Actor, w.acme, cy.User())
	w.wantKind(err, model.KindForbidden)
	_, err = w.GroupsOf(w.ctx(), w.operator("Opal Orr").Actor, w.acme, "usr_00000000000000000000000000")
	w.wantKind(err, model.KindNotFound)
}

func TestTheMembersOfAGroupAreCountedForHoldersUpToAThousand(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	g := w.group(w.acme, "Everybody")
	w.crowd(g, 1001)
	for by, want := range map[model.Actor]int{w.ada: 1000, cy.Actor: 0} {
		page, err := w.ListGroups(w.ctx(), by, w.acme, byName)
		w.must(err)
		if v := page.Rows[0]; v.Members != want || v.More != (want > 0) {
			t.Errorf("%d members, more: %v", v.Members, v.More)
		}
	}
}
