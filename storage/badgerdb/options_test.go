package badgerdb

import (
	"bytes"
	"errors"
	"testing"

	"github.com/dgraph-io/badger/v4/options"

	"example.com/latchkey/storage/engine"
)

// TestSettings pins what safety depends on; the defaults of Badger are
// otherwise.
func TestSettings(t *testing.T) {
	o := Options{Dir: "dir", EncryptionKey: bytes.Repeat([]byte("k"), 32)}.badger()
	for name, ok := range map[string]bool{
		"commits are not synced twice": o.SyncWrites == syncsItself,
		"conflicts are detected":       o.DetectConflicts,
		"the lock is respected":        !o.BypassLockGuard,
		"damaged blocks are noticed":   o.ChecksumVerificationMode == options.OnBlockRead,
		"old versions go":              o.NumVersionsToKeep == 1,
		"values stay with their keys":  o.ValueThreshold > engine.MaxValue,
		"memory is bounded":            o.MemTableSize == 8<<20 && o.NumMemtables == 2 && o.IndexCacheSize > 0 && o.BlockCacheSize > 0,
		"nothing is compressed":        o.Compression == options.None,
		"the files are encrypted":      len(o.EncryptionKey) == 32,
		"no values are held in memory": !o.InMemory,
		"metrics are off":              !o.MetricsEnabled,
		"no sync only when asked for":  !Options{NoSync: true}.badger().SyncWrites,
		"no cache of blocks in clear":  Options{}.badger().BlockCacheSize == 0,
	} {
		if !ok {
			t.Errorf("not so: %s", name)
		}
	}
}

// TestFullWhileOpen: a disk that fills up stops changes, not reads.
func TestFullWhileOpen(t *testing.T) {
	db, err := Open(Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	write := func(w engine.Writer) error { return w.Set([]byte("a"), []byte("b")) }
	if err := db.Update(t.Context(), write); err != nil {
		t.Fatal(err)
	}
	db.space.atLeast = 1 << 62
	if err := db.Update(t.Context(), write); !errors.Is(err, engine.ErrFull) {
		t.Errorf("update: %v", err)
	}
	remove := func(w engine.Writer) error { return w.Delete([]byte("a")) }
	if err := db.Update(t.Context(), remove); !errors.Is(err, engine.ErrFull) {
		t.Errorf("update that deletes: %v", err)
	}
	look := func(w engine.Writer) error { _, err := w.Get([]byte("a")); return err }
	if err := db.Update(t.Context(), look); err != nil {
		t.Errorf("update that writes nothing: %v", err)
	}
	err = db.View(t.Context(), func(r engine.Reader) error { _, err := r.Get([]byte("a")); return err })
	if err != nil {
		t.Errorf("view: %v", err)
	}
}
