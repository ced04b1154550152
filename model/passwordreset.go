package model

import (
	"context"
	"slices"
	"time"
)

// PasswordReset is what became of resetting a password.
type PasswordReset struct {
	Code Secret   // returned this once
	Keys []SSHKey // that were removed, the oldest first
}

// ResetPassword makes a one-time code with which a person chooses another
// password (rule 11.6); the present one goes on working until then. The code is
// returned this once. Who belongs to other orgs too, or is an operator, is
// reset by an operator alone. A session that was opened with a token needs the
// account password of its person (rule 4.6).
//
// A reset is for an account that may be out of its owner's hands: the SSH keys of
// the account are removed in the same step, and the sessions that they opened end
// (rule 11.1). Otherwise whoever had slipped one in would stay. Those that come
// until the code is used go with it (see ChoosePassword).
//
// Errors: KindForbidden (also by rule 6.5), KindNotFound, KindUnauthenticated.
func (a *Authority) ResetPassword(ctx context.Context, actor Actor, org OrgID, user UserID, password Secret) (PasswordReset, error) {
	if user == actor.user {
		return PasswordReset{}, conflict("", "Nobody resets their own password; change it in your profile.")
	}
	at := attempt{actor, org, ActResetPassword, TargetRef{Kind: "user", ID: string(user)}}
	p, err := a.proveBearer(ctx, at, ucManageMembers, password)
	if err != nil {
		return PasswordReset{}, err
	}
	var reset PasswordReset
	err = a.changeMember(ctx, actor, org, user, ActResetPassword, func(c *change, m Membership) error {
		if err := c.confirm(p); err != nil {
			return err
		}
		account, err := c.Account(user)
		if err != nil {
			return missing(err)
		}
		if err := c.mayReset(account); err != nil {
			return err
		}
		if reset.Keys, err = c.dropKeys(user); err != nil {
			return err
		}
		reset.Code, err = c.giveCode(account, c.now.Add(codeLife))
		if err != nil {
			return err
		}
		details := []Detail{{Field: "code good until", After: c.now.Add(codeLife).Format(time.RFC3339)}}
		return c.log(ActResetPassword, account.target(), append(details, keyDetails(reset.Keys)...)...)
	})
	if err != nil {
		return PasswordReset{}, err
	}
	return reset, nil
}

// giveCode makes a one-time code for an account, in the place of the one before.
func (c *change) giveCode(account Account, until time.Time) (Secret, error) {
	text, err := randomBase62(c.a.options.Random, 20)
	if err != nil {
		return Secret{}, err
	}
	code := NewSecret(text)
	account.CodeHash, account.CodeUntil = c.a.codeHash(code), until
	return code, c.PutAccount(account)
}

// KeysAtReset returns the SSH keys that a reset of a member's password would
// remove, the oldest first: none for who may not reset it, since keys are the
// account's and no organisation's. Errors: KindForbidden, KindNotFound.
func (a *Authority) KeysAtReset(ctx context.Context, actor Actor, org OrgID, user UserID) ([]SSHKey, error) {
	var keys []SSHKey
	err := a.inquire(ctx, actor, org, ucListMembers, func(q *inquiry) error {
		keys = nil
		m, err := q.Membership(org, user)
		if err == nil && m.Status == MemberRemoved {
			err = notFound("There is no such person in the organisation.")
		}
		if err != nil {
			return err
		}
		account, err := q.Account(user)
		if err != nil {
			return missing(err)
		}
		if err = q.within([]SetID{m.Set}, "they have"); err == nil {
			err = q.mayReset(account)
		}
		if err != nil {
			return ignoring(err, KindForbidden)
		}
		keys, err = q.SSHKeysOf(user)
		return err
	})
	return keys, err
}

func (q *inquiry) mayReset(account Account) error {
	if q.actor.operator {
		return nil
	}
	all, err := q.MembershipsOf(account.ID)
	if err != nil {
		return err
	}
	elsewhere := func(m Membership) bool { return m.Org != q.actor.org.ID && m.Status != MemberRemoved }
	if account.Operator || slices.ContainsFunc(all, elsewhere) {
		return forbidden("%s is an operator or belongs to other organisations too; only an operator resets that password.", Printable(account.Name))
	}
	return nil
}
