package model

import "io"

// Mint makes secrets of tokens beside the use cases, for whoever fills a store
// through Tx with more tokens than GenerateToken could make one by one, as a
// benchmark does. With the same random it makes the same ones again.
type Mint struct {
	random io.Reader
	hasher hasher
}

// NewMint returns the mint of a store with that pepper, nil where nobody needs the
// hashes.
func NewMint(random io.Reader, pepper []byte) Mint { return Mint{random, newHasher(pepper)} }

// Secret draws a secret with a prefix (PrefixUser, PrefixServiceUser), as
// GenerateToken does (rule 3.9). The error is of KindInternal: random failed.
func (m Mint) Secret(prefix string) (Secret, error) { return newTokenSecret(m.random, prefix) }

// Hash returns what the store keeps of a secret, for Token.Hash.
func (m Mint) Hash(s Secret) Hash { return m.hasher.ofSecret(s) }
