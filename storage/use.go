package storage

import (
	"errors"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// use is a model.Use with the token's subject, which is for good: whose order by last
// use the token is in is known without reading the token.
type use struct {
	model.Use
	Subject model.Subject // zero in records of before it was kept
}

type useRecord struct {
	Org         string         `json:"org"`
	Token       string         `json:"token"`
	User        string         `json:"user,omitzero"`
	ServiceUser string         `json:"service_user,omitzero"`
	Count       int64          `json:"count"`
	LastAt      time.Time      `json:"last_at,omitzero"`
	Due         time.Time      `json:"due,omitzero"`
	From        string         `json:"from,omitzero"`
	Agent       string         `json:"agent,omitzero"`
	Recent      []callerRecord `json:"recent,omitempty"`
}

type callerRecord struct {
	From  string    `json:"from"`
	Agent string    `json:"agent,omitzero"`
	At    time.Time `json:"at"`
	Count int64     `json:"count"`
}

func packUse(u use) useRecord {
	r := useRecord{
		Org: string(u.Token.Org), Token: string(u.Token.ID),
		User: string(u.Subject.User), ServiceUser: string(u.Subject.ServiceUser), Count: u.Count,
		LastAt: utc(u.LastAt), Due: utc(u.Due), From: u.From, Agent: u.Agent,
	}
	for _, c := range u.Recent {
		r.Recent = append(r.Recent, callerRecord{From: c.From, Agent: c.Agent, At: utc(c.At), Count: c.Count})
	}
	return r
}

func unpackUse(r useRecord) use {
	u := model.Use{
		Token: model.TokenRef{Org: model.OrgID(r.Org), ID: model.TokenID(r.Token)},
		Count: r.Count, LastAt: r.LastAt, Due: r.Due, From: r.From, Agent: r.Agent,
	}
	for _, c := range r.Recent {
		u.Recent = append(u.Recent, model.Caller{From: c.From, Agent: c.Agent, At: c.At, Count: c.Count})
	}
	return use{u, model.Subject{User: model.UserID(r.User), ServiceUser: model.ServiceUserID(r.ServiceUser)}}
}

var uses = table[use, useRecord]{
	noun:   "use",
	key:    func(u use) key { return useKey(u.Token) },
	pack:   packUse,
	unpack: unpackUse,
	links: func(u use) []link {
		if u.Due.IsZero() {
			return nil
		}
		return []link{{at: newKey("use.by-due", millis(u.Due), string(u.Token.Org), string(u.Token.ID))}}
	},
}

func useKey(ref model.TokenRef) key { return newKey("use", string(ref.Org), string(ref.ID)) }

// Use returns how a token was used: a Use of no uses when none is on record.
func (t *tx) Use(ref model.TokenRef) (model.Use, error) {
	found, err := uses.find(t, useKey(ref))
	if errors.Is(err, engine.ErrNotFound) {
		return model.Use{Token: ref}, nil
	}
	return found.Use, err
}

// PutUse writes it, and moves the token in the SortLastUsed order and in that
// of DueTokens. KindNotFound when there is no such token.
func (t *tx) PutUse(u model.Use) error {
	k := useKey(u.Token)
	old, err := uses.find(t, k)
	if err != nil && !errors.Is(err, engine.ErrNotFound) {
		return err
	}
	if old.Subject == (model.Subject{}) {
		token, err := t.Token(u.Token)
		if err != nil {
			return err
		}
		old.Subject = token.Subject
	}
	if err := uses.replace(t, k, uses.linksOf(old), use{u, old.Subject}); err != nil {
		return err
	}
	return t.moveUsed(u.Token, old.Subject, &old.LastAt, &u.LastAt)
}

// DueTokens returns up to limit tokens whose Use.Due is not zero and not after
// the given time, the earliest first.
func (t *tx) DueTokens(until time.Time, limit int) ([]model.TokenRef, error) {
	found, err := uses.until(t, all("use.by-due"), until, limit)
	if err != nil {
		return nil, err
	}
	var due []model.TokenRef
	for _, u := range found {
		if !u.Due.After(until) {
			due = append(due, u.Token)
		}
	}
	return due, nil
}
