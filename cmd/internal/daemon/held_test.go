package daemon

import (
	"os"
	"testing"
)

// wasUsed asks a data directory that is held, and lets it go.
func (b *box) wasUsed() bool {
	b.Helper()
	h, err := Hold(b.options(nil))
	b.must(err)
	defer func() { b.must(h.Release()) }()
	return h.WasUsed()
}

// Only a store that somebody set up counts as used; where that cannot be told
// without opening it, it does not.
func TestWasUsed(t *testing.T) {
	b := newBox(t)
	if b.wasUsed() {
		t.Error("a directory without a store was used")
	}
	b.visit(func(*Daemon) {})
	if b.wasUsed() {
		t.Error("a store that nobody set up was used")
	}
	b.setUp()
	if !b.wasUsed() {
		t.Error("a store that was set up was not used")
	}
	kept := fileOf(t, b.path("head"))
	b.must(os.WriteFile(b.path("head"), append([]byte("x"), kept...), 0o600))
	if b.wasUsed() {
		t.Error("an altered head is believed")
	}
	b.must(os.Remove(b.path("head")))
	if b.wasUsed() {
		t.Error("a head that is not there is believed")
	}
}
