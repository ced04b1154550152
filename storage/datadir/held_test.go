package datadir_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

func TestADirectoryThatIsHeldIsInUse(t *testing.T) {
	o := datadir.Options{Dir: filepath.Join(t.TempDir(), "data")}
	h, err := datadir.Hold(o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := datadir.Hold(o); !errors.Is(err, datadir.ErrInUse) {
		t.Errorf("a second one gets it: %v", err)
	}
	if err := h.Release(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(o.Dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something is left of a store that was never made: %v", err)
	}
	h, err = datadir.Hold(o)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := h.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := datadir.Hold(o); !errors.Is(err, datadir.ErrInUse) {
		t.Errorf("a second one gets it while the store is open: %v", err)
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	if h, err = datadir.Hold(o); err != nil {
		t.Fatal(err)
	}
	if err := h.Release(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(o.Dir, "key")); err != nil {
		t.Errorf("what was there before is not left alone: %v", err)
	}
}

func TestTheKeptHeadIsKnownBeforeTheStoreIsOpen(t *testing.T) {
	o := datadir.Options{Dir: t.TempDir()}
	opened, err := datadir.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	want := model.Head{Seq: 7, Revocations: 2, At: time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC), Chain: model.Hash{1, 2}}
	if err := errors.Join(opened.KeepHead(t.Context(), want), opened.Close()); err != nil {
		t.Fatal(err)
	}
	h, err := datadir.Hold(o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = h.Release() }()
	if got, found, err := h.KeptHead(); err != nil || !found || got != want {
		t.Errorf("got %+v, %v, %v", got, found, err)
	}
}
