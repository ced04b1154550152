//go:build torture

package model_test

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
	"example.com/latchkey/storage/storetest"
)

// TestRule_9_2_WhateverGoesWrongTheStateIsWhatTheLogSays lets each call to the
// engine go wrong once, in every use case that changes something: it fails,
// somebody else gets in between, a commit conflicts, or happens and reports a
// failure. Afterwards there is no change without its entry and no entry without
// its change, the chain is in order, and trying again works.
//
// Of the calls of a use case a few are taken; with LATCHKEY_LONG set it is all.
func TestRule_9_2_WhateverGoesWrongTheStateIsWhatTheLogSays(t *testing.T) {
	for _, fault := range []storetest.Fault{storetest.Fails, storetest.Late, storetest.Unknown, storetest.Conflicts} {
		t.Run(string(fault), func(t *testing.T) {
			f := newFaultScene(t)
			for i, step := range steps {
				if by := f.caller(step); by != nil {
					f.each(step, by, fault, i)
				}
			}
			t.Logf("%d faults", f.faults)
		})
	}
}

// everyNth is which of the calls of a use case go wrong in the short form. It is a
// prime, and each use case begins at another one, so that all kinds of calls
// have their turn.
const everyNth = 7

// faultScene is a scene over an engine with which calls go wrong. After each of
// them everything is put back as it was.
type faultScene struct {
	*scene
	faulty *storetest.Faulty
	faults int
}

func newFaultScene(t *testing.T) *faultScene {
	t.Helper()
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	f := &faultScene{faulty: &storetest.Faulty{Engine: db}}
	o := storetest.Options(t)
	o.ConcurrentWriters = true // somebody else can get in between
	f.scene = newScene(newWorldOver(t, storetest.Open(t, f.faulty, o)), false)
	f.faulty.Meanwhile = func() { // a change of another one: the entry of a refusal
		_, err := f.RenameOrg(context.Background(), model.Actor{}, f.acme, "Mine")
		f.wantKind(err, model.KindUnauthenticated)
	}
	return f
}

// caller returns somebody who may do a step that changes something.
func (f *faultScene) caller(step step) *caller {
	for i, by := range f.callers {
		if step.action != "" && step.who.active[i] == '.' {
			return by
		}
	}
	return nil
}

// each lets the calls of a step go wrong, one at a time, until there is none left
// that could.
func (f *faultScene) each(step step, by *caller, fault storetest.Fault, i int) {
	first, every := 1, 1
	if all := fault == storetest.Unknown || fault == storetest.Conflicts; !all && os.Getenv("LATCHKEY_LONG") == "" {
		first, every = 1+i%everyNth, everyNth
	}
	records := f.changesRecords(step, by)
	for n := first; ; n += every {
		var happened bool
		f.restoring(by, func() { happened = f.once(step, by, fault, n, records) })
		if !happened {
			return
		}
		f.faults++
		if f.t.Failed() {
			f.t.Fatalf("that was %s %s by %s, with call %d: %s", step.method, step.when, by.kind, n, fault)
		}
	}
}

// changesRecords reports whether a step changes more than the log when nothing
// goes wrong.
func (f *faultScene) changesRecords(step step, by *caller) (changes bool) {
	f.restoring(by, func() {
		f.current("", by)
		call := step.ready(f.scene)
		before := f.dump()
		_, err := call(by)
		f.must(err)
		changes = len(changedRecords(before, f.dump())) > 0
	})
	return changes
}

// once does a step with one call gone wrong, and again. It reports whether it did
// go wrong.
func (f *faultScene) once(step step, by *caller, fault storetest.Fault, n int, records bool) bool {
	f.current("", by)
	call := step.ready(f.scene)
	before, actor, pass := f.dump(), by.actor, by.pass
	var happened bool
	entries, err := f.try(func() (err error) {
		f.faulty.Arm(n, fault)
		_, err = call(by)
		happened = f.faulty.Disarm()
		return err
	})
	f.consistent(before, entries, records)
	if (fault == storetest.Late || fault == storetest.Conflicts || !happened) && err != nil {
		f.t.Errorf("it was refused: %v (%s)", err, model.KindOf(err))
	}
	if err == nil {
		if len(entries) != 1 {
			f.t.Errorf("it went, and left %d entries: %+v", len(entries), entries)
		}
		return happened
	}
	if kind := model.KindOf(err); kind != model.KindInternal && kind != model.KindUnavailable {
		f.t.Errorf("the fault is reported as %s: %v", kind, err)
	}
	f.again(call, by, len(entries) > 0, records)
	by.actor, by.pass = actor, pass
	return happened
}

// again does a step once more, with nothing going wrong. Where it was done already,
// though that was not said, it may say so, or find
// nothing to do.
func (f *faultScene) again(call func(*caller) (string, error), by *caller, done, records bool) {
	before := f.dump()
	entries, err := f.try(func() error { _, err := call(by); return err })
	f.consistent(before, entries, records)
	switch kind := model.KindOf(err); {
	case err == nil && len(entries) == 0 && !done:
		f.t.Error("trying again left no entry")
	case err == nil, done && kind != model.KindInternal && kind != model.KindUnavailable:
	default:
		f.t.Errorf("trying again: %v (%s)", err, kind)
	}
}

// try returns the entries of what was done.
func (f *faultScene) try(do func() error) ([]model.Entry, error) {
	var err error
	entries := f.since(func() { err = do() })
	return slices.DeleteFunc(entries, func(e model.Entry) bool { return e.Refused }), err
}

// consistent checks that records were changed if and only if there is an entry
// that says so, and that the log is in order.
func (f *faultScene) consistent(before map[string]string, entries []model.Entry, records bool) {
	f.t.Helper()
	changed := changedRecords(before, f.dump())
	if len(changed) > 0 && len(entries) == 0 {
		f.t.Errorf("changed without an entry: %q", changed)
	}
	if len(changed) == 0 && len(entries) > 0 && records {
		f.t.Errorf("entries without a change: %+v", entries)
	}
	report, err := f.VerifyActivity(f.ctx(), system)
	if err != nil || report.Broken != 0 {
		f.t.Errorf("the log: %+v, %v", report, err)
	}
}

// changedRecords returns the keys that two states differ in, but for the log and
// the counts of passwords that were tried.
func changedRecords(before, after map[string]string) []string {
	var keys []string
	for k, v := range after {
		if before[k] != v {
			keys = append(keys, k)
		}
	}
	for k := range before {
		if _, there := after[k]; !there {
			keys = append(keys, k)
		}
	}
	return slices.DeleteFunc(keys, func(k string) bool {
		table, _, _ := strings.Cut(k, "\x00")
		return table == "head" || table == "entry" || table == "entry.of" || strings.HasPrefix(table, "attempt")
	})
}

// dump returns everything that the engine keeps.
func (f *faultScene) dump() map[string]string {
	f.t.Helper()
	all := map[string]string{}
	f.must(f.faulty.Engine.View(context.Background(), func(r engine.Reader) error {
		for item, err := range r.Scan(engine.Range{}) {
			if err != nil {
				return err
			}
			all[string(item.Key)] = string(item.Value)
		}
		return nil
	}))
	return all
}

// restoring runs fn and puts the store, the scene and a caller back as they were.
func (f *faultScene) restoring(by *caller, fn func()) {
	f.t.Helper()
	store, s, c := f.dump(), *f.scene, *by
	fn()
	now := f.dump()
	f.must(f.faulty.Engine.Update(context.Background(), func(w engine.Writer) error {
		for k := range maps.Keys(now) {
			if _, there := store[k]; !there {
				if err := w.Delete([]byte(k)); err != nil {
					return err
				}
			}
		}
		for k, v := range store {
			if now[k] != v {
				if err := w.Set([]byte(k), []byte(v)); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	*f.scene, *by = s, c
}
