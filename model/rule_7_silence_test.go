package model_test

import (
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// The answer to *.create, which asks for no access, does not say which item it
// is about when that one is not seen or was deleted.
func TestRule_7_7_CreatingTellsNothingOfAnItemThatIsNotSeen(t *testing.T) {
	p := newSilence(t)
	for name, addresses := range unseenItems(p) {
		for _, a := range addresses {
			d, err := p.Check(p.ctx(), p.tokens["bob"].Secret, model.Question{Permission: "templates.create", Item: a}, here)
			p.must(err)
			if d.Item != (model.ItemRef{}) {
				t.Errorf("%s as %s: the answer tells of %v", name, a, d.Item)
			}
		}
	}
}

// A rule reaches nobody of another org, even if the store has such a one.
func TestRule_7_3_ARuleIsForItsOwnOrgAlone(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.globex, model.KindTemplate)
	p.allow(model.Scope{Org: p.globex, Kind: model.KindTemplate}, granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelDelete)
	p.wantLevels("by a rule of Globex for Acme", item, nil)
}

// A kind of the org's own cannot be named so that a management permission would
// serve its items.
func TestRule_7_2_AManagementPermissionIsForNoItem(t *testing.T) {
	p := newPlot(t)
	p.newSet(p.acme, "Everything", model.BuiltInPermissions()...)
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, "Everything")))
	for _, permission := range words(managePermissions + " permission-sets.manage org.manage") {
		section, _, _ := strings.Cut(string(permission), ".")
		kind, plural := strings.CutSuffix(section, "s")
		if !plural {
			continue
		}
		_, err := p.AddItemKind(p.ctx(), p.ada, p.acme, kind)
		if model.KindOf(err) == model.KindConflict || model.KindOf(err) == model.KindInvalid {
			continue // it has one of that name, or may not have
		}
		p.must(err)
		item := p.thing(p.acme, model.ItemKind(kind))
		p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelDelete)
		if got := p.asks("bob", askAbout(permission, item)); got != model.ReasonAccessMissing {
			t.Errorf("%s on an item of the kind %s: %s", permission, kind, got)
		}
	}
}

// Who may edit an item of a kind that they may not view is told by what.
func TestRule_8_3_WhatDecidedTheAccessIsSaidWhereTheKindMayNotBeViewed(t *testing.T) {
	p := newPlot(t)
	p.newSet(p.acme, "Blind", "templates.edit")
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, "Blind")))
	item := p.thing(p.acme, model.KindTemplate)
	p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelEdit)
	e, err := p.Explain(p.ctx(), p.bob.Actor, model.ExplainRequest{Token: ref(p.tokens["bob"]), Ask: askAbout("templates.edit", item)})
	p.must(err)
	last := e.Steps[len(e.Steps)-1]
	if last.State == model.StepPassed && strings.Contains(last.Text, "needs no access") {
		t.Errorf("editing passes: %q, %q", last.Text, last.Notes)
	}
}

// A listing does not go through what a rule or an override reaches of a kind that
// the subject may not view.
func TestRule_7_7_AListingDoesNotLookAtWhatItCannotShow(t *testing.T) {
	for name, c := range map[string]struct {
		kind    model.ItemKind // that is listed
		arrange func(y *yard)
	}{
		"a rule for a kind that one may not view": {"", func(y *yard) {
			y.wholeOrg()
			y.newSet(y.acme, "No templates", "assets.view")
			y.must(y.SetMemberSet(y.ctx(), y.ada, y.acme, y.bob.User(), y.set(y.acme, "No templates")))
		}},
		"an override for a kind that one may not view": {"", func(y *yard) {
			y.newSet(y.acme, "No templates", "assets.view", model.OverrideViewAll)
			y.must(y.SetMemberSet(y.ctx(), y.ada, y.acme, y.bob.User(), y.set(y.acme, "No templates")))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var reads []int64
			for _, n := range []int{100, 1000} {
				y := newYard(t, n)
				c.arrange(y)
				reads = append(reads, y.reads(func() {
					query := model.ItemQuery{Kind: c.kind, Page: model.PageRequest{Sort: model.SortCreated}}
					_, _, err := y.ListItemsFor(y.ctx(), y.tokens["bob"].Secret, query, here)
					y.must(err)
				}))
			}
			if reads[1] > 3*reads[0] {
				t.Errorf("a page costs %d reads among 100 items and %d among 1000", reads[0], reads[1])
			}
		})
	}
}
