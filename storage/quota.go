package storage

import (
	"errors"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type quotaRecord struct {
	Tokens []refRecord `json:"tokens"`
}

type refRecord struct {
	Org string `json:"org"`
	ID  string `json:"id"`
}

func quotaKey(h model.Holder) key {
	if h.User != "" {
		return newKey("quota", "user:"+string(h.User))
	}
	return newKey("quota", "org:"+string(h.Org))
}

// Quota returns the tokens that counted for a holder when it was last written;
// none for a holder that had none yet.
func (t *tx) Quota(h model.Holder) ([]model.TokenRef, error) {
	r, err := getJSON[quotaRecord](t, quotaKey(h))
	if errors.Is(err, engine.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var refs []model.TokenRef
	for _, ref := range r.Tokens {
		refs = append(refs, model.TokenRef{Org: model.OrgID(ref.Org), ID: model.TokenID(ref.ID)})
	}
	return refs, nil
}

// PutQuota writes them. It reads first, so that it is a guard even for a
// transaction that has not asked for the Quota.
func (t *tx) PutQuota(h model.Holder, refs []model.TokenRef) error {
	if err := checkID(string(h.User) + string(h.Org)); err != nil {
		return err
	}
	if _, err := t.Quota(h); err != nil {
		return err
	}
	var r quotaRecord
	for _, ref := range refs {
		r.Tokens = append(r.Tokens, refRecord{Org: string(ref.Org), ID: string(ref.ID)})
	}
	return t.setJSON(quotaKey(h), r)
}
