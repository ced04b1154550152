package badgerdb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"example.com/latchkey/storage/engine"
)

// written makes a store with a table of several blocks, and returns the table.
func written(t *testing.T, o Options) string {
	t.Helper()
	d, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		err := d.Update(t.Context(), func(w engine.Writer) error {
			for j := range engine.MaxWrites {
				if err := w.Set(fmt.Appendf(nil, "key %d %d", i, j), bytes.Repeat([]byte("v"), 100)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	tables, err := filepath.Glob(filepath.Join(o.Dir, "*.sst"))
	if err != nil || len(tables) != 1 {
		t.Fatal(tables, err)
	}
	return tables[0]
}

func alter(t *testing.T, path string, at int) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	one := make([]byte, 1)
	_, err = file.ReadAt(one, int64(at))
	one[0] ^= 1
	_, err2 := file.WriteAt(one, int64(at))
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
}

// TestVerify alters a table, in clear and encrypted: here and there in its blocks,
// and in each byte of its end, where everything else is said to be.
func TestVerify(t *testing.T) {
	for name, key := range map[string][]byte{"in clear": nil, "encrypted": bytes.Repeat([]byte("k"), 32)} {
		o := Options{Dir: t.TempDir(), EncryptionKey: key}
		text, err := os.ReadFile(written(t, o))
		if err != nil {
			t.Fatal(err)
		}
		v, err := newVerification(o)
		if err != nil || len(v.tables) != 1 {
			t.Fatalf("%s: %+v, %v", name, v, err)
		}
		table, reader := v.tables[0], newTableReader()
		check := func(text []byte) (err error) {
			defer damagedOnPanic(&err)
			table.size = int64(len(text))
			return reader.check(table, bytes.NewReader(text))
		}
		if err := check(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		stride := 211
		if os.Getenv("LATCHKEY_SLOW") != "" {
			stride = 11
		}
		for at := range text {
			if at%stride != 0 && at < len(text)-500 {
				continue
			}
			text[at] ^= 0x20
			if check(text) == nil {
				t.Errorf("%s: byte %d of %d is not missed", name, at, len(text))
			}
			text[at] ^= 0x20
			if at%(11*stride) == 0 && check(text[:at]) == nil {
				t.Errorf("%s: cut to %d of %d bytes it verifies", name, at, len(text))
			}
		}
	}
}

// TestVerifiedLater: a store that is too large to be verified before it opens
// answers nothing any more once a damaged table is found.
func TestVerifiedLater(t *testing.T) {
	o := Options{Dir: t.TempDir()}
	alter(t, written(t, o), 20)
	if _, err := Open(o); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("open: %v", err)
	}
	d := &DB{files: o, space: newSpace(o)}
	if err := d.open(o, 0); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	late := time.After(30 * time.Second)
	for tick := time.NewTicker(time.Millisecond); ; {
		err := d.View(context.Background(), func(engine.Reader) error { return nil })
		if errors.Is(err, engine.ErrDamaged) {
			break
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("it answers on: %v", err)
		}
	}
	if err := d.Update(t.Context(), func(engine.Writer) error { return nil }); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("update: %v", err)
	}
}

// TestVerifiedOnceMore: what becomes of a table while the store is open is found.
func TestVerifiedOnceMore(t *testing.T) {
	o := Options{Dir: t.TempDir(), EncryptionKey: bytes.Repeat([]byte("k"), 32)}
	path := written(t, o)
	d, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	if err := d.Verify(t.Context()); err != nil {
		t.Fatal(err)
	}
	calledOff, stop := context.WithCancel(t.Context())
	stop()
	if err := d.Verify(calledOff); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
	alter(t, path, 20)
	if err := d.Verify(t.Context()); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if err := d.View(t.Context(), func(engine.Reader) error { return nil }); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("it answers on: %v", err)
	}
	if err := d.Verify(t.Context()); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("asked again: %v", err)
	}
}

// TestVerifyingIsCalledOff by Close.
func TestVerifyingIsCalledOff(t *testing.T) {
	o := Options{Dir: t.TempDir()}
	written(t, o)
	v, err := newVerification(o)
	if err != nil {
		t.Fatal(err)
	}
	alter(t, v.tables[0].path, 20)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := v.run(ctx, v.tables, 1); err != nil {
		t.Errorf("it went on: %v", err)
	}
}

// TestATableThatIsGoing is none that is damaged: Badger cuts a table to nothing,
// and then removes it, when its keys are in others. One that was cut before it was
// listed is damaged.
func TestATableThatIsGoing(t *testing.T) {
	o := Options{Dir: t.TempDir()}
	path := written(t, o)
	verify := func(v verification) error { return newTableReader().verify(v.tables[0]) }
	before, err := newVerification(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	after, err := newVerification(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(before); err != nil {
		t.Errorf("cut since it was listed: %v", err)
	}
	if err := verify(after); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("cut before it was listed: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := verify(before); err != nil {
		t.Errorf("removed: %v", err)
	}
}
