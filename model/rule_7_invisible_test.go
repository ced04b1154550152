package model_test

import (
	"fmt"
	"reflect"
	"testing"

	"example.com/latchkey/model"
)

// everyPermission are those that a request may ask for, and none.
func everyPermission() []model.Permission {
	return append(model.BuiltInPermissions(), "", model.OverrideViewAll, model.OverrideManageAll, "tools.run", "templates.export")
}

// unseenItems are items of a plot that bob and the robot cannot see, each under
// the addresses that it has from Acme.
func unseenItems(p *plot) map[string][]model.ItemAddress {
	addresses := func(i model.Item) []model.ItemAddress {
		list := []model.ItemAddress{{Org: i.Org, ID: i.ID}, {Org: i.Org, Kind: i.Kind, Ref: i.Ref}}
		if i.Org == p.acme {
			list = append(list, model.ItemAddress{ID: i.ID}, model.ItemAddress{Kind: i.Kind, Ref: i.Ref})
		}
		return list
	}
	gone := func(i *model.Item) { i.Deleted = true }
	site := p.place(p.acme, "")
	shared := p.thing(p.acme, model.KindTemplate, gone)
	p.allow(scopeOf(shared), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelDelete)
	p.allow(scopeOf(shared), granteeOf(p.acme, model.GranteeAllServiceUsers, ""), model.LevelDelete)
	mine := p.thing(p.acme, model.KindTemplate, gone, ownedBy(model.Subject{User: p.bob.User()}, 0))
	return map[string][]model.ItemAddress{
		"somebody's":         addresses(p.thing(p.acme, model.KindTemplate)),
		"somebody's asset":   addresses(p.thing(p.acme, model.KindAsset)),
		"at a site":          addresses(p.thing(p.acme, model.KindTemplate, placedAt(site))),
		"another org's":      addresses(p.thing(p.globex, model.KindTemplate)),
		"the droid's":        addresses(p.thing(p.globex, model.KindTemplate, ownedBy(model.Subject{ServiceUser: p.droid.ID}, 0))),
		"deleted":            addresses(p.thing(p.acme, model.KindTemplate, gone)),
		"deleted and shared": addresses(shared),
		"deleted and owned":  addresses(mine),
	}
}

// nowhere is an address of the same form under which nothing is.
func nowhere(a model.ItemAddress) model.ItemAddress {
	if a.ID != "" {
		a.ID = "itm_00000000000000000000099999"
	} else {
		a.Ref = "no-such"
	}
	return a
}

// newSilence is a plot in which bob and the robot have every permission.
func newSilence(t *testing.T) *plot {
	p := newPlot(t)
	for _, name := range []string{"tools.run", "templates.export"} {
		_, err := p.AddPermission(p.ctx(), p.ada, p.acme, name)
		p.must(err)
	}
	all := append(model.BuiltInPermissions(), "tools.run", "templates.export")
	p.newSet(p.acme, "Everything", all...)
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, "Everything")))
	_, err := p.EditServiceUser(p.ctx(), system, p.acme, p.robot.ID, model.ServiceUserRequest{Name: "Robot", Sets: []model.SetID{p.set(p.acme, "Everything")}})
	p.must(err)
	return p
}

// same fails unless two answers are the same in all that they tell.
func sameAnswer[T any](t *testing.T, what string, a T, errA error, b T, errB error) {
	t.Helper()
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s: an item that is not seen:\n%+v\none that is not there:\n%+v", what, a, b)
	}
	if model.KindOf(errA) != model.KindOf(errB) || model.FieldOf(errA) != model.FieldOf(errB) || fmt.Sprint(errA) != fmt.Sprint(errB) {
		t.Errorf("%s: %v for an item that is not seen, %v for one that is not there", what, errA, errB)
	}
}

// eachUnseen runs fn for each item that is not seen, by each address, with each
// permission and level, and with what else there may be in its place.
func eachUnseen(p *plot, fn func(what string, unseen, missing model.Question)) {
	for name, addresses := range unseenItems(p) {
		for _, a := range addresses {
			for _, permission := range everyPermission() {
				for _, level := range []model.Level{model.LevelNone, model.LevelEdit} {
					ask := model.Question{Permission: permission, Item: a, Level: level}
					other := ask
					other.Item = nowhere(a)
					fn(fmt.Sprintf("%s as %s, %s, %s", name, a, permission, level), ask, other)
				}
			}
		}
	}
}

func TestRule_7_7_TheAnswerIsThatForAnItemThatIsNotThere(t *testing.T) {
	p := newSilence(t)
	eachUnseen(p, func(what string, unseen, missing model.Question) {
		for _, who := range []string{"bob", "robot"} {
			a, errA := p.Check(p.ctx(), p.tokens[who].Secret, unseen, here)
			b, errB := p.Check(p.ctx(), p.tokens[who].Secret, missing, here)
			a.Item = model.ItemRef{} // TestRule_7_7_CreatingTellsNothing… looks at it
			sameAnswer(t, who+", "+what, a, errA, b, errB)
		}
	})
}

func TestRule_7_7_SoIsTheExplanationForWhoAsksAboutThemself(t *testing.T) {
	p := newSilence(t)
	ways := []model.ExplainRequest{
		{Token: ref(p.tokens["bob"])}, {Secret: p.tokens["bob"].Secret}, {Org: p.acme, Subject: model.Subject{User: p.bob.User()}},
	}
	n := 0
	eachUnseen(p, func(what string, unseen, missing model.Question) {
		n++
		r := ways[n%len(ways)]
		r.Ask = unseen
		a, errA := p.Explain(p.ctx(), p.bob.Actor, r)
		r.Ask = missing
		b, errB := p.Explain(p.ctx(), p.bob.Actor, r)
		sameAnswer(t, what, a, errA, b, errB)
	})
}

// Whoever manages people explains what they may do; of other orgs' items no more
// is told than to them.
func TestRule_7_7_SoItIsForManagersAboutItemsOfOtherOrgs(t *testing.T) {
	p := newSilence(t)
	max := p.person(p.acme, "Max Moor", model.SetManager)
	item := p.thing(p.globex, model.KindTemplate)
	gateway := p.generate(max.Actor, p.acme, "gateway").Secret
	for _, a := range []model.ItemAddress{{Org: item.Org, ID: item.ID}, {Org: item.Org, Kind: item.Kind, Ref: item.Ref}} {
		for _, permission := range everyPermission() {
			ask := func(a model.ItemAddress) model.Question {
				return model.Question{Permission: permission, Item: a, Level: model.LevelView}
			}
			for _, who := range []string{"bob", "robot"} {
				a1, err1 := p.Explain(p.ctx(), max.Actor, model.ExplainRequest{Token: ref(p.tokens[who]), Ask: ask(a)})
				a2, err2 := p.Explain(p.ctx(), max.Actor, model.ExplainRequest{Token: ref(p.tokens[who]), Ask: ask(nowhere(a))})
				sameAnswer(t, fmt.Sprint("Max explains ", who, ", ", permission), a1, err1, a2, err2)
				g1, err1 := p.CheckFor(p.ctx(), gateway, model.GatewayRequest{Secret: p.tokens[who].Secret, Ask: ask(a), Explain: true}, here)
				g2, err2 := p.CheckFor(p.ctx(), gateway, model.GatewayRequest{Secret: p.tokens[who].Secret, Ask: ask(nowhere(a)), Explain: true}, here)
				if g1.Explanation != nil && g2.Explanation != nil {
					g1.Explanation.Token, g2.Explanation.Token = nil, nil // how often it was used by now
				}
				sameAnswer(t, fmt.Sprint("a gateway about ", who, ", ", permission), g1, err1, g2, err2)
			}
		}
	}
}

// The test of the tests above: what is seen is answered in another way.
func TestRule_7_7_WhatIsSeenIsAnsweredInAnotherWay(t *testing.T) {
	p := newSilence(t)
	item := p.thing(p.globex, model.KindTemplate)
	p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelView)
	ask := askAbout("templates.edit", item)
	e, err := p.Explain(p.ctx(), p.bob.Actor, model.ExplainRequest{Token: ref(p.tokens["bob"]), Ask: ask})
	p.must(err)
	if e.Item == nil || e.Item.ID != item.ID || e.Reason != model.ReasonAccessMissing {
		t.Errorf("what is seen is explained as %+v", e)
	}
}
