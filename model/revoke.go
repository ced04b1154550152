package model

import (
	"context"
	"slices"
	"time"
)

// changeToken runs fn on a token for whoever may revoke it: its owner, a
// holder of tokens.manage for a user token, of service-users.manage for a
// service user's (rule 5.2). In an org that the actor has nothing to do with there
// is no such token.
func (a *Authority) changeToken(ctx context.Context, actor Actor, ref TokenRef, action Action, fn func(*change, Token) error) error {
	uc, err := a.reach(ctx, actor, ref)
	if err != nil {
		return err
	}
	at := attempt{actor, ref.Org, action, TargetRef{Kind: "token", ID: string(ref.ID)}}
	return a.carryOut(ctx, at, uc, func(c *change) error {
		t, err := c.Token(ref)
		if err != nil {
			return err
		}
		c.about = t.target()
		return fn(c, t)
	})
}

// reach returns the use case by which the actor gets at a token. Whose it is
// never changes, so it can be asked before the transaction.
func (a *Authority) reach(ctx context.Context, actor Actor, ref TokenRef) (useCase, error) {
	var uc useCase
	err := a.bland(a.store.View(ctx, func(tx Tx) error {
		t, err := tx.Token(ref)
		uc = reaching(t, actor)
		return err
	}))
	return uc, err
}

func reaching(t Token, actor Actor) useCase {
	return RevokeScope{Org: t.Org, Subject: t.Subject}.useCase(actor)
}

// RevokeToken ends a token for good; the very next request with it is refused
// (rule 5.1). Who may is rule 5.2. A token that has ended already is a
// KindConflict that says how. Other errors: KindForbidden, KindNotFound.
func (a *Authority) RevokeToken(ctx context.Context, actor Actor, ref TokenRef) (TokenView, error) {
	var revoked TokenView
	err := a.changeToken(ctx, actor, ref, ActRevokeToken, func(c *change, t Token) error {
		v, err := c.view(t)
		if err != nil {
			return err
		}
		if !v.Alive() {
			return conflict("", "%s has ended already: %s.", Printable(t.Name), v.End)
		}
		if t, err = c.revoke(t, EndRevoked); err != nil {
			return err
		}
		revoked, err = c.view(t)
		return err
	})
	return revoked, err
}

// revoke ends a living token in writing and counts it no more.
func (c *change) revoke(t Token, why EndReason) (Token, error) {
	ended := standing{end: why, endAt: c.now, endBy: c.actor.ref().Name}.write(t)
	if err := c.endToken(ended); err != nil {
		return t, err
	}
	return ended, c.log(ActRevokeToken, t.target(), Detail{Field: "state", Before: "active", After: string(why)})
}

// endToken writes a token that has ended and takes it out of its quota.
func (c *change) endToken(t Token) error {
	if err := c.PutToken(t); err != nil {
		return err
	}
	if err := c.putDue(t.ref(), time.Time{}); err != nil {
		return err
	}
	refs, err := c.Quota(t.holder())
	if err != nil {
		return err
	}
	return c.PutQuota(t.holder(), without(refs, t.ref()))
}

func without(refs []TokenRef, gone TokenRef) []TokenRef {
	var left []TokenRef
	for _, ref := range refs {
		if ref != gone {
			left = append(left, ref)
		}
	}
	return left
}

// writeEnd writes down that time, or its owner's going, has ended a token. It
// does nothing to one that lives or whose end is written already.
func (c *change) writeEnd(ref TokenRef) error {
	t, err := c.Token(ref)
	if err != nil {
		return err
	}
	s, err := c.standing(t)
	if err != nil || s.end == "" || t.Ended != "" {
		return err
	}
	if err := c.endToken(s.write(t)); err != nil {
		return err
	}
	return c.append(Entry{
		Org: t.Org, Actor: ActorRef{Kind: "latchkey", Name: "latchkey"}, Action: ActTokenExpired, From: "latchkey",
		Target: t.target(), Details: []Detail{{Field: "state", Before: "active", After: "expired: " + s.end.String()}},
	})
}

// sweepBatch is how many ends one transaction of Sweep writes.
const sweepBatch = 10

// Sweep writes down which tokens time has ended by now, so that the activity
// log tells of it, and forgets failed log-ins of long ago. Nothing depends on
// it: an ended token is refused whether or not it was swept (rule 3.2). It
// returns how many tokens it found.
func (a *Authority) Sweep(ctx context.Context) (int, error) {
	if err := a.forgetAttempts(ctx); err != nil {
		return 0, err
	}
	return a.sweepTokens(ctx)
}

// sweepTokens writes the ends, a batch at a time. A token whose records are
// damaged keeps no others back; the error is that of the first such one.
func (a *Authority) sweepTokens(ctx context.Context) (swept int, failed error) {
	stuck := map[TokenRef]bool{}
	for {
		due, err := a.dueTokens(ctx, stuck)
		if err != nil || len(due) == 0 {
			return swept, orElse(err, failed)
		}
		err = a.commit(ctx, func(c *change) error { return c.sweep(due...) })
		if err == nil {
			swept += len(due)
			continue
		}
		if KindOf(err) != KindInternal {
			return swept, err
		}
		for _, ref := range due {
			if err := a.commit(ctx, func(c *change) error { return c.sweep(ref) }); err != nil {
				stuck[ref], failed = true, orElse(failed, err)
				continue
			}
			swept++
		}
	}
}

// dueTokens returns a batch of the tokens that are due, without those given.
func (a *Authority) dueTokens(ctx context.Context, without map[TokenRef]bool) (due []TokenRef, err error) {
	err = a.store.View(ctx, func(tx Tx) (err error) {
		due, err = tx.DueTokens(a.Now(), sweepBatch+len(without))
		return err
	})
	return slices.DeleteFunc(due, func(ref TokenRef) bool { return without[ref] }), a.bland(err)
}

func (c *change) sweep(due ...TokenRef) error {
	for _, ref := range due {
		if err := c.writeEnd(ref); err != nil {
			return err
		}
		if err := c.redue(ref); err != nil {
			return err
		}
	}
	return nil
}

// redue writes when time ends a token, as it stands now.
func (c *change) redue(ref TokenRef) error {
	t, err := c.Token(ref)
	if err != nil {
		return err
	}
	use, err := c.use(ref)
	if err != nil {
		return err
	}
	s, err := c.standingAfter(t, use.LastAt)
	if err != nil {
		return err
	}
	return c.putDue(ref, s.due)
}

// putDue writes when time ends a token and nothing else of its use: what is not
// on the disk yet is FlushUses' to write, so that an end takes few keys.
func (c *change) putDue(ref TokenRef, due time.Time) error {
	use, err := c.Tx.Use(ref)
	if err != nil {
		return err
	}
	use.Due = due
	return c.PutUse(use)
}
