package datadir

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
)

// Keys are the keys that derive from a key file, 32 bytes each (rule 3.9).
// However they are printed, they do not show.
type Keys struct {
	Pepper     []byte // for the hashes of secrets
	RecordMAC  []byte // signs the records of the store
	LogChain   []byte // chains the activity log
	Encryption []byte // of the store's files
	HeadFile   []byte // signs the head file
}

// Format shows nothing under any verb.
func (Keys) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "(keys)") }

// MarshalText shows nothing, so that neither JSON nor a log does.
func (Keys) MarshalText() ([]byte, error) { return []byte("(keys)"), nil }

// derive returns the keys of a key file's secret by HKDF-SHA256. The labels
// are for good: another label is another key.
func derive(secret []byte) (Keys, error) {
	var k Keys
	for _, one := range []struct {
		to    *[]byte
		label string
	}{
		{&k.Pepper, "latchkey v1 pepper"},
		{&k.RecordMAC, "latchkey v1 record mac"},
		{&k.LogChain, "latchkey v1 log chain"},
		{&k.Encryption, "latchkey v1 encryption"},
		{&k.HeadFile, "latchkey v1 head file"},
	} {
		key, err := hkdf.Key(sha256.New, secret, nil, one.label, 32)
		if err != nil {
			return Keys{}, unavailable(err, "The keys could not be derived from the key file.")
		}
		*one.to = key
	}
	return k, nil
}

// newKeys returns keys that no file has.
func newKeys() (Keys, error) {
	secret := make([]byte, secretLen)
	if _, err := rand.Read(secret); err != nil {
		return Keys{}, unavailable(err, "The system gave no random numbers.")
	}
	return derive(secret)
}
