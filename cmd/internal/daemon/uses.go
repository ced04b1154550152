package daemon

import (
	"context"
	"errors"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// The uses of tokens are written down a few at a time, spread over time, so that
// whoever verifies meanwhile does not notice. So many a second take about a twentieth
// of a small machine. Where more tokens are used their uses wait in memory, until they
// are half of what there is room for: then they are written as fast as it goes.
const (
	writeEvery  = model.FlushEvery / 2 // what comes just after a round has begun waits for the next one
	atOnce      = 8                    // tokens: one transaction
	mostASecond = 1000                 // tokens
	writeWithin = 4 * time.Second      // at the end, where ten seconds are all there is
)

// writeUses writes down the uses of tokens until ctx is done.
func (d *Daemon) writeUses(ctx context.Context) {
	tick := time.NewTicker(writeEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := d.writeRound(ctx); err != nil && ctx.Err() == nil {
				d.log.Error("uses could not be written; they are kept and tried again", "error", err)
			}
		}
	}
}

// writeRound writes those that wait when it begins, over the time until the next one.
func (d *Daemon) writeRound(ctx context.Context) error {
	n := d.Authority.UnwrittenUses()
	each := max(writeEvery*atOnce/time.Duration(max(n, 1)), time.Second*atOnce/mostASecond)
	for ; n > 0 && ctx.Err() == nil; n -= atOnce {
		begin := time.Now()
		left, err := d.Authority.FlushSome(ctx, atOnce)
		if err != nil {
			return err
		}
		if n > atOnce && left < d.room/2 && !pause(ctx, each-time.Since(begin)) {
			return ctx.Err()
		}
	}
	return nil
}

// writeAll writes the uses that are not on the disk yet, as far as there is time.
func (d *Daemon) writeAll(ctx context.Context) error {
	for late := time.Now().Add(writeWithin); ; {
		left, err := d.Authority.FlushSome(ctx, 100*atOnce)
		switch {
		case errors.Is(err, engine.ErrFull): // they were verified all the same
			d.log.Warn("the disk is too full to write the last uses of tokens; what is on record of them is older", "tokens", left)
			return nil
		case err != nil || left == 0:
			return err
		}
		if time.Now().After(late) {
			d.log.Warn("there was no time to write all uses of tokens; what is on record of them is older", "tokens", left)
			return nil
		}
	}
}

// pause waits, and reports whether ctx still lasts.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
