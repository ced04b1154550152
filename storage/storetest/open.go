// Package storetest is what every engine of model.Store has to pass: one suite
// (Run), and stores over the real engine for the tests of other packages.
// There is no hand-written fake: an empty Badger store in memory opens in a
// few milliseconds.
package storetest

import (
	"bytes"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
)

// Keys are the keys of all stores of tests.
func Keys() storage.Keys { return storage.Keys{MAC: bytes.Repeat([]byte("k"), 32)} }

// Memory returns an empty store in memory that is closed when the test ends.
// A damaged record fails the test.
func Memory(t testing.TB) model.Store {
	t.Helper()
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	return Open(t, db, Options(t))
}

// Options are those of a store in a test: an alarm fails it.
func Options(t testing.TB) storage.Options {
	return storage.Options{Alarm: func(key string, err error) {
		t.Errorf("integrity alarm: %s: %v", key, err)
	}}
}

// Open returns the store that e keeps. It is closed when the test ends.
func Open(t testing.TB, e engine.Engine, o storage.Options) *storage.Store {
	t.Helper()
	store, err := storage.Open(t.Context(), e, Keys(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return store
}
