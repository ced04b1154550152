package storage_test

import (
	"testing"

	"example.com/latchkey/storage"
	"example.com/latchkey/storage/engine"
)

// TestHeadWasKept: the note is written once, and counts also when it is damaged.
func TestHeadWasKept(t *testing.T) {
	f := newFixture(t, storage.Options{})
	was := func(want bool) {
		t.Helper()
		if was, err := f.store.HeadWasKept(t.Context()); was != want || err != nil {
			t.Errorf("%t, %v", was, err)
		}
	}
	note := func() {
		t.Helper()
		if err := f.store.NoteHeadKept(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	was(false)
	note()
	was(true)
	f.tamper(func(w engine.Writer) error { return w.Set([]byte("head.kept"), []byte("x")) })
	was(true)
	note()
	if got := f.all()["head.kept"]; got != "x" {
		t.Errorf("the note was written again: %q", got)
	}
}
