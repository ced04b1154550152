package badgerdb

import (
	"errors"
	"fmt"
	"testing"

	"example.com/latchkey/storage/engine"
)

func openDir(t *testing.T, dir string) *DB {
	t.Helper()
	db, err := Open(Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func setting(key, value string) func(engine.Writer) error {
	return func(w engine.Writer) error { return w.Set([]byte(key), []byte(value)) }
}

// valueOf returns what is read at key, "" for nothing.
func valueOf(t *testing.T, db *DB, key string) (value string) {
	t.Helper()
	err := db.View(t.Context(), func(r engine.Reader) error {
		v, err := r.Get([]byte(key))
		value = string(v)
		if errors.Is(err, engine.ErrNotFound) {
			err = nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// TestNothingIsSeenBeforeItIsSynced: each commit is synced once, and until then it
// is as if it had not been.
func TestNothingIsSeenBeforeItIsSynced(t *testing.T) {
	db := openDir(t, t.TempDir())
	sync, synced := db.sync, 0
	db.sync = func() error {
		if got, want := valueOf(t, db, "key"), fmt.Sprint(synced); synced > 0 && got != want {
			t.Errorf("while commit %d is synced, %q is seen", synced+1, got)
		}
		synced++
		return sync()
	}
	for n := range 3 {
		if err := db.Update(t.Context(), setting("key", fmt.Sprint(n+1))); err != nil {
			t.Fatal(err)
		}
		if got := valueOf(t, db, "key"); got != fmt.Sprint(n+1) || synced != n+1 {
			t.Errorf("after commit %d, %q is seen, and %d syncs were made", n+1, got, synced)
		}
	}
	err := db.Update(t.Context(), func(engine.Writer) error { return nil })
	if err != nil || synced != 3 {
		t.Errorf("where nothing was written: %v, %d syncs", err, synced)
	}
}

// TestAfterACommitThatFailed nothing is committed, for it would lie behind what may
// be missing. What was acknowledged before can be read, and written on when the store
// is opened again.
func TestAfterACommitThatFailed(t *testing.T) {
	dir := t.TempDir()
	db := openDir(t, dir)
	if err := db.Update(t.Context(), setting("key", "before")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	sync := db.sync
	db.sync = func() error { return broken }
	if err := db.Update(t.Context(), setting("key", "lost")); !errors.Is(err, broken) {
		t.Errorf("the commit that failed: %v", err)
	}
	db.sync = sync
	if err := db.Update(t.Context(), setting("key", "later")); !errors.Is(err, engine.ErrHalted) {
		t.Errorf("a later commit: %v", err)
	}
	if got := valueOf(t, db, "key"); got != "before" {
		t.Errorf("it is %q", got)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = openDir(t, dir)
	if got := valueOf(t, db, "key"); got != "before" && got != "lost" {
		t.Errorf("opened again, it is %q", got)
	}
	if err := db.Update(t.Context(), setting("key", "again")); err != nil {
		t.Errorf("opened again: %v", err)
	}
}

// TestAViewKeepsItsVersion, however many follow, and those that nobody reads are
// not kept.
func TestAViewKeepsItsVersion(t *testing.T) {
	db := openDir(t, t.TempDir())
	large := string(make([]byte, engine.MaxValue))
	if err := db.Update(t.Context(), setting("key", "first")); err != nil {
		t.Fatal(err)
	}
	err := db.View(t.Context(), func(r engine.Reader) error {
		for range 300 { // enough for Badger to put tables together
			if err := db.Update(t.Context(), setting("key", large)); err != nil {
				return err
			}
		}
		value, err := r.Get([]byte("key"))
		if string(value) != "first" {
			t.Errorf("%d bytes are read", len(value))
		}
		if n := len(db.versions.kept); n != 2 {
			t.Errorf("%d versions are kept", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(db.versions.kept); n != 1 {
		t.Errorf("%d versions are kept in the end", n)
	}
}
