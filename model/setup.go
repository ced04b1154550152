package model

import (
	"context"
)

// SetUpRequest is what a store that holds nothing yet is begun with.
type SetUpRequest struct {
	Org      string
	Name     string // of the person
	Email    string
	Password Secret
}

// NeedsSetUp reports whether nobody has an account yet.
func (a *Authority) NeedsSetUp(ctx context.Context) (bool, error) {
	empty := false
	err := a.store.View(ctx, func(tx Tx) (err error) {
		empty, err = isEmpty(tx)
		return err
	})
	return empty, a.bland(err)
}

func isEmpty(tx Tx) (bool, error) {
	page, err := tx.Accounts(PageRequest{Sort: SortCreated, Limit: 1})
	return len(page.Rows) == 0, err
}

// Check checks the parts of a request that are filled in, so that a form of
// several steps can say early what will not do. The errors are of KindInvalid and
// name the field.
func (r SetUpRequest) Check() error {
	if _, err := CleanName(FieldOrg, r.Org); r.Org != "" && err != nil {
		return err
	}
	if _, err := CleanName(FieldName, r.Name); r.Name != "" && err != nil {
		return err
	}
	if _, err := CleanEmail(r.Email); r.Email != "" && err != nil {
		return err
	}
	if r.Password.IsZero() {
		return nil
	}
	_, err := cleanPassword(FieldPassword, r.Password, r.Email, r.Org)
	return err
}

// SetUp makes the first org and the first person, who is its Administrator and
// the first operator (rule 1.6), and logs them in. Errors: KindInvalid, and
// KindConflict when somebody was faster.
func (a *Authority) SetUp(ctx context.Context, r SetUpRequest, from Origin) (Actor, OrgID, error) {
	from = from.clean()
	if empty, err := a.NeedsSetUp(ctx); err != nil || !empty {
		return Actor{}, "", orElse(err, setUpAlready())
	}
	account, orgName, err := a.cleanSetUp(ctx, r)
	if err != nil {
		return Actor{}, "", err
	}
	var org Org
	err = a.commit(ctx, func(c *change) error {
		if empty, err := isEmpty(c.Tx); err != nil || !empty {
			return orElse(err, setUpAlready())
		}
		if account.ID, err = newID[UserID](c, "usr_"); err != nil {
			return err
		}
		account.CreatedAt, account.Operator = c.now, true
		c.actor = acting{Actor: Actor{user: account.ID, origin: from}, account: account, operator: true}
		if org, err = c.createOrg(orgName, account); err != nil {
			return err
		}
		account.LastOrg, account.LastLoginAt = org.ID, c.now
		if err := c.PutAccount(account); err != nil {
			return err
		}
		c.actor.org = org
		return c.log(ActSetUp, account.target())
	})
	if err != nil {
		return Actor{}, "", err
	}
	return Actor{user: account.ID, generation: account.Generation, origin: from}, org.ID, nil
}

func setUpAlready() error { return conflict("", "latchkey is set up already; log in.") }

func (a *Authority) cleanSetUp(ctx context.Context, r SetUpRequest) (account Account, org string, err error) {
	if org, err = CleanName(FieldOrg, r.Org); err != nil {
		return account, "", err
	}
	if account.Name, err = CleanName(FieldName, r.Name); err != nil {
		return account, "", err
	}
	if account.Email, err = CleanEmail(r.Email); err != nil {
		return account, "", err
	}
	password, err := cleanPassword(FieldPassword, r.Password, account.Email, org)
	if err != nil {
		return account, "", err
	}
	account.PasswordHash, err = a.hashNew(ctx, password)
	return account, org, err
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func (a Account) target() TargetRef {
	return TargetRef{Kind: "user", ID: string(a.ID), Name: a.Name}
}
