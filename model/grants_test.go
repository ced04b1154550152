package model_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

const (
	view       = model.LevelView
	edit       = model.LevelEdit
	fullDelete = model.LevelDelete
)

// ruleOn is the scope of a rule on Acme's items of a kind, at a site or anywhere.
func (w *world) ruleOn(kind model.ItemKind, at model.SiteID) model.Scope {
	return model.Scope{Org: w.acme, Kind: kind, Site: at}
}

func toAllServices(org model.OrgID) model.Grantee {
	return model.Grantee{Org: org, Kind: model.GranteeAllServiceUsers}
}

// shareAs shares as somebody and returns the error.
func (w *world) shareAs(by model.Actor, s model.Scope, to model.Grantee, level model.Level) error {
	w.t.Helper()
	_, err := w.Share(w.ctx(), by, s, to, level)
	return err
}

// override makes a set of Acme that has a Standard's permissions and more, and
// somebody who holds it.
func (w *world) override(name string, more ...model.Permission) person {
	w.t.Helper()
	permissions := append([]model.Permission{"templates.view", "templates.edit", "assets.view"}, more...)
	w.newSet(w.acme, name, permissions...)
	return w.person(w.acme, "Over "+name, name)
}

// grantText says what a row of a list of grants shows.
func grantText(v model.GrantView) string {
	text := fmt.Sprintf("%s to %s %s of %s", v.Level, v.To.Kind, v.GranteeName, v.GranteeOrg)
	if v.Rule {
		text += fmt.Sprintf(" on %s at %q", v.Scope.Kind, v.SiteName)
	}
	if v.Gone {
		text += " gone"
	}
	return text
}

func (w *world) grantsOn(by model.Actor, item model.Item) []string {
	w.t.Helper()
	page, err := w.GrantsOn(w.ctx(), by, itemRef(item), byAge)
	w.must(err)
	return textsOf(page.Rows, grantText)
}

func TestRule_7_2_SharingTakesEditAndDeleteIsGivenByDeleteAlone(t *testing.T) {
	for _, have := range []model.Level{view, edit, fullDelete} {
		for _, had := range []model.Level{model.LevelNone, view, edit, fullDelete} {
			for _, gives := range []model.Level{model.LevelNone, view, edit, fullDelete} { // none takes back
				if had == model.LevelNone && gives == had {
					continue
				}
				t.Run(fmt.Sprint(have, " makes ", had, " ", gives), func(t *testing.T) {
					w := newWorld(t)
					cy := w.person(w.acme, "Cy Cole", model.SetGuest) // the levels alone decide
					crew := toGroup(w.group(w.acme, "Crew"))
					item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
					w.shares(onItem(item), toUser(w.acme, cy.Actor), have)
					if had > model.LevelNone {
						w.shares(onItem(item), crew, had)
					}
					var want model.Kind
					if have == view || max(had, gives) == fullDelete && have != fullDelete {
						want = model.KindForbidden
					}
					var err error
					if gives == model.LevelNone {
						err = w.TakeBack(w.ctx(), cy.Actor, onItem(item), crew)
					} else {
						err = w.shareAs(cy.Actor, onItem(item), crew, gives)
					}
					w.wantKind(err, want)
					after := gives
					if err != nil {
						after = had
					}
					if got := w.levelOf(onItem(item), crew); got != after {
						t.Errorf("the crew has %s, want %s", got, after)
					}
				})
			}
		}
	}
}

// levelOf returns the level of a grant in the store.
func (w *world) levelOf(s model.Scope, to model.Grantee) (level model.Level) {
	w.t.Helper()
	w.must(w.store.View(w.ctx(), func(tx model.Tx) error {
		g, err := tx.Grant(s, to)
		if model.KindOf(err) == model.KindNotFound {
			return nil
		}
		level = g.Level
		return err
	}))
	return level
}

func TestRule_7_2_WhoMayOnlyViewIsNotToldWhatOthersWereGiven(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	crew, team := toGroup(w.group(w.acme, "Crew")), toGroup(w.group(w.acme, "Team"))
	w.shares(onItem(item), toUser(w.acme, cy.Actor), view)
	w.shares(onItem(item), crew, fullDelete)
	had, none := w.TakeBack(w.ctx(), cy.Actor, onItem(item), crew), w.TakeBack(w.ctx(), cy.Actor, onItem(item), team)
	if model.KindOf(had) != model.KindForbidden || model.Sentence(had) != model.Sentence(none) {
		t.Errorf("a grant (%v) and none (%v) can be told apart", had, none)
	}
}

func TestRule_7_3_EveryKindOfGranteeReachesWhatItWasGiven(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	robot := w.service(w.acme, "Robot", model.SetStandard)
	crew, north := w.group(w.acme, "Crew"), w.site(w.acme, "North", "")
	yard := w.site(w.acme, "Yard", north.ID)
	w.intoGroup(crew, cy)
	w.atSite(north, cy)
	user, service := w.generate(cy.Actor, w.acme, "cy's"), w.serviceToken(robot, "robot's")
	for to, covers := range map[model.Grantee]struct{ user, service bool }{
		toUser(w.acme, cy.Actor): {true, false}, toGroup(crew): {true, false},
		toSite(yard): {true, false}, toAllUsers(w.acme): {true, false},
		toService(robot): {false, true}, toAllServices(w.acme): {false, true},
	} {
		for _, rule := range []bool{false, true} {
			item := w.itemOf(asUser(w.ada), model.KindTemplate, string(to.Kind))
			_, err := w.EditItem(w.ctx(), system, itemRef(item), model.ItemChange{Name: item.Name, Site: yard.ID})
			w.must(err)
			scope := onItem(item)
			if rule {
				scope = w.ruleOn(model.KindTemplate, north.ID)
			}
			w.shares(scope, to, view)
			w.wantReach(item, covers.user, user)
			w.wantReach(item, covers.service, service)
			w.must(w.TakeBack(w.ctx(), system, scope, to, view))
			w.wantReach(item, false, user, service)
		}
	}
}

func TestRule_7_3_ARuleTakesTheOverrideThatManagesAllData(t *testing.T) {
	w := newWorld(t)
	viewer, keeper := w.override("viewall", model.OverrideViewAll), w.override("manageall", model.OverrideManageAll)
	rule := w.ruleOn(model.KindTemplate, "")
	for _, p := range []person{viewer, w.person(w.acme, "Max Moor", model.SetManager)} {
		w.wantKind(w.shareAs(p.Actor, rule, toAllUsers(w.acme), view), model.KindForbidden)
		w.wantKind(w.TakeBack(w.ctx(), p.Actor, rule, toAllUsers(w.acme)), model.KindForbidden)
		_, err := w.GrantStops(w.ctx(), p.Actor, rule, toAllUsers(w.acme))
		w.wantKind(err, model.KindForbidden)
	}
	w.must(w.shareAs(keeper.Actor, rule, toAllUsers(w.acme), fullDelete))
	for _, p := range []person{viewer, keeper} {
		page, err := w.Rules(w.ctx(), p.Actor, w.acme, byAge)
		w.must(err)
		wantTexts(t, "the rules", textsOf(page.Rows, grantText), `delete to all_users  of Acme on template at ""`)
	}
	w.must(w.TakeBack(w.ctx(), keeper.Actor, rule, toAllUsers(w.acme)))
	w.wantKind(w.TakeBack(w.ctx(), keeper.Actor, rule, toAllUsers(w.acme)), model.KindNotFound)
}

func TestRule_7_3_ARuleIsOnWhatIsThereForThoseOfTheOrg(t *testing.T) {
	w := newWorld(t)
	globex, old := w.org("Globex"), w.site(w.acme, "Old", "")
	w.must(w.DeleteSite(w.ctx(), w.ada, w.acme, old.ID))
	abroad := w.site(globex, "Abroad", "")
	for name, c := range map[string]struct {
		scope model.Scope
		to    model.Grantee
		want  model.Kind
		field model.Field
	}{
		"no such kind":   {w.ruleOn("report", ""), toAllUsers(w.acme), model.KindInvalid, model.FieldKind},
		"another org":    {w.ruleOn(model.KindAsset, ""), toAllUsers(globex), model.KindInvalid, model.FieldGrantee},
		"a deleted site": {w.ruleOn(model.KindAsset, old.ID), toAllUsers(w.acme), model.KindNotFound, model.FieldSite},
		"a site abroad":  {w.ruleOn(model.KindAsset, abroad.ID), toAllUsers(w.acme), model.KindNotFound, model.FieldSite},
	} {
		err := w.shareAs(w.ada, c.scope, c.to, view)
		if model.KindOf(err) != c.want || model.FieldOf(err) != c.field {
			t.Errorf("%s: %v (%s, %s)", name, err, model.KindOf(err), model.FieldOf(err))
		}
	}
}

func TestRule_7_3_AGranteeIsThere(t *testing.T) {
	w := newWorld(t)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	left := w.person(w.acme, "Lea Lane", model.SetStandard)
	w.gone(left)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	_, err := w.DeleteServiceUser(w.ctx(), w.ada, w.acme, robot.ID, model.Subject{})
	w.must(err)
	crew, old := w.group(w.acme, "Crew"), w.site(w.acme, "Old", "")
	w.must(w.DeleteGroup(w.ctx(), w.ada, w.acme, crew.ID))
	w.must(w.DeleteSite(w.ctx(), w.ada, w.acme, old.ID))
	eve := w.person(w.org("Globex"), "Eve Else", model.SetStandard)
	sentences := map[string]bool{}
	for _, to := range []model.Grantee{
		toUser(w.acme, left.Actor), toUser(w.acme, eve.Actor), toService(robot), toGroup(crew), toSite(old), {},
		{Org: w.acme, Kind: "nobody"}, {Org: w.acme, Kind: model.GranteeUser}, {Org: w.acme, Kind: model.GranteeAllUsers, ID: "x"},
		toAllUsers("org_00000000000000000000000000"),
	} {
		err := w.shareAs(w.ada, onItem(item), to, view)
		w.wantKind(err, model.KindNotFound)
		sentences[model.Sentence(err)] = true
	}
	if len(sentences) != 1 {
		t.Errorf("they can be told apart: %v", sentences)
	}
	idle := w.person(w.acme, "Ida Ives", model.SetStandard)
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, idle.User()))
	w.must(w.shareAs(w.ada, onItem(item), toUser(w.acme, idle.Actor), view)) // for when they are back
	for _, level := range []model.Level{model.LevelNone, -1, 4} {
		w.wantKind(w.shareAs(w.ada, onItem(item), toAllUsers(w.acme), level), model.KindInvalid)
	}
}

func TestRule_7_3_AGrantToSomebodyIsForTheTermOfTheirMembership(t *testing.T) {
	w := newWorld(t)
	cy, ed := w.person(w.acme, "Cy Cole", model.SetStandard), w.person(w.acme, "Ed Ede", model.SetStandard)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	w.shares(onItem(item), toUser(w.acme, ed.Actor), edit)
	w.shares(onItem(item), toUser(w.acme, cy.Actor), fullDelete)
	w.gone(cy)
	w.join(cy, w.acme, model.SetStandard)
	wantTexts(t, "the grants", w.grantsOn(ed.Actor, item), "delete to user Cy Cole of Acme gone", "edit to user Ed Ede of Acme")
	entries := w.since(func() { w.must(w.shareAs(ed.Actor, onItem(item), toUser(w.acme, cy.Actor), view)) }) // it takes no delete
	wantDetails(t, entries, model.ActGrant, "Check", model.Detail{Field: "grantee", After: "user Cy Cole"}, model.Detail{Field: "level", After: "view"})
	w.wantLevel(cy.Actor, item, view)
}

func TestRule_7_5_AnItemIsSharedWithThoseOfAnotherOrg(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	eve := w.person(globex, "Eve Else", model.SetStandard)
	robot := w.service(globex, "Robot", model.SetStandard)
	team := w.group(globex, "Team")
	w.intoGroup(team, eve)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	ask := model.Question{Permission: "templates.view", Item: itemRef(item).Address()}
	user, service := w.generate(eve.Actor, globex, "eve's"), w.serviceToken(robot, "robot's")
	cy := w.person(w.acme, "Cy Cole", model.SetStandard) // who is nobody in Globex
	w.shares(onItem(item), toUser(w.acme, cy.Actor), edit)
	for to, covers := range map[model.Grantee][2]bool{
		toUser(globex, eve.Actor): {true, false}, toGroup(team): {true, false}, toAllUsers(globex): {true, false},
		toService(robot): {false, true}, toAllServices(globex): {false, true}, toAllUsers(w.acme): {false, false},
	} {
		w.must(w.shareAs(cy.Actor, onItem(item), to, view))
		for i, made := range []model.Generated{user, service} {
			d, err := w.Check(w.ctx(), made.Secret, ask, here)
			w.must(err)
			if d.OK() != covers[i] {
				t.Errorf("granted to %v: %s gets %s", to, made.Token.Name, d.Reason)
			}
		}
		w.must(w.TakeBack(w.ctx(), cy.Actor, onItem(item), to))
	}
	w.suspend(globex)
	w.must(w.shareAs(cy.Actor, onItem(item), toAllUsers(globex), view))
}

func TestRule_7_5_WhoIsInAnotherOrgIsNotToldToWhoIsNobodyThere(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	eve, cy := w.person(globex, "Eve Else", model.SetStandard), w.person(w.acme, "Cy Cole", model.SetStandard)
	both := w.person(w.acme, "Bo Both", model.SetStandard)
	w.join(both, globex, model.SetGuest)
	item := w.itemOf(asUser(cy.Actor), model.KindTemplate, "Check")
	w.shares(onItem(item), toUser(w.acme, both.Actor), edit)

	missing := toUser(globex, eve.Actor)
	missing.ID = "usr_00000000000000000000000000"
	nowhere := missing
	nowhere.Org = "org_00000000000000000000000000"
	one, other := w.shareAs(cy.Actor, onItem(item), missing, view), w.shareAs(cy.Actor, onItem(item), nowhere, view)
	if model.KindOf(one) != model.KindNotFound || model.Sentence(one) != model.Sentence(other) {
		t.Errorf("%v and %v can be told apart", one, other)
	}

	entries := w.since(func() { w.must(w.shareAs(cy.Actor, onItem(item), toUser(globex, eve.Actor), view)) })
	wantDetails(t, entries, model.ActGrant, "Check", model.Detail{Field: "grantee", After: "user " + string(eve.User()) + " of Globex"}, model.Detail{Field: "level", After: "view"})
	if entries[0].Org != w.acme {
		t.Errorf("the entry is of %s", entries[0].Org)
	}
	id := "view to user " + string(eve.User()) + " of Globex"
	if all := strings.Join(w.grantsOn(cy.Actor, item), "\n"); !strings.Contains(all, id) || strings.Contains(all, "Eve") {
		t.Errorf("cy is told: %s", all)
	}
	if all := strings.Join(w.grantsOn(both.Actor, item), "\n"); !strings.Contains(all, "view to user Eve Else of Globex") {
		t.Errorf("who is in both is told: %s", all)
	}
	confined, _ := w.bearer(both.Actor, w.acme) // rule 4.6
	if all := strings.Join(w.grantsOn(confined, item), "\n"); strings.Contains(all, "Eve") {
		t.Errorf("a session of Acme's is told: %s", all)
	}
	entries = w.since(func() { w.must(w.shareAs(both.Actor, onItem(item), toUser(globex, eve.Actor), edit)) })
	wantDetails(t, entries, model.ActGrant, "Check", model.Detail{Field: "grantee", After: "user " + string(eve.User()) + " of Globex"}, model.Detail{Field: "level", Before: "view", After: "edit"})
	stops, err := w.GrantStops(w.ctx(), cy.Actor, onItem(item), toUser(globex, eve.Actor))
	w.must(err)
	if !stops.Hidden || len(stops.Subjects)+len(stops.Tokens)+stops.More != 0 {
		t.Errorf("cy is told what stops: %+v", stops)
	}
}

func TestRule_7_7_WhoOnlyViewsAnItemSeesTheirOwnGrantsAlone(t *testing.T) {
	w := newWorld(t)
	cy, gus := w.person(w.acme, "Cy Cole", model.SetStandard), w.person(w.acme, "Gus Gray", model.SetStandard)
	crew, north := w.group(w.acme, "Crew"), w.site(w.acme, "North", "")
	yard := w.site(w.acme, "Yard", north.ID)
	w.intoGroup(crew, cy)
	item, err := w.CreateItem(w.ctx(), w.ada, w.acme, model.ItemRequest{Kind: model.KindTemplate, Name: "Check", Site: yard.ID})
	w.must(err)
	w.shares(onItem(item), toGroup(crew), view)
	w.shares(onItem(item), toUser(w.acme, gus.Actor), edit)
	w.shares(w.ruleOn(model.KindTemplate, ""), toAllUsers(w.acme), view)
	w.shares(w.ruleOn(model.KindTemplate, north.ID), toGroup(crew), view)
	w.shares(w.ruleOn(model.KindAsset, north.ID), toGroup(crew), view) // reaches no template

	ofCy := []string{"view to group Crew of Acme", `view to all_users  of Acme on template at ""`, `view to group Crew of Acme on template at "North"`}
	wantTexts(t, "by cy, who views", w.grantsOn(cy.Actor, item), ofCy...)
	all := append([]string{ofCy[0], "edit to user Gus Gray of Acme"}, ofCy[1:]...)
	wantTexts(t, "by gus, who edits", w.grantsOn(gus.Actor, item), all...)
	wantTexts(t, "by ada, who owns it", w.grantsOn(w.ada, item), all...)
	wantTexts(t, "in pages", paged(t, model.SortCreated, func(r model.PageRequest) (model.Page[model.GrantView], error) {
		return w.GrantsOn(w.ctx(), w.ada, itemRef(item), r)
	}, grantText), all...)
	_, err = w.GrantsOn(w.ctx(), w.ada, itemRef(item), model.PageRequest{From: "9:x"})
	w.wantKind(err, model.KindInvalid)

	d, err := w.ItemDetails(w.ctx(), cy.Actor, itemRef(item))
	w.must(err)
	if len(d.Ways) != len(ofCy) || d.Level != view {
		t.Errorf("cy reaches it by %+v", d.Ways)
	}
}

func TestRule_6_4_WhoSeesAnItemByAnOverrideAloneHasNoGrantOnIt(t *testing.T) {
	w := newWorld(t)
	viewer := w.override("viewall", model.OverrideViewAll)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	w.shares(onItem(item), toGroup(w.group(w.acme, "Crew")), view)
	wantTexts(t, "the grants", w.grantsOn(viewer.Actor, item))
	w.wantLevel(viewer.Actor, item, view)
	keeper := w.override("manageall", model.OverrideManageAll)
	wantTexts(t, "the grants", w.grantsOn(keeper.Actor, item), "view to group Crew of Acme")
	w.must(w.shareAs(keeper.Actor, onItem(item), toAllUsers(w.acme), fullDelete))
}

func TestPagesOfGrantsSayWhereTheyEnd(t *testing.T) {
	w := newWorld(t)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	read := func(r model.PageRequest) model.Page[model.GrantView] {
		page, err := w.GrantsOn(w.ctx(), w.ada, itemRef(item), r)
		w.must(err)
		return page
	}
	for _, back := range []bool{false, true} {
		if page := read(model.PageRequest{Backward: back}); len(page.Rows) != 0 || !page.AtStart || !page.AtEnd {
			t.Errorf("without a grant: %+v", page)
		}
	}
	w.shares(w.ruleOn(model.KindTemplate, ""), toAllUsers(w.acme), view)
	w.shares(w.ruleOn(model.KindTemplate, ""), toAllServices(w.acme), view)
	w.shares(onItem(item), toAllUsers(w.acme), view)
	for limit := 1; limit <= 4; limit++ {
		page := read(model.PageRequest{Limit: limit})
		if len(page.Rows) != min(limit, 3) || !page.AtStart || page.AtEnd != (limit >= 3) {
			t.Errorf("the first %d: %+v", limit, page)
		}
		if past := read(model.PageRequest{Limit: limit, From: read(model.PageRequest{}).End}); len(past.Rows) != 0 || past.AtStart || !past.AtEnd {
			t.Errorf("past the end: %+v", past)
		}
		page = read(model.PageRequest{Limit: limit, Backward: true})
		if len(page.Rows) != min(limit, 3) || !page.AtEnd || page.AtStart != (limit >= 3) {
			t.Errorf("the last %d: %+v", limit, page)
		}
	}
}

func TestRule_5_3_TakingAGrantBackSaysWhatItMayStop(t *testing.T) {
	w := newWorld(t)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	crew, north := w.group(w.acme, "Crew"), w.site(w.acme, "North", "")
	yard := w.site(w.acme, "Yard", north.ID)
	cy, gus, idle := w.person(w.acme, "Cy Cole", model.SetStandard), w.person(w.acme, "Gus Gray", model.SetGuest), w.person(w.acme, "Ida Ives", model.SetGuest)
	for _, p := range []person{cy, gus, idle} {
		w.intoGroup(crew, p)
	}
	w.atSite(north, cy)
	w.atSite(yard, cy)
	w.atSite(yard, gus)
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, idle.User()))
	robot := w.service(w.acme, "Robot", model.SetGuest)
	ofCy, ofRobot := w.generate(cy.Actor, w.acme, "cy's"), w.serviceToken(robot, "robot's")
	w.wantReason(ofCy, model.ReasonOK)
	w.generate(w.ada, w.acme, "ada's")
	moor := w.person(w.acme, "Max Moor", model.SetManager)
	w.shares(onItem(item), toUser(w.acme, moor.Actor), fullDelete)
	w.shares(onItem(item), toUser(w.acme, cy.Actor), edit)
	for _, c := range []struct {
		to      model.Grantee
		names   []string
		tokens  []string
		forCy   []string // the names that cy is told, who manages nothing
		moreFor int
	}{
		{toGroup(crew), []string{"Cy Cole", "Gus Gray"}, []string{"cy's"}, nil, 2},
		{toSite(yard), []string{"Cy Cole", "Gus Gray"}, []string{"cy's"}, nil, 2},
		{toUser(w.acme, gus.Actor), []string{"Gus Gray"}, nil, []string{"Gus Gray"}, 0},
		{toService(robot), []string{"Robot"}, []string{"robot's"}, []string{"Robot"}, 0},
		{toAllServices(w.acme), []string{"Robot"}, []string{"robot's"}, nil, 1},
		{toAllUsers(w.acme), []string{"Ada Ashby", "Cy Cole", "Gus Gray", "Max Moor"}, []string{"ada's", "cy's"}, nil, 4},
	} {
		w.shares(onItem(item), c.to, view)
		p, err := w.GrantStops(w.ctx(), moor.Actor, onItem(item), c.to)
		w.must(err)
		wantTexts(t, string(c.to.Kind)+" names", textsOf(p.Subjects, func(s string) string { return s }), c.names...)
		wantTexts(t, string(c.to.Kind)+" tokens", textsOf(p.Tokens, func(v model.TokenView) string { return v.Name }), c.tokens...)
		if p.More != 0 || p.Hidden {
			t.Errorf("%s: %+v", c.to.Kind, p)
		}
		p, err = w.GrantStops(w.ctx(), cy.Actor, onItem(item), c.to)
		w.must(err)
		wantTexts(t, string(c.to.Kind)+" names for cy", textsOf(p.Subjects, func(s string) string { return s }), c.forCy...)
		if p.More != c.moreFor || len(p.Tokens) != 0 {
			t.Errorf("%s for cy: %+v", c.to.Kind, p)
		}
	}
	p, err := w.GrantStops(w.ctx(), moor.Actor, onItem(item), toService(robot))
	w.must(err)
	if len(p.Tokens) != 1 || p.Tokens[0].ID != ofRobot.Token.ID {
		t.Errorf("the tokens are %+v", p.Tokens)
	}
	_, err = w.GrantStops(w.ctx(), moor.Actor, onItem(item), toSite(north))
	w.wantKind(err, model.KindNotFound)
}

func TestRule_5_3_TakingSomebodyOutOfAGroupSaysWhatItMayStop(t *testing.T) {
	w := newWorld(t)
	crew, north := w.group(w.acme, "Crew"), w.site(w.acme, "North", "")
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	moor := w.person(w.acme, "Max Moor", model.SetManager)
	w.newSet(w.acme, "grouper", model.GroupsManage)
	gil := w.person(w.acme, "Gil Gray", "grouper")
	w.generate(cy.Actor, w.acme, "cy's")
	for _, place := range []model.Grantee{toGroup(crew), toSite(north)} {
		p, err := w.MembershipStops(w.ctx(), moor.Actor, place, cy.User())
		w.must(err)
		if fmt.Sprint(p.Subjects) != "[Cy Cole]" || len(p.Tokens) != 1 || p.Tokens[0].Name != "cy's" {
			t.Errorf("%s: %+v", place.Kind, p)
		}
	}
	p, err := w.MembershipStops(w.ctx(), gil.Actor, toGroup(crew), cy.User())
	w.must(err)
	if len(p.Tokens) != 0 {
		t.Errorf("who may not list the tokens of others is told of %+v", p.Tokens)
	}
	_, err = w.MembershipStops(w.ctx(), gil.Actor, toSite(north), cy.User())
	w.wantKind(err, model.KindForbidden)
	_, err = w.MembershipStops(w.ctx(), moor.Actor, toAllUsers(w.acme), cy.User())
	w.wantKind(err, model.KindInvalid)
	_, err = w.MembershipStops(w.ctx(), moor.Actor, toGroup(crew), "usr_00000000000000000000000000")
	w.wantKind(err, model.KindNotFound)
}

func TestRule_12_1_AGranteeIsFoundByIdEMailOrUniqueName(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	cy, eve := w.person(w.acme, "Cy Cole", model.SetStandard), w.person(globex, "Eve Else", model.SetStandard)
	robot, crew := w.service(w.acme, "Robot", model.SetGuest), w.group(w.acme, "Crew")
	yard, twin := w.site(w.acme, "Yard", ""), w.site(w.acme, "Crew", "")
	team := w.group(globex, "Team")
	find := func(by model.Actor, text string) (model.Grantee, error) {
		return w.FindGrantee(w.ctx(), by, w.acme, text)
	}
	for text, want := range map[string]model.Grantee{
		"all-users": toAllUsers(w.acme), "all-service-users": toAllServices(w.acme),
		string(cy.User()): toUser(w.acme, cy.Actor), string(robot.ID): toService(robot), string(crew.ID): toGroup(crew), string(yard.ID): toSite(yard),
		"group:" + string(crew.ID): toGroup(crew), "user:" + cy.email: toUser(w.acme, cy.Actor), "user:Cy Cole": toUser(w.acme, cy.Actor),
		cy.email: toUser(w.acme, cy.Actor), " cy cole ": toUser(w.acme, cy.Actor), "Robot": toService(robot), "service-user:robot": toService(robot),
		"group:Crew": toGroup(crew), "site:crew": toSite(twin), "yard": toSite(yard),
		string(globex) + "/all-users": toAllUsers(globex), string(globex) + "/" + string(eve.User()): toUser(globex, eve.Actor),
		string(globex) + "/group:" + string(team.ID): toGroup(team),
	} {
		got, err := find(cy.Actor, text)
		if err != nil || got != want {
			t.Errorf("%q finds %+v (%v), want %+v", text, got, err, want)
		}
	}
	_, err := find(cy.Actor, "Crew")
	w.wantKind(err, model.KindConflict)
	if text := err.Error(); !strings.Contains(text, "group "+string(crew.ID)) || !strings.Contains(text, "site "+string(twin.ID)) {
		t.Errorf("the candidates are missing: %s", text)
	}
	for _, text := range []string{
		"nobody", "group:nobody", "user:" + eve.email, string(team.ID), "usr_00000000000000000000000000", "",
		"Globex/all-users", string(globex) + "/Team", string(globex) + "/" + eve.email, string(globex) + "/user:" + eve.email,
		string(globex) + "/" + string(cy.User()), "org_00000000000000000000000000/all-users",
	} {
		got, err := find(cy.Actor, text)
		if model.KindOf(err) != model.KindNotFound {
			t.Errorf("%q finds %+v (%v)", text, got, err)
		}
	}
	present, absent := string(globex)+"/"+eve.email, string(globex)+"/nobody@people.example"
	_, one := find(cy.Actor, present)
	if _, other := find(cy.Actor, absent); model.Sentence(one) != model.Sentence(other) {
		t.Errorf("%v and %v can be told apart", one, other)
	}
	for _, by := range []model.Actor{w.ada, system} { // who belong there, or are operators
		for text, want := range map[string]model.Grantee{
			"Globex/Team": toGroup(team), "globex/" + eve.email: toUser(globex, eve.Actor), string(globex) + "/Eve Else": toUser(globex, eve.Actor), "Globex/all-users": toAllUsers(globex),
		} {
			got, err := find(by, text)
			if err != nil || got != want {
				t.Errorf("%q finds %+v (%v), want %+v", text, got, err, want)
			}
		}
	}
}

func TestRule_9_1_EveryGrantIsAnEntryWithWhomAndWhich(t *testing.T) {
	w := newWorld(t)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	crew, yard := w.group(w.acme, "Crew"), w.site(w.acme, "Yard", "")
	site, org := w.ruleOn(model.KindTemplate, yard.ID), w.ruleOn(model.KindAsset, "")
	for _, c := range []struct {
		do      func() error
		action  model.Action
		target  string
		details []model.Detail
	}{
		{func() error { return w.shareAs(w.ada, onItem(item), toGroup(crew), view) }, model.ActGrant, "Check",
			[]model.Detail{{Field: "grantee", After: "group Crew"}, {Field: "level", After: "view"}}},
		{func() error { return w.shareAs(w.ada, onItem(item), toGroup(crew), edit) }, model.ActGrant, "Check",
			[]model.Detail{{Field: "grantee", After: "group Crew"}, {Field: "level", Before: "view", After: "edit"}}},
		{func() error { return w.TakeBack(w.ctx(), w.ada, onItem(item), toGroup(crew)) }, model.ActTakeGrant, "Check",
			[]model.Detail{{Field: "grantee", After: "group Crew"}, {Field: "level", Before: "edit"}}},
		{func() error { return w.shareAs(w.ada, site, toAllUsers(w.acme), view) }, model.ActGrant, "Yard",
			[]model.Detail{{Field: "grantee", After: "all users"}, {Field: "level", After: "view"}, {Field: "rule", After: "all templates at Yard and below"}}},
		{func() error { return w.shareAs(w.ada, org, toAllServices(w.acme), view) }, model.ActGrant, "Acme",
			[]model.Detail{{Field: "grantee", After: "all service users"}, {Field: "level", After: "view"}, {Field: "rule", After: "all assets"}}},
	} {
		wantDetails(t, w.since(func() { w.must(c.do()) }), c.action, c.target, c.details...)
	}
	entries := w.since(func() { w.must(w.shareAs(w.ada, org, toAllServices(w.acme), view)) })
	if len(entries) != 0 {
		t.Errorf("no change left %+v", entries)
	}
}

func TestTwoPeopleTakeTheSameGrantBack(t *testing.T) {
	w := newWorld(t)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	w.shares(onItem(item), toAllUsers(w.acme), view)
	w.shares(onItem(item), toAllUsers(w.acme), edit) // by the other one
	w.wantKind(w.TakeBack(w.ctx(), w.ada, onItem(item), toAllUsers(w.acme), view), model.KindConflict)
	w.must(w.TakeBack(w.ctx(), w.ada, onItem(item), toAllUsers(w.acme), edit))
	w.wantKind(w.TakeBack(w.ctx(), w.ada, onItem(item), toAllUsers(w.acme)), model.KindNotFound)
}

func TestAGrantOfWhatIsGoneIsShownAndTakenBack(t *testing.T) {
	w := newWorld(t)
	crew, yard := w.group(w.acme, "Crew"), w.site(w.acme, "Yard", "")
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	ed := w.person(w.acme, "Ed Ede", model.SetStandard)
	w.shares(onItem(item), toUser(w.acme, ed.Actor), edit)
	w.shares(onItem(item), toGroup(crew), fullDelete)
	rule := w.ruleOn(model.KindTemplate, yard.ID)
	w.shares(rule, toGroup(crew), view)
	w.must(w.DeleteGroup(w.ctx(), w.ada, w.acme, crew.ID))
	w.must(w.DeleteSite(w.ctx(), w.ada, w.acme, yard.ID))
	wantTexts(t, "the grants", w.grantsOn(ed.Actor, item), "delete to group Crew of Acme gone", "edit to user Ed Ede of Acme")
	p, err := w.GrantStops(w.ctx(), ed.Actor, onItem(item), toGroup(crew))
	w.must(err)
	if len(p.Subjects)+p.More != 0 {
		t.Errorf("it stops %+v", p)
	}
	w.must(w.TakeBack(w.ctx(), ed.Actor, onItem(item), toGroup(crew))) // it counts for nobody
	w.must(w.TakeBack(w.ctx(), w.ada, rule, toGroup(crew)))
}
