package model

import "context"

// SSHKeysOf returns the SSH keys of an account, the oldest first, for operators:
// an account is of no organisation, and a key lets into all of its person's.
// Errors: KindForbidden, KindNotFound.
func (a *Authority) SSHKeysOf(ctx context.Context, actor Actor, user UserID) ([]SSHKey, error) {
	var keys []SSHKey
	err := a.inquire(ctx, actor, "", ucManageAccounts, func(q *inquiry) error {
		if _, err := q.Account(user); err != nil {
			return err
		}
		var err error
		keys, err = q.SSHKeysOf(user)
		return err
	})
	return keys, err
}

// FindSSHKeyOf finds a key of an account by its fingerprint or name, for operators.
// Errors: KindForbidden, KindNotFound, KindConflict when several have the name.
func (a *Authority) FindSSHKeyOf(ctx context.Context, actor Actor, user UserID, text string) (SSHKey, error) {
	keys, err := a.SSHKeysOf(ctx, actor, user)
	if err != nil {
		return SSHKey{}, err
	}
	var found []SSHKey
	for _, k := range keys {
		if k.Fingerprint == text {
			return k, nil
		}
		if foldName(k.Name) == foldName(text) {
			found = append(found, k)
		}
	}
	return theOnly(found, text, func(k SSHKey) string { return k.Fingerprint },
		notFound("There is no key %s among theirs.", Printable(text)))
}

// RemoveSSHKeyOf takes a key of somebody's account away, for operators. Sessions
// that were opened with it end with their next use case. Errors: KindForbidden,
// KindNotFound.
func (a *Authority) RemoveSSHKeyOf(ctx context.Context, actor Actor, user UserID, fingerprint string) error {
	return a.changeAccount(ctx, actor, user, ActRemoveSSHKey, func(c *change, account *Account) (Detail, error) {
		key, err := c.SSHKey(fingerprint)
		if err == nil && key.User != user || KindOf(err) == KindNotFound {
			return Detail{}, notFound("%s has no such key.", Printable(account.Name))
		}
		if err != nil {
			return Detail{}, err
		}
		return keyDetails([]SSHKey{key})[0], c.DeleteSSHKey(fingerprint)
	})
}

// dropKeys takes all keys of an account away and returns them.
func (c *change) dropKeys(user UserID) ([]SSHKey, error) {
	keys, err := c.SSHKeysOf(user)
	for _, k := range keys {
		if err == nil {
			err = c.DeleteSSHKey(k.Fingerprint)
		}
	}
	return keys, err
}

// keyDetails name keys that are gone in the activity log.
func keyDetails(gone []SSHKey) []Detail {
	details := make([]Detail, len(gone))
	for i, k := range gone {
		details[i] = Detail{Field: "ssh key", Before: k.words()}
	}
	return details
}
