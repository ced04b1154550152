package model_test

import (
	"fmt"
	"testing"

	"example.com/latchkey/model"
)

// A plot is a world with two orgs, with people and service users that may do
// everything with templates, inspections and assets, and with tokens of theirs:
// what the tests of access are about.
type plot struct {
	*world
	globex       model.OrgID
	bob, eve     person            // of Acme, of Globex
	robot, droid model.ServiceUser // of Acme, of Globex
	tokens       map[string]model.Generated
	n            int
}

func newPlot(t testing.TB) *plot {
	t.Helper()
	return peopled(newWorld(t))
}

// peopled is a plot in a world that was set up.
func peopled(w *world) *plot {
	w.t.Helper()
	p := &plot{world: w}
	p.globex = p.org("Globex")
	p.bob, p.eve = p.person(p.acme, "Bob Birch", model.SetStandard), p.person(p.globex, "Eve Elm", model.SetStandard)
	p.robot, p.droid = p.service(p.acme, "Robot", model.SetStandard), p.service(p.globex, "Droid", model.SetStandard)
	p.tokens = map[string]model.Generated{
		"bob": p.generate(p.bob.Actor, p.acme, "bob"), "eve": p.generate(p.eve.Actor, p.globex, "eve"),
		"robot": p.serviceToken(p.robot, "robot"), "droid": p.serviceToken(p.droid, "droid"),
	}
	return p
}

// thing puts an item of ada's into an org. change says what else it is.
func (p *plot) thing(org model.OrgID, kind model.ItemKind, change ...func(*model.Item)) model.Item {
	p.t.Helper()
	p.n++
	item := model.Item{
		ID: model.ItemID(fmt.Sprintf("itm_%026d", p.n)), Org: org, Kind: kind, Name: fmt.Sprint("Item ", p.n),
		Ref: fmt.Sprint("ref-", p.n), Owner: model.Owner{Subject: model.Subject{User: p.ada.User()}}, CreatedAt: p.clock.Now(),
	}
	for _, c := range change {
		c(&item)
	}
	p.alter(func(tx model.Tx) error { return tx.PutItem(item) })
	return item
}

func placedAt(site model.Site) func(*model.Item) { return func(i *model.Item) { i.Site = site.ID } }

func ownedBy(s model.Subject, term int) func(*model.Item) {
	return func(i *model.Item) { i.Owner = model.Owner{Subject: s, Term: term} }
}

// place puts a site into an org, and crew a group.
func (p *plot) place(org model.OrgID, parent model.SiteID) model.Site {
	p.t.Helper()
	p.n++
	s := model.Site{ID: model.SiteID(fmt.Sprintf("sit_%026d", p.n)), Org: org, Name: fmt.Sprint("Site ", p.n), Parent: parent}
	p.alter(func(tx model.Tx) error { return tx.PutSite(s) })
	return s
}

func (p *plot) crew(org model.OrgID, members ...model.UserID) model.Group {
	p.t.Helper()
	p.n++
	g := model.Group{ID: model.GroupID(fmt.Sprintf("grp_%026d", p.n)), Org: org, Name: fmt.Sprint("Group ", p.n)}
	p.alter(func(tx model.Tx) error { return tx.PutGroup(g) })
	for _, m := range members {
		p.alter(func(tx model.Tx) error {
			return tx.PutGroupMember(model.GroupMember{Org: org, Group: g.ID, User: m})
		})
	}
	return g
}

func (p *plot) man(site model.Site, member model.UserID) {
	p.t.Helper()
	p.alter(func(tx model.Tx) error {
		return tx.PutSiteMember(model.SiteMember{Org: site.Org, Site: site.ID, User: member})
	})
}

func scopeOf(i model.Item) model.Scope { return model.Scope{Org: i.Org, Item: i.ID} }

func granteeOf(org model.OrgID, kind model.GranteeKind, id string) model.Grantee {
	return model.Grantee{Org: org, Kind: kind, ID: id}
}

// changeMember writes a membership of Acme down as change makes it.
func (p *plot) changeMember(member person, change func(*model.Membership)) {
	p.t.Helper()
	m := p.membership(p.acme, member.Actor)
	change(&m)
	p.alter(func(tx model.Tx) error { return tx.PutMembership(m) })
}

// allow writes a grant down; LevelNone takes it back.
func (p *plot) allow(s model.Scope, to model.Grantee, level model.Level) {
	p.t.Helper()
	p.alter(func(tx model.Tx) error {
		if level == model.LevelNone {
			return tx.DeleteGrant(s, to)
		}
		return tx.PutGrant(model.Grant{Scope: s, To: to, Level: level, At: p.clock.Now(), By: "a test"})
	})
}

// asks returns the answer to a request with somebody's token.
func (p *plot) asks(who string, ask model.Question) model.Reason {
	p.t.Helper()
	d, err := p.Check(p.ctx(), p.tokens[who].Secret, ask, here)
	p.must(err)
	return d.Reason
}

// about is a question about an item.
func askAbout(what model.Permission, item model.Item) model.Question {
	return model.Question{Permission: what, Item: model.ItemRef{Org: item.Org, ID: item.ID}.Address()}
}

// has returns the level that somebody has on an item, by asking for each.
func (p *plot) has(who string, item model.Item) model.Level {
	p.t.Helper()
	have := model.LevelNone
	for _, l := range model.Levels() {
		ask := askAbout("", item)
		if ask.Level = l; p.asks(who, ask) == model.ReasonOK {
			have = l
		}
	}
	return have
}

// wantLevels fails the test unless exactly those named have a level on an item.
func (p *plot) wantLevels(what string, item model.Item, want map[string]model.Level) {
	p.t.Helper()
	for who := range p.tokens {
		if got := p.has(who, item); got != want[who] {
			p.t.Errorf("%s: %s has %s, want %s", what, who, got, want[who])
		}
	}
}

type levelsHad = map[string]model.Level

func TestRule_7_1_AccessIsDecidedAfterThePermission(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	for _, c := range []struct {
		set  string
		have model.Level
		want model.Reason
	}{
		{model.SetGuest, model.LevelNone, model.ReasonPermissionMissing},
		{model.SetGuest, model.LevelDelete, model.ReasonPermissionMissing},
		{model.SetStandard, model.LevelNone, model.ReasonAccessMissing},
		{model.SetStandard, model.LevelView, model.ReasonAccessMissing},
		{model.SetStandard, model.LevelEdit, model.ReasonOK},
	} {
		p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, c.set)))
		p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), c.have)
		if got := p.asks("bob", askAbout("templates.edit", item)); got != c.want {
			t.Errorf("%s with %s: %s, want %s", c.set, c.have, got, c.want)
		}
	}
}

func TestRule_7_1_AnItemHasAnOwnerWhoMayBeAServiceUser(t *testing.T) {
	p := newPlot(t)
	bobs := p.thing(p.acme, model.KindAsset, ownedBy(model.Subject{User: p.bob.User()}, 0))
	p.wantLevels("Bob's", bobs, levelsHad{"bob": model.LevelDelete})
	robots := p.thing(p.acme, model.KindAsset, ownedBy(model.Subject{ServiceUser: p.robot.ID}, 0))
	p.wantLevels("the robot's", robots, levelsHad{"robot": model.LevelDelete})
}

// An owner is one in the item's org: what somebody is in another one is no matter.
func TestRule_7_1_OwningIsWithinTheOrgOfTheItem(t *testing.T) {
	p := newPlot(t)
	p.join(p.bob, p.globex, model.SetStandard)
	p.tokens["bob at Globex"] = p.generate(p.bob.Actor, p.globex, "bob at Globex")
	item := p.thing(p.acme, model.KindAsset, ownedBy(model.Subject{User: p.bob.User()}, 0))
	p.wantLevels("Bob's", item, levelsHad{"bob": model.LevelDelete})
}

func TestRule_7_1_ItemsOfAnOwnKindNeedNoPermissionToBeSeen(t *testing.T) {
	p := newPlot(t)
	_, err := p.AddItemKind(p.ctx(), p.ada, p.acme, "report")
	p.must(err)
	p.newSet(p.acme, "Nothing")
	report, template := p.thing(p.acme, "report"), p.thing(p.acme, model.KindTemplate)
	for _, item := range []model.Item{report, template} {
		p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelView)
	}
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, "Nothing")))
	p.wantLevels("a report", report, levelsHad{"bob": model.LevelView})
	p.wantLevels("a template, without templates.view", template, nil)
}

// Every built-in permission, for items of each kind, with each level.
func TestRule_7_2_APermissionNeedsItsLevelOnAnItemOfItsKind(t *testing.T) {
	p := newPlot(t)
	_, err := p.AddItemKind(p.ctx(), p.ada, p.acme, "action")
	p.must(err)
	p.newSet(p.acme, "Everything", model.BuiltInPermissions()...)
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, "Everything")))
	needs := map[model.Permission]struct {
		kind  model.ItemKind
		level model.Level
	}{
		"templates.view": {"template", model.LevelView}, "templates.edit": {"template", model.LevelEdit}, "templates.delete": {"template", model.LevelDelete},
		"inspections.view": {"inspection", model.LevelView}, "inspections.conduct": {"inspection", model.LevelEdit},
		"inspections.edit": {"inspection", model.LevelEdit}, "inspections.delete": {"inspection", model.LevelDelete},
		"assets.view": {"asset", model.LevelView}, "assets.manage": {"asset", model.LevelEdit},
		"actions.view": {"action", model.LevelView}, "actions.manage": {"action", model.LevelEdit},
	}
	for _, kind := range []model.ItemKind{"template", "inspection", "asset", "action"} {
		item := p.thing(p.acme, kind)
		for have := model.LevelNone; have <= model.LevelDelete; have++ {
			p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), have)
			for _, permission := range model.BuiltInPermissions() {
				if permission == "templates.create" {
					continue
				}
				need, forItems := needs[permission]
				want := model.ReasonAccessMissing
				if forItems && need.kind == kind && have >= need.level {
					want = model.ReasonOK
				}
				if got := p.asks("bob", askAbout(permission, item)); got != want {
					t.Errorf("%s on a %s with %s: %s, want %s", permission, kind, have, got, want)
				}
			}
		}
	}
}

// Creating needs no level. What is seen and is no template is none to create.
func TestRule_7_2_CreatingNeedsNoLevel(t *testing.T) {
	p := newPlot(t)
	unseen, asset := p.thing(p.acme, model.KindAsset), p.thing(p.acme, model.KindAsset)
	template := p.thing(p.acme, model.KindTemplate)
	for _, item := range []model.Item{asset, template} {
		p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelView)
	}
	missing := model.Item{Org: p.acme, ID: "itm_00000000000000000000099999"}
	for _, c := range []struct {
		item model.Item
		want model.Reason
	}{{unseen, model.ReasonOK}, {missing, model.ReasonOK}, {template, model.ReasonOK}, {asset, model.ReasonAccessMissing}} {
		if got := p.asks("bob", askAbout("templates.create", c.item)); got != c.want {
			t.Errorf("creating with %s: %s, want %s", c.item.ID, got, c.want)
		}
	}
	if got := p.asks("bob", model.Question{Permission: "templates.create"}); got != model.ReasonOK {
		t.Errorf("creating: %s", got)
	}
	ask := askAbout("templates.create", template) // who asks for more gets the answer for that
	ask.Level = model.LevelEdit
	if got := p.asks("bob", ask); got != model.ReasonAccessMissing {
		t.Errorf("creating, with the level edit: %s", got)
	}
}

// The overrides of rule 6.4 are no permissions for items of any kind.
func TestRule_7_2_AnOverrideIsNotWhatARequestAsksForOnAnItem(t *testing.T) {
	p := newPlot(t)
	p.newSet(p.acme, "All", model.OverrideManageAll)
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, "All")))
	item := p.thing(p.acme, model.KindAsset)
	for _, o := range []model.Permission{model.OverrideViewAll, model.OverrideManageAll} {
		if got := p.asks("bob", model.Question{Permission: o}); got != model.ReasonOK {
			t.Errorf("%s: %s", o, got)
		}
		if got := p.asks("bob", askAbout(o, item)); got != model.ReasonAccessMissing {
			t.Errorf("%s on an item: %s", o, got)
		}
	}
}

func TestRule_7_2_ForAnOwnPermissionTheRequestNamesTheLevel(t *testing.T) {
	p := newPlot(t)
	for _, name := range []string{"tools.run", "templates.export", "reports.export"} {
		_, err := p.AddPermission(p.ctx(), p.ada, p.acme, name)
		p.must(err)
	}
	_, err := p.AddItemKind(p.ctx(), p.ada, p.acme, "report")
	p.must(err)
	p.newSet(p.acme, "Own", "tools.run", "templates.export", "reports.export", "templates.view", "assets.view")
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, "Own")))
	for _, kind := range []model.ItemKind{"template", "asset", "report"} {
		item := p.thing(p.acme, kind)
		p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelEdit)
		for _, permission := range []model.Permission{"tools.run", "templates.export", "reports.export"} {
			ask := askAbout(permission, item)
			_, err := p.Check(p.ctx(), p.tokens["bob"].Secret, ask, here)
			p.wantKind(err, model.KindInvalid)
			if model.FieldOf(err) != model.FieldLevel {
				t.Errorf("without a level the culprit is %q", model.FieldOf(err))
			}
			serves := permission == "tools.run" || permission == "templates.export" && kind == "template" || permission == "reports.export" && kind == "report"
			for _, ask.Level = range model.Levels() {
				want := model.ReasonAccessMissing
				if serves && ask.Level <= model.LevelEdit {
					want = model.ReasonOK
				}
				if got := p.asks("bob", ask); got != want {
					t.Errorf("%s on a %s, asked for %s: %s, want %s", permission, kind, ask.Level, got, want)
				}
			}
		}
	}
}

func TestRule_7_2_OfTwoLevelsTheHigherOneCounts(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	for have := model.LevelNone; have <= model.LevelDelete; have++ {
		p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), have)
		for permission, own := range map[model.Permission]model.Level{"templates.view": model.LevelView, "templates.edit": model.LevelEdit, "templates.delete": model.LevelDelete} {
			for asked := model.LevelNone; asked <= model.LevelDelete; asked++ {
				ask := askAbout(permission, item)
				ask.Level = asked
				want := model.ReasonAccessMissing
				if have >= max(own, asked) {
					want = model.ReasonOK
				}
				if got := p.asks("bob", ask); got != want {
					t.Errorf("%s with %s, asked for %s: %s, want %s", permission, have, asked, got, want)
				}
			}
		}
	}
}

func TestRule_7_2_WhatCannotBeAnsweredIsSaid(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	for name, ask := range map[string]model.Question{
		"a level and no item":   {Level: model.LevelView},
		"a level beyond delete": {Item: model.ItemAddress{ID: item.ID}, Level: model.LevelDelete + 1},
		"a level below none":    {Item: model.ItemAddress{ID: item.ID}, Level: -1},
		"no permission at all":  {Permission: "Templates.view"},
	} {
		for _, secret := range []model.Secret{p.tokens["bob"].Secret, model.NewSecret("nonsense")} {
			_, err := p.Check(p.ctx(), secret, ask, here)
			if model.KindOf(err) != model.KindInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// Each sort of grantee, on one item, by a rule for the org and by one for a site.
func TestRule_7_3_GranteesAndScopes(t *testing.T) {
	p := newPlot(t)
	top := p.place(p.acme, "")
	below := p.place(p.acme, top.ID)
	aside := p.place(p.acme, "")
	in, out := p.thing(p.acme, model.KindTemplate, placedAt(below)), p.thing(p.acme, model.KindTemplate, placedAt(aside))
	nowhere, other := p.thing(p.acme, model.KindTemplate), p.thing(p.acme, model.KindAsset, placedAt(below))
	crew := p.crew(p.acme, p.bob.User())
	p.man(top, p.bob.User())
	carl := p.person(p.acme, "Carl Crow", model.SetStandard)
	p.tokens["carl"] = p.generate(carl.Actor, p.acme, "carl")

	bob, both := levelsHad{"bob": model.LevelEdit}, levelsHad{"bob": model.LevelEdit, "carl": model.LevelEdit}
	robot := levelsHad{"robot": model.LevelEdit}
	for _, to := range []struct {
		model.Grantee
		want levelsHad
	}{
		{granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), bob},
		{granteeOf(p.acme, model.GranteeServiceUser, string(p.robot.ID)), robot},
		{granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), bob},
		{granteeOf(p.acme, model.GranteeSite, string(top.ID)), bob},
		{granteeOf(p.acme, model.GranteeSite, string(below.ID)), bob}, // rule 7.4
		{granteeOf(p.acme, model.GranteeSite, string(aside.ID)), nil},
		{granteeOf(p.acme, model.GranteeAllUsers, ""), both},
		{granteeOf(p.acme, model.GranteeAllServiceUsers, ""), robot},
	} {
		for _, s := range []struct {
			model.Scope
			on []model.Item
		}{
			{scopeOf(in), []model.Item{in}},
			{model.Scope{Org: p.acme, Kind: model.KindTemplate}, []model.Item{in, out, nowhere}},
			{model.Scope{Org: p.acme, Kind: model.KindTemplate, Site: top.ID}, []model.Item{in}},
			{model.Scope{Org: p.acme, Kind: model.KindTemplate, Site: below.ID}, []model.Item{in}},
			{model.Scope{Org: p.acme, Kind: model.KindTemplate, Site: aside.ID}, []model.Item{out}},
		} {
			p.allow(s.Scope, to.Grantee, model.LevelEdit)
			for _, item := range []model.Item{in, out, nowhere, other} {
				var want levelsHad
				for _, one := range s.on {
					if one.ID == item.ID {
						want = to.want
					}
				}
				p.wantLevels(fmt.Sprintf("%v to %v, %s", s.Scope, to.Grantee, item.ID), item, want)
			}
			p.allow(s.Scope, to.Grantee, model.LevelNone)
		}
	}
}

// Of several ways the one that goes furthest counts, whichever comes first.
func TestRule_7_3_TheMostThatAnyGrantGives(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	crew := p.crew(p.acme, p.bob.User())
	ways := []model.Grantee{granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), granteeOf(p.acme, model.GranteeAllUsers, "")}
	for i := range ways {
		for j, one := range ways {
			level := model.LevelView
			if i == j {
				level = model.LevelDelete
			}
			p.allow(scopeOf(item), one, level)
		}
		p.wantLevels(fmt.Sprint("the most by ", ways[i].Kind), item, levelsHad{"bob": model.LevelDelete})
	}
	p.allow(model.Scope{Org: p.acme, Kind: model.KindTemplate}, ways[2], model.LevelDelete)
	for _, one := range ways {
		p.allow(scopeOf(item), one, model.LevelView)
	}
	p.wantLevels("the most by a rule", item, levelsHad{"bob": model.LevelDelete})
}

// Rule 7.4: where a site is moved to decides, from the next request on.
func TestRule_7_4_AMovedSiteBringsItsItemsAndLosesItsMembers(t *testing.T) {
	p := newPlot(t)
	north, south := p.place(p.acme, ""), p.place(p.acme, "")
	plant := p.place(p.acme, north.ID)
	p.man(north, p.bob.User())
	byRule := p.thing(p.acme, model.KindTemplate, placedAt(plant))
	p.allow(model.Scope{Org: p.acme, Kind: model.KindTemplate, Site: north.ID}, granteeOf(p.acme, model.GranteeServiceUser, string(p.robot.ID)), model.LevelView)
	toPlant := p.thing(p.acme, model.KindTemplate)
	p.allow(scopeOf(toPlant), granteeOf(p.acme, model.GranteeSite, string(plant.ID)), model.LevelView)
	p.wantLevels("below the north, by its rule", byRule, levelsHad{"robot": model.LevelView})
	p.wantLevels("given to the plant", toPlant, levelsHad{"bob": model.LevelView})

	plant.Parent = south.ID
	p.alter(func(tx model.Tx) error { return tx.PutSite(plant) })
	p.wantLevels("below the south, by its rule", byRule, nil)
	p.wantLevels("given to the plant in the south", toPlant, nil)
	p.man(south, p.bob.User())
	p.wantLevels("given to the plant, a member of the south", toPlant, levelsHad{"bob": model.LevelView})
}

// Rule 7.5: what another org shares is reached with the permissions of one's own,
// and no override, no ownership and no rule goes beyond its org.
func TestRule_7_5_AnItemSharedWithAnotherOrg(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.globex, model.KindTemplate)
	crew, top := p.crew(p.acme, p.bob.User()), p.place(p.acme, "")
	below := p.place(p.acme, top.ID)
	p.man(top, p.bob.User())
	for _, c := range []struct {
		to   model.Grantee
		want levelsHad
	}{
		{granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), levelsHad{"bob": model.LevelEdit}},
		{granteeOf(p.globex, model.GranteeUser, string(p.bob.User())), nil}, // he is nobody there
		{granteeOf(p.acme, model.GranteeServiceUser, string(p.robot.ID)), levelsHad{"robot": model.LevelEdit}},
		{granteeOf(p.globex, model.GranteeServiceUser, string(p.robot.ID)), nil},
		{granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), levelsHad{"bob": model.LevelEdit}},
		{granteeOf(p.globex, model.GranteeGroup, string(crew.ID)), nil},
		{granteeOf(p.acme, model.GranteeSite, string(below.ID)), levelsHad{"bob": model.LevelEdit}},
		{granteeOf(p.acme, model.GranteeAllUsers, ""), levelsHad{"bob": model.LevelEdit}},
		{granteeOf(p.globex, model.GranteeAllUsers, ""), levelsHad{"eve": model.LevelEdit}},
		{granteeOf(p.acme, model.GranteeAllServiceUsers, ""), levelsHad{"robot": model.LevelEdit}},
	} {
		p.allow(scopeOf(item), c.to, model.LevelEdit)
		p.wantLevels(fmt.Sprint("shared with ", c.to), item, c.want)
		p.allow(scopeOf(item), c.to, model.LevelNone)
	}

	p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelDelete)
	if got := p.asks("bob", askAbout("templates.edit", item)); got != model.ReasonOK {
		t.Errorf("with the permission: %s", got)
	}
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, model.SetGuest)))
	if got := p.asks("bob", askAbout("templates.edit", item)); got != model.ReasonPermissionMissing {
		t.Errorf("without the permission in one's own org: %s", got)
	}
	p.suspend(p.globex) // the item's org: it is no matter, the token is of Acme
	if got := p.asks("bob", askAbout("templates.view", item)); got != model.ReasonOK {
		t.Errorf("with the item's org suspended: %s", got)
	}
}

// Rule 7.6, also against records that say otherwise.
func TestRule_7_6_GroupsSitesAndAllUsersNeverCoverAServiceUser(t *testing.T) {
	p := newPlot(t)
	crew, site := p.crew(p.acme, model.UserID(p.robot.ID)), p.place(p.acme, "")
	p.man(site, model.UserID(p.robot.ID))
	item := p.thing(p.acme, model.KindTemplate, placedAt(site))
	for _, scope := range []model.Scope{scopeOf(item), {Org: p.acme, Kind: model.KindTemplate}, {Org: p.acme, Kind: model.KindTemplate, Site: site.ID}} {
		for _, to := range []model.Grantee{
			granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), granteeOf(p.acme, model.GranteeSite, string(site.ID)),
			granteeOf(p.acme, model.GranteeAllUsers, ""), granteeOf(p.acme, model.GranteeUser, string(p.robot.ID)),
		} {
			p.allow(scope, to, model.LevelDelete)
			if got := p.has("robot", item); got != model.LevelNone {
				t.Errorf("%v to %v: the robot has %s", scope, to, got)
			}
			if rows := p.listFor("robot"); len(rows) != 0 {
				t.Errorf("%v to %v: the robot is shown %v", scope, to, idsOf(rows))
			}
		}
	}
	if got := p.has("bob", item); got != model.LevelDelete { // all users
		t.Errorf("Bob has %s: the test proves nothing", got)
	}
}

// listFor returns all that a token's subject is shown.
func (p *plot) listFor(who string) []model.ItemView {
	p.t.Helper()
	var all []model.ItemView
	query := model.ItemQuery{Page: model.PageRequest{Sort: model.SortCreated, Limit: 2}}
	for {
		d, page, err := p.ListItemsFor(p.ctx(), p.tokens[who].Secret, query, here)
		p.must(err)
		if !d.OK() {
			p.t.Fatalf("%s lists: %s", who, d.Reason)
		}
		if all = append(all, page.Rows...); page.AtEnd {
			return all
		}
		query.Page.From = page.End
	}
}

// What was made in an earlier term does not come back with who comes back.
func TestRule_1_3_WhatWasGivenIsNotRevivedByComingBack(t *testing.T) {
	p := newPlot(t)
	crew, site := p.crew(p.acme, p.bob.User()), p.place(p.acme, "")
	p.man(site, p.bob.User())
	mine := p.thing(p.acme, model.KindTemplate, ownedBy(model.Subject{User: p.bob.User()}, 0))
	var items []model.Item
	for _, one := range []model.Grantee{
		granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), granteeOf(p.acme, model.GranteeSite, string(site.ID)),
	} {
		item := p.thing(p.acme, model.KindTemplate)
		p.allow(scopeOf(item), one, model.LevelEdit)
		p.wantLevels(string(one.Kind), item, levelsHad{"bob": model.LevelEdit})
		items = append(items, item)
	}
	p.changeMember(p.bob, func(m *model.Membership) { m.Status = model.MemberRemoved; m.Epoch++; m.EpochAs = m.Status })
	p.changeMember(p.bob, func(m *model.Membership) { m.Status = model.MemberActive; m.Term++ })
	p.tokens["bob"] = p.generate(p.bob.Actor, p.acme, "bob again")
	for _, item := range append(items, mine) {
		p.wantLevels("after coming back", item, nil)
	}
	if rows := p.listFor("bob"); len(rows) != 0 {
		t.Errorf("after coming back: %v", idsOf(rows))
	}
	p.alter(func(tx model.Tx) error {
		return tx.PutGrant(model.Grant{Scope: scopeOf(items[0]), To: granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), Level: model.LevelView, Term: 1})
	})
	p.wantLevels("given again", items[0], levelsHad{"bob": model.LevelView})
}

func TestRule_1_3_WhatSomebodyOwnedIsTheSuccessors(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate, ownedBy(model.Subject{User: p.bob.User()}, 0))
	p.changeMember(p.bob, func(m *model.Membership) { m.Status = model.MemberRemoved; m.Epoch++; m.EpochAs = m.Status })
	hand := func(from, to model.Subject) {
		p.alter(func(tx model.Tx) error {
			return tx.PutHandOver(model.HandOver{Org: p.acme, From: model.Owner{Subject: from}, To: model.Owner{Subject: to}})
		})
	}
	carl, dora := p.person(p.acme, "Carl Crow", model.SetStandard), p.person(p.acme, "Dora Dove", model.SetStandard)
	p.tokens["carl"], p.tokens["dora"] = p.generate(carl.Actor, p.acme, "carl"), p.generate(dora.Actor, p.acme, "dora")
	delete(p.tokens, "bob")
	hand(model.Subject{User: p.bob.User()}, model.Subject{User: carl.User()})
	p.wantLevels("after Bob", item, levelsHad{"carl": model.LevelDelete})
	hand(model.Subject{User: carl.User()}, model.Subject{User: dora.User()})
	p.wantLevels("after Carl", item, levelsHad{"dora": model.LevelDelete})
	hand(model.Subject{User: dora.User()}, model.Subject{ServiceUser: p.robot.ID})
	p.wantLevels("after Dora", item, levelsHad{"robot": model.LevelDelete})
	if rows := p.listFor("robot"); len(rows) != 1 || rows[0].OwnerName != "Robot" {
		t.Errorf("the robot is shown %+v", rows)
	}
}

// Sorts of grantees, kinds and levels that nobody knows give nothing.
func TestRule_8_4_AGrantThatNobodyUnderstandsGivesNothing(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	for _, to := range []model.Grantee{granteeOf(p.acme, "everybody", "x"), granteeOf("org_00000000000000000000000000", model.GranteeAllUsers, ""), granteeOf(p.acme, model.GranteeGroup, "grp_00000000000000000000000000")} {
		p.allow(scopeOf(item), to, model.LevelDelete)
		p.wantLevels(fmt.Sprint(to), item, nil)
	}
	p.alter(func(tx model.Tx) error {
		return tx.PutGrant(model.Grant{Scope: scopeOf(item), To: granteeOf(p.acme, model.GranteeAllUsers, ""), Level: model.LevelNone})
	})
	p.wantLevels("the level none", item, nil)
}
