package model

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// TokenRequest is what a token is generated from (rules 4.1, 3.5).
type TokenRequest struct {
	Org         OrgID
	ServiceUser ServiceUserID // "" for a user token of the actor
	Name        string
	Note        string
	EndsAt      time.Time // zero for none
	Password    Secret    // of the actor, where AsksPassword says so
}

// Generated is a token with its secret. It is the only time that the secret
// can be had (rule 4.4).
type Generated struct {
	Token  TokenView
	Secret Secret
}

// QuotaError is a KindQuota error that brings the active tokens, the least
// recently used one first, so that one of them can be revoked there (rule 3.3).
type QuotaError struct {
	Refusal Error
	Active  []TokenView
}

// Error returns the sentence for the person.
func (e *QuotaError) Error() string { return e.Refusal.Message }

// Unwrap makes the error one of KindQuota.
func (e *QuotaError) Unwrap() error { return &e.Refusal }

// AsksPassword reports whether generating in org asks for the actor's password
// (rules 4.1, 4.2). Errors: KindForbidden, for a session that was opened with a
// token where there is none to ask for (rule 4.6), and KindNotFound.
func (a *Authority) AsksPassword(ctx context.Context, actor Actor, org OrgID) (bool, error) {
	asks := false
	err := a.inquire(ctx, actor, org, ucSwitchOrg, func(q *inquiry) (err error) {
		asks, err = q.asksPassword()
		return err
	})
	return asks, err
}

func noPasswordToAsk(org Org) error {
	return forbidden("A session that was opened with a token can do that only with a password, and %s has none to ask for.", Printable(org.Name))
}

// GenerateToken makes a token: for the actor, or for a service user (rule 4.3).
//
// Errors: KindInvalid (name, note, end date), KindUnauthenticated (password;
// RetryAt during a pause), KindForbidden (also by rule 6.5), KindNotFound,
// KindConflict (the name is taken) and KindQuota, then as a *QuotaError.
func (a *Authority) GenerateToken(ctx context.Context, actor Actor, r TokenRequest) (Generated, error) {
	uc := ucGenerateOwn
	if r.ServiceUser != "" {
		uc = ucGenerateService
	}
	if err := r.clean(a.Now()); err != nil {
		return Generated{}, err
	}
	at := attempt{actor, r.Org, ActGenerateToken, r.about()}
	p, err := a.provePassword(ctx, at, uc, r.Password)
	if err != nil {
		return Generated{}, err
	}
	var made Generated
	err = a.carryOut(ctx, at, uc, func(c *change) error {
		if err := c.confirm(p); err != nil {
			return err
		}
		made, err = c.generate(r)
		return err
	})
	if err != nil {
		return Generated{}, err
	}
	return made, nil
}

// about names the token that would be, for the entry of a refusal.
func (r TokenRequest) about() TargetRef { return TargetRef{Kind: "token", Name: r.Name} }

func (r *TokenRequest) clean(now time.Time) (err error) {
	if r.Name, err = CleanName(FieldName, r.Name); err != nil {
		return err
	}
	if r.Note, err = cleanNote(FieldNote, r.Note); err != nil {
		return err
	}
	if !r.EndsAt.IsZero() && !r.EndsAt.After(now) {
		return invalid(FieldEndsAt, "The end date has passed already; choose one in the future.")
	}
	r.EndsAt = r.EndsAt.UTC()
	return nil
}

func (c *change) generate(r TokenRequest) (Generated, error) {
	p, err := c.subjectFor(r)
	if err != nil {
		return Generated{}, err
	}
	t := Token{
		Org: r.Org, Subject: p.subject, Name: r.Name, Note: r.Note, CreatedAt: c.now,
		CreatedBy: c.actor.ref().Name, EndsAt: r.EndsAt, Epoch: p.membership.Epoch,
	}
	others, err := c.makeRoom(t)
	if err != nil {
		return Generated{}, err
	}
	if t.ID, err = newID[TokenID](c, "tok_"); err != nil {
		return Generated{}, err
	}
	secret, err := newTokenSecret(c.a.options.Random, t.Subject.prefix())
	if err != nil {
		return Generated{}, err
	}
	t.Hash, t.LastFour = c.a.hash(secret), secret.LastFour()
	v := p.view(t, Use{Token: t.ref()}, c.now)
	return Generated{v, secret}, c.addToken(t, others, v.Expires)
}

// subjectFor returns what the token will act as. A service user that has a
// permission that the actor lacks is out of reach (rule 6.5).
func (c *change) subjectFor(r TokenRequest) (party, error) {
	if r.ServiceUser == "" {
		return memberParty(c.actor.org, c.actor.membership, c.actor.account), nil
	}
	u, err := c.serviceUser(r.Org, r.ServiceUser)
	if err != nil {
		return party{}, err
	}
	return serviceParty(c.actor.org, u), c.within(u.Sets, "its token would carry")
}

// makeRoom returns the tokens that count beside t. It checks that there is room for
// t, and that none of them has its name.
func (c *change) makeRoom(t Token) ([]TokenRef, error) {
	others, err := c.Quota(t.holder())
	if err != nil {
		return nil, err
	}
	most := MaxUserTokens
	if t.Subject.IsServiceUser() {
		most = MaxServiceUserTokens
	}
	if len(others) >= most { // else there is room, however many of them have ended
		if others, err = c.othersLeft(t, most); err != nil {
			return nil, err
		}
	}
	return others, c.freeName(t)
}

// othersLeft writes down which of the tokens that count beside t have ended, and
// returns the others, when that made room.
func (c *change) othersLeft(t Token, most int) ([]TokenRef, error) {
	alive, _, err := c.settle(t.holder())
	if err != nil {
		return nil, err
	}
	if len(alive) >= most {
		return nil, quotaReached(t, c.quotaOf(alive, most))
	}
	return c.Quota(t.holder())
}

// freeName checks that no living token of the subject in that org has the name of t.
func (c *change) freeName(t Token) error {
	named, err := c.CountedByName(t.holder(), t.Org, t.Subject, t.Name)
	if err != nil {
		return err
	}
	for _, other := range named {
		s, err := c.standing(other)
		if err != nil {
			return err
		}
		if s.end == "" {
			return conflict(FieldName, "There is an active token with that name already; choose another name.")
		}
	}
	return nil
}

func quotaReached(t Token, q Quota) error {
	most := q.Most
	message := fmt.Sprintf("You have %d active tokens, over all your organisations, and no more can be active at once. Revoke one that is not needed.", most)
	if t.Subject.IsServiceUser() {
		message = fmt.Sprintf("The organisation has %d active service-user tokens, and no more can be active at once. Revoke one that is not needed.", most)
	}
	return &QuotaError{Refusal: Error{Kind: KindQuota, Message: message}, Active: q.Active}
}

// settle returns the tokens that count for a holder now, having written down
// the ends that time brought to the others: as many as fit into a transaction,
// and how many are left. Those count no more than the others.
func (c *change) settle(h Holder) (alive []TokenView, left int, err error) {
	if alive, err = c.alive(h); err != nil {
		return nil, 0, err
	}
	refs, err := c.Quota(h)
	if err != nil {
		return nil, 0, err
	}
	var kept []TokenRef
	for written := 0; len(refs) > 0; refs = refs[1:] {
		lives := slices.ContainsFunc(alive, func(v TokenView) bool { return v.ref() == refs[0] })
		if lives || written == sweepBatch {
			kept = append(kept, refs[0])
			continue
		}
		if err := c.writeEnd(refs[0]); err != nil {
			return nil, 0, err
		}
		written++
	}
	return alive, len(kept) - len(alive), c.PutQuota(h, kept)
}

// addToken writes a new token and counts it with the others. How one was used that
// nothing will end is on record once it was.
func (c *change) addToken(t Token, others []TokenRef, due time.Time) error {
	if err := c.PutToken(t); err != nil {
		return err
	}
	if err := c.PutQuota(t.holder(), slices.Concat(others, []TokenRef{t.ref()})); err != nil {
		return err
	}
	if !due.IsZero() {
		if err := c.PutUse(Use{Token: t.ref(), Due: due}); err != nil {
			return err
		}
	}
	details := []Detail{{Field: "subject", After: t.Subject.ID()}}
	if !t.EndsAt.IsZero() {
		details = append(details, Detail{Field: "ends at", After: t.EndsAt.Format(time.RFC3339)})
	}
	return c.log(ActGenerateToken, t.target(), details...)
}

// MarkSecretSeen notes that the person copied the secret, saved it, or closed
// it with a yes (rule 3.8). Whoever may list the token may say so.
func (a *Authority) MarkSecretSeen(ctx context.Context, actor Actor, ref TokenRef) error {
	return a.changeToken(ctx, actor, ref, ActTokenSeen, func(c *change, t Token) error {
		if t.SecretSeen {
			return nil
		}
		t.SecretSeen = true
		if err := c.PutToken(t); err != nil {
			return err
		}
		return c.log(ActTokenSeen, t.target())
	})
}
