package daemon

import (
	"context"
	"fmt"
	"time"

	"example.com/latchkey/model"
)

// headDelay is how long after a change the head of the activity log is written
// beside the store, with all that were made meanwhile. A crash leaves the copy
// behind the store by so much, never ahead of it.
const headDelay = 250 * time.Millisecond

// Accept decides what becomes of a store that is not the one that it was. Was is
// the head that it once had, zero when that is not known, and facts says what is
// wrong, as a sentence. The store opens when it returns nil; nothing has been
// changed in it before.
type Accept func(ctx context.Context, a *model.Authority, was model.Head, facts string) error

const (
	olderWayOut   = "Put the newer store back, or run `latchkey activity accept-older` to go on from here."
	alteredWayOut = "Put the right one back, or run `latchkey activity accept-older` to go on from here."
)

// mismatch is what is wrong between the store and the head that was kept beside it.
type mismatch struct {
	was    model.Head // as it was kept; zero when that is not known
	facts  string     // as a sentence; "" for nothing
	wayOut string
	cause  error
}

// compareHead compares the store with the head that was kept beside it. The errors
// are the store's.
func (d *Daemon) compareHead(ctx context.Context) (mismatch, error) {
	was, found, err := d.data.KeptHead(ctx)
	switch {
	case err != nil:
		return mismatch{facts: model.Sentence(err) + " So nobody can tell whether the store is older than it was.", wayOut: alteredWayOut, cause: err}, nil
	case !found:
		return mismatch{}, nil
	}
	s, short, err := d.Authority.Setback(ctx, was)
	if err != nil || !short {
		return mismatch{was: was}, err
	}
	return mismatch{was: was, facts: fmt.Sprintf("The store in %s %s.", d.dir, s), wayOut: olderWayOut}, nil
}

// checkHead refuses a store that falls short of the head that was kept beside it,
// unless accept takes it: KindUnavailable. The other errors are the store's.
func (d *Daemon) checkHead(ctx context.Context, accept Accept) error {
	m, err := d.compareHead(ctx)
	switch {
	case err != nil:
		return err
	case m.facts == "":
		d.kept = m.was
		return nil
	case accept == nil:
		return &model.Error{Kind: model.KindUnavailable, Message: m.facts + " " + m.wayOut, Err: m.cause}
	}
	if err := accept(ctx, d.Authority, m.was, m.facts); err != nil {
		return err
	}
	return d.keepHead(ctx)
}

// keepHeads writes the head beside the store when it has changed, until ctx is
// done.
func (d *Daemon) keepHeads(ctx context.Context) {
	changes, forget := d.Authority.Changes()
	defer forget()
	for {
		d.mustKeepHead(ctx)
		select {
		case <-ctx.Done():
			return
		case <-changes:
		}
		select {
		case <-ctx.Done(): // Close writes the last one
			return
		case <-time.After(headDelay):
		}
	}
}

// keepLastHead keeps the head at the end, also where the file has gone since: this
// process knows that the store is no older than it was.
func (d *Daemon) keepLastHead(ctx context.Context) {
	if _, found, err := d.data.KeptHead(ctx); err != nil || !found {
		d.kept = model.Head{}
	}
	d.mustKeepHead(ctx)
}

// mustKeepHead is keepHead for where nobody waits for it. It is behind when it
// fails, which is no worse than after a crash.
func (d *Daemon) mustKeepHead(ctx context.Context) {
	if err := d.keepHead(ctx); err != nil && ctx.Err() == nil {
		d.log.Error("the head of the activity log could not be kept beside the store; the one before stays there", "error", err)
	}
}

// keepHead writes the head beside the store unless it is there already. What the
// store tells is on the disk, so that the copy cannot be ahead.
func (d *Daemon) keepHead(ctx context.Context) error {
	head, err := d.Authority.Head(ctx)
	if err != nil || head.Seq == d.kept.Seq && head.Chain == d.kept.Chain {
		return err
	}
	if err := d.data.KeepHead(ctx, head); err != nil {
		return err
	}
	d.kept = head
	return nil
}
