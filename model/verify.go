package model

import (
	"context"
	"time"
)

// Decision is the answer to a request that carries a token (rules 8.1, 8.2).
type Decision struct {
	Reason  Reason
	Token   Token       // zero for ReasonMalformed and ReasonUnknown
	Subject string      // the name of the subject
	Org     string      // the name of the org
	Expires time.Time   // when time ends the token if it is not used; zero for never
	Allowed Permissions // what the subject may do, for ReasonOK
	Item    ItemRef     // what was asked about, for ReasonOK; zero when it was no item
}

// OK reports whether the answer is yes.
func (d Decision) OK() bool { return d.Reason == ReasonOK }

// Verify answers whether a secret is that of a token that is good now: Check
// with nothing further asked.
func (a *Authority) Verify(ctx context.Context, secret Secret, from Origin) (Decision, error) {
	return a.Check(ctx, secret, Question{}, from)
}

// Check answers whether a request with this secret may do what it asks for, and
// counts the answer: one of ReasonOK is a use (rules 8.5, 9.5). Nothing is
// written to the disk here; see FlushUses.
//
// Its cost grows with the permission sets of the subject, and on an item as
// eachWay says; not with the size of the org.
//
// A refusal is no error. The errors are of KindInvalid for a question that
// cannot be answered, and of KindUnavailable and KindInternal: the store cannot
// tell, which is never a yes (rule 8.4).
func (a *Authority) Check(ctx context.Context, secret Secret, ask Question, from Origin) (Decision, error) {
	if err := ask.Check(); err != nil {
		return Decision{}, err
	}
	if !secret.WellFormed() {
		return Decision{Reason: ReasonMalformed}, nil
	}
	var d Decision
	from = from.clean()
	err := a.bland(a.store.View(ctx, func(tx Tx) (err error) {
		q := &inquiry{Tx: tx, a: a}
		d, err = q.check(secret, ask, from)
		return err
	}))
	if err != nil {
		return Decision{}, err
	}
	return d, nil
}

func (q *inquiry) check(secret Secret, ask Question, from Origin) (Decision, error) {
	hash := q.a.hash(secret)
	t, err := q.TokenByHash(hash)
	if KindOf(err) == KindNotFound {
		return Decision{Reason: ReasonUnknown}, nil
	}
	if err != nil {
		return Decision{}, err
	}
	var d Decision
	// The time is taken and the use recorded under the token's lock, so that
	// what one request found expired is never found alive by a later one.
	err = q.a.uses.with(q, t.ref(), func(live *liveUse) (err error) {
		q.now = q.a.Now()
		if d, err = q.decide(hash, t, live.use.LastAt, ask); err != nil {
			return err
		}
		live.record(d.Reason, q.now, from) // last: what could not be answered is no use
		return nil
	})
	return d, err
}

// decide goes through the chain of rule 8.1 for a token that is known.
func (q *inquiry) decide(secret Hash, t Token, lastUse time.Time, ask Question) (Decision, error) {
	p, err := q.partyOf(t)
	if err != nil {
		return Decision{}, err
	}
	s := p.answerTo(secret, t, lastUse, q.now)
	d := Decision{Reason: s.reason, Token: t, Subject: p.name, Org: p.org.Name, Expires: s.due}
	d.Token.Hash, d.Token.PreviousHash = Hash{}, Hash{} // nobody outside needs them
	if !d.OK() {
		return d, nil
	}
	f, err := q.find(p, ask, false)
	if err != nil {
		return Decision{}, err
	}
	if d.Reason = first(askChain, f); d.OK() {
		d.Allowed, d.Item = f.allowed, f.told()
		d.Expires = p.standing(t, q.now, q.now).due // after this use
	}
	return d, nil
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
