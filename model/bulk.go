package model

import (
	"context"
	"slices"
	"time"
)

// RevokeScope says whose tokens are revoked together (rule 5.5). Without a
// subject all tokens of the org are.
type RevokeScope struct {
	Org     OrgID
	Subject Subject
}

// useCase returns what listing and revoking such tokens is called in the table.
func (s RevokeScope) useCase(actor Actor) useCase {
	switch {
	case s.Subject.IsServiceUser():
		return ucRevokeService
	case s.Subject.User != "" && s.Subject.User == actor.user:
		return ucRevokeOwn
	case s.Subject.User != "":
		return ucRevokeUser
	}
	return ucRevokeAll
}

func (s RevokeScope) target() TargetRef {
	if s.Subject == (Subject{}) {
		return TargetRef{Kind: "org", ID: string(s.Org)}
	}
	return TargetRef{Kind: s.Subject.Kind(), ID: s.Subject.ID()}
}

// TokensIn returns the living tokens of a scope, for the question before
// RevokeAll, and how many there are: the least recently used one first, of the
// 1,000 oldest where there are more. Errors: KindForbidden, KindNotFound.
func (a *Authority) TokensIn(ctx context.Context, actor Actor, s RevokeScope) ([]TokenView, int, error) {
	var found []TokenView
	count := 0
	err := a.inquire(ctx, actor, s.Org, s.useCase(actor), func(q *inquiry) error {
		found, count = nil, 0
		return q.eachAlive(s, func(v TokenView) error {
			if count++; len(found) < maxPage {
				found = append(found, v)
			}
			return nil
		})
	})
	return leastUsedFirst(found), count, err
}

func (q *inquiry) eachAlive(s RevokeScope, fn func(TokenView) error) error {
	request := PageRequest{Sort: SortCreated, Limit: maxPage}
	for {
		page, err := q.scopePage(s, request)
		if err != nil {
			return err
		}
		for _, t := range page.Rows {
			v, err := q.view(t)
			if err != nil {
				return err
			}
			if !v.Alive() {
				continue
			}
			if err := fn(v); err != nil {
				return err
			}
		}
		if page.AtEnd {
			return nil
		}
		request.From = page.End
	}
}

func (q *inquiry) scopePage(s RevokeScope, request PageRequest) (Page[Token], error) {
	if s.Subject == (Subject{}) {
		return q.Tx.Tokens(s.Org, request)
	}
	return q.TokensOf(s.Org, s.Subject, request)
}

// revokeBatch is how many tokens one transaction of RevokeAll ends: the store
// takes 100 keys.
const revokeBatch = 8

// RevokeAll ends every living token of a scope and returns how many those were
// (rule 5.5). Many are ended in several transactions; after an error the count
// is of those that were. Errors: KindForbidden, KindNotFound.
func (a *Authority) RevokeAll(ctx context.Context, actor Actor, s RevokeScope) (int, error) {
	var refs []TokenRef
	uc := s.useCase(actor)
	err := a.inquire(ctx, actor, s.Org, uc, func(q *inquiry) error {
		refs = nil
		return q.eachAlive(s, func(v TokenView) error {
			refs = append(refs, v.ref())
			return nil
		})
	})
	at := attempt{actor, s.Org, ActRevokeToken, s.target()}
	if err != nil {
		return 0, a.noteRefusal(ctx, at, err)
	}
	refs = ownLast(refs, actor)
	done := 0
	for len(refs) > 0 {
		batch := refs[:min(len(refs), revokeBatch)]
		n := 0
		err := a.carryOut(ctx, at, uc, func(c *change) (err error) {
			n, err = c.revokeEach(batch)
			return err
		})
		if err != nil {
			return done, err
		}
		done, refs = done+n, refs[len(batch):]
	}
	return done, nil
}

// ownLast puts the token that opened the actor's session at the end: with it
// the session ends, and what is left would stay.
func ownLast(refs []TokenRef, actor Actor) []TokenRef {
	own, byToken := actor.Token()
	if !byToken || !slices.Contains(refs, own) {
		return refs
	}
	return append(without(refs, own), own)
}

// revokeEach ends those tokens of a batch that still live.
func (c *change) revokeEach(refs []TokenRef) (int, error) {
	n := 0
	for _, ref := range refs {
		t, err := c.Token(ref)
		if err != nil {
			return n, missing(err)
		}
		s, err := c.standing(t)
		if err != nil {
			return n, err
		}
		if s.end != "" {
			continue
		}
		if _, err := c.revoke(t, EndRevoked); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// FindBySecret says which token a secret belongs to (rule 5.6). A secret that
// nobody has, and one of an org in which the actor has no right, give the same
// KindNotFound. Looking is no use of the token.
func (a *Authority) FindBySecret(ctx context.Context, actor Actor, secret Secret) (TokenView, error) {
	var found TokenView
	err := a.bland(a.store.View(ctx, func(tx Tx) error {
		q := &inquiry{Tx: tx, a: a, now: a.Now()}
		if err := q.identify(actor); err != nil {
			return err
		}
		if !secret.WellFormed() {
			return invalid(FieldToken, "That is not a token of latchkey, or a part of it is missing.")
		}
		t, err := q.TokenByHash(a.hash(secret))
		if err != nil {
			return nobodysSecret(err)
		}
		if err := q.mayReach(t); err != nil {
			return nobodysSecret(err)
		}
		found, err = q.view(t)
		return err
	}))
	return found, err
}

// mayReach is KindForbidden or KindNotFound unless the actor may revoke t.
func (q *inquiry) mayReach(t Token) error {
	if err := q.enter(t.Org); err != nil {
		return err
	}
	return q.actor.authorise(reaching(t, q.actor.Actor))
}

func nobodysSecret(err error) error {
	switch KindOf(err) {
	case KindNotFound, KindForbidden:
		return &Error{Kind: KindNotFound, Field: FieldToken, Message: "No token that you may see has that secret."}
	}
	return err
}

// TokenFilter narrows a list of tokens. Its zero value lets everything through.
type TokenFilter struct {
	Owner       string        // a part of the owner's name, folded
	Kind        string        // user or service_user
	State       TokenState    // exactly this one
	UnusedFor   time.Duration // not used for at least so long, or never
	NeverCopied bool
	EndsWithin  time.Duration // time ends it within so long
}

func (f TokenFilter) lets(v TokenView, now time.Time) bool {
	since := v.CreatedAt
	if v.Use.LastAt.After(since) {
		since = v.Use.LastAt
	}
	switch {
	case f.Owner != "" && !contains(v.Owner, f.Owner):
	case f.Kind != "" && f.Kind != v.Subject.Kind():
	case f.State != "" && f.State != v.State:
	case f.UnusedFor > 0 && (!v.Alive() || now.Sub(since) < f.UnusedFor):
	case f.NeverCopied && (v.SecretSeen || !v.Alive()):
	case f.EndsWithin > 0 && (!v.Alive() || v.Expires.IsZero() || v.Expires.Sub(now) > f.EndsWithin):
	default:
		return true
	}
	return false
}
