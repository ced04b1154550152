package model

import "context"

// DisableAccount shuts a person out everywhere: as if they were deactivated in
// each of their orgs, their tokens expire at once and for good (rules 1.2, 1.3).
// Errors: KindForbidden, KindNotFound, KindConflict (oneself, disabled already,
// or the last Administrator of an org: rule 1.4).
func (a *Authority) DisableAccount(ctx context.Context, actor Actor, user UserID) error {
	if user == actor.user {
		return conflict("", "Nobody disables their own account; another operator can.")
	}
	by := ""
	err := a.changeAccount(ctx, actor, user, ActDisableAccount, func(c *change, account *Account) (Detail, error) {
		if account.Disabled {
			return Detail{}, conflict("", "%s is disabled already.", Printable(account.Name))
		}
		if err := c.dispensable(user); err != nil {
			return Detail{}, err
		}
		by = c.actor.ref().Name
		*account = account.withoutCode()
		account.Disabled = true
		account.Generation++
		return Detail{"account", "enabled", "disabled"}, nil
	})
	if err != nil {
		return err
	}
	return a.shut(ctx, user, by)
}

// dispensable refuses to lose the last Administrator of an org (rule 1.4).
func (c *change) dispensable(user UserID) error {
	active, err := c.activeMemberships(user)
	if err != nil {
		return err
	}
	for _, m := range active {
		if c.actor.org, err = c.Org(m.Org); err != nil {
			return missing(err)
		}
		if err := c.keepAdministrator(m); err != nil {
			return err
		}
	}
	c.actor.org = Org{}
	return nil
}

// shut deactivates a person in each of their orgs, which frees their seats and
// ends their tokens. The account is disabled by then, so that nothing works any
// more that is not ended yet.
func (a *Authority) shut(ctx context.Context, user UserID, by string) error {
	return a.eachMembership(ctx, user, func(c *change, m Membership) (bool, error) {
		if m.Status != MemberActive {
			return false, nil
		}
		c.actor.system = by
		if err := c.endEpoch(&m, MemberDeactivated); err != nil {
			return false, err
		}
		m.Status, m.Shut = MemberDeactivated, true
		return true, c.PutMembership(m)
	})
}

// EnableAccount lets a person in again whose account was disabled, in the orgs
// where they were active then; their tokens stay expired. Errors:
// KindForbidden, KindNotFound, KindConflict, KindQuota (no seat is free).
func (a *Authority) EnableAccount(ctx context.Context, actor Actor, user UserID) error {
	by := ""
	err := a.inquire(ctx, actor, "", ucManageAccounts, func(q *inquiry) error {
		account, err := q.Account(user)
		if err == nil && !account.Disabled {
			return conflict("", "%s is enabled already.", Printable(account.Name))
		}
		by = q.actor.ref().Name
		return err
	})
	if err == nil {
		err = a.shut(ctx, user, by) // where a crash kept DisableAccount from it
	}
	if err != nil {
		return a.noteRefusal(ctx, attempt{actor, "", ActEnableAccount, TargetRef{Kind: "user", ID: string(user)}}, err)
	}
	err = a.changeAccount(ctx, actor, user, ActEnableAccount, func(c *change, account *Account) (Detail, error) {
		if err := c.seatsFor(user); err != nil {
			return Detail{}, err
		}
		account.Disabled = false
		return Detail{"account", "disabled", "enabled"}, nil
	})
	if err != nil {
		return err
	}
	return a.eachMembership(ctx, user, func(c *change, m Membership) (bool, error) {
		if !m.Shut {
			return false, nil
		}
		var err error
		if c.actor.org, err = c.Org(m.Org); err != nil {
			return false, missing(err)
		}
		if err := c.takeSeat(m.Set); err != nil {
			return false, err
		}
		m.Status, m.Shut = MemberActive, false
		return true, c.PutMembership(m)
	})
}

// seatsFor refuses to bring a person back when one of their orgs has no seat.
func (c *change) seatsFor(user UserID) error {
	all, err := c.MembershipsOf(user)
	if err != nil {
		return err
	}
	for _, m := range all {
		if !m.Shut {
			continue
		}
		if c.actor.org, err = c.Org(m.Org); err != nil {
			return missing(err)
		}
		if err := c.takeSeat(m.Set); err != nil {
			return err
		}
	}
	c.actor.org = Org{}
	return nil
}

func (a *Authority) changeAccount(ctx context.Context, actor Actor, user UserID, action Action, fn func(*change, *Account) (Detail, error)) error {
	at := attempt{actor, "", action, TargetRef{Kind: "user", ID: string(user)}}
	return a.carryOut(ctx, at, ucManageAccounts, func(c *change) error {
		account, err := c.Account(user)
		if err != nil {
			return err
		}
		c.about = account.target()
		detail, err := fn(c, &account)
		if err != nil {
			return err
		}
		if err := c.PutAccount(account); err != nil {
			return err
		}
		return c.log(action, account.target(), detail)
	})
}
