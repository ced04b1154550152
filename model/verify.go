package model

import (
	"context"
	"time"
)

// Decision is the answer to a request that carries a token, as far as its
// subject (rules 8.1, 8.2).
type Decision struct {
	Reason  Reason
	Token   Token       // zero for ReasonMalformed and ReasonUnknown
	Subject string      // the name of the subject
	Org     string      // the name of the org
	Expires time.Time   // when time ends the token if it is not used; zero for never
	Allowed Permissions // what the subject may do, for ReasonOK
}

// OK reports whether the request is good so far.
func (d Decision) OK() bool { return d.Reason == ReasonOK }

// Verify answers whether a secret is that of a token that is good now, and
// counts the answer: an answer of ReasonOK is a use (rules 8.5, 9.5). Nothing
// is written to the disk here; see FlushUses.
//
// A refusal is no error. The errors are of KindUnavailable and KindInternal:
// the store cannot tell, which is never a yes (rule 8.4).
func (a *Authority) Verify(ctx context.Context, secret Secret, from Origin) (Decision, error) {
	var d Decision
	from = from.clean()
	if !secret.WellFormed() {
		return Decision{Reason: ReasonMalformed}, nil
	}
	err := a.bland(a.store.View(ctx, func(tx Tx) (err error) {
		q := &inquiry{Tx: tx, a: a}
		d, err = q.verify(secret, from)
		return err
	}))
	if err != nil {
		return Decision{}, err
	}
	return d, nil
}

func (q *inquiry) verify(secret Secret, from Origin) (Decision, error) {
	hash := q.a.hash(secret)
	t, err := q.TokenByHash(hash)
	if KindOf(err) == KindNotFound {
		return Decision{Reason: ReasonUnknown}, nil
	}
	if err != nil {
		return Decision{}, err
	}
	d := Decision{Token: t}
	// The time is taken and the use recorded under the token's lock, so that
	// what one request found expired is never found alive by a later one.
	err = q.a.uses.with(q, t.ref(), func(live *liveUse) error {
		q.now = q.a.Now()
		s, err := q.answerTo(hash, t, live.use.LastAt)
		if err != nil {
			return err
		}
		d.Reason, d.Expires = s.reason, s.due
		if err := q.describe(&d); err != nil {
			return err
		}
		live.record(s.reason, q.now, from) // last: what could not be answered is no use
		return nil
	})
	if err != nil {
		return Decision{}, err
	}
	return d, nil
}

// answerTo is standing for one of the token's secrets: the one before the last
// regeneration is good for its overlap only (rule 5.4).
func (q *inquiry) answerTo(hash Hash, t Token, lastUse time.Time) (standing, error) {
	s, err := q.standingAfter(t, lastUse)
	if err == nil && s.end == "" && !t.takes(hash, q.now) {
		s.reason = ReasonRevoked
	}
	return s, err
}

// describe adds the names and, when the answer is a yes, what the subject may do
// and when the token expires after this use.
func (q *inquiry) describe(d *Decision) error {
	org, err := q.Org(d.Token.Org)
	if err != nil {
		return missing(err)
	}
	d.Org = org.Name
	d.Token.Hash, d.Token.PreviousHash = Hash{}, Hash{} // nobody outside needs them
	name, sets, err := q.subject(d.Token.Org, d.Token.Subject)
	if err != nil {
		return missing(err)
	}
	d.Subject = name
	if !d.OK() {
		return nil
	}
	if d.Allowed, err = q.permissionsOf(d.Token.Org, sets); err != nil {
		return err
	}
	after, err := q.standingAfter(d.Token, q.now)
	d.Expires = after.due
	return err
}

// subject returns a subject's name and the permission sets that it has in the
// org (rule 6.1).
func (q *inquiry) subject(org OrgID, s Subject) (string, []SetID, error) {
	if s.IsServiceUser() {
		u, err := q.ServiceUser(org, s.ServiceUser)
		return u.Name, u.Sets, err
	}
	m, err := q.Membership(org, s.User)
	return m.Name, []SetID{m.Set}, err
}

// permissionsOf returns the union of the sets (rule 2.2).
func (q *inquiry) permissionsOf(org OrgID, sets []SetID) (Permissions, error) {
	var lists [][]Permission
	for _, id := range sets {
		set, err := q.PermissionSet(org, id)
		if err != nil {
			return nil, missing(err)
		}
		lists = append(lists, set.Permissions)
	}
	return permissionsOf(lists...), nil
}
