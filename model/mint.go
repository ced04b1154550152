package model

import "io"

// Mint makes secrets of tokens beside the use cases, for whoever fills a store
// through Tx with more tokens than GenerateToken could make one by one, as a
// benchmark does. With the same Random it makes the same ones again.
type Mint struct {
	Random io.Reader
	Pepper []byte // of the store; nil where nobody needs the hashes
}

// Secret draws a secret with a prefix (PrefixUser, PrefixServiceUser), as
// GenerateToken does (rule 3.9). The error is of KindInternal: Random failed.
func (m Mint) Secret(prefix string) (Secret, error) { return newTokenSecret(m.Random, prefix) }

// Hash returns what the store keeps of a secret, for Token.Hash.
func (m Mint) Hash(s Secret) Hash {
	a := Authority{options: Options{Pepper: m.Pepper}}
	return a.hash(s)
}
