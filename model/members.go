package model

import (
	"context"
)

// MemberRequest says whom to add to an org, and with which set (rule 11.6).
type MemberRequest struct {
	Email string
	Name  string // used when the account is new
	Set   SetID

	Password Secret // of the actor, for a session that was opened with a token (rule 4.6)
}

// AddMember adds a person to an org. A new account gets a one-time code, which
// is returned this once; for one that exists the Secret is zero.
//
// Errors: KindForbidden (also by rules 4.6 and 6.5), KindInvalid, KindConflict (a
// member already), KindNotFound (no such set), KindUnauthenticated (password).
func (a *Authority) AddMember(ctx context.Context, actor Actor, org OrgID, r MemberRequest) (Membership, Secret, error) {
	var made Membership
	var code Secret
	email, err := CleanEmail(r.Email)
	if err != nil {
		return made, code, err
	}
	at := attempt{actor, org, ActAddMember, TargetRef{Kind: "user", Name: email}}
	p, err := a.proveBearer(ctx, at, ucManageMembers, r.Password)
	if err != nil {
		return made, code, err
	}
	err = a.carryOut(ctx, at, ucManageMembers, func(c *change) (err error) {
		if err := c.confirm(p); err != nil {
			return err
		}
		names, err := c.assignable([]SetID{r.Set})
		if err != nil {
			return err
		}
		var account Account
		if account, code, err = c.invited(email, r.Name); err != nil {
			return err
		}
		if made, err = c.join(account, r.Set); err != nil {
			return err
		}
		if code.IsZero() { // who has a code from elsewhere would get in here too
			if err := c.dropCode(account.ID); err != nil {
				return err
			}
		}
		return c.log(ActAddMember, account.target(), Detail{Field: "permission set", After: names})
	})
	if err != nil {
		return Membership{}, Secret{}, err
	}
	return made, code, nil
}

// proveBearer asks for the account password in a session that was opened with a
// token, which gets nothing without it that outlives the token (rule 4.6).
func (a *Authority) proveBearer(ctx context.Context, at attempt, uc useCase, password Secret) (proof, error) {
	if _, byToken := at.actor.Token(); !byToken {
		return proof{generation: at.actor.generation}, nil
	}
	return a.provePassword(ctx, at, uc, password)
}

// invited returns the account with the e-mail; a new one comes with a code.
func (c *change) invited(email, name string) (Account, Secret, error) {
	account, err := c.AccountByEmail(email)
	if err == nil && account.Disabled {
		err = conflict(FieldEmail, "The account of %s is disabled; an operator enables it.", Printable(email))
	}
	if KindOf(err) != KindNotFound {
		return account, Secret{}, err
	}
	if name, err = CleanName(FieldName, name); err != nil {
		return Account{}, Secret{}, err
	}
	id, err := newID[UserID](c, "usr_")
	if err != nil {
		return Account{}, Secret{}, err
	}
	text, err := randomBase62(c.a.options.Random, 20)
	if err != nil {
		return Account{}, Secret{}, err
	}
	code := NewSecret(text)
	account = Account{ID: id, Email: email, Name: name, CreatedAt: c.now, CodeHash: c.a.codeHash(code), CodeUntil: c.now.Add(codeLife)}
	return account, code, c.PutAccount(account)
}

// join makes an account a member, again perhaps: the epoch goes on, so that the
// tokens of before stay expired, and another term begins, so that what the person
// was in, owned and was given before is not theirs again (rule 1.3).
func (c *change) join(account Account, set SetID) (Membership, error) {
	m, err := c.Membership(c.actor.org.ID, account.ID)
	if err != nil && KindOf(err) != KindNotFound {
		return m, err
	}
	if err == nil && m.Status != MemberRemoved {
		return m, conflict(FieldEmail, "%s is a member already.", Printable(account.Email))
	}
	if err == nil {
		m.Term++
	}
	m.Org, m.User, m.Status, m.Set, m.JoinedAt = c.actor.org.ID, account.ID, MemberActive, set, c.now
	m.Name, m.Email = account.Name, account.Email
	if err := c.takeSeat(m.Set); err != nil {
		return m, err
	}
	return m, c.PutMembership(m)
}

// endEpoch moves a membership's epoch on. How the tokens of earlier epochs ended
// is written down first, since the membership remembers the last time only.
func (c *change) endEpoch(m *Membership, as MemberStatus) error {
	if m.Epoch > 0 {
		_, _, err := c.settle(Holder{User: m.User}) // all of them: they are ten at the most
		if err != nil && KindOf(err) != KindInternal {
			return err // but a damaged record keeps nobody in
		}
	}
	m.Epoch++
	m.EpochAt, m.EpochAs, m.EpochBy = c.now, as, c.actor.ref().Name
	return nil
}

// changeMember runs fn on a membership that the actor may reach (rule 6.5).
func (a *Authority) changeMember(ctx context.Context, actor Actor, org OrgID, user UserID, action Action, fn func(*change, Membership) error) error {
	at := attempt{actor, org, action, TargetRef{Kind: "user", ID: string(user)}}
	return a.carryOut(ctx, at, ucManageMembers, func(c *change) error {
		m, err := c.Membership(org, user)
		if err == nil && m.Status == MemberRemoved {
			err = notFound("There is no such person in the organisation.")
		}
		if err != nil {
			return err
		}
		c.about = m.target()
		if err := c.within([]SetID{m.Set}, "they have"); err != nil {
			return err
		}
		return fn(c, m)
	})
}

// SetMemberSet gives a member another permission set. Errors: KindForbidden
// (also by rule 6.5), KindNotFound, KindConflict for the last Administrator
// (rule 1.4) and when the set is another one than the actor saw (stale.go).
func (a *Authority) SetMemberSet(ctx context.Context, actor Actor, org OrgID, user UserID, set SetID, seen ...SetID) error {
	return a.changeMember(ctx, actor, org, user, ActSetMemberSet, func(c *change, m Membership) error {
		if err := stale(m.Name, m.Set, seen); err != nil {
			return err
		}
		before, err := c.setNames(org, []SetID{m.Set})
		if err != nil {
			return missing(err)
		}
		after, err := c.assignable([]SetID{set})
		if err != nil || m.Set == set {
			return err
		}
		if err := c.keepAdministrator(m); err != nil {
			return err
		}
		if err := c.changeSeat(m, set); err != nil {
			return err
		}
		m.Set = set
		if err := c.PutMembership(m); err != nil {
			return err
		}
		if err := c.dropCode(m.User); err != nil {
			return err
		}
		return c.log(ActSetMemberSet, m.target(), Detail{"permission set", before[0], after})
	})
}

func (m Membership) target() TargetRef {
	return TargetRef{Kind: "user", ID: string(m.User), Name: m.Name}
}

// keepAdministrator refuses what would leave an org without an active
// Administrator (rule 1.4). The count is a guard: of two that go at once, one
// is refused.
func (c *change) keepAdministrator(m Membership) error {
	set, err := c.PermissionSet(m.Org, m.Set)
	if err != nil {
		return missing(err)
	}
	if !set.Administrator || m.Status != MemberActive {
		return nil
	}
	holders, err := c.SetHolders(m.Org, m.Set)
	if err != nil {
		return err
	}
	if holders.ActiveMembers <= 1 {
		return conflict("", "%s is the last active Administrator of %s; make somebody else one first.", Printable(m.Name), Printable(c.actor.org.Name))
	}
	return nil
}

// DeactivateMember ends a member's tokens in the org at once and for good; the
// membership can be reactivated (rule 1.3). Errors: KindForbidden, KindNotFound,
// KindConflict (oneself, or the last Administrator: rule 1.4).
func (a *Authority) DeactivateMember(ctx context.Context, actor Actor, org OrgID, user UserID) error {
	return a.changeMember(ctx, actor, org, user, ActDeactivateMember, func(c *change, m Membership) error {
		if user == actor.user {
			return conflict("", "Nobody deactivates themself; another administrator can, or you can leave.")
		}
		if m.Status == MemberDeactivated {
			return conflict("", "%s is deactivated already.", Printable(m.Name))
		}
		if err := c.keepAdministrator(m); err != nil {
			return err
		}
		return c.expel(m, MemberDeactivated, ActDeactivateMember)
	})
}

// expel turns a member out. One write ends all of the member's tokens in the
// org: they carry the epoch. Those of a deactivated one have ended already.
func (c *change) expel(m Membership, as MemberStatus, action Action) error {
	before := m.Status
	if before == MemberActive {
		if err := c.endEpoch(&m, as); err != nil {
			return err
		}
	}
	m.Status, m.Shut = as, false
	if err := c.PutMembership(m); err != nil {
		return err
	}
	return c.log(action, m.target(), Detail{"status", string(before), string(as)})
}

// ReactivateMember lets a deactivated member back in; their tokens stay expired
// (rule 1.3). Errors: KindForbidden, KindNotFound, KindConflict.
func (a *Authority) ReactivateMember(ctx context.Context, actor Actor, org OrgID, user UserID) error {
	return a.changeMember(ctx, actor, org, user, ActReactivateMember, func(c *change, m Membership) error {
		if m.Status == MemberActive {
			return conflict("", "%s is active already.", Printable(m.Name))
		}
		if m.Shut {
			return conflict("", "The whole account of %s is disabled; an operator enables it.", Printable(m.Name))
		}
		m.Status = MemberActive
		if err := c.takeSeat(m.Set); err != nil {
			return err
		}
		if err := c.PutMembership(m); err != nil {
			return err
		}
		return c.log(ActReactivateMember, m.target(), Detail{"status", string(MemberDeactivated), string(MemberActive)})
	})
}

// RemoveMember ends a membership and the member's tokens in the org (rule 1.3).
// What the member owns there goes to the successor, another active person or
// service user of the org; who owns nothing needs none. Errors as of
// DeactivateMember, and KindInvalid for the successor.
func (a *Authority) RemoveMember(ctx context.Context, actor Actor, org OrgID, user UserID, successor Subject) error {
	return a.changeMember(ctx, actor, org, user, ActRemoveMember, func(c *change, m Membership) error {
		if _, byToken := actor.Token(); byToken && user == actor.user {
			return forbidden("A session that was opened with a token cannot %s; log in with a password.", ucLeaveOrg)
		}
		return c.remove(m, ActRemoveMember, successor)
	})
}

// remove ends a membership, and gives what the member owns to the successor.
func (c *change) remove(m Membership, action Action, successor Subject) error {
	if err := c.keepAdministrator(m); err != nil {
		return err
	}
	if err := c.handOver(m.owner(), m.target(), successor); err != nil {
		return err
	}
	return c.expel(m, MemberRemoved, action)
}

// LeaveOrg ends the actor's own membership (rule 1.4). What the actor owns there
// goes to the successor, as in RemoveMember. Errors: KindForbidden, KindInvalid
// for the successor, KindConflict for the last Administrator.
func (a *Authority) LeaveOrg(ctx context.Context, actor Actor, org OrgID, successor Subject) error {
	at := attempt{actor, org, ActLeaveOrg, TargetRef{Kind: "user", ID: string(actor.user)}}
	return a.carryOut(ctx, at, ucLeaveOrg, func(c *change) error {
		return c.remove(c.actor.membership, ActLeaveOrg, successor)
	})
}
