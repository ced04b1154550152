package model

import (
	"context"
	"errors"
	"time"
)

// inquiry is one use case that only reads: a state of the store, the time, and
// the actor as that state has it.
type inquiry struct {
	Tx
	a     *Authority
	now   time.Time
	actor acting
}

// change is one use case that changes something: an inquiry whose entries in
// the activity log are chained on as it goes.
type change struct {
	inquiry
	head  Head
	about TargetRef // what it is done to, for the entry of a refusal
}

// inquire authorises actor for uc in org and runs fn on one state of the store.
func (a *Authority) inquire(ctx context.Context, actor Actor, org OrgID, uc useCase, fn func(*inquiry) error) error {
	return a.bland(a.store.View(ctx, func(tx Tx) error {
		q := &inquiry{Tx: tx, a: a, now: a.Now()}
		if err := q.admit(actor, org, uc); err != nil {
			return err
		}
		return fn(q)
	}))
}

// change authorises actor for uc in org and runs fn in one transaction with
// the entries that fn logs (rule 9.2). A refused attempt changes nothing and
// is an entry too (rule 9.1).
func (a *Authority) change(ctx context.Context, actor Actor, org OrgID, uc useCase, fn func(*change) error) error {
	return a.carryOut(ctx, attempt{actor: actor, org: org, action: access[uc].action}, uc, fn)
}

// carryOut is change for one of several attempts that the table has one line
// for: the entry of a refusal says which it was, and what it was to be done to.
func (a *Authority) carryOut(ctx context.Context, at attempt, uc useCase, fn func(*change) error) error {
	about := at.about
	err := a.commit(ctx, func(c *change) error {
		c.about = at.about
		if err := c.admit(at.actor, at.org, uc); err != nil {
			return err
		}
		err := fn(c)
		about = c.about
		return err
	})
	at.about = about
	return a.noteRefusal(ctx, at, err)
}

// attempt is what somebody tried to do, for the entry of a refusal.
type attempt struct {
	actor  Actor
	org    OrgID
	action Action // "" for what only reads, which leaves no entry
	about  TargetRef
}

// noteRefusal logs err when it refuses an attempt at a change, and returns it.
func (a *Authority) noteRefusal(ctx context.Context, at attempt, err error) error {
	if refusal(err) && at.action != "" {
		a.logRefusal(ctx, at, err)
	}
	return err
}

// commit runs fn in a transaction of its own, without an actor.
func (a *Authority) commit(ctx context.Context, fn func(*change) error) error {
	changing := changing{freshness: a.freshness}
	defer changing.release()
	err := a.store.Update(ctx, func(tx Tx) error {
		head, err := tx.Head()
		if err != nil {
			return err
		}
		c := &change{inquiry: inquiry{Tx: changingTx{tx, &changing}, a: a, now: a.Now()}, head: head}
		if err := fn(c); err != nil {
			return err
		}
		c.head.At = c.now
		return tx.PutHead(c.head)
	})
	if err == nil {
		a.feed.tell()
	}
	return a.bland(err)
}

// refusal tells errors that turn somebody away from those of typing.
func refusal(err error) bool {
	switch KindOf(err) {
	case KindForbidden, KindUnauthenticated, KindQuota:
		return true
	}
	return false
}

// logRefusal writes the entry of a refused attempt. When that fails too, the
// log of the program has it: the person is told of the refusal all the same.
func (a *Authority) logRefusal(ctx context.Context, at attempt, why error) {
	err := a.commit(context.WithoutCancel(ctx), func(c *change) error {
		if err := c.identify(at.actor); err != nil && refusal(err) {
			c.actor = acting{Actor: Actor{origin: at.actor.origin}}
		} else if err != nil {
			return err
		}
		if found, err := c.Org(at.org); err == nil && c.belongs(at.org) {
			c.actor.org = found
		}
		return c.refused(at.action, at.about.clean(), Sentence(why))
	})
	if err != nil {
		a.options.Log.Error("a refused attempt could not be logged", "action", at.action, "error", err)
	}
}

// belongs reports whether an org's log is the place for what the actor tried
// there: a stranger does not write into it.
func (q *inquiry) belongs(org OrgID) bool {
	if ref, byToken := q.actor.Actor.Token(); byToken {
		return ref.Org == org
	}
	if q.actor.operator {
		return true
	}
	_, err := q.Membership(org, q.actor.user)
	return err == nil
}

// bland passes what people may read and hides the rest behind one sentence; the
// cause goes to the program's log.
func (a *Authority) bland(err error) error {
	var known *Error
	switch {
	case err == nil, errors.As(err, &known) && known.Kind != KindInternal:
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &Error{Kind: KindUnavailable, Message: "That was cancelled; nothing was changed.", Err: err}
	}
	a.options.Log.Error("internal failure", "error", err, "cause", errors.Unwrap(err))
	return &Error{Kind: KindInternal, Message: Sentence(err), Err: err}
}

// admit finds out who the actor is in org now and authorises uc.
func (q *inquiry) admit(actor Actor, org OrgID, uc useCase) error {
	if err := q.identify(actor); err != nil {
		return err
	}
	if err := q.enter(org); err != nil {
		return err
	}
	return q.actor.authorise(uc)
}

// identify resolves the person behind actor. The errors are of
// KindUnauthenticated: nobody is logged in, or the session has ended.
func (q *inquiry) identify(actor Actor) error {
	q.actor = acting{Actor: actor}
	switch {
	case actor.system != "":
		q.actor.operator = true
		return nil
	case actor.user == "":
		return newError(KindUnauthenticated, "Log in first.")
	}
	account, err := q.Account(actor.user)
	if err != nil {
		return err
	}
	if account.Disabled || account.Generation != actor.generation {
		return newError(KindUnauthenticated, "This session has ended, because the account was changed; log in again.")
	}
	q.actor.account = account
	if actor.key.fingerprint != "" {
		if err := q.identifyKey(actor.key); err != nil {
			return err
		}
	}
	ref, byToken := actor.Token()
	if !byToken {
		q.actor.operator = account.Operator
		return nil
	}
	return q.identifyToken(ref)
}

// identifyToken checks that the token that opened the session still lives: the
// session ends with it (rule 4.6).
func (q *inquiry) identifyToken(ref TokenRef) error {
	t, err := q.Token(ref)
	if err != nil {
		return err
	}
	s, err := q.standing(t)
	if err != nil {
		return err
	}
	if s.end != "" || !t.takes(q.actor.secret, q.now) {
		return newError(KindUnauthenticated, "This session has ended, because its token did; log in again.")
	}
	q.actor.token = t
	return nil
}

// enter resolves what the actor is in org. Use cases that belong to no org come
// with "". An org that the actor has nothing to do with is resolved as one that
// does not exist.
func (q *inquiry) enter(id OrgID) error {
	if id == "" {
		return nil
	}
	if ref, byToken := q.actor.Actor.Token(); byToken && ref.Org != id {
		return forbidden("This session was opened with a token of another organisation and works there only.")
	}
	org, err := q.Org(id)
	if KindOf(err) == KindNotFound {
		return notFound("There is no such organisation among yours.")
	}
	if err != nil {
		return err
	}
	q.actor.org = org
	if q.actor.user == "" {
		return nil
	}
	m, err := q.Membership(id, q.actor.user)
	switch {
	case KindOf(err) == KindNotFound, err == nil && m.Status != MemberActive:
		return nil
	case err != nil:
		return err
	}
	return q.joinAs(m)
}

func (q *inquiry) joinAs(m Membership) error {
	set, err := q.PermissionSet(m.Org, m.Set)
	if err != nil {
		return err
	}
	q.actor.membership, q.actor.set, q.actor.permissions = m, set, permissionsOf(set.Permissions)
	return nil
}
