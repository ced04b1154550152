package badgerdb_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
)

// written returns an open store that has something to write when it is closed.
func written(t *testing.T, dir string) *badgerdb.DB {
	t.Helper()
	db, err := badgerdb.Open(badgerdb.Options{Dir: dir, EncryptionKey: encryptionKey(1)})
	if err != nil {
		t.Fatal(err)
	}
	put(t, db, "a")
	return db
}

// TestCloseWithoutADirectory: Badger would try for ever to write its last table.
func TestCloseWithoutADirectory(t *testing.T) {
	for name, away := range map[string]func(dir string) error{
		"deleted": os.RemoveAll,
		"moved":   func(dir string) error { return os.Rename(dir, dir+".old") },
		"another in its place": func(dir string) error {
			return errors.Join(os.Rename(dir, dir+".old"), os.Mkdir(dir, 0o700))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "store")
			db := written(t, dir)
			if err := away(dir); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); !errors.Is(err, engine.ErrGone) {
				t.Errorf("got %v", err)
			}
			if files, _ := os.ReadDir(dir); len(files) > 0 {
				t.Errorf("%v was written into the directory in its place", files)
			}
			if err := db.Close(); err != nil {
				t.Errorf("the second time: %v", err)
			}
		})
	}
}

// TestChangesWithoutADirectory: what would be gone with the process is not
// acknowledged. What is known is answered, and a directory that is back takes
// changes again.
func TestChangesWithoutADirectory(t *testing.T) {
	for name, away := range map[string]func(dir, old string) error{
		"deleted": func(dir, _ string) error { return os.RemoveAll(dir) },
		"emptied": func(dir, _ string) error { return errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)) },
		"moved":   os.Rename,
		"without its table of contents": func(dir, _ string) error {
			return os.Remove(filepath.Join(dir, "MANIFEST"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "store")
			db := written(t, dir)
			defer func() { _ = db.Close() }()
			if err := away(dir, dir+".old"); err != nil {
				t.Fatal(err)
			}
			write := func(w engine.Writer) error { return w.Set([]byte("b"), []byte("value of b")) }
			if err := db.Update(t.Context(), write); !errors.Is(err, engine.ErrGone) {
				t.Errorf("a change: %v", err)
			}
			err := db.View(t.Context(), func(r engine.Reader) error { _, err := r.Get([]byte("a")); return err })
			if err != nil {
				t.Errorf("a question: %v", err)
			}
			if os.Rename(dir+".old", dir) != nil {
				return
			}
			if err := db.Update(t.Context(), write); err != nil {
				t.Errorf("it is back: %v", err)
			}
		})
	}
}

// TestCloseWhenNothingCanBeWritten: what was committed is there at the next start.
func TestCloseWhenNothingCanBeWritten(t *testing.T) {
	dir, err := os.MkdirTemp("", "latchkey-stuck-") // Badger goes on trying when the test is over
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	db := written(t, dir)
	for i := range 20 { // where the next tables would be
		if err := os.Mkdir(table(dir, i), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); !errors.Is(err, engine.ErrStuck) {
		t.Fatalf("got %v", err)
	}
	copied := t.TempDir() // the first one is still open
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := os.Remove(table(copied, i)); err != nil {
			t.Fatal(err)
		}
	}
	again, err := badgerdb.Open(badgerdb.Options{Dir: copied, EncryptionKey: encryptionKey(1)})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	err = again.View(t.Context(), func(r engine.Reader) error { _, err := r.Get([]byte("a")); return err })
	if err != nil {
		t.Errorf("what was committed: %v", err)
	}
}

func table(dir string, i int) string { return filepath.Join(dir, fmt.Sprintf("%06d.sst", i+1)) }
