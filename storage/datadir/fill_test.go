package datadir_test

import (
	"errors"
	"path/filepath"
	"testing"

	"example.com/latchkey/storage/datadir"
)

// TestFill: what was written is there afterwards, and the directory is nobody's.
func TestFill(t *testing.T) {
	o := datadir.Options{Dir: filepath.Join(t.TempDir(), "data")}
	err := datadir.Fill(t.Context(), o, func(d *datadir.Opened) error { return d.Store.Update(t.Context(), putAcme) })
	if err != nil {
		t.Fatal(err)
	}
	if err := open(t, o).Store.View(t.Context(), getAcme); err != nil {
		t.Error(err)
	}
}

// TestFillThatFails says why, and lets the directory go.
func TestFillThatFails(t *testing.T) {
	o := datadir.Options{Dir: filepath.Join(t.TempDir(), "data")}
	broken := errors.New("broken")
	err := datadir.Fill(t.Context(), o, func(*datadir.Opened) error { return broken })
	if !errors.Is(err, broken) {
		t.Errorf("it ended with %v", err)
	}
	open(t, o)
}
