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
	if !secret.fits() {
		return Decision{Reason: ReasonMalformed}, nil
	}
	r := request{secret: a.hash(secret), ask: ask, from: from.clean()}
	var d Decision
	known, err := a.checkKnown(&d, &r)
	if !known {
		if !secret.WellFormed() { // of one that is known it is known
			return Decision{Reason: ReasonMalformed}, nil
		}
		d, err = a.checkStored(ctx, r)
	}
	if err != nil {
		return Decision{}, a.bland(err)
	}
	return d, nil
}

// request is what a decision is made about.
type request struct {
	secret Hash
	ask    Question
	from   Origin
}

// checkKnown checks a token of which all that is needed is in memory, and returns
// false for any other. Who reaches an item the store alone knows.
func (a *Authority) checkKnown(d *Decision, r *request) (known bool, err error) {
	if !r.ask.Item.IsZero() || !a.store.Open() {
		return false, nil
	}
	live := a.uses.lockKnown(r.secret, a.freshness)
	if live == nil {
		return false, nil
	}
	defer live.mu.Unlock()
	return true, a.answer(nil, d, r, &live.known, live)
}

// checkStored checks a token that has to be looked up, and keeps what was read.
func (a *Authority) checkStored(ctx context.Context, r request) (d Decision, err error) {
	var k known
	begin := a.freshness.begin()
	err = a.store.View(ctx, func(tx Tx) error {
		q := &inquiry{Tx: tx, a: a}
		d, k, err = q.check(&r, begin)
		return err
	})
	if err == nil && k.keep(a.freshness, begin) {
		a.uses.keep(k)
	}
	return d, err
}

// check goes through the chain of rule 8.1 and counts the answer. Known is zero for
// a secret that is no token's. The state that is read is not older than begin.
func (q *inquiry) check(r *request, begin uint64) (d Decision, k known, err error) {
	t, err := q.TokenByHash(r.secret)
	if KindOf(err) == KindNotFound {
		return Decision{Reason: ReasonUnknown}, k, nil
	}
	if err == nil {
		k, err = q.know(t, begin)
	}
	if err != nil {
		return d, known{}, err
	}
	err = q.a.uses.with(q, k.token.ref(), func(live *liveUse) error {
		return q.a.answer(q.Tx, &d, r, &k, live)
	})
	return d, k, err
}

// answer decides and counts the answer. The time is taken and the use recorded
// under the token's lock, so that what one request found expired is never found
// alive by a later one. Tx is for what is asked about an item.
func (a *Authority) answer(tx Tx, d *Decision, r *request, k *known, live *liveUse) error {
	now := a.Now()
	err := a.decide(tx, d, now, r, &k.token, &k.subject.value, live.use.LastAt)
	if err == nil {
		live.record(d.Reason, now, r.from) // last: what could not be answered is no use
		a.uses.toWrite(live)
	}
	return err
}

// decide goes through the chain of rule 8.1 for a token that is known.
func (a *Authority) decide(tx Tx, d *Decision, now time.Time, r *request, t *Token, of *subjectState, lastUse time.Time) error {
	p := &of.party
	s := of.life.answerTo(r.secret, t, lastUse, now)
	*d = Decision{Reason: s.reason, Token: *t, Subject: p.name, Org: p.org.Name, Expires: s.due}
	d.Token.Hash, d.Token.PreviousHash = Hash{}, Hash{} // nobody outside needs them
	if !d.OK() {
		return nil
	}
	if r.ask != (Question{}) {
		f := asked(p, of.allowed, r.ask)
		if !r.ask.Item.IsZero() && f.permitted() {
			q := &inquiry{Tx: tx, a: a, now: now}
			if err := q.findItem(f, false); err != nil {
				*d = Decision{}
				return err
			}
		}
		if d.Reason = first(askChain, f); !d.OK() {
			return nil
		}
		d.Item = f.told()
	}
	d.Allowed = of.allowed
	d.Expires, _ = of.life.dueOf(t, now) // after this use
	return nil
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
