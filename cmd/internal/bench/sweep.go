package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/latchkey/model"
)

// endedAtOnce is how many tokens one sweep finds ended.
const endedAtOnce = 10_000

// sweep writes down the ends that time has brought to tokens: a few of many, and
// half of a few.
func sweep(ctx context.Context, r *run) (report Report, err error) {
	count := r.times(endedAtOnce)
	many, err := r.base(ctx)
	if err != nil {
		return report, err
	}
	few, err := r.scratch(ctx, "few", plan{Tokens: max(count, FewestTokens), People: peopleOfOrg})
	if err != nil {
		return report, err
	}
	y, s, err := r.takeTurns(ctx, min(r.rounds(), 3), few.sweeping(count), many.sweeping(count))
	if err != nil {
		return report, err
	}
	report.Figures = []Figure{ratio(counted(count, "end"), Seconds, s[0], y[0], atMost(2))}
	report.LimitedBy = fmt.Sprintf("The disk, which syncs a few ends at a time, and the processor (%s an end): what is due lies in an order of its own, so that the others do not count.",
		duration(median(s[0])/float64(count)))
	return report, nil
}

// sweeping adds people whose tokens have just ended, and measures a sweep.
func (w *world) sweeping(count int) turn {
	return func(ctx context.Context) (figures []float64, err error) {
		b, err := w.openBare(ctx)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, b.data.Close()) }()
		if _, err := b.Sweep(ctx); err != nil { // what is there for other reasons
			return nil, err
		}
		if err := w.addEnded(ctx, b, count); err != nil {
			return nil, err
		}
		begin := time.Now()
		swept, err := b.Sweep(ctx)
		took := time.Since(begin)
		if err == nil && swept != count {
			err = fmt.Errorf("the sweep found %d tokens, not %d", swept, count)
		}
		return []float64{seconds(took)}, err
	}
}

// addEnded adds tokens whose end date was a minute ago, of people of their own in
// the first org.
func (w *world) addEnded(ctx context.Context, to *bare, count int) error {
	set, err := to.FindPermissionSet(ctx, operator, w.orgs[0], model.SetStandard)
	if err != nil {
		return err
	}
	begin := w.Tokens + w.added
	w.added += count
	b := &builder{
		plan: plan{Tokens: begin + count}, seed: w.seed, store: to.data.Store, keys: to.data.Keys, tell: func(int) {},
		orgs: w.orgs[:1], at: to.Now().Truncate(time.Second), standard: set.ID,
		next: begin, person: begin, // every one has a token at least
	}
	b.ends = b.at.Add(-time.Minute)
	b.writers.begin(ctx, b.store)
	for err == nil && b.next < b.Tokens {
		err = b.addPerson(ctx, model.MaxUserTokens)
	}
	return errors.Join(err, b.flush(ctx), b.writers.end())
}
