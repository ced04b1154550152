package model_test

import (
	"context"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
	"example.com/latchkey/storage/storetest"
)

// dumped is a store whose records can be looked at as a whole.
func dumped(t *testing.T) (*world, func() map[string]string) {
	t.Helper()
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	w := newWorldOver(t, storetest.Open(t, db, storetest.Options(t)))
	return w, func() map[string]string {
		all := map[string]string{}
		w.must(db.View(context.Background(), func(r engine.Reader) error {
			for item, err := range r.Scan(engine.Range{}) {
				if err != nil {
					return err
				}
				all[string(item.Key)] = string(item.Value)
			}
			return nil
		}))
		// The clock of the last commit, and how many passwords were tried, are
		// written apart from the change.
		maps.DeleteFunc(all, func(k, _ string) bool { return strings.HasPrefix(k, "head") || strings.HasPrefix(k, "attempt") })
		return all
	}
}

func newWorldOver(t *testing.T, store model.Store) *world {
	w := &world{t: t, store: store, clock: &clock{now: time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)}}
	w.reopen()
	var err error
	w.ada, w.acme, err = w.SetUp(w.ctx(), model.SetUpRequest{Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: secret}, here)
	w.must(err)
	return w
}

// Every use case that changes something, in a store that fails at the end.
func TestRule_9_2_NeitherTheChangeNorItsEntryExistsWithoutTheOther(t *testing.T) {
	for _, call := range []string{"AppendEntry", "PutHead", "commit"} {
		t.Run(call, func(t *testing.T) {
			w, dump := dumped(t)
			store := w.faults()
			s := newScene(w, false)
			for _, step := range steps {
				for i, by := range s.callers {
					if step.action == "" || step.who.active[i] != '.' {
						continue
					}
					s.current("", by)
					act := step.ready(s)
					before := dump()
					store.breaks(errDisk, call)
					var err error
					entries := s.since(func() { _, err = act(by) })
					n := store.count(call)
					store.breaks(nil)
					if model.KindOf(err) != model.KindUnavailable || n == 0 {
						t.Errorf("%s %s by %s: got %v after %d calls", step.method, step.when, by.kind, err, n)
					}
					if len(entries) != 0 || !reflect.DeepEqual(dump(), before) {
						t.Errorf("%s %s by %s: something stayed behind: %d entries", step.method, step.when, by.kind, len(entries))
					}
					break // one caller will do
				}
			}
		})
	}
}

func TestRule_9_2_TheUsesAndTheirEntriesAreOneToo(t *testing.T) {
	for _, call := range []string{"AppendEntry", "PutHead", "commit"} {
		w, dump := dumped(t)
		store := w.faults()
		made := w.generate(w.ada, w.acme, "made")
		w.wantReason(made, model.ReasonOK)
		before := dump()
		store.breaks(errDisk, call)
		w.wantKind(w.FlushUses(w.ctx()), model.KindUnavailable)
		if !reflect.DeepEqual(dump(), before) {
			t.Errorf("%s: something stayed behind", call)
		}
		store.breaks(nil)
		if n := w.row(made).Use.Count; n != 1 {
			t.Errorf("%s: %d uses are known", call, n)
		}
		entries := w.since(func() { w.must(w.FlushUses(w.ctx())) }) // nothing was lost
		w.reopen()
		if n := w.row(made).Use.Count; n != 1 || len(entries) != 1 {
			t.Errorf("%s: %d uses and %d entries were written", call, n, len(entries))
		}
	}
}

// A forger shows another log than the one that was written.
type forger struct {
	model.Store
	entry func(seq uint64, read func(uint64) (model.Entry, error)) (model.Entry, error)
	head  func(model.Head) model.Head
}

func (f *forger) View(ctx context.Context, fn func(model.Tx) error) error {
	return f.Store.View(ctx, func(tx model.Tx) error { return fn(forgerTx{tx, f}) })
}

type forgerTx struct {
	model.Tx
	f *forger
}

func (x forgerTx) Entry(seq uint64) (model.Entry, error) {
	if x.f.entry == nil {
		return x.Tx.Entry(seq)
	}
	return x.f.entry(seq, x.Tx.Entry)
}

func (x forgerTx) Head() (model.Head, error) {
	head, err := x.Tx.Head()
	if err == nil && x.f.head != nil {
		head = x.f.head(head)
	}
	return head, err
}

// forged is a world with a log of some entries of all kinds.
func forged(t *testing.T) (*world, *forger) {
	w := newWorld(t)
	made := w.generate(w.ada, w.acme, "made")
	w.clock.Advance(time.Minute)
	w.wantReason(made, model.ReasonOK)
	w.must(w.FlushUses(w.ctx()))
	_, _, err := w.LogIn(w.ctx(), "ada@acme.example", model.NewSecret("wrong"), here)
	w.wantKind(err, model.KindUnauthenticated)
	_, err = w.RenameOrg(w.ctx(), w.ada, w.acme, "Acme Two")
	w.must(err)
	f := &forger{Store: w.store}
	w.store = f
	w.reopen()
	return w, f
}

// broken returns the number of the entry that is found to be wrong.
func (w *world) broken() uint64 {
	w.t.Helper()
	report, err := w.VerifyActivity(w.ctx(), w.ada)
	w.must(err)
	if (report.Broken == 0) != (report.Problem == "") || report.Broken > 0 && report.Entries != report.Broken-1 {
		w.t.Errorf("the report is %+v", report)
	}
	return report.Broken
}

func TestRule_9_4_ALogThatNobodyTouchedIsInOrder(t *testing.T) {
	w, _ := forged(t)
	report, err := w.VerifyActivity(w.ctx(), w.ada)
	w.must(err)
	if report.Broken != 0 || report.Entries != w.head().Seq || report.Entries < 6 {
		t.Errorf("the report is %+v", report)
	}
	empty := emptyWorld(t)
	report, err = empty.VerifyActivity(empty.ctx(), system)
	empty.must(err)
	if report != (model.ActivityReport{}) {
		t.Errorf("of an empty log: %+v", report)
	}
}

// alterations returns copies of v that differ in one place each, by its path.
func alterations(v reflect.Value, path string, emit func(path string, v reflect.Value)) {
	with := func(path string, change func(reflect.Value)) {
		c := reflect.New(v.Type()).Elem()
		c.Set(v)
		change(c)
		emit(path, c)
	}
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		with(path, func(c reflect.Value) { c.Set(reflect.ValueOf(v.Interface().(time.Time).Add(1))) })
	case v.Kind() == reflect.String:
		with(path, func(c reflect.Value) { c.SetString(v.String() + "x") })
		if v.Len() > 0 {
			with(path+" (emptied)", func(c reflect.Value) { c.SetString("") })
		}
	case v.Kind() == reflect.Bool:
		with(path, func(c reflect.Value) { c.SetBool(!v.Bool()) })
	case v.Kind() == reflect.Uint64:
		with(path, func(c reflect.Value) { c.SetUint(v.Uint() + 1) })
	case v.Kind() == reflect.Array: // a hash
		with(path, func(c reflect.Value) { c.Index(0).SetUint(v.Index(0).Uint() ^ 1) })
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			alterations(v.Field(i), path+"."+v.Type().Field(i).Name, func(path string, field reflect.Value) {
				with(path, func(c reflect.Value) { c.Field(i).Set(field) })
			})
		}
	case v.Kind() == reflect.Slice:
		with(path+" (longer)", func(c reflect.Value) {
			c.Set(reflect.Append(v.Slice3(0, v.Len(), v.Len()), reflect.New(v.Type().Elem()).Elem()))
		})
		for i := range v.Len() {
			with(path+" (shorter)", func(c reflect.Value) {
				c.Set(reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v.Slice(0, i)))
				c.Set(reflect.AppendSlice(c, v.Slice(i+1, v.Len())))
			})
			alterations(v.Index(i), path+"[]", func(path string, item reflect.Value) {
				with(path, func(c reflect.Value) {
					c.Set(reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v))
					c.Index(i).Set(item)
				})
			})
		}
	default:
		panic("no alteration of " + path + ", a " + v.Type().String())
	}
}

func TestRule_9_4_AnyFieldOfAnyEntryThatWasAlteredIsFound(t *testing.T) {
	w, f := forged(t)
	paths := map[string]bool{}
	for _, e := range w.log() {
		alterations(reflect.ValueOf(e), "Entry", func(path string, v reflect.Value) {
			paths[path] = true
			f.entry = func(seq uint64, read func(uint64) (model.Entry, error)) (model.Entry, error) {
				if seq == e.Seq {
					return v.Interface().(model.Entry), nil
				}
				return read(seq)
			}
			if at := w.broken(); at != e.Seq {
				t.Errorf("entry %d with another %s: found wrong is %d", e.Seq, path, at)
			}
			f.entry = nil
		})
	}
	if len(paths) < 25 {
		t.Errorf("only these were altered: %v", paths)
	}
}

func TestRule_9_4_WhatWasCutSwappedOrCannotBeReadIsFound(t *testing.T) {
	w, f := forged(t)
	log := w.log()
	last := uint64(len(log))
	show := func(change func(seq uint64) (uint64, error), renumber bool) {
		f.entry = func(seq uint64, read func(uint64) (model.Entry, error)) (model.Entry, error) {
			other, err := change(seq)
			if err != nil {
				return model.Entry{}, err
			}
			e, err := read(other)
			if renumber {
				e.Seq = seq
			}
			return e, err
		}
	}
	want := func(what string, at uint64) {
		t.Helper()
		if got := w.broken(); got != at {
			t.Errorf("%s: found wrong is %d, want %d", what, got, at)
		}
	}
	for cut := uint64(1); cut <= last; cut++ {
		show(func(seq uint64) (uint64, error) {
			if seq == cut {
				return 0, gone
			}
			return seq, nil
		}, false)
		want("one is missing", cut)
		show(func(seq uint64) (uint64, error) {
			if seq == cut {
				return 0, damaged
			}
			return seq, nil
		}, false)
		want("one cannot be read", cut)
		show(func(seq uint64) (uint64, error) {
			if seq >= cut {
				return seq + 1, nil // at the end there is none any more
			}
			return seq, nil
		}, true)
		want("one was cut, and the others closed up", cut)
		for _, renumber := range []bool{false, true} {
			for other := cut + 1; other <= last; other++ {
				show(func(seq uint64) (uint64, error) {
					switch seq {
					case cut:
						return other, nil
					case other:
						return cut, nil
					}
					return seq, nil
				}, renumber)
				want("two were swapped", cut)
			}
		}
	}
	f.entry = nil
	f.head = func(h model.Head) model.Head { h.Seq -= 2; return h }
	want("the end was cut off, and its number taken back", last-1)
	f.head = func(h model.Head) model.Head { h.Seq++; return h }
	want("the head tells of one more", last+1)
	f.head = nil
	want("nothing", 0)
}

func TestRule_9_4_WithoutTheKeyNobodyWritesALogThatIsInOrder(t *testing.T) {
	w := newWorld(t)
	w.reopenWith(func(o *model.Options) { o.LogChain = []byte("another key, that a forger has..") })
	if at := w.broken(); at != 1 {
		t.Errorf("found wrong is %d, want the first", at)
	}
	_, err := w.RenameOrg(w.ctx(), w.ada, w.acme, "Forged")
	w.must(err)
	w.reopen()
	if at := w.broken(); at != w.head().Seq {
		t.Errorf("found wrong is %d, want the forged one", at)
	}
}
