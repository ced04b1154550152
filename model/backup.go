package model

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"
)

// Backup is what a copy of the store holds.
type Backup struct {
	// Head is the end of the activity log in it. To make a backup is an entry, so
	// Head.At is when it was made.
	Head Head

	Records      uint64 // with all orders and guards
	Orgs         uint64
	People       uint64
	ServiceUsers uint64 // the deleted ones too
	Tokens       uint64 // the ended ones too
}

// theStore is the target of what is done to all of it.
var theStore = TargetRef{Kind: "store", Name: "the store"}

// BackUp writes one state of the store to w, as Store.Copy does. The activity log
// tells of it first, so that it is known also when w fails on the way, and the
// entry is in the backup. Nothing is written to w for whoever may not. It is for
// operators. What is written shows names in clear, so w has to encrypt. Errors:
// KindForbidden, KindUnavailable when w does not take it; then what was written
// is of no use.
func (a *Authority) BackUp(ctx context.Context, actor Actor, w io.Writer) (Backup, error) {
	at := attempt{actor: actor, action: ActBackUp, about: theStore}
	err := a.carryOut(ctx, at, ucBackUp, func(c *change) error { return c.log(ActBackUp, theStore) })
	if err != nil {
		return Backup{}, err
	}
	b, err := a.store.Copy(ctx, w)
	return b, a.bland(err)
}

// NoteRestore writes into the activity log that this store was restored from a
// backup, and what that undid: was is the head that the installation had, zero
// when that is not known. It is for operators. Errors: KindForbidden.
func (a *Authority) NoteRestore(ctx context.Context, actor Actor, was Head) error {
	at := attempt{actor: actor, action: ActRestore, about: theStore}
	return a.carryOut(ctx, at, ucRestore, func(c *change) error {
		details := []Detail{{"backup of", "", c.head.At.UTC().Format(time.RFC3339)}}
		s, short, err := setback(c.Tx, was)
		if err != nil {
			return err
		}
		if short || was.Seq == 0 {
			details = append(details, s.details()...)
		}
		return c.log(ActRestore, theStore, details...)
	})
}

// Loss says what going back to the older store loses, as a sentence or two.
func (s Setback) Loss() string {
	if s.Other {
		return fmt.Sprintf("It is not an earlier state of the store in use: its entry %d is another than was written there. Revocations may be undone.", s.Was.Seq)
	}
	entries, undone := s.Was.Seq-s.Now.Seq, s.Undone()
	text := number(entries, "entry", "entries") + " and " + number(undone, "revocation", "revocations") + " came after it"
	switch undone {
	case 0:
		return text + "."
	case 1:
		return text + ": that token would be good again."
	}
	return text + ": those " + strconv.FormatUint(undone, 10) + " tokens would be good again."
}

// number is how many things there are, in words.
func number(n uint64, one, many string) string {
	switch n {
	case 0:
		return "no " + one
	case 1:
		return "1 " + one
	}
	return strconv.FormatUint(n, 10) + " " + many
}
