package storetest_test

import (
	"bytes"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(t testing.TB, o storage.Options) model.Store {
		db, err := badgerdb.OpenMemory()
		if err != nil {
			t.Fatal(err)
		}
		return storetest.Open(t, db, o)
	})
}

func TestDisk(t *testing.T) {
	storetest.Run(t, func(t testing.TB, o storage.Options) model.Store {
		db, err := badgerdb.Open(badgerdb.Options{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		return storetest.Open(t, db, o)
	})
}

// TestReopened runs on encrypted files: what is read was written by a store
// that has been closed.
func TestReopened(t *testing.T) {
	storetest.Run(t, func(t testing.TB, o storage.Options) model.Store {
		disk := badgerdb.Options{Dir: t.TempDir(), EncryptionKey: bytes.Repeat([]byte("e"), 32)}
		return storetest.Reopening(t, func() (model.Store, error) {
			db, err := badgerdb.Open(disk)
			if err != nil {
				return nil, err
			}
			return storage.Open(t.Context(), db, storetest.Keys(), o)
		})
	})
}
