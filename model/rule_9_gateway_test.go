package model_test

import (
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// newGate is a plot with a gateway of Acme, which may ask about tokens.
func newGate(t *testing.T) (*plot, model.Secret) {
	t.Helper()
	p := newPlot(t)
	p.newSet(p.acme, "Gateways", model.TokensIntrospect)
	p.tokens["gate"] = p.serviceToken(p.service(p.acme, "Front door", "Gateways"), "gate")
	return p, p.tokens["gate"].Secret
}

func (p *plot) through(gate model.Secret, r model.GatewayRequest) (model.GatewayAnswer, error) {
	return p.CheckFor(p.ctx(), gate, r, model.Origin{Address: "10.9.9.9", Agent: "gate/1"})
}

func TestRule_9_6_WhatARequestDidIsAnEntryOfItsSubject(t *testing.T) {
	p, gate := newGate(t)
	item := p.thing(p.acme, model.KindTemplate)
	for who, target := range map[string]model.Grantee{"robot": granteeOf(p.acme, model.GranteeAllServiceUsers, ""), "bob": granteeOf(p.acme, model.GranteeAllUsers, "")} {
		p.allow(scopeOf(item), target, model.LevelView)
		entries := p.since(func() {
			a, err := p.through(gate, model.GatewayRequest{
				Secret: p.tokens[who].Secret, Ask: askAbout("templates.view", item), From: here,
				Record: &model.Record{Action: "templates.export", Target: model.TargetRef{Kind: "template", ID: string(item.ID), Name: "Daily check"}},
			})
			p.must(err)
			if !a.OK() || a.Item.ID != item.ID || a.Explanation != nil {
				t.Errorf("%s is answered %+v", who, a)
			}
		})
		wantEntries(t, who, entries, "api.templates.export")
		e, made := entries[0], p.tokens[who]
		subject := map[string]model.ActorRef{
			"robot": {Kind: "service_user", ID: string(p.robot.ID), Name: "Robot", Token: string(made.Token.ID)},
			"bob":   {Kind: "user", ID: string(p.bob.User()), Name: "Bob Birch", Token: string(made.Token.ID)},
		}[who]
		if e.Actor != subject || e.Org != p.acme || e.Refused || e.From != here.Address || e.Target.Kind != "template" || e.Target.Name != "Daily check" || !e.At.Equal(p.clock.Now()) {
			t.Errorf("%s: the entry is %+v", who, e)
		}
		if len(e.Details) != 1 || e.Details[0] != (model.Detail{Field: "gateway", After: "Front door"}) {
			t.Errorf("%s: the details are %+v", who, e.Details)
		}
	}
}

func TestRule_9_6_WhatWasRefusedLeavesNoSuchEntry(t *testing.T) {
	p, gate := newGate(t)
	item := p.thing(p.acme, model.KindTemplate)
	record := &model.Record{Action: "templates.export"}
	revoked := p.generate(p.bob.Actor, p.acme, "revoked")
	_, err := p.RevokeToken(p.ctx(), p.bob.Actor, ref(revoked))
	p.must(err)
	entries := p.since(func() {
		for want, r := range map[model.Reason]model.GatewayRequest{
			model.ReasonMalformed:         {Secret: model.NewSecret("nonsense")},
			model.ReasonRevoked:           {Secret: revoked.Secret},
			model.ReasonPermissionMissing: {Secret: p.tokens["bob"].Secret, Ask: model.Question{Permission: model.OrgManage}},
			model.ReasonAccessMissing:     {Secret: p.tokens["bob"].Secret, Ask: askAbout("templates.view", item)},
		} {
			r.Record, r.Explain = record, true
			a, err := p.through(gate, r)
			p.must(err)
			if a.Reason != want || a.Explanation == nil || a.Explanation.Reason != want || firstFailed(*a.Explanation) != want {
				t.Errorf("the answer is %s, explained as %+v, want %s", a.Reason, a.Explanation, want)
			}
		}
		a, err := p.through(gate, model.GatewayRequest{Secret: p.tokens["bob"].Secret, Ask: model.Question{Level: model.LevelView}, Record: record})
		p.wantKind(err, model.KindInvalid)
		if a.OK() {
			t.Error("what cannot be answered is a yes")
		}
	})
	wantEntries(t, "refusals", entries)
}

func TestRule_9_6_ARecordFromOutsideIsLookedAt(t *testing.T) {
	p, gate := newGate(t)
	for _, r := range []model.Record{
		{}, {Action: "export"}, {Action: "Templates.export"}, {Action: "templates export"}, {Action: "templates.export\x1b[2J"},
		{Action: "a." + strings.Repeat("b", 64)}, {Action: "templates.export", Target: model.TargetRef{Kind: "Template kind"}},
	} {
		entries := p.since(func() {
			a, err := p.through(gate, model.GatewayRequest{Secret: p.tokens["bob"].Secret, Record: &r})
			p.wantKind(err, model.KindInvalid)
			if a.OK() {
				t.Errorf("%+v is a yes", r)
			}
		})
		wantEntries(t, r.Action, entries)
	}
	if n := p.row(p.tokens["bob"]).Use.Count; n != 0 {
		t.Errorf("Bob's token was used %d times", n)
	}
	entries := p.since(func() {
		_, err := p.through(gate, model.GatewayRequest{Secret: p.tokens["bob"].Secret, Record: &model.Record{
			Action: " templates.export ", Target: model.TargetRef{Kind: "template", ID: "x\x1b[31m", Name: "a\nb\u202e"},
		}})
		p.must(err)
	})
	wantEntries(t, "spaces around it", entries, "api.templates.export")
	for _, text := range []string{entries[0].Target.ID, entries[0].Target.Name} {
		if strings.ContainsAny(text, "\x1b\n\u202e") {
			t.Errorf("the target is %q", text)
		}
	}
	if entries[0].From != "10.9.9.9" { // the gateway itself, which said nothing else
		t.Errorf("it came from %s", entries[0].From)
	}
}

// Rule 6.3: only who has tokens.introspect asks about other tokens.
func TestRule_9_6_AGatewayNeedsThePermission(t *testing.T) {
	p, gate := newGate(t)
	request := model.GatewayRequest{Secret: p.tokens["bob"].Secret, Record: &model.Record{Action: "templates.export"}, Explain: true}
	revoked := p.serviceToken(p.robot, "revoked")
	_, err := p.RevokeToken(p.ctx(), system, ref(revoked))
	p.must(err)
	for name, c := range map[string]struct {
		gate model.Secret
		want model.Kind
	}{
		"without the permission": {p.tokens["robot"].Secret, model.KindForbidden},
		"revoked":                {revoked.Secret, model.KindUnauthenticated},
		"nonsense":               {model.NewSecret("nonsense"), model.KindUnauthenticated},
		"none":                   {model.Secret{}, model.KindUnauthenticated},
	} {
		entries := p.since(func() {
			a, err := p.through(c.gate, request)
			if model.KindOf(err) != c.want || a.OK() || a.Token.ID != "" || a.Explanation != nil || a.Reason != "" {
				t.Errorf("%s: %v, %+v", name, err, a)
			}
		})
		wantEntries(t, name, entries)
	}
	if n := p.row(p.tokens["bob"]).Use.Count; n != 0 {
		t.Errorf("Bob's token was used %d times", n)
	}
	a, err := p.through(gate, request)
	p.must(err)
	if !a.OK() || a.Explanation == nil || a.Explanation.Reason != model.ReasonOK {
		t.Errorf("the answer is %+v", a)
	}
	for _, who := range []string{"bob", "gate"} { // rule 8.5: both were answered active
		if n := p.row(p.tokens[who]).Use.Count; n != 1 {
			t.Errorf("%s's token was used %d times", who, n)
		}
	}
}

// Rule 7.5: a token of another org may come to a gateway; it is answered and
// recorded, in the gateway's log, and not explained.
func TestRule_9_6_ATokenOfAnotherOrg(t *testing.T) {
	p, gate := newGate(t)
	item := p.thing(p.acme, model.KindTemplate)
	request := model.GatewayRequest{Secret: p.tokens["eve"].Secret, Ask: askAbout("templates.view", item), Explain: true, Record: &model.Record{Action: "templates.read"}}
	a, err := p.through(gate, request)
	p.must(err)
	if a.Reason != model.ReasonAccessMissing || a.Explanation != nil {
		t.Errorf("before it is shared: %s, %+v", a.Reason, a.Explanation)
	}
	p.allow(scopeOf(item), granteeOf(p.globex, model.GranteeUser, string(p.eve.User())), model.LevelView)
	entries := p.since(func() {
		a, err = p.through(gate, request)
		p.must(err)
	})
	if !a.OK() || a.Org != "Globex" || a.Subject != "Eve Elm" || a.Explanation != nil {
		t.Errorf("the answer is %+v", a)
	}
	wantEntries(t, "a request of Globex", entries, "api.templates.read")
	if e := entries[0]; e.Org != p.acme || e.Actor.ID != string(p.eve.User()) || e.Actor.Token != string(p.tokens["eve"].Token.ID) {
		t.Errorf("the entry is %+v", e)
	}
	request.Ask.Org = p.acme
	a, err = p.through(gate, request)
	p.must(err)
	if a.Reason != model.ReasonAccessMissing {
		t.Errorf("only tokens of Acme: %s", a.Reason)
	}
}

// What could not be recorded is an error.
func TestRule_9_6_AnEntryThatCannotBeWrittenIsAnError(t *testing.T) {
	p, gate := newGate(t)
	store := p.faults()
	store.breaks(errDisk, "AppendEntry")
	_, err := p.through(gate, model.GatewayRequest{Secret: p.tokens["bob"].Secret, Record: &model.Record{Action: "templates.read"}})
	p.wantKind(err, model.KindUnavailable)
}
