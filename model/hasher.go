package model

import (
	"crypto/hmac"
	"crypto/sha256"
	"hash"
	"sync"
)

// hasher computes keyed hashes. Its states are used again: setting one up takes
// longer than what is hashed here.
type hasher struct{ states *sync.Pool }

// hashState is one of them with its buffers.
type hashState struct {
	mac  hash.Hash
	text []byte
	sum  Hash
}

func newHasher(key []byte) hasher {
	return hasher{&sync.Pool{New: func() any { return &hashState{mac: hmac.New(sha256.New, key)} }}}
}

// ofSecret returns what the store keeps of a secret (rule 3.9).
func (h hasher) ofSecret(s Secret) Hash { return h.sum("secret", s.Reveal()) }

// sum returns HMAC-SHA256 over text, for one purpose.
func (h hasher) sum(purpose, text string) Hash {
	s := h.states.Get().(*hashState)
	defer h.states.Put(s)
	s.text = append(append(append(s.text[:0], purpose...), 0), text...)
	s.mac.Reset()
	s.mac.Write(s.text)
	s.mac.Sum(s.sum[:0])
	clear(s.text) // it may be a secret
	return s.sum
}
