package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/storetest"
)

// ownerOf returns who owns an item by now, by name.
func (w *world) ownerOf(item model.Item) string {
	w.t.Helper()
	d, err := w.ItemDetails(w.ctx(), system, itemRef(item))
	w.must(err)
	return d.OwnerName
}

// written returns the record of an item.
func (w *world) written(item model.Item) (record model.Item) {
	w.t.Helper()
	w.must(w.store.View(w.ctx(), func(tx model.Tx) (err error) {
		record, err = tx.Item(itemRef(item))
		return err
	}))
	return record
}

// handOver returns who got what an owner of Acme had.
func (w *world) handOver(from model.Owner) (h model.HandOver, err error) {
	w.t.Helper()
	err = w.store.View(w.ctx(), func(tx model.Tx) (err error) {
		h, err = tx.HandOver(w.acme, from)
		return err
	})
	return h, err
}

// partings are the ways in which an owner goes.
var partings = map[string]struct {
	owner func(w *world) model.Subject
	part  func(w *world, s, successor model.Subject) error
	act   model.Action
}{
	"removed": {
		owner: func(w *world) model.Subject { return asUser(w.person(w.acme, "Cy Cole", model.SetStandard).Actor) },
		part: func(w *world, s, successor model.Subject) error {
			return w.RemoveMember(w.ctx(), w.ada, w.acme, s.User, successor)
		},
		act: model.ActRemoveMember,
	},
	"left": {
		owner: func(w *world) model.Subject { return asUser(w.person(w.acme, "Cy Cole", model.SetStandard).Actor) },
		part: func(w *world, s, successor model.Subject) error {
			actor, _, err := w.LogIn(w.ctx(), "cy.cole@people.example", secret, here)
			w.must(err)
			return w.LeaveOrg(w.ctx(), actor, w.acme, successor)
		},
		act: model.ActLeaveOrg,
	},
	"deleted": {
		owner: func(w *world) model.Subject { return asService(w.service(w.acme, "Cy Cole", model.SetStandard)) },
		part: func(w *world, s, successor model.Subject) error {
			_, err := w.DeleteServiceUser(w.ctx(), w.ada, w.acme, s.ServiceUser, successor)
			return err
		},
		act: model.ActDeleteService,
	},
}

func TestRule_1_3_WhoGoesNamesASuccessorForWhatTheyOwn(t *testing.T) {
	for name, parting := range partings {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			cy, grace := parting.owner(w), w.person(w.acme, "Grace Gale", model.SetStandard)
			item, other := w.itemOf(cy, model.KindTemplate, "Check"), w.itemOf(cy, model.KindAsset, "Forklift")

			err := parting.part(w, cy, model.Subject{})
			w.wantKind(err, model.KindInvalid)
			if model.FieldOf(err) != model.FieldSuccessor || !strings.Contains(err.Error(), "Cy Cole owns 2 items in Acme") {
				t.Errorf("it does not say what to do: %v (%s)", err, model.FieldOf(err))
			}
			if w.ownerOf(item) != "Cy Cole" {
				t.Errorf("the refused attempt left the item with %s", w.ownerOf(item))
			}

			before := w.written(item)
			entries := w.since(func() { w.must(parting.part(w, cy, asUser(grace.Actor))) })
			for _, i := range []model.Item{item, other} {
				if w.ownerOf(i) != "Grace Gale" {
					t.Errorf("%s is owned by %s", i.Name, w.ownerOf(i))
				}
				w.wantLevel(grace.Actor, i, model.LevelDelete)
			}
			if w.written(item) != before {
				t.Error("the item was rewritten")
			}
			h, err := w.handOver(item.Owner)
			w.must(err)
			if h.To.Subject != asUser(grace.Actor) || !h.At.Equal(w.clock.Now()) || h.By == "" {
				t.Errorf("the record is %+v", h)
			}
			entries = slices.DeleteFunc(entries, func(e model.Entry) bool { return e.Action == model.ActLogIn })
			if len(entries) != 2 || entries[1].Action != parting.act {
				t.Fatalf("the entries are %+v", entries)
			}
			wantDetails(t, entries[:1], model.ActHandOverAll, "Cy Cole", model.Detail{Field: "items", After: "2"},
				model.Detail{Field: "owner", Before: "Cy Cole", After: "Grace Gale"})
		})
	}
}

func TestRule_1_3_WhoOwnsNothingNeedsNoSuccessor(t *testing.T) {
	for name, parting := range partings {
		for _, named := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " ", named), func(t *testing.T) {
				w := newWorld(t)
				cy := parting.owner(w)
				item, given := w.itemOf(cy, model.KindTemplate, "Check"), w.itemOf(cy, model.KindTemplate, "Given")
				w.must(w.DeleteItem(w.ctx(), system, itemRef(item))) // what is deleted does not count
				_, err := w.HandOverItem(w.ctx(), system, itemRef(given), asUser(w.ada))
				w.must(err)
				successor := map[bool]model.Subject{true: asUser(w.ada)}[named]
				w.must(parting.part(w, cy, successor))
				_, err = w.handOver(item.Owner)
				w.wantKind(err, model.KindNotFound)
			})
		}
	}
}

func TestRule_1_3_ASuccessorIsAnActiveSubjectOfTheOrgAndAnother(t *testing.T) {
	for name, parting := range partings {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			cy := parting.owner(w)
			w.itemOf(cy, model.KindTemplate, "Check")
			idle, left := w.person(w.acme, "Ida Ives", model.SetStandard), w.person(w.acme, "Lea Lane", model.SetStandard)
			w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, idle.User()))
			w.gone(left)
			eve, off := w.person(w.org("Globex"), "Eve Else", model.SetStandard), w.service(w.acme, "Off", model.SetGuest)
			_, err := w.DisableServiceUser(w.ctx(), w.ada, w.acme, off.ID)
			w.must(err)
			for _, no := range []model.Subject{cy, asUser(idle.Actor), asUser(left.Actor), asUser(eve.Actor), asService(off), {User: "usr_00000000000000000000000000"}} {
				err := parting.part(w, cy, no)
				w.wantKind(err, model.KindInvalid)
				if model.FieldOf(err) != model.FieldSuccessor {
					t.Errorf("the field is %q", model.FieldOf(err))
				}
			}
			w.must(parting.part(w, cy, asService(w.service(w.acme, "Robot", model.SetGuest)))) // a system may own
		})
	}
}

func TestRule_1_3_WhatWasHandedOverIsHandedOn(t *testing.T) {
	w := newWorld(t)
	var people []person
	for _, name := range []string{"Ann Arch", "Ben Birch", "Cid Cole", "Dee Dale"} {
		people = append(people, w.person(w.acme, name, model.SetStandard))
	}
	item := w.itemOf(asUser(people[0].Actor), model.KindTemplate, "Check")
	for i, p := range people[:3] {
		w.wantKind(w.RemoveMember(w.ctx(), w.ada, w.acme, p.User(), model.Subject{}), model.KindInvalid)
		w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, p.User(), asUser(people[i+1].Actor)))
		if got := w.ownerOf(item); got != people[i+1].name {
			t.Errorf("after %d hand-overs it is %s's", i+1, got)
		}
		n, more, err := w.OwnedItems(w.ctx(), w.ada, w.acme, asUser(people[i+1].Actor))
		w.must(err)
		if n != 1 || more {
			t.Errorf("%s owns %d items", people[i+1].name, n)
		}
	}
	w.wantLevel(people[3].Actor, item, model.LevelDelete)
}

func TestRule_1_3_DeactivatingKeepsWhatAMemberOwns(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	item := w.itemOf(asUser(cy.Actor), model.KindTemplate, "Check")
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	d, err := w.ItemDetails(w.ctx(), w.ada, itemRef(item))
	w.must(err)
	if d.OwnerName != "Cy Cole" || !d.OwnerGone || d.Owner != item.Owner {
		t.Errorf("it is owned by %s (gone: %v)", d.OwnerName, d.OwnerGone)
	}
	w.wantKind(w.RemoveMember(w.ctx(), w.ada, w.acme, cy.User(), model.Subject{}), model.KindInvalid)
	w.must(w.ReactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	w.wantLevel(cy.Actor, item, model.LevelDelete)
}

func TestRule_1_3_WhoComesBackOwnsAndReachesNothingOfBefore(t *testing.T) {
	w := newWorld(t)
	cy, grace := w.person(w.acme, "Cy Cole", model.SetStandard), w.person(w.acme, "Grace Gale", model.SetStandard)
	owned, shared := w.itemOf(asUser(cy.Actor), model.KindTemplate, "Owned"), w.itemOf(asUser(w.ada), model.KindTemplate, "Shared")
	grouped := w.itemOf(asUser(w.ada), model.KindTemplate, "Grouped")
	crew := w.group(w.acme, "Crew")
	w.intoGroup(crew, cy)
	w.shares(onItem(shared), toUser(w.acme, cy.Actor), model.LevelEdit)
	w.shares(onItem(grouped), toGroup(crew), model.LevelEdit)
	w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, cy.User(), asUser(grace.Actor)))

	w.join(cy, w.acme, model.SetStandard)
	if term := w.membership(w.acme, cy.Actor).Term; term != 1 {
		t.Errorf("the term is %d", term)
	}
	for _, item := range []model.Item{owned, shared, grouped} {
		w.wantLevel(cy.Actor, item, model.LevelNone)
	}
	if w.ownerOf(owned) != "Grace Gale" {
		t.Errorf("it is owned by %s", w.ownerOf(owned))
	}
	w.must(w.LeaveOrg(w.ctx(), cy.Actor, w.acme, model.Subject{})) // there is nothing to hand over
	w.join(cy, w.acme, model.SetStandard)

	// What they get from now on is theirs.
	again := w.itemOf(asUser(cy.Actor), model.KindTemplate, "Again")
	w.shares(onItem(shared), toUser(w.acme, cy.Actor), model.LevelView)
	w.wantLevel(cy.Actor, again, model.LevelDelete)
	w.wantLevel(cy.Actor, shared, model.LevelView)
	w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, grace.User(), asUser(cy.Actor)))
	w.wantLevel(cy.Actor, owned, model.LevelDelete) // as the successor of their successor
}

func TestRule_1_3_AReactivatedMemberIsInTheSameTerm(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	w.must(w.DeactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	w.must(w.ReactivateMember(w.ctx(), w.ada, w.acme, cy.User()))
	if term := w.membership(w.acme, cy.Actor).Term; term != 0 {
		t.Errorf("the term is %d", term)
	}
}

// countingWorld is newWorld over a store whose keys are counted.
func countingWorld(t *testing.T) (*world, *storetest.Counting) {
	t.Helper()
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	counts := &storetest.Counting{Engine: db}
	w := &world{t: t, store: storetest.Open(t, counts, storetest.Options(t)), clock: &clock{now: time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)}}
	w.reopen()
	w.ada, w.acme, err = w.SetUp(w.ctx(), model.SetUpRequest{
		Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(password),
	}, here)
	w.must(err)
	return w, counts
}

// A hand-over costs the same however much there is to hand over.
func TestRule_1_3_AHandOverIsOneRecordForAnyNumberOfItems(t *testing.T) {
	var writes []int64
	for _, n := range []int{1, 1000, 1001} {
		w, counts := countingWorld(t)
		cy, grace := w.person(w.acme, "Cy Cole", model.SetStandard), w.person(w.acme, "Grace Gale", model.SetStandard)
		w.manyItems(n, asUser(cy.Actor))
		counted, more, err := w.OwnedItems(w.ctx(), w.ada, w.acme, asUser(cy.Actor))
		w.must(err)
		if counted != min(n, 1000) || more != (n > 1000) {
			t.Errorf("%d items are counted as %d, more: %v", n, counted, more)
		}
		err = w.RemoveMember(w.ctx(), w.ada, w.acme, cy.User(), model.Subject{})
		w.wantKind(err, model.KindInvalid)
		if want := map[int]string{1: "owns 1 item in", 1000: "owns 1000 items in", 1001: "owns more than 1000 items in"}[n]; !strings.Contains(err.Error(), want) {
			t.Errorf("%d items: %v", n, err)
		}
		counts.Reset()
		w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, cy.User(), asUser(grace.Actor)))
		writes = append(writes, counts.Written.Load())
	}
	if writes[0] != writes[1] || writes[1] != writes[2] || writes[0] > 20 {
		t.Errorf("keys written for 1, 1,000 and 1,001 items: %v", writes)
	}
}

// manyItems puts n items of somebody's into Acme, past the authority.
func (w *world) manyItems(n int, owner model.Subject) {
	w.t.Helper()
	const batch = 20
	for i := 0; i < n; i += batch {
		w.alter(func(tx model.Tx) error {
			for j := i; j < min(i+batch, n); j++ {
				id := model.ItemID(fmt.Sprintf("itm_%026d", j))
				item := model.Item{ID: id, Org: w.acme, Kind: model.KindTemplate, Name: fmt.Sprint("Item ", j), Owner: model.Owner{Subject: owner}}
				if err := tx.PutItem(item); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func TestRule_2_6_DeletingAServiceUserWithTwentyTokensAndItemsIsOneStep(t *testing.T) {
	w := newWorld(t)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	item := w.itemOf(asService(robot), model.KindTemplate, "Check")
	for i := range model.MaxServiceUserTokens {
		w.serviceToken(robot, fmt.Sprint("token ", i))
	}
	n, err := w.DeleteServiceUser(w.ctx(), w.ada, w.acme, robot.ID, asUser(w.ada))
	w.must(err)
	if n != model.MaxServiceUserTokens || w.ownerOf(item) != "Ada Ashby" {
		t.Errorf("revoked %d tokens, and the item is %s's", n, w.ownerOf(item))
	}
}

func TestRule_1_3_OneItemIsHandedOverByWhoHasAllOfIt(t *testing.T) {
	w := newWorld(t)
	cy, gus := w.person(w.acme, "Cy Cole", model.SetStandard), w.person(w.acme, "Gus Gray", model.SetGuest)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	item := w.itemOf(asUser(cy.Actor), model.KindTemplate, "Check")
	hand := func(by model.Actor, to model.Subject, seen ...model.Owner) error {
		_, err := w.HandOverItem(w.ctx(), by, itemRef(item), to, seen...)
		return err
	}
	w.shares(onItem(item), toUser(w.acme, gus.Actor), model.LevelEdit)
	w.wantKind(hand(gus.Actor, asUser(gus.Actor)), model.KindForbidden)
	w.wantKind(hand(cy.Actor, asUser(w.person(w.org("Globex"), "Eve Else", model.SetStandard).Actor)), model.KindInvalid)
	entries := w.since(func() { w.must(hand(cy.Actor, asService(robot), item.Owner)) })
	wantDetails(t, entries, model.ActHandOverItem, "Check", model.Detail{Field: "owner", Before: "Cy Cole", After: "Robot"})
	w.wantUnseen(hand(cy.Actor, asUser(cy.Actor))) // it is not theirs any more
	w.wantKind(hand(w.ada, asUser(cy.Actor), item.Owner), model.KindConflict)
	entries = w.since(func() { w.must(hand(w.ada, asService(robot))) })
	if len(entries) != 0 {
		t.Errorf("no change left %+v", entries)
	}
	if got := w.ownerOf(item); got != "Robot" {
		t.Errorf("it is owned by %s", got)
	}
}

func TestRule_1_3_OwnedItemsAreCountedForWhoMayRemoveTheOwner(t *testing.T) {
	w := newWorld(t)
	cy := w.person(w.acme, "Cy Cole", model.SetStandard)
	robot := w.service(w.acme, "Robot", model.SetGuest)
	w.itemOf(asUser(cy.Actor), model.KindTemplate, "Check")
	count := func(by model.Actor, s model.Subject) (int, error) {
		n, _, err := w.OwnedItems(w.ctx(), by, w.acme, s)
		return n, err
	}
	n, err := count(cy.Actor, asUser(cy.Actor))
	w.must(err)
	if n != 1 {
		t.Errorf("cy counts %d", n)
	}
	for _, s := range []model.Subject{asUser(w.ada), asService(robot)} {
		_, err = count(cy.Actor, s)
		w.wantKind(err, model.KindForbidden)
	}
	w.must(w.RemoveMember(w.ctx(), w.ada, w.acme, cy.User(), asUser(w.ada)))
	_, err = count(w.ada, asUser(cy.Actor))
	w.wantKind(err, model.KindNotFound)
	_, err = w.DeleteServiceUser(w.ctx(), w.ada, w.acme, robot.ID, model.Subject{})
	w.must(err)
	_, err = count(w.ada, asService(robot))
	w.wantKind(err, model.KindNotFound)
}

// However owners come and go, an item is owned by who would own it if every item
// were rewritten each time.
func TestRule_1_3_OwnershipIsAsIfEveryItemHadBeenRewritten(t *testing.T) {
	preset(t, "rapid.checks", "20")
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		var people []person
		for i := range 4 {
			people = append(people, w.person(w.acme, fmt.Sprint("Person ", i), model.SetStandard))
		}
		away, owns := make([]bool, len(people)), map[model.ItemID]int{}
		var items []model.Item
		draw := func(what string, n int) int { return rapid.IntRange(0, n-1).Draw(r, what) }
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			i, j := draw("who", len(people)), draw("to whom", len(people))
			who, to := people[i], people[j]
			switch how := draw("how", 4); {
			case away[i]:
				w.join(who, w.acme, model.SetStandard)
				away[i] = false
			case how == 0:
				item := w.itemOf(asUser(who.Actor), model.KindTemplate, fmt.Sprint("Item ", len(items)))
				items, owns[item.ID] = append(items, item), i
			case how == 1 && len(items) > 0 && !away[j]:
				item := items[draw("item", len(items))]
				_, err := w.HandOverItem(w.ctx(), system, itemRef(item), asUser(to.Actor))
				w.must(err)
				owns[item.ID] = j
			case how == 2 && i != j && !away[j]:
				w.must(w.RemoveMember(w.ctx(), system, w.acme, who.User(), asUser(to.Actor)))
				away[i] = true
				for id, owner := range owns {
					if owner == i {
						owns[id] = j
					}
				}
			}
			for _, item := range items {
				if got, want := w.ownerOf(item), people[owns[item.ID]].name; got != want {
					r.Fatalf("%s is owned by %s, want %s", item.Name, got, want)
				}
			}
			for i, p := range people {
				mine := 0
				for _, owner := range owns {
					if owner == i {
						mine++
					}
				}
				if away[i] {
					continue
				}
				if n, _, err := w.OwnedItems(w.ctx(), system, w.acme, asUser(p.Actor)); err != nil || n != mine {
					r.Fatalf("%s owns %d items (%v), want %d", p.name, n, err, mine)
				}
			}
		}
	})
}
