package storage

import (
	"bytes"
	"errors"
	"testing"
)

func testSealer() *sealer { return newSealer(bytes.Repeat([]byte("k"), 32)) }

func TestSealOpens(t *testing.T) {
	s := testSealer()
	for _, payload := range []string{"", "x", `{"id":"org_1"}`} {
		value := s.seal(key("org"), []byte(payload))
		got, err := s.open(key("org"), value)
		if err != nil || string(got) != payload {
			t.Errorf("open(seal(%q)) = %q, %v", payload, got, err)
		}
	}
}

// TestSealNoticesEveryChange flips every bit of a value and of its key.
func TestSealNoticesEveryChange(t *testing.T) {
	s, k := testSealer(), newKey("org", "org_1")
	value := s.seal(k, []byte(`{"name":"Acme"}`))
	for i := range value {
		for bit := range 8 {
			bad := bytes.Clone(value)
			bad[i] ^= 1 << bit
			if _, err := s.open(k, bad); !errors.Is(err, errMAC) {
				t.Errorf("byte %d, bit %d of the value: %v", i, bit, err)
			}
		}
	}
	for i := range k {
		other := bytes.Clone(k)
		other[i] ^= 1
		if _, err := s.open(other, value); !errors.Is(err, errMAC) {
			t.Errorf("byte %d of the key: %v", i, err)
		}
	}
	for n := range value {
		if _, err := s.open(k, value[:n]); err == nil {
			t.Errorf("cut to %d bytes it verifies", n)
		}
	}
	if _, err := newSealer(bytes.Repeat([]byte("x"), 32)).open(k, value); !errors.Is(err, errMAC) {
		t.Errorf("with another secret: %v", err)
	}
}

// TestSealTellsKeyFromPayload: what leaves the end of the key for the start of
// the payload does not verify.
func TestSealTellsKeyFromPayload(t *testing.T) {
	s := testSealer()
	value := s.seal(key("ab"), []byte("c"))
	moved := append(bytes.Clone(value[:sealLen]), "bc"...)
	if _, err := s.open(key("a"), moved); !errors.Is(err, errMAC) {
		t.Errorf("moved: %v", err)
	}
}

// TestSealNewerVersion: a value of a format to come is told from a damaged one.
func TestSealNewerVersion(t *testing.T) {
	s, k := testSealer(), key("org")
	sum := s.sum(formatVersion+1, k, []byte("x"))
	value := append([]byte{formatVersion + 1}, sum[:macLen]...)
	if _, err := s.open(k, append(value, 'x')); !errors.Is(err, errVersion) {
		t.Errorf("newer: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	s, k := testSealer(), newKey("org", "org_1")
	good := s.seal(k, []byte(`{"name":"Acme"}`))
	f.Add(good)
	f.Add(good[:sealLen])
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{1}, sealLen+1))
	f.Fuzz(func(t *testing.T, value []byte) {
		if _, err := s.open(k, value); err == nil && !bytes.Equal(value, good) {
			t.Errorf("%x verifies", value)
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	s, k := testSealer(), newKey("token", "org_1", "tok_1")
	value := s.seal(k, bytes.Repeat([]byte("x"), 400))
	for b.Loop() {
		if _, err := s.open(k, value); err != nil {
			b.Fatal(err)
		}
	}
}
