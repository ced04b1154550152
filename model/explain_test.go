package model_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// explained explains to root what somebody's request comes to.
func (p *plot) explained(who string, ask model.Question) model.Explanation {
	p.t.Helper()
	e, err := p.Explain(p.ctx(), system, model.ExplainRequest{Token: ref(p.tokens[who]), Ask: ask})
	p.must(err)
	return e
}

func stepFor(e model.Explanation, check model.Check) model.Step {
	i := slices.IndexFunc(e.Steps, func(s model.Step) bool { return s.Check == check })
	if i < 0 {
		return model.Step{}
	}
	return e.Steps[i]
}

// wantStep fails the test unless a step is in that state and says all of that.
func (p *plot) wantStep(e model.Explanation, check model.Check, state model.StepState, says ...string) {
	p.t.Helper()
	s := stepFor(e, check)
	text := strings.Join(append([]string{s.Text}, s.Notes...), "\n")
	for _, one := range says {
		if !strings.Contains(text, one) {
			p.t.Errorf("%s says %q, and nothing of %q", check, text, one)
		}
	}
	if s.State != state {
		p.t.Errorf("%s is %s, want %s: %q", check, s.State, state, text)
	}
}

func TestRule_8_3_AnUnaskedCheckIsSaidToBeOne(t *testing.T) {
	p := newPlot(t)
	e := p.explained("bob", model.Question{})
	if e.Reason != model.ReasonOK || len(e.Steps) != 8 || e.Token == nil || e.Name != "Bob Birch" || e.OrgName != "Acme" || e.Item != nil {
		t.Errorf("it is explained as %+v", e)
	}
	p.wantStep(e, model.CheckPermission, model.StepUnasked)
	p.wantStep(e, model.CheckAccess, model.StepUnasked)
}

func TestRule_8_3_ThePermissionIsTracedToItsSet(t *testing.T) {
	p := newPlot(t)
	_, err := p.EditServiceUser(p.ctx(), system, p.acme, p.robot.ID, model.ServiceUserRequest{
		Name: "Robot", Sets: []model.SetID{p.set(p.acme, model.SetGuest), p.set(p.acme, model.SetStandard)},
	})
	p.must(err)
	p.wantStep(p.explained("robot", model.Question{Permission: "templates.edit"}), model.CheckPermission, model.StepPassed, "Standard has templates.edit")
	p.wantStep(p.explained("robot", model.Question{Permission: "templates.view"}), model.CheckPermission, model.StepPassed, "Guest", "Standard")
	e := p.explained("robot", model.Question{Permission: model.OrgManage})
	p.wantStep(e, model.CheckPermission, model.StepFailed, "Guest", "Standard", "org.manage")
	if e.Reason != model.ReasonPermissionMissing {
		t.Errorf("the reason is %s", e.Reason)
	}
	e = p.explained("bob", model.Question{Permission: model.OrgManage})
	p.wantStep(e, model.CheckPermission, model.StepFailed, "Standard does not have org.manage")
	if m := stepFor(e, model.CheckPermission).Mend; m.Kind != "permission_set" || m.ID != string(p.set(p.acme, model.SetStandard)) || m.Org != p.acme {
		t.Errorf("it is mended at %+v", m)
	}
}

// Each way to an item is named, with the group or the site that it leads through.
func TestRule_8_3_AccessIsTracedToWhatGivesIt(t *testing.T) {
	p := newPlot(t)
	p.newSet(p.acme, "Over", model.OverrideManageAll, "templates.view")
	crew, top := p.crew(p.acme, p.bob.User()), p.place(p.acme, "")
	below := p.place(p.acme, top.ID)
	p.man(top, p.bob.User())
	user, service := granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), granteeOf(p.acme, model.GranteeServiceUser, string(p.robot.ID))
	everywhere, there := model.Scope{Org: p.acme, Kind: model.KindTemplate}, model.Scope{Org: p.acme, Kind: model.KindTemplate, Site: top.ID}
	for _, c := range []struct {
		scope model.Scope // zero for the item
		to    model.Grantee
		says  []string
	}{
		{model.Scope{}, user, []string{"granted to Bob Birch"}},
		{model.Scope{}, service, []string{"service user Robot"}},
		{model.Scope{}, granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), []string{"group " + crew.Name}},
		{model.Scope{}, granteeOf(p.acme, model.GranteeSite, string(top.ID)), []string{"site " + top.Name}},
		{model.Scope{}, granteeOf(p.acme, model.GranteeSite, string(below.ID)), []string{"site " + below.Name, "member of " + top.Name}},
		{model.Scope{}, granteeOf(p.acme, model.GranteeAllUsers, ""), []string{"all users of Acme"}},
		{model.Scope{}, granteeOf(p.acme, model.GranteeAllServiceUsers, ""), []string{"all service users of Acme"}},
		{everywhere, user, []string{"all templates", "Bob Birch"}},
		{there, granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), []string{"all templates at " + top.Name, "group " + crew.Name}},
	} {
		item := p.thing(p.acme, model.KindTemplate, placedAt(below))
		if c.scope == (model.Scope{}) {
			c.scope = scopeOf(item)
		}
		p.allow(c.scope, c.to, model.LevelEdit)
		who := "bob"
		if c.to.Kind == model.GranteeServiceUser || c.to.Kind == model.GranteeAllServiceUsers {
			who = "robot"
		}
		e := p.explained(who, askAbout("templates.edit", item))
		p.wantStep(e, model.CheckAccess, model.StepPassed, append(c.says, "has edit", "edit comes from")...)
		if n := len(stepFor(e, model.CheckAccess).Notes); n != 1 || e.Item == nil || e.Item.ID != item.ID {
			t.Errorf("%v: %d notes, item %v", c.to, n, e.Item)
		}
		p.allow(c.scope, c.to, model.LevelNone)
	}
	mine := p.thing(p.acme, model.KindTemplate, ownedBy(model.Subject{User: p.bob.User()}, 0))
	p.wantStep(p.explained("bob", askAbout("templates.delete", mine)), model.CheckAccess, model.StepPassed, "owns it")
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, "Over")))
	p.wantStep(p.explained("bob", askAbout("templates.view", p.thing(p.acme, model.KindTemplate))), model.CheckAccess, model.StepPassed, "override.manage-all-data")
}

// All the ways are told, the best first, and who has what is lacking.
func TestRule_8_3_WhatIsLackingIsSaidWithWhoHasIt(t *testing.T) {
	p := newPlot(t)
	crew := p.crew(p.acme, p.bob.User())
	item := p.thing(p.acme, model.KindTemplate, ownedBy(model.Subject{ServiceUser: p.robot.ID}, 0))
	p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelView)
	p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), model.LevelEdit)
	p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeUser, string(p.ada.User())), model.LevelDelete)
	e := p.explained("bob", askAbout("templates.delete", item))
	p.wantStep(e, model.CheckAccess, model.StepFailed, "edit only", "delete is needed", "view comes from", "Ada Ashby", "the owner Robot")
	s := stepFor(e, model.CheckAccess)
	if len(s.Notes) != 3 || !strings.HasPrefix(s.Notes[0], "edit comes from") || s.Mend.Kind != "item" || s.Mend.ID != string(item.ID) {
		t.Errorf("the step is %+v", s)
	}
	other := p.thing(p.acme, model.KindTemplate)
	p.wantStep(p.explained("bob", askAbout("templates.view", other)), model.CheckAccess, model.StepFailed, "no access", "the owner Ada Ashby")
	p.wantStep(p.explained("bob", askAbout("assets.view", item)), model.CheckAccess, model.StepFailed, "assets.view is not for items of the kind template")
}

// Of what is gone is told as well as it goes.
func TestRule_8_3_WhoIsGoneIsExplainedTo(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	ask := askAbout("templates.view", item)
	p.newSet(p.acme, "Passing", "templates.view")
	p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, p.bob.User(), p.set(p.acme, "Passing")))
	p.changeMember(p.bob, func(m *model.Membership) { m.Status = model.MemberRemoved; m.Epoch++; m.EpochAs = m.Status })
	p.must(p.DeletePermissionSet(p.ctx(), p.ada, p.acme, p.set(p.acme, "Passing")))
	p.alter(func(tx model.Tx) error {
		u, err := tx.ServiceUser(p.acme, p.robot.ID)
		if u.Deleted = true; err != nil {
			return err
		}
		return tx.PutServiceUser(u)
	})
	for who, want := range map[string]model.Reason{"bob": model.ReasonExpired, "robot": model.ReasonSubjectInactive} {
		if e := p.explained(who, ask); e.Reason != want || firstFailed(e) != want {
			t.Errorf("%s is explained as %s (%v)", who, e.Reason, stepsOf(e))
		}
	}
	for _, s := range []model.Subject{{User: p.bob.User()}, {ServiceUser: p.robot.ID}} {
		e, err := p.Explain(p.ctx(), system, model.ExplainRequest{Org: p.acme, Subject: s, Ask: ask})
		p.must(err)
		if e.Reason != model.ReasonSubjectInactive || firstFailed(e) != e.Reason || e.Token != nil || len(e.Steps) != 4 {
			t.Errorf("%v is explained as %s (%v)", s, e.Reason, stepsOf(e))
		}
	}
}

// Who may ask about whom.
func TestRule_8_3_WhoMayAskForAnExplanation(t *testing.T) {
	p := newPlot(t)
	for name, permission := range map[string]model.Permission{"Users": model.UsersManage, "Tokens": model.TokensManage, "Services": model.ServiceUsersManage} {
		p.newSet(p.acme, name, permission)
	}
	actors := map[string]model.Actor{"bob": p.bob.Actor, "eve": p.eve.Actor, "root": system}
	for _, name := range []string{"Users", "Tokens", "Services"} {
		actors[name] = p.person(p.acme, name+" Manager", name).Actor
	}
	outsider := p.person(p.acme, "Nora Null", model.SetStandard).Actor
	actors["nora"] = outsider
	for _, c := range []struct {
		what string
		r    model.ExplainRequest
		may  []string
	}{
		{"Bob's token", model.ExplainRequest{Token: ref(p.tokens["bob"])}, []string{"bob", "Tokens", "root"}},
		{"Bob", model.ExplainRequest{Org: p.acme, Subject: model.Subject{User: p.bob.User()}}, []string{"bob", "Users", "root"}},
		{"the robot's token", model.ExplainRequest{Token: ref(p.tokens["robot"])}, []string{"Services", "root"}},
		{"the robot", model.ExplainRequest{Org: p.acme, Subject: model.Subject{ServiceUser: p.robot.ID}}, []string{"Services", "root"}},
		{"nobody", model.ExplainRequest{Org: p.acme}, nil},
		{"nothing", model.ExplainRequest{}, nil},
	} {
		for name, actor := range actors {
			e, err := p.Explain(p.ctx(), actor, c.r)
			if may := slices.Contains(c.may, name); may != (err == nil) {
				t.Errorf("%s about %s: %v", name, c.what, err)
			}
			if err != nil && (len(e.Steps) > 0 || model.KindOf(err) != model.KindForbidden && model.KindOf(err) != model.KindNotFound) {
				t.Errorf("%s about %s: %v, %+v", name, c.what, err, e)
			}
		}
	}
	// By the secret, who may not know of it is told what is told of any.
	for name, actor := range actors {
		e, err := p.Explain(p.ctx(), actor, model.ExplainRequest{Secret: p.tokens["bob"].Secret})
		p.must(err)
		if knows := slices.Contains([]string{"bob", "Tokens", "root"}, name); knows != (e.Reason == model.ReasonOK) || !knows && (e.Reason != model.ReasonUnknown || e.Token != nil || e.Name != "") {
			t.Errorf("%s by the secret: %s, %+v", name, e.Reason, e)
		}
	}
}
