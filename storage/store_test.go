package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
	"example.com/latchkey/storage/storetest"
)

// fixture is a store together with the engine beneath, for looking at the
// bytes, and the alarms that it raised.
type fixture struct {
	*testing.T
	engine *storetest.Counting
	store  *storage.Store
	alarms []string
}

func newFixture(t *testing.T, o storage.Options) *fixture {
	t.Helper()
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{T: t, engine: &storetest.Counting{Engine: db}}
	o.Alarm = func(key string, err error) { f.alarms = append(f.alarms, key) }
	f.store = storetest.Open(t, f.engine, o)
	return f
}

func (f *fixture) update(fn func(model.Tx) error) {
	f.Helper()
	if err := f.store.Update(f.Context(), fn); err != nil {
		f.Fatal(err, errors.Unwrap(err))
	}
}

func (f *fixture) view(fn func(model.Tx) error) error { return f.store.View(f.Context(), fn) }

// tamper changes the engine's bytes behind the store's back.
func (f *fixture) tamper(fn func(engine.Writer) error) {
	f.Helper()
	if err := f.engine.Engine.Update(f.Context(), fn); err != nil {
		f.Fatal(err)
	}
}

// keys returns the keys with a prefix.
func (f *fixture) keys(prefix string) [][]byte {
	f.Helper()
	var keys [][]byte
	f.tamper(func(w engine.Writer) error {
		for item, err := range w.Scan(engine.Range{Prefix: []byte(prefix)}) {
			if err != nil {
				return err
			}
			keys = append(keys, item.Key)
		}
		return nil
	})
	return keys
}

// refuses checks that err is of KindInternal, shows nothing of the damage to
// the person, and that an alarm named the key.
func (f *fixture) refuses(err error, key string) {
	f.Helper()
	if model.KindOf(err) != model.KindInternal || err == nil {
		f.Fatalf("error %v, want one of kind internal", err)
	}
	if strings.Contains(model.Sentence(err), key+"/") || errors.Unwrap(err) == nil {
		f.Errorf("sentence %q, cause %v", model.Sentence(err), errors.Unwrap(err))
	}
	if len(f.alarms) == 0 || !strings.Contains(f.alarms[len(f.alarms)-1], key) {
		f.Errorf("alarms %q, want one for %s", f.alarms, key)
	}
	f.alarms = nil
}

// TestConflictsAreGivenUp: a change that others always get in the way of ends.
func TestConflictsAreGivenUp(t *testing.T) {
	f := newFixture(t, storage.Options{ConcurrentWriters: true})
	attempts := 0
	err := f.store.Update(t.Context(), func(tx model.Tx) error {
		attempts++
		if _, err := tx.Head(); err != nil {
			return err
		}
		f.update(func(tx model.Tx) error { return tx.PutHead(model.Head{Seq: uint64(attempts)}) })
		return tx.PutHead(model.Head{Seq: 1 << 40})
	})
	if model.KindOf(err) != model.KindConflict || !errors.Is(err, engine.ErrConflict) || attempts != 128 {
		t.Errorf("%v after %d attempts", err, attempts)
	}
}

// TestOtherKeys: a store does not open with another MAC key, and says so.
func TestOtherKeys(t *testing.T) {
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	keep := keepOpen{db}
	storetest.Open(t, keep, storetest.Options(t))
	t.Cleanup(func() { _ = db.Close() })

	other := storage.Keys{MAC: []byte(strings.Repeat("x", 32))}
	_, err = storage.Open(t.Context(), keep, other, storage.Options{})
	if model.KindOf(err) != model.KindUnavailable || !errors.Is(err, engine.ErrWrongKey) {
		t.Errorf("with another key: %v", err)
	}
	if _, err := storage.Open(t.Context(), keep, storetest.Keys(), storage.Options{}); err != nil {
		t.Errorf("with its own key: %v", err)
	}
	if _, err := storage.Open(t.Context(), keep, storage.Keys{MAC: []byte("short")}, storage.Options{}); err == nil {
		t.Error("a short key is taken")
	}
}

// keepOpen is an engine that several stores are opened on, one after another.
type keepOpen struct{ engine.Engine }

func (keepOpen) Close() error { return nil }

// cost is what a step may cost, in keys.
type cost struct {
	name                   string
	gets, scanned, written int64
	fn                     func(model.Tx) error
}

var (
	pump = model.Item{ID: "itm_1", Org: "org_1", Kind: model.KindAsset, Name: "Pump", Ref: "p1", Owner: ann, Site: "sit_1"}
	crew = model.GroupMember{Org: "org_1", Group: "grp_1", User: "usr_1"}
)

// costsOfAccess are those of what decides about access to items.
var costsOfAccess = []cost{
	{"an item", 2, 0, 8, func(tx model.Tx) error { return tx.PutItem(pump) }},
	{"an item as it was", 1, 0, 1, func(tx model.Tx) error { return tx.PutItem(pump) }},
	{"a page of items", 0, 1, 0, in(model.ItemRange{Kind: model.KindAsset, Site: "sit_1"})},
	{"a page of no items", 0, 0, 0, in(model.ItemRange{Kind: model.KindTemplate})},
	{"into a group", 2, 0, 2, func(tx model.Tx) error { return tx.PutGroupMember(crew) }},
	{"out of another", 2, 0, 0, func(tx model.Tx) error { return tx.DeleteGroupMember("org_1", "grp_2", "usr_1") }},
	{"the groups of one", 1, 0, 0, func(tx model.Tx) error { _, err := tx.GroupsOf("org_1", "usr_1"); return err }},
	{"grant", 1, 0, 2, func(tx model.Tx) error { return tx.PutGrant(model.Grant{Scope: oneItem, To: someone}) }},
	{"rule", 1, 0, 1, func(tx model.Tx) error { return tx.PutGrant(model.Grant{Scope: allOf, To: someone}) }},
	{"look for a grant", 1, 0, 0, func(tx model.Tx) error { _, err := tx.Grant(oneItem, someone); return err }},
	{"granted to one", 0, 1, 0, func(tx model.Tx) error {
		_, err := tx.GrantedTo(someone, model.ItemRef{}, false, 50)
		return err
	}},
	{"a site", 3, 0, 6, func(tx model.Tx) error { return tx.PutSite(model.Site{ID: "sit_1", Org: "org_1", Name: "Plant"}) }},
	{"look for a hand-over", 1, 0, 0, func(tx model.Tx) error {
		if _, err := tx.HandOver("org_1", ann); model.KindOf(err) != model.KindNotFound {
			return errors.Join(errors.New("there is one"), err)
		}
		return nil
	}},
}

// TestCosts pins how many keys things cost that nobody has read lately: what grows
// here grows for every request.
func TestCosts(t *testing.T) {
	f := newFixture(t, storage.Options{ConcurrentWriters: true}) // nothing is remembered
	token := model.Token{
		ID: "tok_1", Org: "org_1", Name: "ci", Subject: model.Subject{User: "usr_1"}, Hash: model.Hash{1},
	}
	steps := []cost{
		{"generate", 3, 0, 8, func(tx model.Tx) error {
			return errors.Join(tx.PutToken(token), tx.PutQuota(model.Holder{User: "usr_1"}, nil))
		}},
		{"look up", 2, 0, 0, func(tx model.Tx) error { _, err := tx.TokenByHash(model.Hash{1}); return err }},
		{"rewrite", 1, 0, 1, func(tx model.Tx) error { return tx.PutToken(token) }},
		{"a page of one", 1, 1, 0, func(tx model.Tx) error {
			_, err := tx.Tokens("org_1", model.PageRequest{Sort: model.SortName})
			return err
		}},
		{"a page of one by creation", 0, 1, 0, func(tx model.Tx) error {
			_, err := tx.Tokens("org_1", model.PageRequest{Sort: model.SortCreated})
			return err
		}},
	}
	for _, step := range slices.Concat(steps, costsOfAccess) {
		f.engine.Reset()
		f.update(step.fn)
		gets, scanned, written := f.engine.Gets.Load(), f.engine.Scanned.Load(), f.engine.Written.Load()
		if gets != step.gets || scanned != step.scanned || written != step.written {
			t.Errorf("%s: %d gets, %d scanned, %d written; want %d, %d, %d",
				step.name, gets, scanned, written, step.gets, step.scanned, step.written)
		}
	}
}

// TestWhatWasReadLatelyIsRemembered by those who write, also as it was written since.
func TestWhatWasReadLatelyIsRemembered(t *testing.T) {
	f := newFixture(t, storage.Options{})
	f.update(putting(1))
	rename := func(name string, want int64) {
		t.Helper()
		f.engine.Reset()
		f.update(func(tx model.Tx) error {
			org, err := tx.Org(orgNamed(1).ID)
			org.SSODomains = append(org.SSODomains, name)
			return errors.Join(err, tx.PutOrg(org))
		})
		if gets := f.engine.Gets.Load(); gets != want {
			t.Errorf("%s: %d gets, want %d", name, gets, want)
		}
	}
	rename("one", 1)
	rename("two", 0)
	_ = f.view(func(tx model.Tx) error {
		if org, err := tx.Org(orgNamed(1).ID); err != nil || fmt.Sprint(org.SSODomains) != "[one two]" {
			t.Errorf("it has %v, %v", org.SSODomains, err)
		}
		return nil
	})
}

// TestCountingView: reads in a view are counted too.
func TestCountingView(t *testing.T) {
	f := newFixture(t, storage.Options{})
	f.engine.Reset()
	_ = f.view(func(tx model.Tx) error { _, err := tx.Org("org_1"); return err })
	if n := f.engine.Gets.Load(); n != 1 {
		t.Errorf("%d gets", n)
	}
}

func FuzzCursor(f *testing.F) {
	db, err := badgerdb.OpenMemory()
	if err != nil {
		f.Fatal(err)
	}
	store := storetest.Open(f, db, storage.Options{})
	if err := store.Update(context.Background(), func(tx model.Tx) error {
		return tx.PutOrg(model.Org{ID: "org_1", Name: "Acme"})
	}); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", "bg", "bmFjbWUAb3JnXzE", "bv8", "!", "bgAAAA"} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, cursor string, backward bool) {
		err := store.View(t.Context(), func(tx model.Tx) error {
			req := model.PageRequest{Sort: model.SortName, From: model.Cursor(cursor), Backward: backward}
			_, err := tx.Orgs(req)
			return err
		})
		if err != nil && model.KindOf(err) != model.KindInvalid {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	})
}
