package model

import (
	"context"
)

// SSHKeyRequest is a public key to log in with. Without a Name it gets the
// comment of the line.
type SSHKeyRequest struct {
	Name     string
	Line     string
	Password Secret // of the actor, where AsksPasswordForKey says so
}

// AsksPasswordForKey reports whether registering a key asks for the actor's
// password, as generating a token does (rule 4.2): a key lets in for longer than
// a session that somebody left open. Errors: KindForbidden, for a session that
// was opened with a token where there is none to ask for (rule 4.6).
func (a *Authority) AsksPasswordForKey(ctx context.Context, actor Actor) (bool, error) {
	asks := false
	err := a.inquire(ctx, actor, actor.home(), ucOwnKeys, func(q *inquiry) (err error) {
		asks, err = q.asksPassword()
		return err
	})
	return asks, err
}

// home is the org that says whether there is a password to ask for in matters of
// the actor's own account: that of the token of the session, "" without one.
func (a Actor) home() OrgID { return a.token.Org }

// AddSSHKey registers a public key of the actor's own. Errors: KindInvalid (see
// ParseSSHKey), KindConflict for a key that is registered already, KindQuota,
// KindUnauthenticated (also for a wrong password), KindForbidden.
func (a *Authority) AddSSHKey(ctx context.Context, actor Actor, r SSHKeyRequest) (SSHKey, error) {
	at := actor.onSelf(ActAddSSHKey)
	key, err := r.clean()
	if err != nil {
		return SSHKey{}, err
	}
	proving := at
	proving.org = actor.home()
	p, err := a.provePassword(ctx, proving, ucOwnKeys, r.Password)
	if err != nil {
		return SSHKey{}, err
	}
	err = a.carryOut(ctx, at, ucOwnKeys, func(c *change) error {
		if err := c.confirm(p); err != nil {
			return err
		}
		key.User, key.AddedAt = actor.user, c.now
		if err := c.roomForKey(key); err != nil {
			return err
		}
		if err := c.PutSSHKey(key); err != nil {
			return err
		}
		return c.log(ActAddSSHKey, c.actor.account.target(), Detail{Field: "ssh key", After: key.words()})
	})
	if err != nil {
		return SSHKey{}, err
	}
	return key, nil
}

func (r SSHKeyRequest) clean() (SSHKey, error) {
	key, err := ParseSSHKey(r.Line)
	if err != nil {
		return SSHKey{}, err
	}
	if r.Name == "" && key.Name != "" {
		return key, nil
	}
	key.Name, err = CleanName(FieldName, r.Name)
	return key, err
}

// roomForKey refuses one key too many, and one that the person has already.
func (c *change) roomForKey(key SSHKey) error {
	known, err := c.SSHKeysOf(key.User)
	if err != nil {
		return err
	}
	for _, k := range known {
		if k.Fingerprint == key.Fingerprint {
			return conflict(FieldKey, "That key is registered already, as %s.", k.Name)
		}
	}
	if len(known) >= maxSSHKeys {
		return newError(KindQuota, "You have %d keys, and no more can be registered. Remove one that is not needed.", len(known))
	}
	return nil
}

// RemoveSSHKey takes a key of the actor's own away. Sessions that were opened
// with it end with their next use case. Errors: KindNotFound, KindForbidden.
func (a *Authority) RemoveSSHKey(ctx context.Context, actor Actor, fingerprint string) error {
	return a.carryOut(ctx, actor.onSelf(ActRemoveSSHKey), ucOwnKeys, func(c *change) error {
		key, err := c.SSHKey(fingerprint)
		if err == nil && key.User != actor.user || KindOf(err) == KindNotFound {
			return notFound("You have no such key.")
		}
		if err != nil {
			return err
		}
		if err := c.DeleteSSHKey(fingerprint); err != nil {
			return err
		}
		return c.log(ActRemoveSSHKey, c.actor.account.target(), keyDetails([]SSHKey{key})...)
	})
}

// SSHKeys returns the actor's own keys, the oldest first.
func (a *Authority) SSHKeys(ctx context.Context, actor Actor) ([]SSHKey, error) {
	var keys []SSHKey
	err := a.inquire(ctx, actor, "", ucOwnKeys, func(q *inquiry) (err error) {
		keys, err = q.SSHKeysOf(actor.user)
		return err
	})
	return keys, err
}

// KnowsSSHKey reports whether somebody can log in with a key now. It is what a
// client is told before it signs anything: it proves nothing.
func (a *Authority) KnowsSSHKey(ctx context.Context, fingerprint string) (bool, error) {
	known := false
	err := a.store.View(ctx, func(tx Tx) error {
		q := &inquiry{Tx: tx, a: a, now: a.Now()}
		_, _, err := q.keyHolder(fingerprint)
		known = err == nil
		if KindOf(err) == KindUnauthenticated {
			return nil
		}
		return err
	})
	return known, a.bland(err)
}

// keyHolder returns a key and the person whom it lets in. The error is of
// KindUnauthenticated, and the same for a key that nobody has and for one of
// somebody who is shut out.
func (q *inquiry) keyHolder(fingerprint string) (SSHKey, Account, error) {
	key, err := q.SSHKey(fingerprint)
	if KindOf(err) == KindNotFound {
		return SSHKey{}, Account{}, newError(KindUnauthenticated, "That key lets nobody in.")
	}
	if err != nil {
		return SSHKey{}, Account{}, err
	}
	account, err := q.Account(key.User)
	if err != nil {
		return key, Account{}, missing(err)
	}
	active, err := q.activeMemberships(account.ID)
	if err != nil {
		return key, Account{}, err
	}
	if account.Disabled || len(active) == 0 && !account.Operator {
		return key, account, newError(KindUnauthenticated, "That key lets nobody in.")
	}
	return key, account, nil
}

// LogInWithKey lets the person in whose key has that fingerprint, and returns
// the actor and the org that was current last ("" when there is none). That the
// person holds the key is for the caller to have proved. Errors:
// KindUnauthenticated.
func (a *Authority) LogInWithKey(ctx context.Context, fingerprint string, from Origin) (Actor, OrgID, error) {
	from = from.clean()
	var actor Actor
	var org OrgID
	err := a.commit(ctx, func(c *change) error {
		key, account, err := c.keyHolder(fingerprint)
		if err != nil {
			return err
		}
		actor = Actor{user: account.ID, generation: account.Generation, key: keyRef{fingerprint, key.AddedAt.UnixNano()}, origin: from}
		if err := c.identify(actor); err != nil {
			return err
		}
		if org, err = c.currentOrg(account); err != nil {
			return err
		}
		key.LastUsedAt = c.now
		if err := c.PutSSHKey(key); err != nil {
			return err
		}
		return c.loggedIn(ActLogIn, org)
	})
	if err != nil {
		a.logRefusedKey(ctx, fingerprint, from, err)
		return Actor{}, "", err
	}
	return actor, org, nil
}

// logRefusedKey writes the entry of a refused log-in with a key, about the
// person whose key it is, where there is one.
func (a *Authority) logRefusedKey(ctx context.Context, fingerprint string, from Origin, why error) {
	a.logRefusedOnce(ctx, from, why, func(c *change, e *Entry) error {
		_, account, err := c.keyHolder(fingerprint)
		if account.ID == "" {
			return ignoring(err, KindUnauthenticated)
		}
		e.Target = account.target()
		e.Org, err = c.currentOrg(account)
		return err
	})
}

// ignoring returns err unless it is of that kind.
func ignoring(err error, kind Kind) error {
	if KindOf(err) == kind {
		return nil
	}
	return err
}

// keyRef is the registered key that opened a session: one that is removed and
// registered again is another one.
type keyRef struct {
	fingerprint string
	added       int64 // Unix nanoseconds
}

// identifyKey checks that the key that opened the session is still registered:
// the session ends with it.
func (q *inquiry) identifyKey(ref keyRef) error {
	key, err := q.SSHKey(ref.fingerprint)
	if KindOf(err) == KindNotFound || err == nil && (key.User != q.actor.user || key.AddedAt.UnixNano() != ref.added) {
		return newError(KindUnauthenticated, "This session has ended, because its key was removed; log in again.")
	}
	return err
}
