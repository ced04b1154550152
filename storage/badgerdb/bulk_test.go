package badgerdb

import (
	"context"
	"errors"
	"testing"

	"example.com/latchkey/storage/engine"
)

// TestPutInOrder: a store that was filled is one like any other, with nothing on the
// level that every look-up goes through.
func TestPutInOrder(t *testing.T) {
	o := Options{Dir: t.TempDir(), Bulk: true}
	written(t, o)
	o.Bulk = false
	onFirstLevel := func() int {
		d, err := Open(o)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = d.Close() }()
		err = d.View(t.Context(), func(r engine.Reader) error {
			n := 0
			for _, err := range r.Scan(engine.Range{}) {
				if n++; err != nil {
					return err
				}
			}
			if n != 3*engine.MaxWrites {
				t.Errorf("%d keys are there", n)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		return d.db.Levels()[0].NumTables
	}
	if n := onFirstLevel(); n != 1 {
		t.Errorf("%d tables are on level 0 before", n)
	}
	if err := PutInOrder(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if n := onFirstLevel(); n != 0 {
		t.Errorf("%d tables are on level 0", n)
	}
}

// TestPutInOrderIsCalledOff: whoever ends it waits for nothing, and the store opens.
func TestPutInOrderIsCalledOff(t *testing.T) {
	o := Options{Dir: t.TempDir(), Bulk: true}
	written(t, o)
	o.Bulk = false
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := PutInOrder(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	d, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
