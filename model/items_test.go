package model_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

func asUser(a model.Actor) model.Subject          { return model.Subject{User: a.User()} }
func asService(u model.ServiceUser) model.Subject { return model.Subject{ServiceUser: u.ID} }
func itemRef(i model.Item) model.ItemRef          { return model.ItemRef{Org: i.Org, ID: i.ID} }
func onItem(i model.Item) model.Scope             { return model.Scope{Org: i.Org, Item: i.ID} }
func unchanged(i model.Item) model.ItemChange {
	return model.ItemChange{Name: i.Name, Ref: i.Ref, Site: i.Site}
}
func toGroup(g model.Group) model.Grantee {
	return model.Grantee{Org: g.Org, Kind: model.GranteeGroup, ID: string(g.ID)}
}
func toSite(s model.Site) model.Grantee {
	return model.Grantee{Org: s.Org, Kind: model.GranteeSite, ID: string(s.ID)}
}
func toAllUsers(org model.OrgID) model.Grantee {
	return model.Grantee{Org: org, Kind: model.GranteeAllUsers}
}
func toService(u model.ServiceUser) model.Grantee {
	return model.Grantee{Org: u.Org, Kind: model.GranteeServiceUser, ID: string(u.ID)}
}
func toUser(org model.OrgID, a model.Actor) model.Grantee {
	return model.Grantee{Org: org, Kind: model.GranteeUser, ID: string(a.User())}
}

// itemOf makes an item of Acme that somebody owns, by root.
func (w *world) itemOf(owner model.Subject, kind model.ItemKind, name string) model.Item {
	w.t.Helper()
	item, err := w.CreateItem(w.ctx(), system, w.acme, model.ItemRequest{Kind: kind, Name: name, Owner: owner})
	w.must(err)
	return item
}

// shares gives a grantee a level, by root.
func (w *world) shares(s model.Scope, to model.Grantee, level model.Level) {
	w.t.Helper()
	_, err := w.Share(w.ctx(), system, s, to, level)
	w.must(err)
}

// wantLevel fails the test unless somebody has that level on an item.
func (w *world) wantLevel(a model.Actor, item model.Item, want model.Level) {
	w.t.Helper()
	d, err := w.ItemDetails(w.ctx(), a, itemRef(item))
	if model.KindOf(err) == model.KindNotFound {
		err = nil
	}
	w.must(err)
	if d.Level != want {
		w.t.Errorf("the level on %s is %s, want %s", item.Name, d.Level, want)
	}
}

// wantUnseen fails the test unless err is what somebody is told of an item that
// is not there.
func (w *world) wantUnseen(err error) {
	w.t.Helper()
	_, none := w.ItemDetails(w.ctx(), system, model.ItemRef{Org: w.acme, ID: "itm_00000000000000000000000000"})
	if model.KindOf(none) != model.KindNotFound || model.KindOf(err) != model.KindNotFound || model.Sentence(err) != model.Sentence(none) {
		w.t.Errorf("an item that cannot be seen (%v) and one that is not there (%v) can be told apart", err, none)
	}
}

// wantDetails fails the test unless there is one entry, with these details.
func wantDetails(t testing.TB, entries []model.Entry, action model.Action, target string, want ...model.Detail) {
	t.Helper()
	if len(entries) != 1 || entries[0].Action != action || entries[0].Target.Name != target || fmt.Sprint(entries[0].Details) != fmt.Sprint(want) {
		t.Errorf("the entries are %+v, want one %s of %s with %v", entries, action, target, want)
	}
}

// itemStep does something with an item for the table of use cases.
type itemStep func(s *scene, by *caller, item model.Item) error

// seen is for a step on a template of the victim's that all users of Acme have
// all of.
func seen(fn itemStep) func(*scene) func(*caller) (string, error) {
	return func(s *scene) func(*caller) (string, error) {
		item := s.itemOf(asUser(s.victim.Actor), model.KindTemplate, s.name("Seen"))
		s.shares(onItem(item), toAllUsers(s.acme), model.LevelDelete)
		s.shares(onItem(item), toService(s.robot), model.LevelView)
		return func(by *caller) (string, error) { return string(item.ID), fn(s, by, item) }
	}
}

// unseen is for a step on one that nobody but the victim sees.
func unseen(fn itemStep) func(*scene) func(*caller) (string, error) {
	return func(s *scene) func(*caller) (string, error) {
		item := s.itemOf(asUser(s.victim.Actor), model.KindTemplate, s.name("Unseen"))
		s.shares(onItem(item), toService(s.robot), model.LevelView)
		return func(by *caller) (string, error) { return string(item.ID), fn(s, by, item) }
	}
}

func editItem(s *scene, by *caller, item model.Item) error {
	_, err := s.EditItem(s.ctx(), by.actor, itemRef(item), model.ItemChange{Name: s.name("Item")})
	return err
}

func deleteItem(s *scene, by *caller, item model.Item) error {
	return s.DeleteItem(s.ctx(), by.actor, itemRef(item))
}

func handOverItem(s *scene, by *caller, item model.Item) error {
	_, err := s.HandOverItem(s.ctx(), by.actor, itemRef(item), asService(s.robot))
	return err
}

func itemDetails(s *scene, by *caller, item model.Item) error {
	_, err := s.ItemDetails(s.ctx(), by.actor, itemRef(item))
	return err
}

func findItem(s *scene, by *caller, item model.Item) error {
	_, err := s.FindItem(s.ctx(), by.actor, s.acme, item.Name)
	return err
}

func shareItem(s *scene, by *caller, item model.Item) error {
	_, err := s.Share(s.ctx(), by.actor, onItem(item), toGroup(s.crew), model.LevelDelete)
	return err
}

func takeBack(s *scene, by *caller, item model.Item) error {
	return s.TakeBack(s.ctx(), by.actor, onItem(item), toService(s.robot))
}

func grantsOn(s *scene, by *caller, item model.Item) error {
	_, err := s.GrantsOn(s.ctx(), by.actor, itemRef(item), byAge)
	return err
}

func grantStops(s *scene, by *caller, item model.Item) error {
	_, err := s.GrantStops(s.ctx(), by.actor, onItem(item), toService(s.robot))
	return err
}

func TestRule_7_1_AnItemIsOfAKindThatTheOrgHasAndOwnedByWhoMadeIt(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	yard := w.site(w.acme, "Yard", "")
	made, err := w.CreateItem(w.ctx(), cy.Actor, w.acme, model.ItemRequest{Kind: model.KindTemplate, Name: " Forklift check\n", Ref: "T/17", Site: yard.ID})
	w.must(err)
	d, err := w.ItemDetails(w.ctx(), cy.Actor, itemRef(made))
	w.must(err)
	want := model.ItemDetails{ItemView: model.ItemView{
		Item: made, OwnerName: "Cy Cole", OrgName: "Acme", SiteName: "Yard", Level: model.LevelDelete,
	}, Ways: []model.Way{{Level: model.LevelDelete, Owner: true}}}
	d.CreatedAt = made.CreatedAt // the same instant, in another zone
	if fmt.Sprint(d) != fmt.Sprint(want) {
		t.Errorf("got %+v, want %+v", d, want)
	}
	if made.Name != "Forklift check" || made.Owner.Subject != asUser(cy.Actor) || !made.CreatedAt.Equal(w.clock.Now()) {
		t.Errorf("made %+v", made)
	}

	_, err = w.CreateItem(w.ctx(), system, w.acme, model.ItemRequest{Kind: "report", Name: "R", Owner: asUser(cy.Actor)})
	w.wantKind(err, model.KindInvalid)
	_, err = w.AddItemKind(w.ctx(), w.ada, w.acme, "report")
	w.must(err)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	report := w.itemOf(asService(robot), "report", "R")
	if report.Owner != (model.Owner{Subject: asService(robot)}) {
		t.Errorf("the owner is %+v", report.Owner)
	}
}

// Who may create what, by the permission for that kind.
func TestRule_7_2_CreatingTakesThePermissionOfTheKind(t *testing.T) {
	w := newWorld(t)
	_, err := w.AddItemKind(w.ctx(), w.ada, w.acme, "report")
	w.must(err)
	for kind, permission := range map[model.ItemKind]model.Permission{
		model.KindTemplate: "templates.create", model.KindInspection: "inspections.conduct",
		model.KindAsset: "assets.manage", "report": model.ItemsSync,
	} {
		name := strings.ReplaceAll(string(permission), ".", "")
		w.newSet(w.acme, name, permission)
		cy := w.person(w.acme, "Cy "+name, name)
		for _, k := range []model.ItemKind{model.KindTemplate, model.KindInspection, model.KindAsset, "report"} {
			_, err := w.CreateItem(w.ctx(), cy.Actor, w.acme, model.ItemRequest{Kind: k, Name: "X"})
			if want := map[bool]model.Kind{true: "", false: model.KindForbidden}[k == kind]; model.KindOf(err) != want {
				t.Errorf("%s creates a %s: %v, want %q", permission, k, err, want)
			}
		}
	}
}

func TestRule_7_1_AnItemIsMadeThatOfSomebodyElseByWhoSyncsItems(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	moor := w.person(w.acme, "Max Moor", model.SetManager) // has items.sync
	request := model.ItemRequest{Kind: model.KindAsset, Name: "Forklift", Owner: asUser(moor.Actor)}
	_, err := w.CreateItem(w.ctx(), cy.Actor, w.acme, request)
	w.wantKind(err, model.KindForbidden)
	request.Owner = asUser(cy.Actor)
	_, err = w.CreateItem(w.ctx(), cy.Actor, w.acme, request) // oneself is nobody else
	w.must(err)
	_, err = w.CreateItem(w.ctx(), moor.Actor, w.acme, request)
	w.must(err)

	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	eve := w.person(w.org("Globex"), "Eve Else", model.SetStandard)
	for _, owner := range []model.Subject{asUser(cy.Actor), asUser(eve.Actor), {ServiceUser: "svc_00000000000000000000000000"}} {
		request.Owner = owner
		_, err = w.CreateItem(w.ctx(), moor.Actor, w.acme, request)
		w.wantKind(err, model.KindInvalid)
		if model.FieldOf(err) != model.FieldOwner {
			t.Errorf("the field is %q", model.FieldOf(err))
		}
	}
	request.Owner = model.Subject{}
	_, err = w.CreateItem(w.ctx(), system, w.acme, request)
	w.wantKind(err, model.KindInvalid)
}

func TestRule_7_1_AReferenceIsUniqueInItsOrgAndKind(t *testing.T) {
	w := newWorld(t)
	create := func(kind model.ItemKind, ref string) (model.Item, error) {
		return w.CreateItem(w.ctx(), w.ada, w.acme, model.ItemRequest{Kind: kind, Name: "X", Ref: ref})
	}
	first, err := create(model.KindTemplate, "r1")
	w.must(err)
	_, err = create(model.KindTemplate, "r1")
	w.wantKind(err, model.KindConflict)
	for _, kind := range []model.ItemKind{model.KindTemplate, model.KindAsset} {
		_, err = create(kind, map[model.ItemKind]string{model.KindTemplate: "R1", model.KindAsset: "r1"}[kind])
		w.must(err)
	}
	_, err = create(model.KindTemplate, "a b")
	w.wantKind(err, model.KindInvalid)
	w.must(w.DeleteItem(w.ctx(), w.ada, itemRef(first)))
	again, err := create(model.KindTemplate, "r1")
	w.must(err)
	_, err = w.EditItem(w.ctx(), w.ada, itemRef(again), model.ItemChange{Name: "X", Ref: "R1"})
	w.wantKind(err, model.KindConflict)
}

func TestRule_7_2_EditingTakesTheLevelAndThePermission(t *testing.T) {
	w := newWorld(t)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	cy, gus := w.person(w.acme, "Cy Cole", model.SetStandard), w.person(w.acme, "Gus Gray", model.SetGuest)
	edit := func(p person, name string) error {
		_, err := w.EditItem(w.ctx(), p.Actor, itemRef(item), model.ItemChange{Name: name})
		return err
	}
	w.wantUnseen(edit(cy, "A"))
	w.shares(onItem(item), toAllUsers(w.acme), model.LevelView)
	w.wantKind(edit(cy, "A"), model.KindForbidden)
	w.shares(onItem(item), toAllUsers(w.acme), model.LevelEdit)
	w.must(edit(cy, "A"))
	w.wantKind(edit(gus, "B"), model.KindForbidden) // a Guest has no templates.edit
	w.wantKind(w.DeleteItem(w.ctx(), cy.Actor, itemRef(item)), model.KindForbidden)
	w.shares(onItem(item), toAllUsers(w.acme), model.LevelDelete)
	w.wantKind(w.DeleteItem(w.ctx(), gus.Actor, itemRef(item)), model.KindForbidden)
	w.must(w.DeleteItem(w.ctx(), cy.Actor, itemRef(item)))
	w.wantUnseen(w.DeleteItem(w.ctx(), cy.Actor, itemRef(item)))
	w.wantUnseen(edit(cy, "C"))
}

func TestRule_7_2_OfAKindOfTheOrgsOwnTheLevelAloneDecides(t *testing.T) {
	w := newWorld(t)
	_, err := w.AddItemKind(w.ctx(), w.ada, w.acme, "report")
	w.must(err)
	item := w.itemOf(asUser(w.ada), "report", "Report")
	gus := w.person(w.acme, "Gus Gray", model.SetGuest)
	w.shares(onItem(item), toUser(w.acme, gus.Actor), model.LevelEdit)
	_, err = w.EditItem(w.ctx(), gus.Actor, itemRef(item), model.ItemChange{Name: "Edited"})
	w.must(err)
	w.wantKind(w.DeleteItem(w.ctx(), gus.Actor, itemRef(item)), model.KindForbidden)
	w.shares(onItem(item), toUser(w.acme, gus.Actor), model.LevelDelete)
	w.must(w.DeleteItem(w.ctx(), gus.Actor, itemRef(item)))
}

func TestRule_7_1_ToMoveAnItemToASiteIsToEditIt(t *testing.T) {
	w := newWorld(t)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	yard, old := w.site(w.acme, "Yard", ""), w.site(w.acme, "Old", "")
	abroad := w.site(w.org("Globex"), "Abroad", "")
	w.must(w.DeleteSite(w.ctx(), w.ada, w.acme, old.ID))
	move := func(to model.SiteID) error {
		_, err := w.EditItem(w.ctx(), w.ada, itemRef(item), model.ItemChange{Name: "Check", Site: to})
		return err
	}
	entries := w.since(func() { w.must(move(yard.ID)) })
	wantDetails(t, entries, model.ActEditItem, "Check", model.Detail{Field: "site", After: "Yard"})
	for _, to := range []model.SiteID{old.ID, abroad.ID, "sit_00000000000000000000000000"} {
		w.wantKind(move(to), model.KindNotFound)
	}
	entries = w.since(func() { w.must(move(yard.ID)) }) // it is there
	if len(entries) != 0 {
		t.Errorf("no change left %+v", entries)
	}
}

func TestRule_1_6_AnOperatorWorksOnEveryItemWithoutBeingAMember(t *testing.T) {
	w := newWorld(t)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	opal := w.operator("Opal Orr")
	d, err := w.ItemDetails(w.ctx(), opal.Actor, itemRef(item))
	w.must(err)
	if d.Level != model.LevelDelete || len(d.Ways) != 0 {
		t.Errorf("an operator has %s by %v", d.Level, d.Ways)
	}
	_, err = w.EditItem(w.ctx(), opal.Actor, itemRef(item), model.ItemChange{Name: "Edited"})
	w.must(err)
	w.shares(model.Scope{Org: w.acme, Kind: model.KindTemplate}, toAllUsers(w.acme), model.LevelView)
	w.must(w.DeleteItem(w.ctx(), opal.Actor, itemRef(item)))
	_, err = w.ItemDetails(w.ctx(), opal.Actor, itemRef(item))
	w.wantUnseen(err)
}

func TestRule_7_7_AnItemThatOneCannotSeeIsNotThere(t *testing.T) {
	w := newWorld(t)
	item := w.itemOf(asUser(w.ada), model.KindAsset, "Forklift")
	cy, gus := w.person(w.acme, "Cy Cole", model.SetStandard), w.person(w.acme, "Gus Gray", model.SetGuest)
	w.shares(onItem(item), toUser(w.acme, gus.Actor), model.LevelDelete) // but no Guest views assets
	for _, p := range []person{cy, gus} {
		for name, ask := range map[string]func() error{
			"edit":      func() error { _, err := w.EditItem(w.ctx(), p.Actor, itemRef(item), unchanged(item)); return err },
			"delete":    func() error { return w.DeleteItem(w.ctx(), p.Actor, itemRef(item)) },
			"hand over": func() error { _, err := w.HandOverItem(w.ctx(), p.Actor, itemRef(item), asUser(p.Actor)); return err },
			"details":   func() error { _, err := w.ItemDetails(w.ctx(), p.Actor, itemRef(item)); return err },
			"find":      func() error { _, err := w.FindItem(w.ctx(), p.Actor, w.acme, string(item.ID)); return err },
			"by name":   func() error { _, err := w.FindItem(w.ctx(), p.Actor, w.acme, item.Name); return err },
			"share": func() error {
				_, err := w.Share(w.ctx(), p.Actor, onItem(item), toAllUsers(w.acme), model.LevelView)
				return err
			},
			"take back": func() error { return w.TakeBack(w.ctx(), p.Actor, onItem(item), toUser(w.acme, gus.Actor)) },
			"grants":    func() error { _, err := w.GrantsOn(w.ctx(), p.Actor, itemRef(item), byAge); return err },
			"stops": func() error {
				_, err := w.GrantStops(w.ctx(), p.Actor, onItem(item), toUser(w.acme, gus.Actor))
				return err
			},
		} {
			entries := w.since(func() { w.wantUnseen(ask()) })
			if len(entries) != 0 {
				t.Errorf("%s by %s left %+v", name, p.name, entries)
			}
		}
	}
}

func TestRule_12_1_AnItemIsFoundByAddressOrUniqueName(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	create := func(owner model.Actor, kind model.ItemKind, name, ref string) model.Item {
		item, err := w.CreateItem(w.ctx(), system, w.acme, model.ItemRequest{Kind: kind, Name: name, Ref: ref, Owner: asUser(owner)})
		w.must(err)
		return item
	}
	mine, twin := create(cy.Actor, model.KindTemplate, "Check", "t/1"), create(w.ada, model.KindAsset, "check", "")
	slash := create(cy.Actor, model.KindTemplate, "asset/9", "")
	find := func(by model.Actor, text string) (model.Item, error) { return w.FindItem(w.ctx(), by, w.acme, text) }
	for text, want := range map[string]model.ItemID{
		string(mine.ID): mine.ID, "template/t/1": mine.ID, string(w.acme) + "/template/t/1": mine.ID,
		" CHECK ": mine.ID, "asset/9": slash.ID,
	} {
		got, err := find(cy.Actor, text)
		w.must(err)
		if got.ID != want {
			t.Errorf("%q finds %s, want %s", text, got.Name, want)
		}
	}
	_, err := find(w.ada, string(mine.ID)) // ada is an operator
	w.must(err)
	_, err = find(w.ada, "Check")
	w.wantKind(err, model.KindConflict)
	if text := err.Error(); !strings.Contains(text, string(mine.ID)+" (template)") || !strings.Contains(text, string(twin.ID)+" (asset)") {
		t.Errorf("the candidates are missing: %s", text)
	}
	_, err = find(cy.Actor, string(twin.ID))
	w.wantUnseen(err)
	_, err = find(cy.Actor, "nothing")
	w.wantUnseen(err)
}

func TestRule_7_5_AnItemOfAnotherOrgIsSeenAsAMemberOfOnesOwn(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	eve := w.person(globex, "Eve Else", model.SetStandard)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	see := func() error {
		_, err := w.ItemDetails(w.ctx(), eve.Actor, itemRef(item), globex)
		return err
	}
	w.wantUnseen(see())
	w.shares(onItem(item), toAllUsers(globex), model.LevelEdit)
	w.must(see())
	found, err := w.FindItem(w.ctx(), eve.Actor, globex, itemRef(item).Address().String())
	w.must(err)
	if found.ID != item.ID {
		t.Errorf("found %+v", found)
	}
	_, err = w.EditItem(w.ctx(), eve.Actor, itemRef(item), unchanged(item)) // Acme keeps the record
	w.wantKind(err, model.KindNotFound)
}

func TestRule_9_1_EveryChangeOfAnItemIsAnEntryWithBeforeAndAfter(t *testing.T) {
	w := newWorld(t)
	yard := w.site(w.acme, "Yard", "")
	var item model.Item
	var err error
	entries := w.since(func() {
		item, err = w.CreateItem(w.ctx(), w.ada, w.acme, model.ItemRequest{Kind: model.KindAsset, Name: "Lift", Ref: "a1", Site: yard.ID})
		w.must(err)
	})
	wantDetails(t, entries, model.ActCreateItem, "Lift", model.Detail{Field: "kind", After: "asset"}, model.Detail{Field: "reference", After: "a1"},
		model.Detail{Field: "site", After: "Yard"}, model.Detail{Field: "owner", After: "Ada Ashby"})
	entries = w.since(func() {
		_, err = w.EditItem(w.ctx(), w.ada, itemRef(item), model.ItemChange{Name: "Forklift", Ref: "a2"})
		w.must(err)
	})
	wantDetails(t, entries, model.ActEditItem, "Forklift", model.Detail{Field: "name", Before: "Lift", After: "Forklift"},
		model.Detail{Field: "reference", Before: "a1", After: "a2"}, model.Detail{Field: "site", Before: "Yard"})
	entries = w.since(func() { w.must(w.DeleteItem(w.ctx(), w.ada, itemRef(item))) })
	wantDetails(t, entries, model.ActDeleteItem, "Forklift", model.Detail{Field: "kind", Before: "asset"}, model.Detail{Field: "reference", Before: "a2"})
}

func TestTwoPeopleEditTheSameItem(t *testing.T) {
	w := newWorld(t)
	saw := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	for i, name := range []string{"First", "Second"} {
		_, err := w.EditItem(w.ctx(), w.ada, itemRef(saw), model.ItemChange{Name: name}, saw)
		w.wantKind(err, []model.Kind{"", model.KindConflict}[i])
	}
}
