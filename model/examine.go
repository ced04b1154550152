package model

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Examine goes through everything that the store keeps, and through the chain of
// the activity log, on one state of the store. It is for operators and changes
// nothing. Progress is told twice: of the keys, whose number is not known before
// (0), and of the entries.
//
// What is wrong with the store is found and is no error. The errors are of
// KindForbidden and of the store.
func (a *Authority) Examine(ctx context.Context, actor Actor, progress ...Progress) (Examination, error) {
	var x Examination
	err := a.inquire(ctx, actor, "", ucExamine, func(q *inquiry) (err error) {
		x = Examination{}
		if err := q.examine(&x, progress); err != nil {
			return err
		}
		x.Activity, err = q.examineChain(progress)
		return err
	})
	return x, err
}

// errEnough ends an examination that found as much as it may tell.
var errEnough = errors.New("there are too many findings")

func (q *inquiry) examine(x *Examination, progress []Progress) error {
	found := func(f Finding) error {
		if len(x.Findings) == MaxFindings {
			x.More = true
			return errEnough
		}
		x.Findings = append(x.Findings, f)
		return nil
	}
	tell := func(done, of uint64) {
		for _, p := range progress {
			p(done, of)
		}
	}
	var err error
	if x.Keys, err = q.Tx.Examine(found, tell); errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// examineChain is VerifyActivity for a log whose end may be damaged: then the
// entries are followed as far as they go.
func (q *inquiry) examineChain(progress []Progress) (ActivityReport, error) {
	head, err := q.Head()
	if KindOf(err) != KindInternal {
		if err != nil {
			return ActivityReport{}, err
		}
		return q.verifyChain(head, progress)
	}
	report, err := q.verifyChain(Head{Seq: math.MaxUint64}, nil)
	if _, missed := q.Entry(report.Broken); KindOf(missed) == KindNotFound {
		report.Problem = fmt.Sprintf("The end of the log is damaged or missing, so nobody can tell whether it went on after entry %d.", report.Entries)
	}
	return report, err
}

// Repair makes the indexes and guards anew that an examination found to be wrong,
// each from the records as they are now, and returns how many it wrote or took
// away. Records and entries of the log are never touched. The activity log tells
// of each step. What has been put right meanwhile is left alone, and so is what
// turns out not to be repairable: a second examination tells.
//
// It is for operators. Errors: KindForbidden, KindInternal (the end of the log cannot
// be read, so the log cannot tell of it), KindUnavailable (the key file is not the
// store's).
func (a *Authority) Repair(ctx context.Context, actor Actor, findings []Finding) (int, error) {
	store := TargetRef{Kind: "store", Name: "the store"}
	at := attempt{actor: actor, action: ActRepair, about: store}
	if err := a.mayRepair(ctx, at); err != nil {
		return 0, err
	}
	repaired := 0
	for step := range repairSteps(findings) {
		n := 0
		err := a.carryOut(ctx, at, ucRepair, func(c *change) (err error) {
			n, err = c.repair(step, store)
			return err
		})
		if err != nil {
			return repaired, err
		}
		repaired += n
	}
	return repaired, nil
}

// mayRepair refuses before the first step what every step would fail at.
func (a *Authority) mayRepair(ctx context.Context, at attempt) error {
	err := a.inquire(ctx, at.actor, "", ucRepair, func(q *inquiry) error {
		if _, err := q.Head(); KindOf(err) == KindInternal {
			return &Error{Kind: KindInternal, Err: err,
				Message: "The end of the activity log cannot be read, and nothing is changed that the log cannot tell of. When doctor says that it is damaged or missing, restore a backup."}
		}
		return nil
	})
	return a.noteRefusal(ctx, at, err)
}

func (c *change) repair(step []Finding, store TargetRef) (int, error) {
	var done tally
	n := 0
	for _, f := range step {
		repaired, err := c.Tx.Repair(f)
		if err != nil {
			return 0, err
		}
		if repaired {
			done.add(f.Flaw)
			n++
		}
	}
	if n == 0 {
		return 0, nil
	}
	return n, c.log(ActRepair, store, done.details()...)
}
