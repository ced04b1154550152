package model_test

import (
	"context"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
	"example.com/latchkey/storage/storetest"
)

// planned is a store whose next updates fail as planned; nil lets one through.
type planned struct {
	model.Store
	plan []error
}

func (p *planned) Update(ctx context.Context, fn func(model.Tx) error) error {
	if len(p.plan) > 0 {
		err := p.plan[0]
		p.plan = p.plan[1:]
		if err != nil {
			return err
		}
	}
	return p.Store.Update(ctx, fn)
}

// However a flush ends, each use is on the disk once after one that goes well, and
// none is forgotten.
func TestRule_9_5_AFlushThatFailsHalfWayCountsEveryUseOnce(t *testing.T) {
	damaged := &model.Error{Kind: model.KindInternal, Message: "A record is damaged."}
	full := &model.Error{Kind: model.KindUnavailable, Message: "The disk is full."}
	for name, plan := range map[string][]error{
		"together damaged, then one written and the disk full": {damaged, nil, full},
		"together damaged, then one damaged and the disk full": {damaged, damaged, full},
		"the disk full":                                            {full},
		"together damaged, then each written":                      {damaged, nil, nil},
		"together damaged, then both damaged":                      {damaged, damaged, damaged},
		"together damaged, then one damaged and the other written": {damaged, damaged, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			tokens := []model.Generated{w.generate(w.ada, w.acme, "a"), w.generate(w.ada, w.acme, "b")}
			store := &planned{Store: w.store}
			w.store = store
			w.reopen()
			for i, from := range []string{"192.0.2.1", "192.0.2.2", "192.0.2.3"} {
				for _, made := range tokens {
					d, err := w.Verify(w.ctx(), made.Secret, model.Origin{Address: from})
					if w.must(err); !d.OK() {
						t.Fatal(d.Reason)
					}
				}
				if i == 0 {
					store.plan = plan
				}
				_ = w.FlushUses(w.ctx())
			}
			w.must(w.FlushUses(w.ctx()))
			w.reopen() // what is in memory alone is gone
			for _, made := range tokens {
				details, err := w.TokenDetails(w.ctx(), w.ada, ref(made))
				if w.must(err); details.Use.Count != 3 {
					t.Errorf("%s has %d uses on record, not 3", made.Token.Name, details.Use.Count)
				}
				total := int64(0)
				for _, n := range w.hours(made) {
					total += n
				}
				if total != 3 {
					t.Errorf("%s has %d requests on record, not 3", made.Token.Name, total)
				}
			}
		})
	}
}

// A few at a time, those first that wait longest.
func TestFlushSomeSaysHowManyAreLeft(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		w.reason(w.generate(w.ada, w.acme, name).Secret)
	}
	for _, want := range []int{3, 1, 0, 0} {
		if left, err := w.FlushSome(w.ctx(), 2); err != nil || left != want {
			t.Errorf("%d are left (%v), want %d", left, err, want)
		}
	}
}

// damageable is an engine whose files turn out to be damaged.
type damageable struct {
	engine.Engine
	err error
}

func (d *damageable) Err() error { return d.err }

func (d *damageable) View(ctx context.Context, fn func(engine.Reader) error) error {
	if d.err != nil {
		return d.err
	}
	return d.Engine.View(ctx, fn)
}

func TestRule_8_4_NothingIsAnsweredFromMemoryOverDamagedFiles(t *testing.T) {
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	e := &damageable{Engine: db}
	w := newWorldOver(t, storetest.Open(t, e, storetest.Options(t)))
	made := w.generate(w.ada, w.acme, "made")
	for range 2 {
		if got := w.reason(made.Secret); got != model.ReasonOK {
			t.Fatal(got)
		}
	}
	e.err = engine.ErrDamaged
	if d, err := w.Verify(w.ctx(), made.Secret, here); d.OK() || err == nil {
		t.Errorf("the answer is %q (%v)", d.Reason, err)
	}
	e.err = nil
}
