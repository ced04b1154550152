package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// move puts a site below another one, by ada.
func (w *world) move(s model.Site, parent model.SiteID, seen ...model.SiteID) error {
	w.t.Helper()
	_, err := w.MoveSite(w.ctx(), w.ada, w.acme, s.ID, parent, seen...)
	return err
}

// tree draws Acme's sites: two spaces for each level.
func (w *world) tree() (lines []string) {
	w.t.Helper()
	nodes, more, err := w.SiteTree(w.ctx(), w.ada, w.acme)
	w.must(err)
	if more {
		w.t.Error("the tree is said to be cut")
	}
	for _, n := range nodes {
		lines = append(lines, strings.Repeat("  ", n.Depth)+n.Name)
	}
	return lines
}

func TestRule_7_4_AMemberOfASiteIsOneOfThoseBelow(t *testing.T) {
	w := newWorld(t)
	region := w.site(w.acme, "Region", "")
	north := w.site(w.acme, "North", region.ID)
	hall := w.site(w.acme, "Hall 3", north.ID)
	south := w.site(w.acme, "South", region.ID)
	tokens := map[model.SiteID]model.Generated{}
	for _, s := range []model.Site{region, north, hall, south} {
		p := w.person(w.acme, "Who is at "+s.Name, model.SetGuest)
		w.atSite(s, p)
		tokens[s.ID] = w.generate(p.Actor, w.acme, "at "+s.Name)
	}
	item := w.template("Forklift check", "")
	w.share(item, model.GranteeSite, string(north.ID))
	w.wantReach(item, true, tokens[region.ID], tokens[north.ID])
	w.wantReach(item, false, tokens[hall.ID], tokens[south.ID])

	w.must(w.move(north, south.ID)) // who is above it changes with the move
	w.wantReach(item, true, tokens[region.ID], tokens[south.ID], tokens[north.ID])
	w.must(w.move(north, ""))
	w.wantReach(item, true, tokens[north.ID])
	w.wantReach(item, false, tokens[region.ID], tokens[south.ID])
}

func TestRule_7_4_WhoIsTakenOffASiteReachesWhatASiteAboveGives(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	his := w.generate(cy.Actor, w.acme, "Cy's")
	region := w.site(w.acme, "Region", "")
	north := w.site(w.acme, "North", region.ID)
	item := w.template("Forklift check", "")
	w.share(item, model.GranteeSite, string(north.ID))
	w.atSite(region, cy)
	w.atSite(north, cy)
	w.must(w.RemoveFromSite(w.ctx(), w.ada, w.acme, north.ID, cy.User()))
	w.wantReach(item, true, his)
	w.wantKind(w.RemoveFromSite(w.ctx(), w.ada, w.acme, north.ID, cy.User()), model.KindConflict)
	w.must(w.RemoveFromSite(w.ctx(), w.ada, w.acme, region.ID, cy.User()))
	w.wantReach(item, false, his)
}

func TestRule_7_4_SitesMakeATree(t *testing.T) {
	w := newWorld(t)
	europe, asia := w.site(w.acme, "Europe", ""), w.site(w.acme, "asia", "")
	w.site(w.acme, "Osaka", asia.ID)
	berlin := w.site(w.acme, "Berlin", europe.ID)
	w.site(w.acme, "Hall 2", berlin.ID)
	w.site(w.acme, "Hall 1", berlin.ID)
	w.site(w.acme, "Aachen", europe.ID)
	wantTexts(t, "the tree", w.tree(), "asia", "  Osaka", "Europe", "  Aachen", "  Berlin", "    Hall 1", "    Hall 2")
	w.must(w.move(berlin, asia.ID))
	wantTexts(t, "after the move", w.tree(), "asia", "  Berlin", "    Hall 1", "    Hall 2", "  Osaka", "Europe", "  Aachen")
	w.must(w.move(berlin, ""))
	wantTexts(t, "after the next", w.tree(), "asia", "  Osaka", "Berlin", "  Hall 1", "  Hall 2", "Europe", "  Aachen")
}

func TestRule_7_4_ASiteDoesNotLieBelowItself(t *testing.T) {
	w := newWorld(t)
	chain := w.chain(3, "Site", "")
	for _, below := range chain {
		err := w.move(chain[0], below.ID)
		w.wantKind(err, model.KindConflict)
		if model.FieldOf(err) != model.FieldSite || !strings.Contains(err.Error(), "Site 0 cannot lie below "+below.Name) {
			t.Errorf("%v", err)
		}
	}
	w.must(w.move(chain[2], chain[0].ID))
}

func TestRule_7_4_OfTwoMovesAtOnceThatMakeARingOneIsRefused(t *testing.T) {
	w := newWorld(t)
	for i := range 10 {
		a, b := w.site(w.acme, fmt.Sprint("a", i), ""), w.site(w.acme, fmt.Sprint("b", i), "")
		errs := atOnce(2, func(i int) error {
			if i == 0 {
				return w.move(a, b.ID)
			}
			return w.move(b, a.ID)
		})
		if kinds := count(errs); kinds[""] != 1 || kinds[model.KindConflict] != 1 {
			t.Errorf("%v", kinds)
		}
	}
}

func TestRule_7_4_TheTreeHasSixteenLevels(t *testing.T) {
	w := newWorld(t)
	long := w.chain(model.MaxSiteDepth, "Long", "")
	short := w.chain(3, "Short", "")
	_, err := w.CreateSite(w.ctx(), w.ada, w.acme, "One more", long[model.MaxSiteDepth-1].ID)
	w.wantKind(err, model.KindConflict)
	if text := err.Error(); !strings.Contains(text, "16 levels") {
		t.Errorf("it does not say why: %s", text)
	}
	w.wantKind(w.move(short[0], long[13].ID), model.KindConflict) // the whole of what is moved counts
	w.wantKind(w.move(short[2], long[15].ID), model.KindConflict)
	w.must(w.move(short[2], long[14].ID))
	w.must(w.move(short[0], long[13].ID)) // two levels by now
	if path, err := w.SitePath(w.ctx(), w.ada, w.acme, short[1].ID); err != nil || len(path) != model.MaxSiteDepth {
		t.Errorf("%d levels, %v", len(path), err)
	}
}

func TestASiteIsDeletedWhenNothingIsThere(t *testing.T) {
	w := newWorld(t)
	north := w.site(w.acme, "North", "")
	hall := w.site(w.acme, "Hall 3", north.ID)
	item := w.template("Forklift check", hall.ID)
	remove := func(s model.Site) error { return w.DeleteSite(w.ctx(), w.ada, w.acme, s.ID) }

	err := remove(north)
	w.wantKind(err, model.KindConflict)
	if !strings.Contains(err.Error(), "Hall 3 lies below North; move or delete") {
		t.Errorf("%v", err)
	}
	err = remove(hall)
	w.wantKind(err, model.KindConflict)
	if !strings.Contains(err.Error(), "There are items at Hall 3; move them") {
		t.Errorf("%v", err)
	}
	item.Deleted = true
	w.alter(func(tx model.Tx) error { return tx.PutItem(item) })
	w.must(remove(hall))
	w.must(remove(north))
	wantTexts(t, "the tree", w.tree())
}

func TestADeletedSiteIsNoMore(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	s, other := w.site(w.acme, "North", ""), w.site(w.acme, "South", "")
	w.atSite(s, cy)
	w.must(w.DeleteSite(w.ctx(), w.ada, w.acme, s.ID))
	w.nosuch(t, w.acme, s.ID, cy)
	w.wantKind(w.move(other, s.ID), model.KindNotFound)
	at, err := w.SitesOf(w.ctx(), cy.Actor, w.acme, cy.User())
	w.must(err)
	rows, err := w.SitesByID(w.ctx(), w.ada, w.acme, []model.SiteID{s.ID})
	w.must(err)
	page, err := w.ListSites(w.ctx(), w.ada, w.acme, byName)
	w.must(err)
	if len(at)+len(rows) != 0 || len(page.Rows) != 1 {
		t.Errorf("it is shown: %v, %v, %v", at, rows, page.Rows)
	}
}

func TestASiteOfAnotherOrgIsNotThere(t *testing.T) {
	w := newWorld(t)
	w.nosuch(t, w.org("Globex"), w.site(w.acme, "North", "").ID, person{Actor: w.ada})
}

// nosuch checks that an org has no such site, whatever is asked of it.
func (w *world) nosuch(t *testing.T, org model.OrgID, id model.SiteID, p person) {
	t.Helper()
	_, renamed := w.RenameSite(w.ctx(), w.ada, org, id, "West")
	_, moved := w.MoveSite(w.ctx(), w.ada, org, id, "")
	_, created := w.CreateSite(w.ctx(), w.ada, org, "Hall 3", id)
	_, listed := w.SiteMembers(w.ctx(), w.ada, org, id, byAge)
	_, below := w.SitesBelow(w.ctx(), w.ada, org, id, byName)
	_, path := w.SitePath(w.ctx(), w.ada, org, id)
	_, found := w.FindSite(w.ctx(), w.ada, org, string(id))
	_, named := w.FindSite(w.ctx(), w.ada, org, "North")
	for what, err := range map[string]error{
		"rename": renamed, "move": moved, "create below": created, "list": listed, "below": below, "path": path,
		"find by id": found, "find by name": named,
		"delete": w.DeleteSite(w.ctx(), w.ada, org, id),
		"add":    w.AddToSite(w.ctx(), w.ada, org, id, p.User()),
		"remove": w.RemoveFromSite(w.ctx(), w.ada, org, id, p.User()),
	} {
		if model.KindOf(err) != model.KindNotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestSiteNamesAreUniqueFoldedAndFreed(t *testing.T) {
	w := newWorld(t)
	north := w.site(w.acme, "North", "")
	hall := w.site(w.acme, "Hall 3", north.ID)
	w.site(w.org("Globex"), "North", "") // another org's
	for _, parent := range []model.SiteID{"", north.ID} {
		_, err := w.CreateSite(w.ctx(), w.ada, w.acme, "NORTH", parent) // wherever in the tree
		w.wantKind(err, model.KindConflict)
	}
	_, err := w.RenameSite(w.ctx(), w.ada, w.acme, hall.ID, "north")
	w.wantKind(err, model.KindConflict)
	if model.FieldOf(err) != model.FieldName {
		t.Errorf("the field is %q", model.FieldOf(err))
	}
	_, err = w.RenameSite(w.ctx(), w.ada, w.acme, north.ID, "NORTH")
	w.must(err)
	w.must(w.DeleteSite(w.ctx(), w.ada, w.acme, hall.ID))
	w.site(w.acme, "hall 3", "")
}

func TestTwoPeopleChangeOneSite(t *testing.T) {
	w := newWorld(t)
	north, south := w.site(w.acme, "North", ""), w.site(w.acme, "South", "")
	hall := w.site(w.acme, "Hall 3", "")
	_, err := w.RenameSite(w.ctx(), w.ada, w.acme, hall.ID, "First", "Hall 3")
	w.must(err)
	_, err = w.RenameSite(w.ctx(), w.ada, w.acme, hall.ID, "Second", "Hall 3")
	w.wantKind(err, model.KindConflict)
	w.must(w.move(hall, north.ID, ""))
	w.wantKind(w.move(hall, south.ID, ""), model.KindConflict)
	entries := w.since(func() { // no change is no entry
		w.must(w.move(hall, north.ID, north.ID))
		_, err = w.RenameSite(w.ctx(), w.ada, w.acme, hall.ID, "First", "First")
		w.must(err)
	})
	if len(entries) != 0 {
		t.Errorf("%+v", entries)
	}
}

func TestRule_9_1_TheEntriesOfSitesTellBeforeAndAfter(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	north, south := w.site(w.acme, "North", ""), w.site(w.acme, "South", "")
	name := "Cy Cole (" + cy.email + ")"
	for _, c := range []struct {
		action model.Action
		want   []model.Detail
		do     func() error
	}{
		{model.ActCreateSite, []model.Detail{{Field: "name", After: "Hall 3"}, {Field: "below", After: "North"}}, func() error {
			_, err := w.CreateSite(w.ctx(), w.ada, w.acme, "Hall 3", north.ID)
			return err
		}},
		{model.ActEditSite, []model.Detail{{Field: "name", Before: "South", After: "West"}}, func() error {
			_, err := w.RenameSite(w.ctx(), w.ada, w.acme, south.ID, "West")
			return err
		}},
		{model.ActMoveSite, []model.Detail{{Field: "below", Before: "the top", After: "North"}}, func() error { return w.move(south, north.ID) }},
		{model.ActAddToSite, []model.Detail{{Field: "member", After: name}}, func() error {
			return w.AddToSite(w.ctx(), w.ada, w.acme, south.ID, cy.User())
		}},
		{model.ActTakeFromSite, []model.Detail{{Field: "member", Before: name}}, func() error {
			return w.RemoveFromSite(w.ctx(), w.ada, w.acme, south.ID, cy.User())
		}},
		{model.ActDeleteSite, []model.Detail{{Field: "name", Before: "West"}, {Field: "below", Before: "North"}}, func() error {
			return w.DeleteSite(w.ctx(), w.ada, w.acme, south.ID)
		}},
	} {
		entries := w.since(func() { w.must(c.do()) })
		if len(entries) != 1 || entries[0].Action != c.action || !slices.Equal(entries[0].Details, c.want) {
			t.Errorf("%s: %+v", c.action, entries)
		}
	}
}

func TestRule_12_1_SitesAreFoundByIdAndName(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	s := w.site(w.acme, "Hall 3", w.site(w.acme, "North", "").ID)
	for _, text := range []string{string(s.ID), "Hall 3", "HALL 3"} {
		found, err := w.FindSite(w.ctx(), cy.Actor, w.acme, text)
		w.must(err)
		if found != s {
			t.Errorf("%q is %+v", text, found)
		}
	}
	_, err := w.FindSite(w.ctx(), cy.Actor, w.acme, "Hall")
	w.wantKind(err, model.KindNotFound)
	if model.FieldOf(err) != model.FieldSite || !strings.Contains(err.Error(), "Hall") {
		t.Errorf("%v (%s)", err, model.FieldOf(err))
	}
}

func TestSitesComeInPagesAndByTheirPlace(t *testing.T) {
	w := newWorld(t)
	top := w.site(w.acme, "Top", "")
	for _, name := range []string{"Echo", "alpha", "Delta", "Bravo", "Charlie"} {
		w.site(w.acme, name, top.ID)
	}
	of := func(v model.SiteView) string { return v.Name }
	all := func(r model.PageRequest) (model.Page[model.SiteView], error) {
		return w.ListSites(w.ctx(), w.ada, w.acme, r)
	}
	wantTexts(t, "by name", paged(t, model.SortName, all, of), "alpha", "Bravo", "Charlie", "Delta", "Echo", "Top")
	wantTexts(t, "by age", paged(t, model.SortCreated, all, of), "Top", "Echo", "alpha", "Delta", "Bravo", "Charlie")
	below := func(parent model.SiteID) []string {
		return paged(t, model.SortName, func(r model.PageRequest) (model.Page[model.SiteView], error) {
			return w.SitesBelow(w.ctx(), w.ada, w.acme, parent, r)
		}, of)
	}
	wantTexts(t, "at the top", below(""), "Top")
	wantTexts(t, "below Top", below(top.ID), "alpha", "Bravo", "Charlie", "Delta", "Echo")
	rows, err := w.SitesByID(w.ctx(), w.ada, w.acme, []model.SiteID{top.ID, "sit_00000000000000000000000000"})
	w.must(err)
	if len(rows) != 1 || rows[0].Below != 5 {
		t.Errorf("%+v", rows)
	}
}

func TestThePathOfASiteLeadsDownToIt(t *testing.T) {
	w := newWorld(t)
	chain := w.chain(3, "Site", "")
	path, err := w.SitePath(w.ctx(), w.ada, w.acme, chain[2].ID)
	w.must(err)
	wantTexts(t, "the path", textsOf(path, siteName), "Site 0", "Site 1", "Site 2")
}

func TestTheMembersOfASiteAreThoseOfThatVerySite(t *testing.T) {
	w := newWorld(t)
	chain := w.chain(2, "Site", "")
	var people []person
	for i := range 5 {
		people = append(people, w.person(w.acme, fmt.Sprint("Person ", i), model.SetGuest))
		w.atSite(chain[1], people[i])
	}
	w.atSite(chain[0], people[4])
	w.gone(people[1])
	members := func(s model.Site) []string {
		return paged(t, model.SortCreated, func(r model.PageRequest) (model.Page[model.Membership], error) {
			return w.SiteMembers(w.ctx(), w.ada, w.acme, s.ID, r)
		}, memberName)
	}
	wantTexts(t, "above", members(chain[0]), "Person 4")
	wantTexts(t, "below", members(chain[1]), "Person 0", "Person 2", "Person 3", "Person 4")
	for by, want := range map[model.Actor]int{w.ada: 4, people[0].Actor: 0} {
		nodes, _, err := w.SiteTree(w.ctx(), by, w.acme)
		w.must(err)
		if n := nodes[1]; n.Members != want || n.More {
			t.Errorf("%d members, more: %v", n.Members, n.More)
		}
	}
}

func TestPeopleSeeTheirOwnSitesAndHoldersThoseOfAll(t *testing.T) {
	w := newWorld(t)
	cy, dot := w.person(w.acme, "Cy Cole", model.SetGuest), w.person(w.acme, "Dot Dahl", model.SetGuest)
	chain := w.chain(3, "Site", "")
	w.atSite(chain[2], cy)
	w.atSite(chain[0], cy)
	for _, by := range []model.Actor{cy.Actor, w.ada, system} {
		at, err := w.SitesOf(w.ctx(), by, w.acme, cy.User())
		w.must(err)
		wantTexts(t, "his sites", textsOf(at, siteName), "Site 0", "Site 2")
	}
	_, err := w.SitesOf(w.ctx(), dot.Actor, w.acme, cy.User())
	w.wantKind(err, model.KindForbidden)
	w.wantKind(w.AddToSite(w.ctx(), w.ada, w.acme, chain[0].ID, cy.User()), model.KindConflict)
}

func TestOfAVastTreeTheFirstTenThousandSitesAreShown(t *testing.T) {
	w := newWorld(t)
	const n = 10_010
	for done := 0; done < n; done += 15 {
		w.alter(func(tx model.Tx) error {
			for i := done; i < min(done+15, n); i++ {
				if err := tx.PutSite(model.Site{ID: model.SiteID(fmt.Sprintf("sit_%026d", i)), Org: w.acme, Name: fmt.Sprintf("Site %05d", i)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	nodes, more, err := w.SiteTree(w.ctx(), w.ada, w.acme)
	w.must(err)
	if len(nodes) != 10_000 || !more || nodes[9_999].Name != "Site 09999" {
		t.Errorf("%d nodes, more: %v, the last is %s", len(nodes), more, nodes[len(nodes)-1].Name)
	}
}
