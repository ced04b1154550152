package model_test

import (
	"testing"

	"example.com/latchkey/model"
)

// Rule 12.1: a token is found by id or name, the actor's own before another's.
func TestTokensAreFoundWhosesoeverTheyAre(t *testing.T) {
	w := newWorld(t)
	ben := w.person(w.acme, "Ben Okafor", model.SetStandard)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	own := w.generate(w.ada, w.acme, "nightly").Token
	bens := w.generate(ben.Actor, w.acme, "nightly").Token
	weekly := w.generate(ben.Actor, w.acme, "weekly").Token
	served := w.serviceToken(robot, "serving").Token
	for text, want := range map[string]model.TokenID{
		"nightly": own.ID, "weekly": weekly.ID, "SERVING": served.ID, string(bens.ID): bens.ID, string(served.ID): served.ID,
	} {
		got, err := w.FindAnyToken(w.ctx(), w.ada, w.acme, text)
		w.must(err)
		if got.ID != want {
			t.Errorf("%q is %s of %s", text, got.ID, got.Owner)
		}
	}
	got, err := w.FindAnyToken(w.ctx(), system, w.acme, "serving")
	w.must(err)
	if got.ID != served.ID {
		t.Errorf("on the box it is %s", got.ID)
	}
}

// Who may not list a token does not learn that there is one.
func TestTokensOfOthersAreFoundByWhoMayListThem(t *testing.T) {
	w := newWorld(t)
	ben := w.person(w.acme, "Ben Okafor", model.SetStandard)
	own := w.generate(w.ada, w.acme, "nightly").Token
	w.generate(ben.Actor, w.acme, "weekly")
	for _, text := range []string{"nightly", string(own.ID), "tok_01KV7W8AE00000000000000000", "nothing"} {
		_, err := w.FindAnyToken(w.ctx(), ben.Actor, w.acme, text)
		w.wantKind(err, model.KindNotFound)
	}
	_, err := w.FindAnyToken(w.ctx(), ben.Actor, w.acme, "weekly")
	w.must(err)
	w.generate(w.ada, w.acme, "weekly")
	_, err = w.FindAnyToken(w.ctx(), system, w.acme, "weekly")
	w.wantKind(err, model.KindConflict)
}

// An item that one does not see can be asked about by its address alone.
func TestRule_7_7_AnItemThatOneDoesNotSeeIsAskedAboutByItsAddress(t *testing.T) {
	w := newWorld(t)
	ben := w.person(w.acme, "Ben Okafor", model.SetStandard)
	item, err := w.CreateItem(w.ctx(), w.ada, w.acme, model.ItemRequest{Kind: model.KindAsset, Name: "The safe", Ref: "7"})
	w.must(err)
	byID := model.ItemRef{Org: w.acme, ID: item.ID}.Address()
	for text, want := range map[string]model.ItemAddress{
		"the safe": byID, string(item.ID): byID, "asset/7": byID, byID.String(): byID, "asset/8": {Kind: model.KindAsset, Ref: "8"},
	} {
		got, _, err := w.FindAskedItem(w.ctx(), w.ada, w.acme, text)
		w.must(err)
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
	got, name, err := w.FindAskedItem(w.ctx(), ben.Actor, w.acme, "asset/7")
	w.must(err)
	if got != (model.ItemAddress{Kind: model.KindAsset, Ref: "7"}) || name != "" {
		t.Errorf("who does not see it gets %s, %q", got, name)
	}
	_, _, err = w.FindAskedItem(w.ctx(), ben.Actor, w.acme, "the safe")
	w.wantKind(err, model.KindNotFound)
}

// findAskedItem asks about an item by its id.
func findAskedItem(s *scene, by *caller, item model.Item) error {
	_, _, err := s.FindAskedItem(s.ctx(), by.actor, s.acme, string(item.ID))
	return err
}
