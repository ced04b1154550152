package badgerdb

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"example.com/latchkey/storage/engine"
)

// TestATableWithoutItsEnd is found before Badger opens it, also in a store that is
// too large to be read through first: Badger would end the process over it.
func TestATableWithoutItsEnd(t *testing.T) {
	for name, damage := range map[string]func(text []byte) []byte{
		"cut":                     func(text []byte) []byte { return text[:len(text)-100] },
		"cut to nothing":          func([]byte) []byte { return nil },
		"cut to a few bytes":      func(text []byte) []byte { return text[len(text)-6:] },
		"longer than it was":      func(text []byte) []byte { return append(text, make([]byte, 100)...) },
		"a long checksum":         func(text []byte) []byte { text[len(text)-4] ^= 0x80; return text },
		"no checksum":             func(text []byte) []byte { text[len(text)-5] ^= 0x80; return text },
		"an index beyond the end": func(text []byte) []byte { text[endOfIndex(text)] ^= 0x80; return text },
	} {
		o := Options{Dir: t.TempDir(), EncryptionKey: bytes.Repeat([]byte("k"), 32)}
		path := written(t, o)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, damage(text), 0o600); err != nil {
			t.Fatal(err)
		}
		d := &DB{space: newSpace(o)}
		if err := d.open(o, 0); !errors.Is(err, engine.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// endOfIndex is where the length of the index begins.
func endOfIndex(text []byte) int { return len(text) - 4 - int(text[len(text)-1]) - 4 }

func TestTheEndOfATableThatIsInOrder(t *testing.T) {
	o := Options{Dir: t.TempDir()}
	written(t, o)
	v, err := newVerification(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.checkEnds(); err != nil {
		t.Error(err)
	}
}
