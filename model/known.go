package model

// known is what a decision about a token needs of the store, beside how the token
// was used and what it is asked to reach. Its parts are not changed once it is
// made.
type known struct {
	token   Token
	party   party
	allowed Permissions
	stamp   stamp // in memory it counts for as long as this is fresh
}

// know reads what is to be known of a token. A record that is missing is a fault
// of the store, never a yes (rule 8.4).
func (q *inquiry) know(t Token) (*known, error) {
	p, err := q.partyOf(t)
	if err != nil {
		return nil, err
	}
	allowed, err := q.permissionsOf(p.org.ID, p.sets)
	if err != nil {
		return nil, err
	}
	return &known{token: t, party: p, allowed: allowed}, nil
}

// records are the keys of all that it was read from.
func (k *known) records() [len(stamp{})]recordKey {
	return [...]recordKey{
		tokenKey(k.token.ref()), orgKey(k.token.Org),
		subjectKey(k.token.Org, k.token.Subject), accountKey(k.token.Subject.User),
	}
}

// is reports whether a secret is one of the token's.
func (k *known) is(secret Hash) bool { return k.token.Hash == secret || k.token.PreviousHash == secret }
