package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// quotaRecord lists the tokens that count for a holder. It is read and written each
// time that one is made or ends, and so has a short form of its own:
//
//	1 byte         quotaForm
//	for each token
//	  id           and a zero byte
//	  org          and a zero byte; empty where it is that of the token before
//	  8 bytes      the mark of its name
//
// Before there were marks it was JSON.
type quotaRecord struct {
	Tokens []countedToken `json:"tokens"`
}

const quotaForm = 1

// countedToken is a token on the list.
type countedToken struct {
	Org  string `json:"org"`
	ID   string `json:"id"`
	Mark mark   `json:"-"`
}

// mark stands for a token's subject and its name, folded: tokens with different
// marks do not have both in common. Zero is that of no name, and tells nothing.
type mark uint64

func markOf(s model.Subject, name string) mark {
	sum := sha256.Sum256([]byte(subject(s) + "\x00" + fold(name)))
	return mark(binary.BigEndian.Uint64(sum[:]))
}

func (c countedToken) ref() model.TokenRef {
	return model.TokenRef{Org: model.OrgID(c.Org), ID: model.TokenID(c.ID)}
}

// MarshalBinary writes the short form.
func (r quotaRecord) MarshalBinary() ([]byte, error) {
	payload, org := []byte{quotaForm}, ""
	for _, t := range r.Tokens {
		payload = append(append(payload, t.ID...), 0)
		if t.Org != org {
			payload, org = append(payload, t.Org...), t.Org
		}
		payload = binary.BigEndian.AppendUint64(append(payload, 0), uint64(t.Mark))
	}
	return payload, nil
}

var errQuotaForm = errors.New("it is no list of tokens")

// UnmarshalBinary reads what MarshalBinary wrote, and JSON.
func (r *quotaRecord) UnmarshalBinary(payload []byte) error {
	if len(payload) == 0 || payload[0] != quotaForm {
		type inJSON quotaRecord
		return json.Unmarshal(payload, (*inJSON)(r))
	}
	org := ""
	for rest := payload[1:]; len(rest) > 0; {
		id, after, _ := bytes.Cut(rest, []byte{0})
		other, after, whole := bytes.Cut(after, []byte{0})
		if !whole || len(after) < 8 {
			return errQuotaForm
		}
		if len(other) > 0 {
			org = string(other)
		}
		r.Tokens = append(r.Tokens, countedToken{Org: org, ID: string(id), Mark: mark(binary.BigEndian.Uint64(after))})
		rest = after[8:]
	}
	return nil
}

func quotaKey(h model.Holder) key {
	if h.User != "" {
		return newKey("quota", "user:"+string(h.User))
	}
	return newKey("quota", "org:"+string(h.Org))
}

func (t *tx) quota(h model.Holder) (quotaRecord, error) {
	r, err := getRecord[quotaRecord](t, quotaKey(h))
	if errors.Is(err, engine.ErrNotFound) {
		return quotaRecord{}, nil
	}
	return r, err
}

// Quota returns the tokens that counted for a holder when it was last written;
// none for a holder that had none yet.
func (t *tx) Quota(h model.Holder) ([]model.TokenRef, error) {
	r, err := t.quota(h)
	var refs []model.TokenRef
	for _, counted := range r.Tokens {
		refs = append(refs, counted.ref())
	}
	return refs, err
}

// PutQuota writes them. It reads first, so that it is a guard even for a
// transaction that has not asked for the Quota. Those that come to it are to be
// written before.
func (t *tx) PutQuota(h model.Holder, refs []model.TokenRef) error {
	if err := checkID(string(h.User) + string(h.Org)); err != nil {
		return err
	}
	before, err := t.quota(h)
	if err != nil {
		return err
	}
	var r quotaRecord
	for _, ref := range refs {
		i := slices.IndexFunc(before.Tokens, func(c countedToken) bool { return c.ref() == ref })
		if i >= 0 {
			r.Tokens = append(r.Tokens, before.Tokens[i])
			continue
		}
		counted, err := t.toCount(ref)
		if err != nil {
			return err
		}
		r.Tokens = append(r.Tokens, counted)
	}
	return t.setRecord(quotaKey(h), r)
}

// toCount returns a token for the list. One that is not there has no name.
func (t *tx) toCount(ref model.TokenRef) (countedToken, error) {
	if err := firstOf(checkID(ref.Org), checkID(ref.ID)); err != nil {
		return countedToken{}, err
	}
	token, err := t.Token(ref)
	if model.KindOf(err) == model.KindNotFound {
		return countedToken{Org: string(ref.Org), ID: string(ref.ID)}, nil
	}
	return countOf(token), err
}

func countOf(t model.Token) countedToken {
	return countedToken{Org: string(t.Org), ID: string(t.ID), Mark: markOf(t.Subject, t.Name)}
}

// CountedByName returns those of the tokens that count for a holder that are a
// subject's in an org and have a name, folded.
func (t *tx) CountedByName(h model.Holder, org model.OrgID, s model.Subject, name string) ([]model.Token, error) {
	r, err := t.quota(h)
	if err != nil {
		return nil, err
	}
	wanted := markOf(s, name)
	var named []model.Token
	for _, counted := range r.Tokens {
		if counted.Org != string(org) || counted.Mark != wanted && counted.Mark != 0 {
			continue
		}
		token, err := tokens.follow(t, tokenKey(counted.ref()))
		if err != nil {
			return nil, err
		}
		if token.Subject == s && fold(token.Name) == fold(name) {
			named = append(named, token)
		}
	}
	return named, nil
}
