package storage

import (
	"errors"
	"time"

	"example.com/latchkey/model"
)

type tokenRecord struct {
	ID            string    `json:"id"`
	Org           string    `json:"org"`
	User          string    `json:"user,omitzero"`
	ServiceUser   string    `json:"service_user,omitzero"`
	Name          string    `json:"name"`
	Note          string    `json:"note,omitzero"`
	CreatedAt     time.Time `json:"created_at"`
	CreatedBy     string    `json:"created_by,omitzero"`
	EndsAt        time.Time `json:"ends_at,omitzero"`
	Epoch         int       `json:"epoch,omitzero"`
	LastFour      string    `json:"last_four"`
	Hash          hashText  `json:"hash"`
	PreviousHash  hashText  `json:"previous_hash,omitzero"`
	PreviousUntil time.Time `json:"previous_until,omitzero"`
	RegeneratedAt time.Time `json:"regenerated_at,omitzero"`
	SecretSeen    bool      `json:"secret_seen,omitzero"`
	Ended         string    `json:"ended,omitzero"`
	EndAt         time.Time `json:"end_at,omitzero"`
	EndBy         string    `json:"end_by,omitzero"`
}

func packToken(t model.Token) tokenRecord {
	return tokenRecord{
		ID: string(t.ID), Org: string(t.Org),
		User: string(t.Subject.User), ServiceUser: string(t.Subject.ServiceUser),
		Name: t.Name, Note: t.Note, CreatedAt: utc(t.CreatedAt), CreatedBy: t.CreatedBy,
		EndsAt: utc(t.EndsAt), Epoch: t.Epoch, LastFour: t.LastFour,
		Hash: hashText(t.Hash), PreviousHash: hashText(t.PreviousHash),
		PreviousUntil: utc(t.PreviousUntil), RegeneratedAt: utc(t.RegeneratedAt), SecretSeen: t.SecretSeen,
		Ended: string(t.Ended), EndAt: utc(t.EndAt), EndBy: t.EndBy,
	}
}

func unpackToken(r tokenRecord) model.Token {
	return model.Token{
		ID: model.TokenID(r.ID), Org: model.OrgID(r.Org),
		Subject: model.Subject{User: model.UserID(r.User), ServiceUser: model.ServiceUserID(r.ServiceUser)},
		Name:    r.Name, Note: r.Note, CreatedAt: r.CreatedAt, CreatedBy: r.CreatedBy,
		EndsAt: r.EndsAt, Epoch: r.Epoch, LastFour: r.LastFour,
		Hash: model.Hash(r.Hash), PreviousHash: model.Hash(r.PreviousHash),
		PreviousUntil: r.PreviousUntil, RegeneratedAt: r.RegeneratedAt, SecretSeen: r.SecretSeen,
		Ended: model.EndReason(r.Ended), EndAt: r.EndAt, EndBy: r.EndBy,
	}
}

var tokens = table[model.Token, tokenRecord]{
	noun:   "token",
	key:    func(t model.Token) key { return tokenKey(refOf(t)) },
	pack:   packToken,
	unpack: unpackToken,
	links:  tokenLinks,
}

// tokenLinks leaves out the order by last use: PutToken and PutUse move it.
func tokenLinks(t model.Token) []link {
	org, id, name := string(t.Org), string(t.ID), sortable(t.Name)
	links := []link{
		{at: newKey("token.by-name", org, name, id)},
		{at: newKey("token.of", org, subject(t.Subject), id)},
		{at: newKey("token.of.by-name", org, subject(t.Subject), name, id)},
		{at: hashKey(t.Hash), taken: errHashTaken},
	}
	if !t.PreviousUntil.IsZero() && t.PreviousHash != t.Hash {
		links = append(links, link{at: hashKey(t.PreviousHash), taken: errHashTaken})
	}
	return links
}

// errHashTaken cannot happen with secrets of 190 random bits, but must not
// lead from one token's secret to another token.
var errHashTaken = internal(nil, "Two tokens have the same secret; nothing was changed.")

func refOf(t model.Token) model.TokenRef { return model.TokenRef{Org: t.Org, ID: t.ID} }

func tokenKey(ref model.TokenRef) key { return newKey("token", string(ref.Org), string(ref.ID)) }

func hashKey(h model.Hash) key { return newKey("token.hash", string(h[:])) }

// Token returns an org's token. KindNotFound when there is none.
func (t *tx) Token(ref model.TokenRef) (model.Token, error) { return tokens.get(t, tokenKey(ref)) }

// errHash is the cause when the hash of a secret leads to a token without it.
var errHash = errors.New("a secret's hash leads to this token, which has another one")

// TokenByHash finds a token by the hash of its secret, the present one or the
// previous one. KindNotFound when there is none.
func (t *tx) TokenByHash(h model.Hash) (model.Token, error) {
	token, err := tokens.getBy(t, hashKey(h))
	if err != nil {
		return model.Token{}, err
	}
	if token.Hash != h && token.PreviousHash != h {
		return model.Token{}, t.damaged(hashKey(h), errHash)
	}
	return token, nil
}

// PutToken writes a token and its links. Its subject is for good.
func (t *tx) PutToken(token model.Token) error {
	err := firstOf(checkID(token.Org), checkID(token.ID), checkID(token.Subject.ID()))
	if err != nil {
		return err
	}
	old, err := tokens.put(t, token)
	switch {
	case err != nil:
		return err
	case old == nil:
		return t.moveUsed(refOf(token), token.Subject, nil, &time.Time{})
	case old.Subject != token.Subject:
		return internal(nil, "latchkey tried to give the token %s to another subject.", token.ID)
	}
	return nil
}

// moveUsed moves a token in the order by last use; nil is no place.
func (t *tx) moveUsed(ref model.TokenRef, s model.Subject, from, to *time.Time) error {
	if from != nil && to != nil && millis(*from) == millis(*to) {
		return nil
	}
	if from != nil {
		for _, k := range usedKeys(ref, s, *from) {
			if err := t.delete(k); err != nil {
				return err
			}
		}
	}
	if to != nil {
		for _, k := range usedKeys(ref, s, *to) {
			if err := t.set(k, tokenKey(ref)); err != nil {
				return err
			}
		}
	}
	return nil
}

func usedKeys(ref model.TokenRef, s model.Subject, at time.Time) []key {
	org, id := string(ref.Org), string(ref.ID)
	return []key{
		newKey("token.by-used", org, millis(at), id),
		newKey("token.of.by-used", org, subject(s), millis(at), id),
	}
}

// TokensOf lists a subject's tokens in an org by SortName, SortCreated or
// SortLastUsed, the ended ones too.
func (t *tx) TokensOf(org model.OrgID, s model.Subject, req model.PageRequest) (model.Page[model.Token], error) {
	return tokens.page(t, orders{
		model.SortName:     {prefix: within("token.of.by-name", string(org), subject(s))},
		model.SortCreated:  {prefix: within("token.of", string(org), subject(s))},
		model.SortLastUsed: {prefix: within("token.of.by-used", string(org), subject(s))},
	}, req)
}

// Tokens lists an org's tokens in the same orders.
func (t *tx) Tokens(org model.OrgID, req model.PageRequest) (model.Page[model.Token], error) {
	return tokens.page(t, orders{
		model.SortName:     {prefix: within("token.by-name", string(org))},
		model.SortCreated:  {prefix: within("token", string(org)), records: true},
		model.SortLastUsed: {prefix: within("token.by-used", string(org))},
	}, req)
}
