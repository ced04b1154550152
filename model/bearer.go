package model

import "context"

// presented is a token as somebody shows it by one of its secrets, on one state
// of the store.
type presented struct {
	token    Token
	party    party
	standing standing
}

// present looks up whose a secret is. The error is of KindNotFound for one that
// is no token's.
func (q *inquiry) present(secret Secret) (presented, error) {
	if !secret.WellFormed() {
		return presented{}, notFound("There is no such token.")
	}
	hash := q.a.hash(secret)
	var p presented
	var err error
	if p.token, err = q.TokenByHash(hash); err != nil {
		return p, err
	}
	if p.party, err = q.partyOf(p.token); err != nil {
		return p, err
	}
	use, err := q.use(p.token.ref())
	p.standing = p.party.life().answerTo(hash, &p.token, use.LastAt, q.now)
	return p, err
}

// living reports whether the secret is one of a token that has not ended,
// whatever its org and its subject are.
func (p presented) living() bool { return p.standing.end == "" && !p.standing.superseded }

func (p presented) decision() Decision {
	d := Decision{Reason: p.standing.reason, Token: p.token, Subject: p.party.name, Org: p.party.org.Name, Expires: p.standing.due}
	d.Token.Hash, d.Token.PreviousHash = Hash{}, Hash{}
	return d
}

// RevokeBearer ends the token that a request is made with, for whoever has its
// secret; the very next request with it is refused (rule 5.1). A suspended org or
// a subject that is not active keeps nobody from it. The entry is attributed to
// the subject and names the token (rule 9.1). It is no use (rule 8.5).
//
// The answer is ReasonOK when the token was ended now. For one that has ended
// before, and for a secret that is no token's, it says so and nothing changes.
// Errors: KindUnavailable, KindInternal.
func (a *Authority) RevokeBearer(ctx context.Context, secret Secret, from Origin) (Decision, error) {
	d, living, err := a.presented(ctx, secret)
	if err != nil || !living {
		return d, err
	}
	err = a.commit(ctx, func(c *change) error {
		p, err := c.present(secret)
		if err != nil {
			return missing(err)
		}
		if d = p.decision(); !p.living() {
			return nil
		}
		d.Reason = ReasonOK
		return c.revokePresented(p, from)
	})
	if err != nil {
		return Decision{}, err
	}
	return d, nil
}

// presented is present outside of a change, with the answer for a secret that is
// no token's.
func (a *Authority) presented(ctx context.Context, secret Secret) (d Decision, living bool, err error) {
	if !secret.WellFormed() {
		return Decision{Reason: ReasonMalformed}, false, nil
	}
	err = a.bland(a.store.View(ctx, func(tx Tx) error {
		q := &inquiry{Tx: tx, a: a, now: a.Now()}
		p, err := q.present(secret)
		if KindOf(err) == KindNotFound {
			d = Decision{Reason: ReasonUnknown}
			return nil
		}
		d, living = p.decision(), p.living()
		return err
	}))
	return d, living && err == nil, err
}

func (c *change) revokePresented(p presented, from Origin) error {
	ended := standing{end: EndRevoked, endAt: c.now, endBy: p.party.name}.write(p.token)
	if err := c.endToken(ended); err != nil {
		return err
	}
	return c.append(Entry{
		Org: p.token.Org, Actor: p.party.ref(p.token), Action: ActRevokeToken, Target: p.token.target(), From: from.clean().Address,
		Details: []Detail{{Field: "state", Before: "active", After: string(EndRevoked)}},
	})
}

// Belonging is whose a secret is, as the bearer of another one may know it.
type Belonging string

// What BearerOf answers.
const (
	BelongsToNobody Belonging = "nobody" // it is no token's, or that of one that has ended
	BelongsToBearer Belonging = "bearer" // it is a secret of the bearer's own token
	BelongsToOther  Belonging = "other"  // it is that of another token, which lives
)

// BearerOf says whether a secret is one of the token that the bearer's is of: the
// two differ during the overlap of a regeneration (rule 5.4). It counts nothing.
// Errors: KindUnavailable, KindInternal.
func (a *Authority) BearerOf(ctx context.Context, bearer, secret Secret) (Belonging, error) {
	own, _, err := a.presented(ctx, bearer)
	if err != nil {
		return BelongsToOther, err
	}
	d, living, err := a.presented(ctx, secret)
	switch {
	case err != nil:
		return BelongsToOther, err
	case !living:
		return BelongsToNobody, nil
	case d.Token.ref() == own.Token.ref():
		return BelongsToBearer, nil
	}
	return BelongsToOther, nil
}
