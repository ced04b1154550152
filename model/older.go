package model

import (
	"context"
	"fmt"
	"strconv"
)

// Setback is how a store falls short of a head that it once had: it was put back
// to an older day, or is another store (rule 9.4).
type Setback struct {
	Was Head // as it was kept elsewhere
	Now Head // as the store has it

	// Other is set when the store has as many entries, but the one at Was.Seq is
	// not the one that was written: it is gone, unreadable or another.
	Other bool
}

// against compares the head of a store with one that it once had. At is the
// Chain of the store's entry was.Seq, zero where there is none. False means that
// the store has all that it had.
func (h Head) against(was Head, at Hash) (Setback, bool) {
	s := Setback{Was: was, Now: h}
	switch {
	case was.Seq == 0:
		return s, false
	case h.Seq < was.Seq:
		return s, true
	}
	s.Other = at != was.Chain
	return s, s.Other
}

// Undone returns how many tokens that were revoked no longer are. When Other is
// set it is the least number: which of its revocations the store made after they
// parted, nobody knows.
func (s Setback) Undone() uint64 {
	if s.Now.Revocations > s.Was.Revocations {
		return 0
	}
	return s.Was.Revocations - s.Now.Revocations
}

// String says what is wrong, as what follows the store's name.
func (s Setback) String() string {
	if s.Other {
		return fmt.Sprintf("is not the one that it was: its entry %d is another than had been written (%s)", s.Was.Seq, s.undone())
	}
	end := "it ends at entry " + strconv.FormatUint(s.Now.Seq, 10)
	if s.Now.Seq == 0 {
		end = "it is empty"
	}
	return fmt.Sprintf("is older than it was: %s, and entry %d had been written (%s)", end, s.Was.Seq, s.undone())
}

func (s Setback) undone() string {
	switch n := s.Undone(); {
	case s.Other && n == 0:
		return "revocations may be undone"
	case s.Other:
		return fmt.Sprintf("%d or more revocations would be undone", n)
	case n == 0:
		return "no revocation would be undone"
	case n == 1:
		return "1 revocation would be undone"
	default:
		return fmt.Sprintf("%d revocations would be undone", n)
	}
}

// details are those of the entry that says that it was accepted.
func (s Setback) details() []Detail {
	if s.Was.Seq == 0 {
		return []Detail{{"last entry", "not known", strconv.FormatUint(s.Now.Seq, 10)}}
	}
	undone := strconv.FormatUint(s.Undone(), 10)
	if s.Other {
		undone += " or more"
	}
	return []Detail{
		{"last entry", strconv.FormatUint(s.Was.Seq, 10), strconv.FormatUint(s.Now.Seq, 10)},
		{"revocations undone", "", undone},
	}
}

// Head returns the end of the activity log, for whoever keeps a copy of it
// elsewhere: the zero Head for a store without entries. What it tells is on the
// disk. The errors are the store's.
func (a *Authority) Head(ctx context.Context) (head Head, err error) {
	err = a.bland(a.store.View(ctx, func(tx Tx) (err error) {
		head, err = tx.Head()
		return err
	}))
	return head, err
}

// Setback compares the store with a head that it once had, and reports whether
// it falls short of it. The errors are the store's; an entry that is missing or
// damaged is no error, but not the one that it was.
func (a *Authority) Setback(ctx context.Context, was Head) (s Setback, short bool, err error) {
	err = a.bland(a.store.View(ctx, func(tx Tx) (err error) {
		s, short, err = setback(tx, was)
		return err
	}))
	return s, short, err
}

func setback(tx Tx, was Head) (Setback, bool, error) {
	now, err := tx.Head()
	if err != nil {
		return Setback{}, false, err
	}
	var at Hash
	if 0 < was.Seq && was.Seq <= now.Seq {
		e, err := tx.Entry(was.Seq)
		switch KindOf(err) {
		case "":
			at = e.Chain
		case KindNotFound, KindInternal: // then it cannot be the one that it was
		default:
			return Setback{}, false, err
		}
	}
	s, short := now.against(was, at)
	return s, short, nil
}

// AcceptOlder has the store go on from where it is, although it once had the
// head was: the zero Head when that is not known. The activity log tells of it.
// It is for operators. Errors: KindForbidden, KindConflict (the store has all
// that it had).
func (a *Authority) AcceptOlder(ctx context.Context, actor Actor, was Head) error {
	at := attempt{actor: actor, action: ActAcceptOlder, about: theStore}
	return a.carryOut(ctx, at, ucAcceptOlder, func(c *change) error {
		s, short, err := setback(c.Tx, was)
		if err != nil {
			return err
		}
		if !short && was.Seq > 0 {
			return conflict("", "The store is no older than it was; there is nothing to accept.")
		}
		return c.log(ActAcceptOlder, theStore, s.details()...)
	})
}
