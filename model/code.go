package model

import "context"

// codeLife is how long a one-time code is good (rule 11.6).
const codeLife = 7 * day

func (a *Authority) codeHash(code Secret) string {
	h := a.keyed("one-time code", code.Reveal())
	return crockford.EncodeToString(h[:])
}

// isCode reports whether what was given is the account's one-time code.
func (a *Authority) isCode(account Account, given Secret) bool {
	return account.CodeHash != "" && account.CodeHash == a.codeHash(given) && a.Now().Before(account.CodeUntil)
}

// codeGiven returns the error that asks for a password of the person's choice.
// The right code is no failure.
func (a *Authority) codeGiven(ctx context.Context, email string) error {
	err := a.commit(ctx, func(c *change) error { return c.passwordFitted(email) })
	return orElse(err, &Error{Kind: KindUnauthenticated, Field: FieldCode, Message: "That is a one-time code; choose your password now."})
}

// ChoosePassword lets a person in who has a one-time code, and sets the
// password that they choose (rule 11.6). Where there was a password before, it ends
// all other sessions and removes the SSH keys of the account, which its entry names.
// Errors: KindInvalid, and KindUnauthenticated as of LogIn.
func (a *Authority) ChoosePassword(ctx context.Context, email string, code, password Secret, from Origin) (Actor, OrgID, error) {
	from = from.clean()
	email, err := CleanEmail(email)
	if err != nil {
		return Actor{}, "", err
	}
	orgs, err := a.tryCode(ctx, email, code)
	if err != nil {
		a.logRefusedLogIn(ctx, email, from, err)
		return Actor{}, "", err
	}
	clean, err := cleanPassword(FieldNewPassword, password, append(orgs, email)...)
	if err != nil {
		return Actor{}, "", err
	}
	if clean.Equal(code) {
		return Actor{}, "", invalid(FieldNewPassword, "That is the one-time code; choose a password of your own.")
	}
	hash, err := a.hashNew(ctx, clean)
	if err != nil {
		return Actor{}, "", err
	}
	account, err := a.takePassword(ctx, email, code, hash, from)
	if err != nil {
		return Actor{}, "", err
	}
	return a.letIn(ctx, account, from)
}

// tryCode counts an attempt with a code, and returns the names of the person's
// orgs when the code is right. That is no failure, whatever becomes of it.
func (a *Authority) tryCode(ctx context.Context, email string, code Secret) ([]string, error) {
	var orgs []string
	var wrong error
	err := a.commit(ctx, func(c *change) error {
		wrong = nil
		if _, err := c.tryPassword(email); err != nil {
			return err
		}
		account, err := c.loginAccount(email)
		if err != nil {
			return err
		}
		if !a.isCode(account, code) {
			wrong = wrongCode()
			return nil // the attempt counts
		}
		if orgs, err = c.orgNames(account.ID); err != nil {
			return err
		}
		return c.passwordFitted(email)
	})
	return orgs, orElse(err, wrong)
}

func wrongCode() error {
	return newError(KindUnauthenticated, "That e-mail and code do not go together, or the code is too old.")
}

// takePassword sets the password and uses the code up. After a reset the SSH keys
// go too: the password before worked until now, and whoever had it may have
// registered one since the reset took those away (rule 11.6).
func (a *Authority) takePassword(ctx context.Context, email string, code Secret, hash string, from Origin) (Account, error) {
	var account Account
	err := a.commit(ctx, func(c *change) (err error) {
		if account, err = c.loginAccount(email); err != nil {
			return err
		}
		if !a.isCode(account, code) { // somebody was faster with it
			return wrongCode()
		}
		var gone []SSHKey
		if account.PasswordHash != "" { // it is a reset, and no first password
			if gone, err = c.dropKeys(account.ID); err != nil {
				return err
			}
		}
		account = account.withoutCode()
		account.PasswordHash = hash
		account.Generation++
		c.actor = acting{Actor: Actor{user: account.ID, origin: from}, account: account}
		if err := c.PutAccount(account); err != nil {
			return err
		}
		return c.log(ActChangePassword, account.target(), keyDetails(gone)...)
	})
	return account, err
}

// dropCode takes a person's one-time code away, where there is one.
func (c *change) dropCode(user UserID) error {
	account, err := c.Account(user)
	if err != nil {
		return missing(err)
	}
	if account.CodeHash == "" {
		return nil
	}
	return c.PutAccount(account.withoutCode())
}
