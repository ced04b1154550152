package model

import (
	"context"
	"time"
)

// LogIn lets a person in by e-mail and password, and returns the actor and the
// org that was current last ("" when there is none).
//
// The answer and the time it takes are the same whether the account is unknown,
// deactivated or the password wrong (rule 11.3): KindUnauthenticated, with
// RetryAt during a pause. For a one-time code in place of the password the
// error names FieldCode: then ChoosePassword is what lets the person in.
func (a *Authority) LogIn(ctx context.Context, email string, password Secret, from Origin) (Actor, OrgID, error) {
	from = from.clean()
	email, err := CleanEmail(email)
	if err != nil {
		return Actor{}, "", err
	}
	if password.IsZero() {
		return Actor{}, "", invalid(FieldPassword, "Type your password.")
	}
	leave, err := a.gate.enter(ctx, email)
	if err != nil {
		return Actor{}, "", err
	}
	defer leave()
	var account Account
	err = a.commit(ctx, func(c *change) (err error) {
		if _, err = c.tryPassword(email); err != nil {
			return err
		}
		account, err = c.loginAccount(email)
		return err
	})
	if err == nil {
		var ok bool
		if ok, err = a.compare(ctx, password, account.PasswordHash); err == nil && !ok {
			err = newError(KindUnauthenticated, "That e-mail and password do not go together.")
			if a.isCode(account, password) {
				return Actor{}, "", a.codeGiven(ctx, email)
			}
		}
	}
	if err != nil {
		a.logRefusedLogIn(ctx, email, from, err)
		return Actor{}, "", a.bland(err)
	}
	return a.letIn(ctx, account, from)
}

// loginAccount returns the account that may log in with the e-mail: the zero
// one, which no password fits, when there is none or it is shut out.
func (c *change) loginAccount(email string) (Account, error) {
	account, err := c.AccountByEmail(email)
	switch {
	case KindOf(err) == KindNotFound:
		return Account{}, nil
	case err != nil:
		return Account{}, err
	}
	active, err := c.activeMemberships(account.ID)
	if err != nil {
		return Account{}, err
	}
	if account.Disabled || len(active) == 0 && !account.Operator {
		return Account{}, nil
	}
	return account, nil
}

func (q *inquiry) activeMemberships(user UserID) ([]Membership, error) {
	all, err := q.MembershipsOf(user)
	var active []Membership
	for _, m := range all {
		if m.Status == MemberActive {
			active = append(active, m)
		}
	}
	return active, err
}

func (a *Authority) letIn(ctx context.Context, account Account, from Origin) (Actor, OrgID, error) {
	actor := Actor{user: account.ID, generation: account.Generation, origin: from}
	var org OrgID
	err := a.commit(ctx, func(c *change) (err error) {
		if err := c.passwordFitted(account.Email); err != nil {
			return err
		}
		if err := c.identify(actor); err != nil {
			return err
		}
		if org, err = c.currentOrg(c.actor.account); err != nil {
			return err
		}
		return c.loggedIn(ActLogIn, org)
	})
	if err != nil {
		return Actor{}, "", err
	}
	return actor, org, nil
}

// currentOrg returns the org that was current last while the person is still in
// it, else the first of their orgs, else "".
func (q *inquiry) currentOrg(account Account) (OrgID, error) {
	active, err := q.activeMemberships(account.ID)
	if err != nil {
		return "", err
	}
	for _, m := range active {
		if m.Org == account.LastOrg {
			return m.Org, nil
		}
	}
	if account.Operator && account.LastOrg != "" {
		return account.LastOrg, nil
	}
	if len(active) > 0 {
		return active[0].Org, nil
	}
	return "", nil
}

func (c *change) loggedIn(action Action, org OrgID) error {
	account := c.actor.account
	account.LastLoginAt, account.LastOrg = c.now, org
	if err := c.PutAccount(account); err != nil {
		return err
	}
	if org != "" {
		if err := c.enter(org); err != nil {
			return err
		}
	}
	return c.log(action, account.target())
}

// LogInWithToken lets a person in with a user API token; the session is
// confined to the token's org (rules 4.6, 11.1). It is a use of the token.
//
// Errors: KindForbidden for a service user's token, KindUnauthenticated for any
// other that is not good now, with a sentence that says why when the token is
// known.
func (a *Authority) LogInWithToken(ctx context.Context, secret Secret, from Origin) (Actor, OrgID, error) {
	from = from.clean()
	d, err := a.verifyForLogIn(ctx, secret, from)
	if err != nil {
		a.logRefusedToken(ctx, d.Token, from, err)
		return Actor{}, "", err
	}
	var actor Actor
	err = a.commit(ctx, func(c *change) error {
		account, err := c.Account(d.Token.Subject.User)
		if err != nil {
			return missing(err)
		}
		actor = Actor{user: account.ID, generation: account.Generation, token: d.Token.ref(), secret: a.hash(secret), origin: from}
		if err := c.identify(actor); err != nil {
			return err
		}
		return c.loggedIn(ActLogIn, d.Token.Org)
	})
	if err != nil {
		return Actor{}, "", err
	}
	return actor, d.Token.Org, nil
}

func (a *Authority) verifyForLogIn(ctx context.Context, secret Secret, from Origin) (Decision, error) {
	t, err := a.tokenOfSecret(ctx, secret)
	if err != nil {
		return Decision{}, err
	}
	if t.Subject.IsServiceUser() {
		return Decision{Token: t}, &Error{Kind: KindForbidden, Field: FieldToken,
			Message: "That is the token of a service user. A service user stands for a system and cannot log in; use a user API token or your password."}
	}
	d, err := a.Verify(ctx, secret, from)
	if err != nil || d.OK() {
		return d, err
	}
	return d, &Error{Kind: KindUnauthenticated, Field: FieldToken, Message: "That token does not let you in: " + d.Reason.words() + "."}
}

// tokenOfSecret returns the token that a secret belongs to; the zero Token when
// there is none. Looking is no use of the token.
func (a *Authority) tokenOfSecret(ctx context.Context, secret Secret) (Token, error) {
	if !secret.WellFormed() {
		return Token{}, nil
	}
	var found Token
	err := a.store.View(ctx, func(tx Tx) error {
		t, err := tx.TokenByHash(a.hash(secret))
		if KindOf(err) == KindNotFound {
			return nil
		}
		found = t
		return err
	})
	return found, a.bland(err)
}

// words returns a refusal as the end of a sentence.
func (r Reason) words() string {
	switch r {
	case ReasonMalformed:
		return "it is not a token of latchkey, or a part of it is missing"
	case ReasonUnknown:
		return "nobody here has such a token"
	case ReasonRevoked:
		return "it was revoked"
	case ReasonExpired:
		return "it has expired"
	case ReasonOrgSuspended:
		return "its organisation is suspended"
	case ReasonSubjectInactive:
		return "its owner is not active"
	case ReasonPermissionMissing:
		return "it does not have the permission"
	case ReasonAccessMissing:
		return "it has no access to the item"
	}
	return string(r)
}

// Unlock asks the person behind a session again after it was idle (rule 11.5):
// by password, or by the token for a session that was opened with one. Errors
// as of LogIn and LogInWithToken.
func (a *Authority) Unlock(ctx context.Context, actor Actor, secret Secret) error {
	at := actor.onSelf(ActUnlock)
	var err error
	if ref, byToken := actor.Token(); byToken {
		err = a.noteRefusal(ctx, at, a.sameToken(ctx, ref, secret, actor.origin))
	} else {
		err = a.samePassword(ctx, at, secret)
	}
	if err != nil {
		return err
	}
	return a.carryOut(ctx, at, ucOwnAccount, func(c *change) error { return c.log(ActUnlock, c.actor.account.target()) })
}

func (a *Authority) sameToken(ctx context.Context, ref TokenRef, secret Secret, from Origin) error {
	t, err := a.tokenOfSecret(ctx, secret)
	if err != nil {
		return err
	}
	if t.ID != "" && t.ref() != ref { // before it is verified: this is no use of the other one
		return &Error{Kind: KindUnauthenticated, Field: FieldToken, Message: "That is another token than the one that this session was opened with."}
	}
	_, err = a.verifyForLogIn(ctx, secret, from)
	return err
}

func (a *Authority) samePassword(ctx context.Context, at attempt, secret Secret) error {
	var account Account
	err := a.inquire(ctx, at.actor, "", ucOwnAccount, func(q *inquiry) error {
		account = q.actor.account
		return nil
	})
	if err != nil {
		return a.noteRefusal(ctx, at, err)
	}
	if secret.IsZero() {
		return invalid(FieldPassword, "Type your password.")
	}
	return a.checkPassword(ctx, at, account, secret)
}

// logRefusedLogIn writes the entry of a refused log-in by e-mail. What was typed
// is written only when it is somebody's: it may have been a password.
func (a *Authority) logRefusedLogIn(ctx context.Context, email string, from Origin, why error) {
	a.logRefusedOnce(ctx, from, why, func(c *change, e *Entry) error {
		account, err := c.AccountByEmail(email)
		if KindOf(err) == KindNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		e.Target = account.target()
		e.Org, err = c.currentOrg(account)
		return err
	})
}

// logRefusedToken writes the entry of a refused log-in with a token: it is the
// token's subject that it is attributed to, when there is such a token.
func (a *Authority) logRefusedToken(ctx context.Context, t Token, from Origin, why error) {
	a.logRefusedOnce(ctx, from, why, func(c *change, e *Entry) error {
		if t.ID == "" {
			return nil
		}
		p, err := c.party(t.Org, t.Subject)
		e.Org, e.Target = t.Org, t.target()
		e.Actor = p.ref(t)
		return err
	})
}

// logRefusedOnce writes the entry of a refused log-in: one an hour for each
// address and target, with a count (rule 9.1). Fill says whom it was about.
func (a *Authority) logRefusedOnce(ctx context.Context, from Origin, why error, fill func(*change, *Entry) error) {
	if !refusal(why) {
		return
	}
	err := a.commit(context.WithoutCancel(ctx), func(c *change) error {
		c.actor = acting{Actor: Actor{origin: from}}
		e := Entry{Actor: c.actor.ref(), Action: ActLogIn, Refused: true, Reason: Sentence(why)}
		if err := fill(c, &e); err != nil {
			return err
		}
		key := a.refusalKey(from.Address, e.Target.ID, c.now)
		tally, err := c.Attempts(key)
		if err != nil {
			return err
		}
		tally.Count, tally.Last, tally.Until = tally.Count+1, c.now, c.now.Add(keepUseDays)
		if err := c.PutAttempts(key, tally); err != nil || tally.Count > 1 {
			return err
		}
		return c.append(e)
	})
	if err != nil {
		a.options.Log.Error("a refused log-in could not be logged", "error", err)
	}
}

// refusalKey is where refused log-ins are counted that share an entry.
func (a *Authority) refusalKey(address, target string, at time.Time) Hash {
	return a.keyed("refused log-in", address+"\x00"+target+"\x00"+at.UTC().Truncate(time.Hour).Format(time.RFC3339))
}
