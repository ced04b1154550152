package model_test

import (
	"testing"

	"example.com/latchkey/model"
)

// Rule 6.4: the overrides beat the access rules, for the org's own items alone,
// and never the permission.
func TestRule_6_4_OverridesReachTheOrgsOwnItemsAlone(t *testing.T) {
	for override, want := range map[model.Permission]model.Level{model.OverrideViewAll: model.LevelView, model.OverrideManageAll: model.LevelDelete} {
		p := newPlot(t)
		p.newSet(p.acme, "Over", override, "templates.view", "templates.edit")
		over := p.set(p.acme, "Over")
		p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), over))
		_, err := p.EditServiceUser(p.ctx(), p.ada, p.acme, p.robot.ID, model.ServiceUserRequest{Name: "Robot", Sets: []model.SetID{p.set(p.acme, model.SetGuest), over}})
		p.must(err)
		own, elsewhere, asset := p.thing(p.acme, model.KindTemplate), p.thing(p.globex, model.KindTemplate), p.thing(p.acme, model.KindAsset)
		p.wantLevels(string(override), own, levelsHad{"bob": want, "robot": want})
		p.wantLevels(string(override)+" elsewhere", elsewhere, nil)
		if p.has("bob", asset) != model.LevelNone || p.asks("bob", askAbout("assets.view", asset)) != model.ReasonPermissionMissing {
			t.Errorf("%s stands for the permission", override)
		}
		wantEdit := model.ReasonAccessMissing
		if override == model.OverrideManageAll {
			wantEdit = model.ReasonOK
		}
		for _, who := range []string{"bob", "robot"} {
			if got := p.asks(who, askAbout("templates.edit", own)); got != wantEdit {
				t.Errorf("%s, %s edits: %s, want %s", override, who, got, wantEdit)
			}
			if rows := p.listFor(who); len(rows) != 1 || rows[0].ID != own.ID || rows[0].Level != want {
				t.Errorf("%s, %s is shown %+v", override, who, rows)
			}
		}
		p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, model.SetStandard)))
		p.wantLevels(string(override)+" taken away", own, levelsHad{"robot": want})
	}
}

// The better of an override and a grant counts.
func TestRule_6_4_AGrantAddsToAnOverride(t *testing.T) {
	p := newPlot(t)
	p.newSet(p.acme, "Over", model.OverrideViewAll, "templates.view")
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, "Over")))
	item, mine := p.thing(p.acme, model.KindTemplate), p.thing(p.acme, model.KindTemplate, ownedBy(model.Subject{User: p.bob.User()}, 0))
	p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelEdit)
	p.wantLevels("an item shared for editing", item, levelsHad{"bob": model.LevelEdit})
	p.wantLevels("an item of one's own", mine, levelsHad{"bob": model.LevelDelete})
}
