package storage

import (
	"errors"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type useRecord struct {
	Org    string         `json:"org"`
	Token  string         `json:"token"`
	Count  int64          `json:"count"`
	LastAt time.Time      `json:"last_at,omitzero"`
	Due    time.Time      `json:"due,omitzero"`
	From   string         `json:"from,omitzero"`
	Agent  string         `json:"agent,omitzero"`
	Recent []callerRecord `json:"recent,omitempty"`
}

type callerRecord struct {
	From  string    `json:"from"`
	Agent string    `json:"agent,omitzero"`
	At    time.Time `json:"at"`
	Count int64     `json:"count"`
}

func packUse(u model.Use) useRecord {
	r := useRecord{
		Org: string(u.Token.Org), Token: string(u.Token.ID), Count: u.Count,
		LastAt: utc(u.LastAt), Due: utc(u.Due), From: u.From, Agent: u.Agent,
	}
	for _, c := range u.Recent {
		r.Recent = append(r.Recent, callerRecord{From: c.From, Agent: c.Agent, At: utc(c.At), Count: c.Count})
	}
	return r
}

func unpackUse(r useRecord) model.Use {
	u := model.Use{
		Token: model.TokenRef{Org: model.OrgID(r.Org), ID: model.TokenID(r.Token)},
		Count: r.Count, LastAt: r.LastAt, Due: r.Due, From: r.From, Agent: r.Agent,
	}
	for _, c := range r.Recent {
		u.Recent = append(u.Recent, model.Caller{From: c.From, Agent: c.Agent, At: c.At, Count: c.Count})
	}
	return u
}

var uses = table[model.Use, useRecord]{
	noun:   "use",
	key:    func(u model.Use) key { return useKey(u.Token) },
	pack:   packUse,
	unpack: unpackUse,
	links: func(u model.Use) []link {
		if u.Due.IsZero() {
			return nil
		}
		return []link{{at: newKey("use.by-due", millis(u.Due), string(u.Token.Org), string(u.Token.ID))}}
	},
}

func useKey(ref model.TokenRef) key { return newKey("use", string(ref.Org), string(ref.ID)) }

// Use returns how a token was used: a Use of no uses when none is on record.
func (t *tx) Use(ref model.TokenRef) (model.Use, error) {
	use, err := uses.find(t, useKey(ref))
	if errors.Is(err, engine.ErrNotFound) {
		return model.Use{Token: ref}, nil
	}
	return use, err
}

// PutUse writes it, and moves the token in the SortLastUsed order and in that
// of DueTokens. KindNotFound when there is no such token.
func (t *tx) PutUse(u model.Use) error {
	token, err := t.Token(u.Token)
	if err != nil {
		return err
	}
	old, err := uses.put(t, u)
	if err != nil {
		return err
	}
	if old == nil {
		old = &model.Use{}
	}
	return t.moveUsed(token, &old.LastAt, &u.LastAt)
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
