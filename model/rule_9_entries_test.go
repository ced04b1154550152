package model_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// Every use case that changes something, done by everybody who may.
func TestRule_9_1_EveryChangeIsOneEntryWithWhoWhatAndWhere(t *testing.T) {
	s := newScene(newWorld(t), false)
	for _, step := range steps {
		if step.action == "" {
			continue
		}
		for i, by := range s.callers {
			if step.who.active[i] != '.' {
				continue
			}
			s.current("", by)
			call := step.ready(s)
			before := s.called(by)
			var target string
			var err error
			entries := s.since(func() { target, err = call(by) })
			s.must(err)
			if len(entries) != 1 {
				t.Errorf("%s %s by %s left %d entries: %+v", step.method, step.when, by.kind, len(entries), entries)
				continue
			}
			s.wantEntry(step, by, before, target, entries[0])
			if step.method == "LeaveOrg" {
				s.rejoin(by)
			}
		}
	}
}

// current sets somebody's current org past the authority.
func (s *scene) current(org model.OrgID, by *caller) {
	if by.actor.User() != "" {
		s.account(by.actor, func(a *model.Account) { a.LastOrg = org })
	}
}

// called is the name that somebody has at the moment.
func (s *scene) called(by *caller) string {
	if by.kind == "root" {
		return "root"
	}
	p, err := s.WhoAmI(s.ctx(), by.actor, "")
	s.must(err)
	return p.Name
}

func (s *scene) wantEntry(step step, by *caller, name, target string, e model.Entry) {
	s.t.Helper()
	kind, token := "user", ""
	if by.kind == "root" {
		kind = "system_user"
	}
	if ref, byToken := by.actor.Token(); byToken {
		token = string(ref.ID)
	}
	fail := func(what string, got, want any) {
		s.t.Helper()
		if got != want {
			s.t.Errorf("%s %s by %s: the %s of the entry is %q, want %q", step.method, step.when, by.kind, what, got, want)
		}
	}
	fail("action", e.Action, step.action)
	fail("refusal", e.Refused, false)
	fail("actor", e.Actor, model.ActorRef{Kind: kind, ID: string(by.actor.User()), Name: name, Token: token})
	fail("kind of target", e.Target.Kind, step.target)
	fail("id of target", e.Target.ID, target)
	fail("name of target", e.Target.Name != "", true)
	fail("time", e.At, s.clock.Now())
	from := here.Address
	if by.kind == "root" {
		from = "terminal"
	}
	fail("place", e.From, from)
	org := s.acme
	if step.noOrg {
		org = ""
	} else if step.target == "org" {
		org = model.OrgID(target)
	}
	fail("org", e.Org, org)
}

func TestRule_9_1_TheEntryTellsBeforeAndAfter(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	for want, act := range map[model.Detail]func() error{
		{Field: "name", Before: "Acme", After: "Acme Two"}: func() error { _, err := w.RenameOrg(w.ctx(), w.ada, w.acme, "Acme Two"); return err },
		{Field: "permission set", Before: "Guest", After: "Basic"}: func() error {
			return w.SetMemberSet(w.ctx(), w.ada, w.acme, cy.User(), w.set(w.acme, model.SetBasic))
		},
		{Field: "inactivity limit", Before: "none", After: "45 days"}: func() error {
			_, err := w.SetServiceTokenInactivity(w.ctx(), w.ada, w.acme, 45*day)
			return err
		},
		{Field: "sso", Before: "off", After: "SSO only"}:            func() error { _, err := w.SetSSO(w.ctx(), w.ada, w.acme, model.SSOOnly, nil); return err },
		{Field: "name", Before: "Ada Ashby", After: "Ada Lovelock"}: func() error { return w.RenameAccount(w.ctx(), w.ada, "Ada Lovelock") },
	} {
		entries := w.since(func() { w.must(act()) })
		if len(entries) != 1 || len(entries[0].Details) != 1 || entries[0].Details[0] != want {
			t.Errorf("want %+v, got %+v", want, entries)
		}
	}
}

func TestRule_9_1_ALogInIsAnEntry(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	made := w.generate(cy.Actor, w.acme, "made")
	from := model.Origin{Address: "192.0.2.9", Agent: "ssh"}
	for name, logIn := range map[string]func() error{
		"":                    func() error { _, _, err := w.LogIn(w.ctx(), cy.email, secret, from); return err },
		string(made.Token.ID): func() error { _, _, err := w.LogInWithToken(w.ctx(), made.Secret, from); return err },
	} {
		entries := w.since(func() { w.must(logIn()) })
		if len(entries) != 1 {
			t.Fatalf("%d entries", len(entries))
		}
		e := entries[0]
		if e.Action != model.ActLogIn || e.Refused || e.Org != w.acme || e.From != "192.0.2.9" || e.Actor != (model.ActorRef{Kind: "user", ID: string(cy.User()), Name: "Cy Cole", Token: name}) {
			t.Errorf("the entry is %+v", e)
		}
	}
}

// refusedLogIns returns the entries of refused log-ins with their counts.
func (w *world) refusedLogIns(org model.OrgID) map[string]int {
	w.t.Helper()
	page, err := w.ListActivity(w.ctx(), system, org, model.ActivityFilter{}, byAge)
	w.must(err)
	found := map[string]int{}
	for _, e := range page.Rows {
		if e.Action == model.ActLogIn && e.Refused {
			found[fmt.Sprint(e.From, " ", e.At.Format("15h"))] += e.Count
			if e.Actor.Kind != "unknown" || e.Reason == "" {
				w.t.Errorf("the entry is %+v", e)
			}
		}
	}
	return found
}

func TestRule_9_1_RefusedLogInsFromOneAddressAreOneEntryAnHourWithACount(t *testing.T) {
	w := newWorld(t)
	wrong := model.NewSecret("a horse on the sun")
	try := func(n int, address, email string) {
		for range n {
			_, _, err := w.LogIn(w.ctx(), email, wrong, model.Origin{Address: address})
			w.wantKind(err, model.KindUnauthenticated)
		}
	}
	for _, email := range []string{"ada@acme.example", "nobody@acme.example"} {
		entries := w.since(func() {
			try(4, "192.0.2.1", email)
			try(3, "192.0.2.1", email) // in a pause, and refused all the same
			try(2, "192.0.2.2", email)
			w.reopen()
			try(1, "192.0.2.1", email)
			w.clock.Advance(time.Hour)
			try(5, "192.0.2.1", email)
		})
		if len(entries) != 3 {
			t.Fatalf("%s: %d entries", email, len(entries))
		}
		org := entries[0].Org
		if (org == w.acme) != (email == "ada@acme.example") {
			t.Errorf("%s: the entry is in the log of %q", email, org)
		}
		hour, next := entries[0].At.Format(" 15h"), w.clock.Now().Format(" 15h")
		got := w.refusedLogIns(org)
		if len(got) != 3 || got["192.0.2.1"+hour] != 8 || got["192.0.2.2"+hour] != 2 || got["192.0.2.1"+next] != 5 {
			t.Errorf("%s: counted %v", email, got)
		}
		for _, e := range entries {
			for _, text := range []string{e.Target.Name, e.Reason, e.Target.ID} {
				if contains(text, "nobody@") {
					t.Errorf("what was typed is in the log: %+v", e)
				}
			}
		}
	}
}

func TestRule_9_1_ARefusedLogInWithATokenNamesItsSubjectAndTheToken(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	user, service := w.generate(w.ada, w.acme, "user"), w.serviceToken(robot, "service")
	_, err := w.RevokeToken(w.ctx(), w.ada, ref(user))
	w.must(err)
	for want, made := range map[model.ActorRef]model.Generated{
		{Kind: "user", ID: string(w.ada.User()), Name: "Ada Ashby"}: user,
		{Kind: "service_user", ID: string(robot.ID), Name: "Robot"}: service,
	} {
		want.Token = string(made.Token.ID)
		entries := w.since(func() {
			for range 3 {
				if _, _, err := w.LogInWithToken(w.ctx(), made.Secret, here); err == nil {
					t.Fatal("logged in")
				}
			}
		})
		if len(entries) != 1 || entries[0].Actor != want || entries[0].Org != w.acme || !entries[0].Refused || entries[0].Target.ID != want.Token {
			t.Fatalf("the entries are %+v, want one by %+v", entries, want)
		}
		page, err := w.ListActivity(w.ctx(), system, w.acme, model.ActivityFilter{}, model.PageRequest{Sort: model.SortCreated, Descending: true, Limit: 1})
		w.must(err)
		if len(page.Rows) != 1 || page.Rows[0].Count != 3 {
			t.Errorf("the entry stands for %+v", page.Rows)
		}
	}
	entries := w.since(func() { _, _, err = w.LogInWithToken(w.ctx(), model.NewSecret("hunter2"), here) })
	if len(entries) != 1 || entries[0].Org != "" || entries[0].Actor.Kind != "unknown" {
		t.Errorf("of nobody's token: %+v", entries)
	}
}

// Attempts that are turned away after the caller was let through to the use
// case itself.
func TestRule_9_1_ARefusedAttemptIsAnEntryWhateverRefusesIt(t *testing.T) {
	wrong := model.NewSecret("a horse on the sun")
	generate := func(w *world, actor model.Actor, pass model.Secret) error {
		_, err := w.GenerateToken(w.ctx(), actor, model.TokenRequest{Org: w.acme, Name: "one more", Password: pass})
		return err
	}
	for name, c := range map[string]struct {
		action model.Action
		org    bool
		act    func(w *world) error
	}{
		"a wrong password": {model.ActGenerateToken, true, func(w *world) error { return generate(w, w.ada, wrong) }},
		"a pause":          {model.ActGenerateToken, true, func(w *world) error { return generate(w, w.ada, wrong) }},
		"no password to ask for": {model.ActGenerateToken, true, func(w *world) error {
			actor, _ := w.bearer(w.ada, w.acme)
			w.noPassword(w.acme)
			return generate(w, actor, secret)
		}},
		"the limit": {model.ActGenerateToken, true, func(w *world) error {
			for i := range 10 {
				w.generate(w.ada, w.acme, fmt.Sprint("t", i))
			}
			return generate(w, w.ada, secret)
		}},
		"a wrong present password": {model.ActChangePassword, false, func(w *world) error {
			_, err := w.ChangePassword(w.ctx(), w.ada, wrong, model.NewSecret("quite another password"))
			return err
		}},
		"a wrong password to unlock": {model.ActUnlock, false, func(w *world) error { return w.Unlock(w.ctx(), w.ada, wrong) }},
		"a wrong token to unlock": {model.ActUnlock, false, func(w *world) error {
			actor, _ := w.bearer(w.ada, w.acme)
			return w.Unlock(w.ctx(), actor, w.generate(w.ada, w.acme, "another").Secret)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if name == "a pause" {
				for range 5 {
					w.wantKind(generate(w, w.ada, wrong), model.KindUnauthenticated)
				}
			}
			var err error
			var last model.Entry
			all := w.since(func() { err = c.act(w) })
			if !refused(model.KindOf(err)) && model.KindOf(err) != model.KindQuota {
				t.Fatalf("not refused: %v", err)
			}
			n := 0
			for _, e := range all {
				if e.Refused {
					n, last = n+1, e
				}
			}
			if n != 1 || last.Action != c.action || last.Actor.ID != string(w.ada.User()) || last.Reason != model.Sentence(err) || (last.Org == w.acme) != c.org {
				t.Errorf("%d entries of a refusal, the last one %+v", n, last)
			}
		})
	}
}

func TestRule_9_1_WhatIsDoneWithATokenNamesItsSubjectAndTheToken(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	for want, made := range map[model.ActorRef]model.Generated{
		{Kind: "user", ID: string(w.ada.User()), Name: "Ada Ashby"}: w.generate(w.ada, w.acme, "user"),
		{Kind: "service_user", ID: string(robot.ID), Name: "Robot"}: w.serviceToken(robot, "service"),
	} {
		want.Token = string(made.Token.ID)
		w.wantReason(made, model.ReasonOK)
		entries := w.since(func() { w.must(w.FlushUses(w.ctx())) })
		if len(entries) != 1 || entries[0].Actor != want || entries[0].Org != w.acme || entries[0].Target.ID != want.Token {
			t.Errorf("the entries are %+v, want one by %+v", entries, want)
		}
	}
}
