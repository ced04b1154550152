package model_test

import (
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// Whoever may edit an item cannot move it to where a rule gives them more.
func TestRule_7_2_MovingAnItemTakesTheLevelDelete(t *testing.T) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	site := w.site(w.acme, "South", "")
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	w.shares(onItem(item), toUser(w.acme, bob.Actor), model.LevelEdit)
	w.shares(model.Scope{Org: w.acme, Kind: model.KindTemplate, Site: site.ID}, toUser(w.acme, bob.Actor), model.LevelDelete)
	ref := model.ItemRef{Org: w.acme, ID: item.ID}
	_, err := w.EditItem(w.ctx(), bob.Actor, ref, model.ItemChange{Name: item.Name, Ref: item.Ref, Site: site.ID})
	w.wantKind(err, model.KindForbidden)
	w.wantKind(w.DeleteItem(w.ctx(), bob.Actor, ref), model.KindForbidden)
	_, err = w.EditItem(w.ctx(), bob.Actor, ref, model.ItemChange{Name: "Another name", Ref: item.Ref})
	w.must(err)
}

// Who only sees an item is not told who may do more, and nobody of another org by
// name.
func TestRule_7_5_ExplainNamesNobodyWhoIsNotForTheActorToKnow(t *testing.T) {
	w := newWorld(t)
	globex := w.org("Globex")
	eve := w.person(globex, "Eve Hidden", model.SetStandard)
	bob, kim := w.person(w.acme, "Bob Birch", model.SetStandard), w.person(w.acme, "Kim Keen", model.SetStandard)
	item := w.itemOf(asUser(w.ada), model.KindTemplate, "Check")
	w.shares(onItem(item), toUser(globex, eve.Actor), model.LevelDelete)
	w.shares(onItem(item), toUser(w.acme, bob.Actor), model.LevelView)
	w.shares(onItem(item), toUser(w.acme, kim.Actor), model.LevelEdit)
	notes := func(p person) string {
		e, err := w.Explain(w.ctx(), p.Actor, model.ExplainRequest{Org: w.acme, Subject: model.Subject{User: p.User()},
			Ask: model.Question{Permission: "templates.delete", Item: model.ItemAddress{Org: w.acme, ID: item.ID}}})
		w.must(err)
		return strings.Join(e.Steps[len(e.Steps)-1].Notes, "\n")
	}
	if got := notes(bob); strings.Contains(got, "held by") {
		t.Errorf("who only sees the item is told %q", got)
	}
	if got := notes(kim); !strings.Contains(got, string(eve.User())) || strings.Contains(got, "Eve") {
		t.Errorf("who may edit the item is told %q", got)
	}
}

// A session that was opened with a token leaves by no way round.
func TestRule_4_6_ASessionOfATokenDoesNotRemoveItsOwnPerson(t *testing.T) {
	w := newWorld(t)
	mia := w.person(w.acme, "Mia Moss", model.SetAdministrator)
	bearer, _ := w.bearer(mia.Actor, w.acme)
	w.wantKind(w.RemoveMember(w.ctx(), bearer, w.acme, mia.User(), model.Subject{}), model.KindForbidden)
	w.must(w.RemoveMember(w.ctx(), mia.Actor, w.acme, mia.User(), model.Subject{}))
}
