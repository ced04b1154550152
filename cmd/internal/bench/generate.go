package bench

import (
	"context"
	"errors"
	"sync"
	"time"
)

// How many tokens a round generates.
const (
	oneByOne = 100
	manyAt   = 32
	eachOf   = 20
)

// generateOne generates one token after the other.
func generateOne(ctx context.Context, r *run) (report Report, err error) {
	w, err := r.base(ctx)
	if err != nil {
		return report, err
	}
	d, err := w.open(ctx)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	count := r.times(oneByOne)
	t, err := newTenants(ctx, d.Authority, "One", count*(r.rounds()+1))
	if err != nil {
		return report, err
	}
	disk, err := openDisk(r.dir)
	if err != nil {
		return report, err
	}
	defer disk.close()
	write := repeat(count, func(context.Context) error { return disk.write() })
	y, s, err := r.takeTurns(ctx, r.rounds(), write, repeat(count, t.generate))
	if err != nil {
		return report, err
	}
	report.Figures = []Figure{ratio("time of one", Seconds, s[0], y[0], atMost(1.5))}
	report.LimitedBy = "The disk, which has to sync every token before it is shown; what is beyond that is the transaction's reading, signing and encoding of records."
	return report, nil
}

// generateMany generates tokens from several goroutines at once, beside one.
func generateMany(ctx context.Context, r *run) (report Report, err error) {
	w, err := r.base(ctx)
	if err != nil {
		return report, err
	}
	d, err := w.open(ctx)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	count, each := r.times(oneByOne), max(r.times(eachOf), 4)
	t, err := newTenants(ctx, d.Authority, "Many", (count+manyAt*each)*(r.rounds()+1))
	if err != nil {
		return report, err
	}
	one, many := perSecond(repeat(count, t.generate)), perSecond(atOnce(manyAt, each, t.generate))
	y, s, err := r.takeTurns(ctx, r.rounds(), one, many)
	if err != nil {
		return report, err
	}
	report.Figures = []Figure{ratio("tokens", PerSecond, s[0], y[0], atLeast(5))}
	report.LimitedBy = "How many changes share one sync of the disk, and after that the processor: one change at a time reads, signs and encodes its records."
	return report, nil
}

// repeat does something so often, one after the other. The figure is how long
// each took, the mean.
func repeat(count int, do func(context.Context) error) turn {
	return func(ctx context.Context) ([]float64, error) {
		begin := time.Now()
		for range count {
			if err := do(ctx); err != nil {
				return nil, err
			}
		}
		return []float64{seconds(time.Since(begin)) / float64(count)}, nil
	}
}

// atOnce does something from several goroutines, so often from each. The figure
// is that of repeat.
func atOnce(goroutines, each int, do func(context.Context) error) turn {
	return func(ctx context.Context) ([]float64, error) {
		errs := make([]error, goroutines)
		var done sync.WaitGroup
		begin := time.Now()
		for i := range errs {
			done.Go(func() {
				for range each {
					if errs[i] = do(ctx); errs[i] != nil {
						return
					}
				}
			})
		}
		done.Wait()
		return []float64{seconds(time.Since(begin)) / float64(goroutines*each)}, errors.Join(errs...)
	}
}

// perSecond turns the time of one into how many there are in a second.
func perSecond(one turn) turn {
	return func(ctx context.Context) ([]float64, error) {
		took, err := one(ctx)
		if err != nil {
			return nil, err
		}
		return []float64{1 / took[0]}, nil
	}
}
