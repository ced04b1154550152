package model

import "strings"

// known is what a decision about a token needs of the store, beside how the token
// was used and what it is asked to reach. It is not changed once it is made; the
// zero value is for nothing.
type known struct {
	subject *copied[subjectState] // shared by all of its tokens
	stamp   [1]stamp              // of the token
	token   Token
}

// know reads what is to be known of a token, as far as that is not known already or
// may have changed since begin. A record that is missing is a fault of the store,
// never a yes (rule 8.4).
func (q *inquiry) know(t Token, begin uint64) (known, error) {
	s, err := q.a.commons.subject(q, subjectRef{t.Org, t.Subject}, begin)
	if err != nil {
		return known{}, missing(err)
	}
	return known{token: t.compact(&s.value.party), subject: s}, nil
}

// keep stamps what was read since begin, and reports whether it may be kept.
func (k *known) keep(f *freshness, begin uint64) bool {
	return k.subject != nil && k.subject.lasting && f.stamp(k.stamp[:], begin, []recordKey{tokenKey(k.token.ref())})
}

// fresh reports whether a decision may be made from it.
func (k *known) fresh(f *freshness) bool {
	return k.subject != nil && f.fresh(k.stamp[:]) && f.fresh(k.subject.stamps[:])
}

// is reports whether a secret is one of the token's.
func (k *known) is(secret Hash) bool { return k.token.Hash == secret || k.token.PreviousHash == secret }

// compact returns the token with its texts in one piece of memory, but for those that
// it has in common with its subject.
func (t Token) compact(p *party) Token {
	t.Org, t.Subject = p.org.ID, p.subject
	id := string(t.ID)
	join(&id, &t.Name, &t.Note, &t.CreatedBy, &t.LastFour, &t.EndBy)
	t.ID = TokenID(id)
	return t
}

// join gives texts one piece of memory in place of one each.
func join(texts ...*string) {
	var all strings.Builder
	for _, text := range texts {
		all.WriteString(*text)
	}
	rest := all.String()
	for _, text := range texts {
		*text, rest = rest[:len(*text)], rest[len(*text):]
	}
}
