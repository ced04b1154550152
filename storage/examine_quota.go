package storage

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/latchkey/model"
)

// quotaFault is what is wrong with the list of a holder's tokens that count, as
// far as the walk has come: the list is met before the tokens are.
type quotaFault struct {
	flaw          model.Flaw
	text          string
	listed, right int      // tokens on the list, and those of them that count
	left          []string // keys of the tokens that count and are not on it
}

// counted looks whether the quota of its holder lists a token that it should.
func counted(x *examination, token model.Token) error {
	holder, counts := token.Counted()
	if !counts {
		return nil // and a quota that lists it is found on its own
	}
	k := quotaKey(holder)
	s, err := x.t.look(k)
	if err != nil {
		return err
	}
	list, err := decodeQuota(s.payload)
	if err == nil && slices.ContainsFunc(list, func(c countedToken) bool { return c.is(token) }) {
		return nil
	}
	fault, known := x.quotas[string(k)]
	if !known {
		fault = quotaFault{flaw: model.FlawCount, listed: len(list), right: len(list)}
	}
	if !s.there {
		fault.flaw = model.FlawMissing
	}
	if x.quotaTokens++; x.quotaTokens <= model.MaxFindings { // the rest is for the next examination
		fault.left = append(fault.left, string(tokenKey(refOf(token))))
		x.quotas[string(k)] = fault
	}
	return nil
}

// quotaFaults tells of the quotas that are wrong.
func (x *examination) quotaFaults() error {
	for _, k := range slices.Sorted(maps.Keys(x.quotas)) {
		fault := x.quotas[k]
		f := model.Finding{Flaw: fault.flaw, Repairable: true, Targets: fault.left}
		if err := x.report(f, key(k), "%s", fault.sentence()); err != nil {
			return err
		}
	}
	return nil
}

func (q quotaFault) sentence() string {
	switch {
	case q.flaw == model.FlawDamaged:
		return fmt.Sprintf("%s %s", q.text, amount(len(q.left), "token counts.", "tokens count."))
	case q.flaw == model.FlawMissing:
		return fmt.Sprintf("There is no list of the tokens that count; %s.", amount(len(q.left), "does", "do"))
	}
	return fmt.Sprintf("It lists %s, of which %d count, and leaves out %d.", amount(q.listed, "token", "tokens"), q.right, len(q.left))
}

// is reports whether c is a token on the list, with the right mark if any.
func (c countedToken) is(t model.Token) bool {
	right := countOf(t)
	return c == right || c.Mark == 0 && c.ref() == right.ref()
}

func decodeQuota(payload []byte) ([]countedToken, error) {
	var r quotaRecord
	err := r.UnmarshalBinary(payload)
	return r.Tokens, err
}

// holderOf is quotaKey turned round.
func holderOf(k key) model.Holder {
	if user, ok := strings.CutPrefix(k.part(1), "user:"); ok {
		return model.Holder{User: model.UserID(user)}
	}
	return model.Holder{Org: model.OrgID(strings.TrimPrefix(k.part(1), "org:"))}
}

// quotaChecker looks after the lists of the tokens that count.
type quotaChecker struct{}

func (quotaChecker) visit(x *examination, k key, s sight) error {
	list, flaw := decodeQuota(s.payload)
	if s.flaw != nil {
		flaw = s.flaw
	}
	if flaw != nil {
		x.quotas[string(k)] = quotaFault{flaw: model.FlawDamaged, text: flawText(flaw)}
		return nil
	}
	right, err := x.t.thatCount(holderOf(k), list)
	if err != nil || len(right) == len(list) {
		return err
	}
	x.quotas[string(k)] = quotaFault{flaw: model.FlawCount, listed: len(list), right: len(right)}
	return nil
}

// thatCount returns those of a list that count for a holder, each once, with their
// marks. One that cannot be read is taken to count: too few may then be generated,
// never too many.
func (t *tx) thatCount(h model.Holder, list []countedToken) ([]countedToken, error) {
	var right []countedToken
	for _, c := range list {
		c, counts, err := t.counts(h, c)
		if err != nil {
			return nil, err
		}
		if counts && !slices.ContainsFunc(right, func(other countedToken) bool { return other.ref() == c.ref() }) {
			right = append(right, c)
		}
	}
	return right, nil
}

func (t *tx) counts(h model.Holder, c countedToken) (countedToken, bool, error) {
	s, err := t.look(tokenKey(c.ref()))
	if err != nil || !s.there {
		return c, false, err
	}
	var r tokenRecord
	if s.flaw != nil || json.Unmarshal(s.payload, &r) != nil {
		return c, true, nil
	}
	token := unpackToken(r)
	holder, counts := token.Counted()
	return countOf(token), counts && holder == h && c.is(token), nil
}

// mend takes from a holder's list what does not count and adds what does. The
// list is read before it is written, so that none is generated meanwhile.
func (quotaChecker) mend(t *tx, k key, targets []key) (bool, error) {
	s, err := t.look(k)
	if err != nil {
		return false, err
	}
	was, flaw := decodeQuota(s.payload)
	sound := s.there && s.flaw == nil && flaw == nil
	if !sound {
		was = nil
	}
	want := slices.Clone(was)
	for _, target := range targets {
		want = append(want, countedToken{Org: target.part(1), ID: target.part(2)})
	}
	now, err := t.thatCount(holderOf(k), want)
	if err != nil || sound && slices.Equal(was, now) {
		return false, err
	}
	return true, t.setRecord(k, quotaRecord{Tokens: now})
}
