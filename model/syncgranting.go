package model

import (
	"cmp"
	"strings"
)

// syncRecipient looks a grantee up for the API behind, which knows its own org.
// One that is not there is no error but gone.
func (q *inquiry) syncRecipient(to Grantee) (recipient, error) {
	r := recipient{Grantee: to, name: to.ID}
	org, err := q.Org(to.Org)
	if err == nil {
		r.org = org.Name
		err = q.identifyRecipient(&r)
	}
	if KindOf(err) == KindNotFound {
		r.gone, err = true, nil
	}
	if r.name == "" || to.Org != q.actor.org.ID {
		r.name = to.ID
	}
	return r, err
}

func compareGrantees(a, b Grantee) int {
	return cmp.Or(strings.Compare(string(a.Org), string(b.Org)), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.ID, b.ID))
}

// regrant writes what was planned, with one entry for what was given and one for
// what was taken back.
func (s *syncing) regrant(p syncGrantPlan) error {
	var given, taken []Detail
	for _, g := range p.give {
		grant := Grant{Scope: g.scope, To: g.to.Grantee, Level: g.level, Term: g.to.term, At: s.now, By: s.party.name}
		if err := s.PutGrant(grant); err != nil {
			return err
		}
		given = append(given, s.detailOf(g)...)
	}
	for _, g := range p.take {
		if err := s.DeleteGrant(g.scope, g.to.Grantee); err != nil {
			return err
		}
		taken = append(taken, s.detailOf(g)...)
	}
	if given != nil {
		if err := s.enter(ActGrant, p.item, given); err != nil {
			return err
		}
	}
	if taken != nil {
		return s.enter(ActTakeGrant, p.item, taken)
	}
	return nil
}

// detailOf says in the log what became of a grant.
func (s *syncing) detailOf(g syncGranting) []Detail {
	before := g.had()
	if g.level == LevelNone {
		before = g.before.Level
	}
	return []Detail{
		{Field: "grantee", After: g.to.words(s.party.org.ID)},
		{Field: "level", Before: before.orNothing(), After: g.level.orNothing()},
	}
}
