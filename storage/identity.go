package storage

import (
	"context"
	"errors"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// identityKey holds what every store has and what only its own key verifies.
var identityKey = key("identity")

type identityRecord struct {
	Store string `json:"store"`
}

var errNoIdentity = errors.New("the store has records, but no identity")

// identify makes sure that the store was made with these keys, and marks a new
// one with them.
func (s *Store) identify(ctx context.Context) error {
	return s.Update(ctx, func(m model.Tx) error {
		t := m.(*tx)
		value, err := t.reader.Get(identityKey)
		switch {
		case errors.Is(err, engine.ErrNotFound):
			return t.markNew()
		case err != nil:
			return translate(err)
		}
		return t.checkIdentity(value)
	})
}

func (t *tx) markNew() error {
	found, err := t.any(engine.Range{})
	switch {
	case err != nil:
		return err
	case found:
		return t.damaged(identityKey, errNoIdentity)
	}
	return t.setRecord(identityKey, identityRecord{Store: "latchkey"})
}

func (t *tx) checkIdentity(value []byte) error {
	_, err := t.store.sealer.open(identityKey, value)
	switch {
	case errors.Is(err, errMAC):
		return translate(engine.ErrWrongKey)
	case errors.Is(err, errVersion):
		return unavailable(err, "This store was written by a newer latchkey. Update latchkey to open it.")
	case err != nil:
		return t.damaged(identityKey, err)
	}
	return nil
}
