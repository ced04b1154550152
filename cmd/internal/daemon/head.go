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

// checkHead compares the store with the head that was kept beside it. The errors
// are of KindUnavailable for a store that falls short of it, unless o.Accept
// takes it, and the store's.
func (d *Daemon) checkHead(ctx context.Context, o Options) error {
	was, found, err := d.data.KeptHead(ctx)
	if err != nil {
		facts := model.Sentence(err) + " So nobody can tell whether the store is older than it was."
		return d.accept(ctx, o.Accept, model.Head{}, facts, alteredWayOut, err)
	}
	if !found {
		return nil
	}
	s, short, err := d.Authority.Setback(ctx, was)
	if err != nil || !short {
		d.kept = was
		return err
	}
	return d.accept(ctx, o.Accept, was, fmt.Sprintf("The store in %s %s.", o.Dir, s), olderWayOut, nil)
}

func (d *Daemon) accept(ctx context.Context, accept Accept, was model.Head, facts, wayOut string, cause error) error {
	if accept == nil {
		return &model.Error{Kind: model.KindUnavailable, Message: facts + " " + wayOut, Err: cause}
	}
	if err := accept(ctx, d.Authority, was, facts); err != nil {
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
