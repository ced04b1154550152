package model

import (
	"context"
	"fmt"
	"time"
)

// Back-off after wrong passwords (rule 11.3).
const (
	freeAttempts = 5
	firstPause   = time.Second
	longestPause = 15 * time.Minute

	// forgetAttempts is for how long failures are counted together.
	forgetAttempts = day
)

// pause returns how long to wait after the n-th failure in a row: nothing for
// the first four, then 1 s, doubling up to 15 min.
func pause(n int) time.Duration {
	if n < freeAttempts {
		return 0
	}
	p := firstPause
	for ; n > freeAttempts && p < longestPause; n-- {
		p *= 2
	}
	return min(p, longestPause)
}

// tryPassword counts an attempt for an e-mail, known or not, before the
// password is compared: however many try at once, no more than the rule allows
// get to compare. It returns how many tries are left before a pause. The error
// is of KindUnauthenticated with RetryAt during a pause.
func (c *change) tryPassword(email string) (left int, err error) {
	key := c.a.keyed("attempts", email)
	tries, err := c.Attempts(key)
	if err != nil {
		return 0, err
	}
	if c.now.Sub(tries.Last) >= forgetAttempts {
		tries.Count = 0
	}
	if until := tries.Last.Add(pause(tries.Count)); tries.Count >= freeAttempts && c.now.Before(until) {
		return 0, &Error{Kind: KindUnauthenticated, Field: FieldPassword, RetryAt: until,
			Message: fmt.Sprintf("Too many wrong passwords in a row; try again in %s.", inWords(until.Sub(c.now)))}
	}
	tries.Count, tries.Last, tries.Until = tries.Count+1, c.now, c.now.Add(forgetAttempts)
	return max(freeAttempts-tries.Count, 0), c.PutAttempts(key, tries)
}

// inWords rounds a pause up to whole seconds or minutes.
func inWords(d time.Duration) string {
	if s := int((d + time.Second - 1) / time.Second); s < 120 {
		return counted(s, "second")
	}
	return counted(int((d+time.Minute-1)/time.Minute), "minute")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (c *change) passwordFitted(email string) error {
	return c.DeleteAttempts(c.a.keyed("attempts", email))
}

// proof says that a person gave the password of the account as it was then.
type proof struct{ generation int }

// provePassword asks the actor's password again (rules 4.1, 4.2, 4.6), where
// asksPassword says so, once the actor is authorised for uc, so that nobody is asked
// in vain. Hashing happens outside of any transaction; confirm checks in it that
// nothing changed since. Who acts on the box itself has no password: the
// transaction authorises them.
func (a *Authority) provePassword(ctx context.Context, at attempt, uc useCase, password Secret) (proof, error) {
	if at.actor.system != "" {
		return proof{}, nil
	}
	var account Account
	asks := false
	err := a.inquire(ctx, at.actor, at.org, uc, func(q *inquiry) (err error) {
		account = q.actor.account
		asks, err = q.asksPassword()
		return err
	})
	if err != nil {
		return proof{}, a.noteRefusal(ctx, at, err)
	}
	p := proof{generation: account.Generation}
	if !asks {
		return p, nil
	}
	if password.IsZero() {
		return p, invalid(FieldPassword, "Type your account password.")
	}
	return p, a.checkPassword(ctx, at, account, password)
}

// asksPassword reports whether the actor is asked for the account password again
// in the org at hand (rules 4.1, 4.2). The error is of KindForbidden for a session
// that was opened with a token where there is none to ask for (rule 4.6).
func (q *inquiry) asksPassword() (bool, error) {
	if q.actor.system != "" {
		return false, nil
	}
	asks, err := q.logsInByPassword()
	if _, byToken := q.actor.Token(); err == nil && byToken && !asks {
		err = noPasswordToAsk(q.actor.org)
	}
	return asks, err
}

// logsInByPassword reports whether the person can log in with a password in the
// org at hand; where none is, in any of theirs, or as an operator who has none.
func (q *inquiry) logsInByPassword() (bool, error) {
	email := q.actor.account.Email
	if q.actor.org.ID != "" {
		return q.actor.org.AsksPassword(email), nil
	}
	active, err := q.activeMemberships(q.actor.user)
	for _, m := range active {
		org, err := q.Org(m.Org)
		if err != nil {
			return false, missing(err)
		}
		if org.AsksPassword(email) {
			return true, nil
		}
	}
	return len(active) == 0, err
}

// checkPassword compares a password with the account's, with the back-off and
// the log entry of rule 11.3.
func (a *Authority) checkPassword(ctx context.Context, at attempt, account Account, password Secret) error {
	leave, err := a.gate.enter(ctx, account.Email)
	if err != nil {
		return err
	}
	defer leave()
	var left int
	err = a.commit(ctx, func(c *change) (err error) {
		left, err = c.tryPassword(account.Email)
		return err
	})
	if err != nil {
		return a.noteRefusal(ctx, at, err)
	}
	ok, err := a.compare(ctx, password, account.PasswordHash)
	if err != nil {
		return a.bland(err)
	}
	if ok {
		return a.commit(ctx, func(c *change) error { return c.passwordFitted(account.Email) })
	}
	wrong := wrongPassword(left)
	a.logRefusal(ctx, at, wrong)
	return wrong
}

func wrongPassword(left int) *Error {
	e := &Error{Kind: KindUnauthenticated, Field: FieldPassword, Message: "Wrong password."}
	if left > 0 {
		e.Message = fmt.Sprintf("Wrong password · %s before a pause.", tries(left))
	}
	return e
}

func tries(n int) string {
	if n == 1 {
		return "1 more try"
	}
	return fmt.Sprintf("%d more tries", n)
}

// confirm checks in the transaction that p is about the account as it is now.
func (c *change) confirm(p proof) error {
	if c.actor.account.Generation != p.generation {
		return newError(KindUnauthenticated, "The account was changed in the meantime; log in again.")
	}
	return nil
}

// forgetBatch is how many counts one transaction forgets.
const forgetBatch = 30

// forgetAttempts deletes the counts whose time is over.
func (a *Authority) forgetAttempts(ctx context.Context) error {
	for {
		var old []Hash
		err := a.store.View(ctx, func(tx Tx) (err error) {
			old, err = tx.OldAttempts(a.Now(), forgetBatch)
			return err
		})
		if err != nil || len(old) == 0 {
			return a.bland(err)
		}
		err = a.commit(ctx, func(c *change) error {
			for _, key := range old {
				if err := c.DeleteAttempts(key); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
