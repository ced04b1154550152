package model_test

import (
	"fmt"
	"slices"
	"testing"

	"example.com/latchkey/model"
)

// An api is what stands behind a gateway and keeps the items in step.
type api struct {
	*world
	robot model.ServiceUser
	token model.Generated
}

func newAPI(t *testing.T) *api {
	t.Helper()
	w := newWorld(t)
	sets := w.newSet(w.acme, "Sync", model.ItemsSync)
	robot, err := w.CreateServiceUser(w.ctx(), system, w.acme, model.ServiceUserRequest{Name: "Robot", Sets: []model.SetID{sets}})
	w.must(err)
	return &api{w, robot, w.serviceToken(robot, "sync")}
}

var pump = model.SyncAddress{Kind: model.KindAsset, Ref: "pump/7"}

func (a *api) put(r model.SyncRequest) (model.Synced, error) {
	a.t.Helper()
	if r.SyncAddress == (model.SyncAddress{}) {
		r.SyncAddress = pump
	}
	d, done, err := a.SyncItem(a.ctx(), a.token.Secret, r, here)
	if err == nil && !d.OK() {
		a.t.Fatalf("the answer is %s", d.Reason)
	}
	return done, err
}

func (a *api) mustPut(r model.SyncRequest) model.Synced {
	a.t.Helper()
	done, err := a.put(r)
	a.must(err)
	return done
}

func (a *api) grants(list ...model.SyncGrant) (model.SyncedGrants, error) {
	a.t.Helper()
	d, done, err := a.SyncGrants(a.ctx(), a.token.Secret, pump, list, here)
	if err == nil && !d.OK() {
		a.t.Fatalf("the answer is %s", d.Reason)
	}
	return done, err
}

func grant(to string, level model.Level) model.SyncGrant {
	return model.SyncGrant{To: to, Level: level}
}

// byRobot checks that entries are attributed to the service user and name the
// token (rule 9.1).
func (a *api) byRobot(entries []model.Entry, want ...model.Action) {
	a.t.Helper()
	var actions []model.Action
	for _, e := range entries {
		actions = append(actions, e.Action)
		if e.Actor.Kind != "service_user" || e.Actor.Name != "Robot" || e.Actor.Token != string(a.token.Token.ID) || e.Org != a.acme || e.From != here.Address {
			a.t.Errorf("the entry is %+v", e)
		}
	}
	if !slices.Equal(actions, want) {
		a.t.Errorf("the entries are %v, want %v", actions, want)
	}
}

func TestSync_AnItemIsCreatedChangedAndLeftAsItIs(t *testing.T) {
	a := newAPI(t)
	berlin, err := a.CreateSite(a.ctx(), system, a.acme, "Berlin", "")
	a.must(err)
	var done model.Synced
	a.byRobot(a.since(func() { done = a.mustPut(model.SyncRequest{Name: "Pump 7"}) }), model.ActCreateItem)
	if !done.Created || !done.Changed || done.Item.Owner.Subject.ServiceUser != a.robot.ID || done.Item.Ref != pump.Ref {
		t.Fatalf("%+v", done)
	}
	made := done.Item
	again := model.SyncRequest{Name: "Pump seven", Site: "Berlin", Owner: "ada@acme.example"}
	a.byRobot(a.since(func() { done = a.mustPut(again) }), model.ActHandOverItem, model.ActEditItem)
	if done.Created || !done.Changed || done.Item.ID != made.ID || done.Item.Site != berlin.ID || done.Item.Owner.Subject.User != a.ada.User() {
		t.Fatalf("%+v", done)
	}
	for _, same := range []model.SyncRequest{
		again, {Name: "Pump seven", Site: string(berlin.ID)}, {Name: " Pump seven", Site: "berlin", Owner: "Ada Ashby"},
		{Name: "Pump seven", Site: "Berlin", Owner: "user:Ada Ashby"}, {Name: "Pump seven", Site: "Berlin", Owner: string(a.ada.User())},
	} {
		before := a.head()
		if done = a.mustPut(same); done.Changed || done.Created || done.Item.ID != made.ID {
			t.Errorf("%+v: %+v", same, done)
		}
		if a.head() != before {
			t.Errorf("%+v wrote something", same)
		}
	}
}

func TestSync_AnItemIsDroppedOnceAndMayComeBack(t *testing.T) {
	a := newAPI(t)
	made := a.mustPut(model.SyncRequest{Name: "Pump 7"}).Item
	drop := func(want bool, actions ...model.Action) {
		t.Helper()
		a.byRobot(a.since(func() {
			d, dropped, err := a.DropItem(a.ctx(), a.token.Secret, pump, here)
			a.must(err)
			if !d.OK() || dropped != want {
				t.Errorf("%s, dropped %v", d.Reason, dropped)
			}
		}), actions...)
	}
	drop(true, model.ActDeleteItem)
	drop(false)
	if done := a.mustPut(model.SyncRequest{Name: "Pump 7"}); !done.Created || done.Item.ID == made.ID {
		t.Errorf("%+v", done)
	}
}

func TestSync_GrantsBecomeExactlyThese(t *testing.T) {
	a := newAPI(t)
	a.mustPut(model.SyncRequest{Name: "Pump 7"})
	eve := a.person(a.acme, "Eve Else", model.SetGuest)
	crew, err := a.CreateGroup(a.ctx(), system, a.acme, "Crew")
	a.must(err)
	globex := a.org("Globex")
	give := func(given, taken int, list ...model.SyncGrant) {
		t.Helper()
		done, err := a.grants(list...)
		a.must(err)
		if done.Given != given || done.Taken != taken {
			t.Errorf("%v: given %d, taken %d, want %d and %d", list, done.Given, done.Taken, given, taken)
		}
	}
	first := []model.SyncGrant{grant(eve.email, model.LevelView), grant("group:Crew", model.LevelEdit), grant(string(globex)+"/all-users", model.LevelView)}
	a.byRobot(a.since(func() { give(3, 0, first...) }), model.ActGrant)
	a.byRobot(a.since(func() { give(0, 0, first...) }))
	a.byRobot(a.since(func() {
		give(1, 2, grant(string(crew.ID), model.LevelEdit), grant("all-service-users", model.LevelDelete))
	}), model.ActGrant, model.ActTakeGrant)
	a.byRobot(a.since(func() { give(0, 2) }), model.ActTakeGrant)
}

// Who left and came back has nothing of what they were given (rule 7.3), until it
// is given anew.
func TestSync_AGrantOfAnEarlierTermIsGivenAnew(t *testing.T) {
	a := newAPI(t)
	a.mustPut(model.SyncRequest{Name: "Pump 7"})
	eve := a.person(a.acme, "Eve Else", model.SetGuest)
	_, err := a.grants(grant(eve.email, model.LevelView))
	a.must(err)
	a.must(a.RemoveMember(a.ctx(), system, a.acme, eve.User(), model.Subject{}))
	if _, err := a.grants(grant(string(eve.User()), model.LevelView)); model.KindOf(err) != model.KindNotFound {
		t.Errorf("somebody who is gone: %v", err)
	}
	a.join(eve, a.acme, model.SetGuest)
	done, err := a.grants(grant(eve.email, model.LevelView))
	a.must(err)
	if done.Given != 1 {
		t.Errorf("%+v", done)
	}
}

func TestSync_AtMostSoManyGrantsChangeAtOnceAndNoneHalfway(t *testing.T) {
	a := newAPI(t)
	a.mustPut(model.SyncRequest{Name: "Pump 7"})
	var list []model.SyncGrant
	for i := range model.MaxSyncChanges + 1 {
		g, err := a.CreateGroup(a.ctx(), system, a.acme, fmt.Sprint("Group ", i))
		a.must(err)
		list = append(list, model.SyncGrant{To: string(g.ID), Level: model.LevelView})
	}
	before := a.head()
	if _, err := a.grants(list...); model.KindOf(err) != model.KindInvalid {
		t.Errorf("one too many: %v", err)
	}
	if a.head() != before {
		t.Error("something was written")
	}
	done, err := a.grants(list[:model.MaxSyncChanges]...)
	a.must(err)
	if done.Given != model.MaxSyncChanges {
		t.Errorf("%+v", done)
	}
	if done, err = a.grants(list...); err != nil || done.Given != 1 {
		t.Errorf("the rest: %+v, %v", done, err)
	}
}

func TestSync_WhatCannotBeMeantIsRefused(t *testing.T) {
	a := newAPI(t)
	a.mustPut(model.SyncRequest{Name: "Pump 7"})
	a.person(a.acme, "Twin", model.SetGuest)
	for name, c := range map[string]struct {
		r    model.SyncRequest
		want model.Kind
	}{
		"no name":       {model.SyncRequest{}, model.KindInvalid},
		"no reference":  {model.SyncRequest{SyncAddress: model.SyncAddress{Kind: model.KindAsset}, Name: "x"}, model.KindInvalid},
		"another kind":  {model.SyncRequest{SyncAddress: model.SyncAddress{Kind: "boat", Ref: "1"}, Name: "x"}, model.KindInvalid},
		"no such owner": {model.SyncRequest{Name: "x", Owner: "Nobody"}, model.KindNotFound},
		"no such id":    {model.SyncRequest{Name: "x", Owner: "usr_00000000000000000000000000"}, model.KindInvalid},
		"no such site":  {model.SyncRequest{Name: "x", Site: "Nowhere"}, model.KindNotFound},
	} {
		if _, err := a.put(c.r); model.KindOf(err) != c.want {
			t.Errorf("%s: %v (%s), want %s", name, err, model.KindOf(err), c.want)
		}
	}
	for name, c := range map[string]struct {
		list []model.SyncGrant
		want model.Kind
	}{
		"nobody":         {[]model.SyncGrant{grant("nobody@acme.example", model.LevelView)}, model.KindNotFound},
		"no such group":  {[]model.SyncGrant{grant("grp_00000000000000000000000000", model.LevelView)}, model.KindNotFound},
		"no such org":    {[]model.SyncGrant{grant("org_00000000000000000000000000/all-users", model.LevelView)}, model.KindNotFound},
		"a name abroad":  {[]model.SyncGrant{grant(string(a.org("Globex"))+"/Ada Ashby", model.LevelView)}, model.KindNotFound},
		"no level":       {[]model.SyncGrant{grant("Twin", model.LevelNone)}, model.KindInvalid},
		"the same twice": {[]model.SyncGrant{grant("Twin", model.LevelView), grant("user:Twin", model.LevelEdit)}, model.KindInvalid},
	} {
		if _, err := a.grants(c.list...); model.KindOf(err) != c.want {
			t.Errorf("%s: %v (%s), want %s", name, err, model.KindOf(err), c.want)
		}
	}
	gone := model.SyncAddress{Kind: model.KindAsset, Ref: "gone"}
	if _, _, err := a.SyncGrants(a.ctx(), a.token.Secret, gone, nil, here); model.KindOf(err) != model.KindNotFound {
		t.Errorf("no such item: %v", err)
	}
}

func TestSync_OnlyATokenThatMaySync(t *testing.T) {
	a := newAPI(t)
	guest := a.person(a.acme, "Eve Else", model.SetGuest)
	made := a.generate(guest.Actor, a.acme, "made")
	before := a.head()
	check := func(secret model.Secret, at model.SyncAddress, want model.Reason) {
		t.Helper()
		d, _, err := a.SyncItem(a.ctx(), secret, model.SyncRequest{SyncAddress: at, Name: "Pump 7"}, here)
		a.must(err)
		e, _, err := a.DropItem(a.ctx(), secret, at, here)
		a.must(err)
		f, _, err := a.SyncGrants(a.ctx(), secret, at, nil, here)
		a.must(err)
		if d.Reason != want || e.Reason != want || f.Reason != want {
			t.Errorf("%s, %s, %s, want %s", d.Reason, e.Reason, f.Reason, want)
		}
	}
	check(made.Secret, pump, model.ReasonPermissionMissing)
	check(model.NewSecret("nonsense"), pump, model.ReasonMalformed)
	elsewhere := pump
	elsewhere.Org = "org_00000000000000000000000000"
	check(a.token.Secret, elsewhere, model.ReasonAccessMissing)
	if a.head() != before {
		t.Error("something was written")
	}
}

// An item of another org is not the API's, whatever its reference.
func TestSync_ReachesTheItemsOfItsOwnOrgAlone(t *testing.T) {
	a := newAPI(t)
	globex := a.org("Globex")
	theirs, err := a.CreateItem(a.ctx(), a.ada, globex, model.ItemRequest{Kind: pump.Kind, Name: "Theirs", Ref: pump.Ref})
	a.must(err)
	if done := a.mustPut(model.SyncRequest{Name: "Ours"}); !done.Created || done.Item.ID == theirs.ID {
		t.Errorf("%+v", done)
	}
	_, _, err = a.DropItem(a.ctx(), a.token.Secret, pump, here)
	a.must(err)
	a.must(a.store.View(a.ctx(), func(tx model.Tx) error {
		item, err := tx.Item(model.ItemRef{Org: globex, ID: theirs.ID})
		if item.Deleted || item.Name != "Theirs" {
			t.Errorf("%+v", item)
		}
		return err
	}))
}

// What the token may is decided on the state that is changed: a revocation in
// between is not overtaken.
func TestSync_ARevocationInBetweenIsNotOvertaken(t *testing.T) {
	a := newAPI(t)
	store := &between{Store: a.store}
	a.store = store
	a.reopen()
	store.before = func() { _, err := a.RevokeBearer(a.ctx(), a.token.Secret, here); a.must(err) }
	d, done, err := a.SyncItem(a.ctx(), a.token.Secret, model.SyncRequest{SyncAddress: pump, Name: "Pump 7"}, here)
	a.must(err)
	if d.Reason != model.ReasonRevoked || done != (model.Synced{}) {
		t.Errorf("%s, %+v", d.Reason, done)
	}
	for _, e := range a.log() {
		if e.Action == model.ActCreateItem {
			t.Errorf("there is %+v", e)
		}
	}
}
