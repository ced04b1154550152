package model

import (
	"context"
	"slices"
	"time"
)

// Overlaps lists for how long the old secret may stay good beside the new one;
// 0 is not at all (rule 5.4).
func Overlaps() []time.Duration { return []time.Duration{0, time.Hour, day, 7 * day} }

// RegenerateToken gives a living token a new secret; id, name and settings
// stay. The old secret dies at once, or after overlap, one of Overlaps. A
// secret that was still in an earlier overlap dies at once.
//
// Only the owner regenerates a user token, and whoever holds
// service-users.manage a service user's. Errors as of GenerateToken;
// KindConflict when the token has ended.
func (a *Authority) RegenerateToken(ctx context.Context, actor Actor, ref TokenRef, overlap time.Duration, password Secret) (Generated, error) {
	if !slices.Contains(Overlaps(), overlap) {
		return Generated{}, invalid(FieldOverlap, "The overlap can be none, 1 hour, 24 hours or 7 days.")
	}
	if own, byToken := actor.Token(); byToken && own == ref && overlap == 0 {
		return Generated{}, &Error{Kind: KindConflict, Field: FieldOverlap, Message: "This session was opened with that token's secret and would end before the new one is seen; choose an overlap."}
	}
	reached, err := a.reach(ctx, actor, ref)
	if err != nil {
		return Generated{}, err
	}
	uc := regenerating[reached]
	at := attempt{actor, ref.Org, ActRegenerateToken, TargetRef{Kind: "token", ID: string(ref.ID)}}
	p, err := a.provePassword(ctx, at, uc, password)
	if err != nil {
		return Generated{}, err
	}
	var made Generated
	err = a.carryOut(ctx, at, uc, func(c *change) error {
		if err := c.confirm(p); err != nil {
			return err
		}
		made, err = c.regenerate(ref, overlap)
		return err
	})
	if err != nil {
		return Generated{}, err
	}
	return made, nil
}

// regenerating is the use case for those who get at a token by another.
var regenerating = map[useCase]useCase{
	ucRevokeOwn: ucRegenerateOwn, ucRevokeService: ucRegenerateService, ucRevokeUser: ucRegenerateUser,
}

func (c *change) regenerate(ref TokenRef, overlap time.Duration) (Generated, error) {
	t, err := c.renewable(ref)
	if err != nil {
		return Generated{}, err
	}
	secret, err := newTokenSecret(c.a.options.Random, t.Subject.prefix())
	if err != nil {
		return Generated{}, err
	}
	before := t.LastFour
	t.PreviousHash, t.PreviousUntil = t.Hash, c.now.Add(overlap)
	t.Hash, t.LastFour = c.a.hash(secret), secret.LastFour()
	t.RegeneratedAt, t.SecretSeen = c.now, false
	if err := c.PutToken(t); err != nil {
		return Generated{}, err
	}
	err = c.log(ActRegenerateToken, t.target(),
		Detail{Field: "last four", Before: before, After: t.LastFour},
		Detail{Field: "old secret ends", After: endsIn(overlap)})
	if err != nil {
		return Generated{}, err
	}
	v, err := c.view(t)
	return Generated{v, secret}, err
}

// renewable returns a living token. That of a service user that has more than the
// actor is out of reach (rule 6.5).
func (c *change) renewable(ref TokenRef) (Token, error) {
	t, err := c.Token(ref)
	if err != nil {
		return t, err
	}
	c.about = t.target()
	s, err := c.standing(t)
	if err != nil {
		return t, err
	}
	if s.end != "" {
		return t, conflict("", "%s has ended (%s) and stays so; generate a new token like it.", Printable(t.Name), s.end)
	}
	if !t.Subject.IsServiceUser() {
		return t, nil
	}
	u, err := c.serviceUser(t.Org, t.Subject.ServiceUser)
	if err != nil {
		return t, err
	}
	return t, c.within(u.Sets, "its token carries")
}

func endsIn(overlap time.Duration) string {
	switch {
	case overlap == 0:
		return "at once"
	case overlap >= 2*day:
		return "after " + counted(int(overlap/day), "day")
	}
	return "after " + counted(int(overlap/time.Hour), "hour")
}
