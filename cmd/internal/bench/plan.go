package bench

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"

	"example.com/latchkey/model"
)

// plan says what is in a store: so many tokens, counted from 0, which lie one org
// after the other. In each org come those of its service users, then those of
// its people, of whom each has from one to ten.
type plan struct {
	Tokens int `json:"tokens"`
	People int `json:"people"` // in an org; 0 for one org with all of them
}

const (
	peopleOfOrg = 1000 // in the orgs of most stores

	servicesOfOrg   = 2
	tokensOfService = 10
	tokensOfTen     = 55 // ten people have 1 + 2 + … + 10
)

// tokensOf is how many tokens the person with that number in an org has.
func tokensOf(person int) int { return 1 + person%10 }

// perOrg is how many tokens a full org has.
func (p plan) perOrg() int {
	if p.People == 0 {
		return p.Tokens
	}
	rest := p.People % 10
	return servicesOfOrg*tokensOfService + p.People/10*tokensOfTen + rest*(rest+1)/2
}

// orgs is how many there are.
func (p plan) orgs() int { return (p.Tokens + p.perOrg() - 1) / p.perOrg() }

// org is the number of the org of a token.
func (p plan) org(token int) int { return token / p.perOrg() }

// prefix is that of a token's secret.
func (p plan) prefix(token int) string {
	if token%p.perOrg() < servicesOfOrg*tokensOfService {
		return model.PrefixServiceUser
	}
	return model.PrefixUser
}

// Records get ids in the form of the model's, with a number for a ULID: they are
// older than every other.
func userID(n int) model.UserID           { return model.UserID(numbered("usr_", n)) }
func serviceID(n int) model.ServiceUserID { return model.ServiceUserID(numbered("svc_", n)) }
func tokenID(n int) model.TokenID         { return model.TokenID(numbered("tok_", n)) }

func numbered(prefix string, n int) string { return fmt.Sprintf("%s%026d", prefix, n) }

var (
	firstWords  = strings.Fields("nightly weekly hourly legacy mobile staging backup north south central audit billing report sensor import release")
	secondWords = strings.Fields("export sync deploy dashboard gateway pipeline monitor webhook archive scanner feed cleanup runner mirror bridge")
)

// tokenName is like what people write. The number makes it the only one.
func tokenName(n int) string {
	return fmt.Sprintf("%s-%s-%d", firstWords[n%len(firstWords)], secondWords[n/len(firstWords)%len(secondWords)], n)
}

// secretOf makes the secret of a token, the same one for the same seed. Pepper is
// the store's, for the hash; nil leaves that out.
func (p plan) secretOf(seed uint64, token int, pepper []byte) (model.Secret, model.Hash, error) {
	mint := model.NewMint(&dice{*rand.NewPCG(seed, uint64(token))}, pepper)
	secret, err := mint.Secret(p.prefix(token))
	if err != nil || pepper == nil {
		return secret, model.Hash{}, err
	}
	return secret, mint.Hash(secret), nil
}

// dice are random bytes that can be had again: for secrets that protect nothing.
type dice struct{ rand.PCG }

func (d *dice) Read(to []byte) (int, error) {
	for at := 0; at < len(to); at += 8 {
		var eight [8]byte
		binary.LittleEndian.PutUint64(eight[:], d.Uint64())
		copy(to[at:], eight[:])
	}
	return len(to), nil
}
