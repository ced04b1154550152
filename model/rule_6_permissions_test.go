package model_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// allowed returns what a request with a token may do.
func (w *world) allowed(made model.Generated) model.Permissions {
	w.t.Helper()
	d, err := w.Verify(w.ctx(), made.Secret, here)
	w.must(err)
	if !d.OK() {
		w.t.Fatalf("the answer is %s", d.Reason)
	}
	return d.Allowed
}

func TestRule_6_1_AChangeOfSetCountsFromTheVeryNextRequest(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	user, service := w.generate(cy.Actor, w.acme, "user"), w.serviceToken(robot, "service")
	for _, c := range []struct {
		set string
		may bool
	}{{model.SetGuest, false}, {model.SetManager, true}, {model.SetStandard, true}, {model.SetGuest, false}} {
		set := w.set(w.acme, c.set)
		w.must(w.SetMemberSet(w.ctx(), w.ada, w.acme, cy.User(), set))
		_, err := w.EditServiceUser(w.ctx(), w.ada, w.acme, robot.ID, model.ServiceUserRequest{Name: "Robot", Sets: []model.SetID{set}})
		w.must(err)
		for name, made := range map[string]model.Generated{"user": user, "service": service} {
			if got := w.allowed(made).Has("templates.edit"); got != c.may {
				t.Errorf("%s with %s may edit templates: %v", name, c.set, got)
			}
		}
	}
}

func TestRule_6_1_WhatTheSetHoldsCountsFromTheVeryNextRequest(t *testing.T) {
	w := newWorld(t)
	set := w.newSet(w.acme, "Own", "templates.view")
	u, err := w.CreateServiceUser(w.ctx(), system, w.acme, model.ServiceUserRequest{Name: "Robot", Sets: []model.SetID{set}})
	w.must(err)
	made := w.serviceToken(u, "t")
	w.allowed(made)
	w.newSet(w.acme, "Own", "reports.export") // the same set, edited
	if got := w.allowed(made).Sorted(); !slices.Equal(got, []model.Permission{"reports.export"}) {
		t.Errorf("allowed: %v", got)
	}
}

// words splits the permissions of a table.
func words(text string) []model.Permission {
	var list []model.Permission
	for _, w := range strings.Fields(text) {
		section, names, _ := strings.Cut(w, ".")
		for _, name := range strings.Split(names, "|") {
			list = append(list, model.Permission(section+"."+name))
		}
	}
	slices.Sort(list)
	return list
}

const (
	contentPermissions = "templates.view|create|edit|delete inspections.view|conduct|edit|delete assets.view|manage actions.view|manage"
	managePermissions  = "users.manage groups.manage sites.manage service-users.manage tokens.manage activity.view tokens.introspect items.sync"
)

func TestRule_6_2_EveryNewOrgBeginsWithTheFiveSets(t *testing.T) {
	w := newWorld(t)
	want := []struct {
		name string
		seat model.SeatType
		has  string
	}{
		{"Administrator", model.SeatFull, contentPermissions + " " + managePermissions + " org.manage permission-sets.manage"},
		{"Manager", model.SeatFull, contentPermissions + " " + managePermissions},
		{"Standard", model.SeatFull, contentPermissions},
		{"Basic", model.SeatLite, "templates.view inspections.view|conduct actions.view|manage"},
		{"Guest", model.SeatGuest, "templates.view inspections.view"},
	}
	for _, org := range []model.OrgID{w.acme, w.org("Globex")} {
		sets, err := w.PermissionSets(w.ctx(), w.ada, org)
		w.must(err)
		if len(sets) != len(want) {
			t.Fatalf("%d sets", len(sets))
		}
		for i, s := range sets {
			has := slices.Sorted(slices.Values(s.Permissions))
			if s.Name != want[i].name || s.Seat != want[i].seat || !slices.Equal(has, words(want[i].has)) || s.Administrator != (i == 0) || s.Org != org {
				t.Errorf("set %d is %+v", i, s)
			}
		}
	}
}

func TestRule_6_3_TheBuiltInPermissionsAndTheFormOfOthers(t *testing.T) {
	has := slices.Sorted(slices.Values(model.BuiltInPermissions()))
	if want := words(contentPermissions + " " + managePermissions + " org.manage permission-sets.manage"); !slices.Equal(has, want) {
		t.Errorf("built in: %v, want %v", has, want)
	}
	for text, ok := range map[string]bool{
		"reports.export": true, "a.b": true, "a.b.c": true, "items-2.sync-all": true, " reports.export\n": true,
		"": false, "reports": false, ".export": false, "reports.": false, "reports..export": false, "Reports.export": false, "reports export": false,
		"reports.éxport": false, "reports.ex_port": false, "reports.*": false, "1a.b": false, strings.Repeat("a", 62) + ".b": true, strings.Repeat("a", 63) + ".b": false,
	} {
		p, err := model.CleanPermission(text)
		if ok != (err == nil) || ok && string(p) != strings.TrimSpace(text) {
			t.Errorf("%q: %q, %v", text, p, err)
		}
		if err != nil && (model.KindOf(err) != model.KindInvalid || model.FieldOf(err) != model.FieldPermission) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// beyond is every use case that touches a set, a member or a service user, done
// to one who has more, or with a set that has more, than who does it.
var beyond = map[string]func(w *world, by model.Actor, x reach) error{
	"add with the set": func(w *world, by model.Actor, x reach) error {
		_, code, err := w.AddMember(w.ctx(), by, w.acme, model.MemberRequest{Email: "new@acme.example", Name: "New", Set: x.more})
		if err != nil && !code.IsZero() {
			w.t.Error("there is a code all the same")
		}
		return err
	},
	"give the set": func(w *world, by model.Actor, x reach) error {
		return w.SetMemberSet(w.ctx(), by, w.acme, x.small.User(), x.more)
	},
	"give oneself": func(w *world, by model.Actor, x reach) error {
		return w.SetMemberSet(w.ctx(), by, w.acme, by.User(), x.more)
	},
	"take the set": func(w *world, by model.Actor, x reach) error {
		return w.SetMemberSet(w.ctx(), by, w.acme, x.big.User(), x.less)
	},
	"deactivate": func(w *world, by model.Actor, x reach) error {
		return w.DeactivateMember(w.ctx(), by, w.acme, x.big.User())
	},
	"remove": func(w *world, by model.Actor, x reach) error {
		return w.RemoveMember(w.ctx(), by, w.acme, x.big.User(), model.Subject{})
	},
	"reactivate": func(w *world, by model.Actor, x reach) error {
		return w.ReactivateMember(w.ctx(), by, w.acme, x.away.User())
	},
	"make a service user": func(w *world, by model.Actor, x reach) error {
		_, err := w.CreateServiceUser(w.ctx(), by, w.acme, model.ServiceUserRequest{Name: "New", Sets: []model.SetID{x.less, x.more}})
		return err
	},
	"edit the set in": func(w *world, by model.Actor, x reach) error {
		_, err := w.EditServiceUser(w.ctx(), by, w.acme, x.weak.ID, model.ServiceUserRequest{Name: "Weak", Sets: []model.SetID{x.less, x.more}})
		return err
	},
	"edit the set out": func(w *world, by model.Actor, x reach) error {
		_, err := w.EditServiceUser(w.ctx(), by, w.acme, x.strong.ID, model.ServiceUserRequest{Name: "Strong", Sets: []model.SetID{x.less}})
		return err
	},
	"disable": func(w *world, by model.Actor, x reach) error {
		_, err := w.DisableServiceUser(w.ctx(), by, w.acme, x.strong.ID)
		return err
	},
	"enable": func(w *world, by model.Actor, x reach) error {
		_, err := w.EnableServiceUser(w.ctx(), by, w.acme, x.asleep.ID)
		return err
	},
	"delete": func(w *world, by model.Actor, x reach) error {
		_, err := w.DeleteServiceUser(w.ctx(), by, w.acme, x.strong.ID, model.Subject{})
		return err
	},
	"generate its token": func(w *world, by model.Actor, x reach) error {
		_, err := w.GenerateToken(w.ctx(), by, model.TokenRequest{Org: w.acme, ServiceUser: x.strong.ID, Name: "n", Password: secret})
		return err
	},
	"regenerate its token": func(w *world, by model.Actor, x reach) error {
		_, err := w.RegenerateToken(w.ctx(), by, ref(x.token), 7*day, secret)
		return err
	},
}

// reach is what the use cases of beyond are done to.
type reach struct {
	less, more           model.SetID
	small, big, away     person
	weak, strong, asleep model.ServiceUser
	token                model.Generated // of strong
}

func newReach(w *world, less, more string) reach {
	x := reach{less: w.set(w.acme, less), more: w.set(w.acme, more)}
	x.small, x.big, x.away = w.person(w.acme, "Small", less), w.person(w.acme, "Big", more), w.person(w.acme, "Away", more)
	w.must(w.DeactivateMember(w.ctx(), system, w.acme, x.away.User()))
	x.weak, x.strong, x.asleep = w.service(w.acme, "Weak", less), w.service(w.acme, "Strong", less, more), w.service(w.acme, "Asleep", more)
	_, err := w.DisableServiceUser(w.ctx(), system, w.acme, x.asleep.ID)
	w.must(err)
	x.token = w.serviceToken(x.strong, "strong")
	return x
}

func TestRule_6_5_NobodyReachesBeyondWhatTheyHave(t *testing.T) {
	for _, c := range []struct{ actor, more string }{
		{model.SetManager, model.SetAdministrator}, // lacks org.manage
		{model.SetAdministrator, "Exporters"},      // lacks a permission of the org's own
		{model.SetAdministrator, "Overriders"},     // lacks an override
		{"Overriders' viewer", "Overriders"},       // has the lesser override only
	} {
		for name, do := range beyond {
			t.Run(c.actor+" and "+c.more+"/"+name, func(t *testing.T) {
				w := newWorld(t)
				all := append(model.BuiltInPermissions(), model.OverrideViewAll)
				w.newSet(w.acme, "Exporters", "reports.export")
				w.newSet(w.acme, "Overriders", model.OverrideManageAll)
				w.newSet(w.acme, "Overriders' viewer", all...)
				x := newReach(w, model.SetGuest, c.more)
				by := w.person(w.acme, "By Whom", c.actor)
				entries := w.since(func() { w.wantKind(do(w, by.Actor, x), model.KindForbidden) })
				if len(entries) != 1 || !entries[0].Refused || entries[0].Actor.ID != string(by.User()) {
					t.Errorf("the entries are %+v", entries)
				}
				w.wantReason(x.token, model.ReasonOK)
				if m := w.membership(w.acme, x.big.Actor); m.Status != model.MemberActive || m.Set != x.more {
					t.Errorf("big is now %+v", m)
				}
			})
		}
	}
}

func TestRule_6_5_WithinWhatTheyHaveItGoes(t *testing.T) {
	for _, c := range []struct{ actor, more string }{
		{model.SetManager, model.SetManager},
		{model.SetAdministrator, model.SetAdministrator},
		{"", model.SetAdministrator}, // root
	} {
		for name, do := range beyond {
			t.Run(c.actor+" and "+c.more+"/"+name, func(t *testing.T) {
				w := newWorld(t)
				x := newReach(w, model.SetGuest, c.more)
				by := person{Actor: system}
				if c.actor != "" {
					by = w.person(w.acme, "By Whom", c.actor)
				} else if name == "give oneself" {
					return // root is nobody's member
				}
				w.must(do(w, by.Actor, x))
			})
		}
	}
}

// Rule 5.2 says who sees tokens: a look at a permission set is no way round it.
func TestRule_5_2_ASetShowsTheTokensOfItsHoldersToWhoSeesThemAnyway(t *testing.T) {
	w := newWorld(t)
	w.newSet(w.acme, "Editors", model.PermissionSetsManage)
	cy := w.person(w.acme, "Cy Cole", model.SetGuest)
	w.generate(cy.Actor, w.acme, "secret work")
	w.serviceToken(w.service(w.acme, "Robot", model.SetGuest), "secret robot")
	for _, c := range []struct {
		actor         model.Actor
		names, tokens int
	}{
		{cy.Actor, 0, 0},
		{w.person(w.acme, "Max Moor", model.SetManager).Actor, 0, 0},
		{w.person(w.acme, "Ed Itor", "Editors").Actor, 2, 0},
		{w.ada, 2, 2},
	} {
		p, err := w.HoldersOf(w.ctx(), c.actor, w.acme, w.set(w.acme, model.SetGuest))
		w.must(err)
		if len(p.Subjects) != c.names || len(p.Tokens) != c.tokens || p.Holders.ActiveMembers != 1 || p.Holders.ServiceUsers != 1 || p.More != 2-c.names {
			t.Errorf("shown are %v, %d tokens, %+v and %d more; want %d names and %d tokens", p.Subjects, len(p.Tokens), p.Holders, p.More, c.names, c.tokens)
		}
	}
}

// A set that has more makes its holder one who has more, at once.
func TestRule_6_5_WhatTheActorHasIsReadAtTheTime(t *testing.T) {
	w := newWorld(t)
	x := newReach(w, model.SetGuest, model.SetAdministrator)
	by := w.person(w.acme, "By Whom", model.SetAdministrator)
	w.must(w.SetMemberSet(w.ctx(), w.ada, w.acme, by.User(), w.set(w.acme, model.SetManager)))
	w.wantKind(beyond["give oneself"](w, by.Actor, x), model.KindForbidden)
	w.wantKind(beyond["generate its token"](w, by.Actor, x), model.KindForbidden)
}
