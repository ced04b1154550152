package model

import (
	"context"
)

// Profile is who is logged in and what they are in the current org.
type Profile struct {
	User       UserID
	Name       string
	Email      string
	Operator   bool // with operator rights in this session
	ByToken    bool // the session was opened with a token (rule 4.6)
	ByKey      bool // the session was opened with an SSH key
	NoAutoCopy bool
	Org        Org    // zero when there is no current org
	Set        string // the name of the permission set there; "" for no member
	Member     bool

	can Permissions
}

// Can reports whether a screen that needs p is worth showing. It decides
// nothing: each use case authorises for itself.
func (p Profile) Can(need Permission) bool { return p.Operator || p.can.Has(need) }

// WhoAmI returns the profile of the actor in an org, or without one for "".
// Errors: KindUnauthenticated when the session has ended, KindNotFound for an org
// that the actor has nothing to do with.
func (a *Authority) WhoAmI(ctx context.Context, actor Actor, org OrgID) (Profile, error) {
	var p Profile
	err := a.inquire(ctx, actor, "", ucOwnAccount, func(q *inquiry) error {
		if err := q.enter(org); err != nil {
			return err
		}
		if org != "" && !q.actor.member() && !q.actor.operator {
			return notFound("There is no such organisation among yours.")
		}
		account := q.actor.account
		_, byToken := actor.Token()
		p = Profile{
			User: account.ID, Name: account.Name, Email: account.Email, NoAutoCopy: account.NoAutoCopy,
			Operator: q.actor.operator, ByToken: byToken, ByKey: actor.key.fingerprint != "",
			Org: q.actor.org, Set: q.actor.set.Name, Member: q.actor.member(), can: q.actor.permissions,
		}
		return nil
	})
	return p, err
}

// SwitchOrg makes an org the current one: the next log-in begins there. Errors:
// KindForbidden, KindNotFound.
func (a *Authority) SwitchOrg(ctx context.Context, actor Actor, org OrgID) (Profile, error) {
	at := attempt{actor, org, ActSwitchOrg, TargetRef{Kind: "org", ID: string(org)}}
	err := a.carryOut(ctx, at, ucSwitchOrg, func(c *change) error {
		account := c.actor.account
		if account.LastOrg == org {
			return nil
		}
		account.LastOrg = org
		if err := c.PutAccount(account); err != nil {
			return err
		}
		return c.log(ActSwitchOrg, c.actor.org.target())
	})
	if err != nil {
		return Profile{}, err
	}
	return a.WhoAmI(ctx, actor, org)
}

// onSelf is an attempt of the actor's at something about their own account.
func (a Actor) onSelf(action Action) attempt {
	return attempt{actor: a, action: action, about: TargetRef{Kind: "user", ID: string(a.user)}}
}

// RenameAccount changes the actor's own name. Errors: KindInvalid.
func (a *Authority) RenameAccount(ctx context.Context, actor Actor, name string) error {
	name, err := CleanName(FieldName, name)
	if err != nil {
		return err
	}
	err = a.carryOut(ctx, actor.onSelf(ActRenameAccount), ucOwnName, func(c *change) error {
		account := c.actor.account
		before := account.Name
		if before == name {
			return nil
		}
		account.Name = name
		if err := c.PutAccount(account); err != nil {
			return err
		}
		return c.log(ActRenameAccount, account.target(), Detail{"name", before, name})
	})
	if err != nil {
		return err
	}
	return a.eachMembership(ctx, actor.user, func(c *change, m Membership) (bool, error) {
		account, err := c.Account(m.User)
		if err != nil || m.Name == account.Name {
			return false, err
		}
		m.Name, m.Email = account.Name, account.Email
		return true, c.PutMembership(m)
	})
}

// membershipBatch is how many memberships one transaction of eachMembership
// changes: the store takes 100 keys.
const membershipBatch = 4

// eachMembership runs fn on a person's memberships, a few in a transaction,
// until none is left that fn changes. For what follows from a change of the
// account, however many orgs the person is in; what a crash leaves undone the
// next change of the account does.
func (a *Authority) eachMembership(ctx context.Context, user UserID, fn func(*change, Membership) (changed bool, err error)) error {
	for {
		done := 0
		err := a.commit(ctx, func(c *change) error {
			done = 0
			all, err := c.MembershipsOf(user)
			if err != nil {
				return err
			}
			for _, m := range all {
				did, err := fn(c, m)
				if err != nil {
					return err
				}
				if did {
					done++
				}
				if done == membershipBatch {
					break
				}
			}
			return nil
		})
		if err != nil || done == 0 {
			return err
		}
	}
}

// SetAutoCopy turns on or off that a secret is copied when it appears (rule
// 4.4).
func (a *Authority) SetAutoCopy(ctx context.Context, actor Actor, on bool) error {
	return a.carryOut(ctx, actor.onSelf(ActSetAutoCopy), ucOwnAccount, func(c *change) error {
		account := c.actor.account
		if account.NoAutoCopy == !on {
			return nil
		}
		account.NoAutoCopy = !on
		if err := c.PutAccount(account); err != nil {
			return err
		}
		words := map[bool]string{true: "on", false: "off"}
		return c.log(ActSetAutoCopy, account.target(), Detail{"copy when it appears", words[!on], words[on]})
	})
}

// ChangePassword changes the actor's own password, against the present one.
// Every other session of the person ends with its next step; the returned actor
// goes on in this one. Errors: KindInvalid, KindUnauthenticated.
func (a *Authority) ChangePassword(ctx context.Context, actor Actor, present, next Secret) (Actor, error) {
	var account Account
	var orgs []string
	err := a.inquire(ctx, actor, "", ucOwnPassword, func(q *inquiry) (err error) {
		account = q.actor.account
		orgs, err = q.orgNames(account.ID)
		return err
	})
	if err != nil {
		return actor, a.noteRefusal(ctx, actor.onSelf(ActChangePassword), err)
	}
	clean, err := cleanPassword(FieldNewPassword, next, append(orgs, account.Email)...)
	if err != nil {
		return actor, err
	}
	if present.IsZero() {
		return actor, invalid(FieldPassword, "Type your present password.")
	}
	if err := a.checkPassword(ctx, actor.onSelf(ActChangePassword), account, present); err != nil {
		return actor, err
	}
	hash, err := a.hashNew(ctx, clean)
	if err != nil {
		return actor, err
	}
	err = a.change(ctx, actor, "", ucOwnPassword, func(c *change) error {
		if err := c.confirm(proof{generation: account.Generation}); err != nil {
			return err
		}
		changed := c.actor.account.withoutCode()
		changed.PasswordHash = hash
		changed.Generation++
		if err := c.PutAccount(changed); err != nil {
			return err
		}
		return c.log(ActChangePassword, changed.target())
	})
	if err == nil {
		actor.generation = account.Generation + 1
	}
	return actor, err
}

func (q *inquiry) orgNames(user UserID) ([]string, error) {
	active, err := q.activeMemberships(user)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, m := range active {
		org, err := q.Org(m.Org)
		if err != nil {
			return nil, missing(err)
		}
		names = append(names, org.Name)
	}
	return names, nil
}

// SetOperator gives a person the operator flag, or takes it (rule 1.6). Their
// sessions end. Errors: KindForbidden, KindNotFound.
func (a *Authority) SetOperator(ctx context.Context, actor Actor, user UserID, operator bool) error {
	at := attempt{actor, "", ActSetOperator, TargetRef{Kind: "user", ID: string(user)}}
	return a.carryOut(ctx, at, ucSetOperator, func(c *change) error {
		account, err := c.Account(user)
		if err != nil || account.Operator == operator {
			return err
		}
		if user == actor.user {
			return conflict("", "Nobody takes the operator flag off themself; another operator can.")
		}
		account = account.withoutCode()
		account.Operator = operator
		account.Generation++
		if err := c.PutAccount(account); err != nil {
			return err
		}
		words := map[bool]string{true: "yes", false: "no"}
		return c.log(ActSetOperator, account.target(), Detail{"operator", words[!operator], words[operator]})
	})
}
