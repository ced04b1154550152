package demo

import (
	"cmp"
	"context"
	"slices"
	"time"
)

const day = 24 * time.Hour

// span is a number of days as a duration.
func span(days float64) time.Duration { return time.Duration(days * float64(day)) }

// step is something that happens at a time.
type step struct {
	ago  time.Duration // before now
	what func(context.Context) error
}

// at plans something for some days ago.
func (w *world) at(days float64, what func(context.Context) error) {
	w.plan = append(w.plan, step{span(days), what})
}

// run does everything that is planned, by the order of time. Every few hours in
// between it does what a process does that has the store open: it writes down
// uses and ends.
func (w *world) run(ctx context.Context) error {
	slices.SortStableFunc(w.plan, func(a, b step) int { return -cmp.Compare(a.ago, b.ago) })
	next := w.plan[0].ago - tidyEvery
	for _, s := range w.plan {
		for ; next > s.ago; next -= tidyEvery {
			if err := w.tidy(ctx, next); err != nil {
				return err
			}
		}
		w.clock.set(w.now.Add(-s.ago))
		if err := s.what(ctx); err != nil {
			return err
		}
	}
	return w.tidy(ctx, 0)
}

// tidyEvery is short enough for the log to tell of ends and of first uses about
// when they were.
const tidyEvery = 8 * time.Hour

func (w *world) tidy(ctx context.Context, ago time.Duration) error {
	w.clock.set(w.now.Add(-ago))
	if err := w.authority.FlushUses(ctx); err != nil {
		return err
	}
	_, err := w.authority.Sweep(ctx)
	return err
}
