package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"example.com/latchkey/model"
)

// mostRaces is how many tokens are revoked while they are verified, at the most.
const mostRaces = 100_000

// racesLast is how long they may take: on a slow disk there are fewer.
const racesLast = 3 * time.Minute

const (
	racersAtOnce  = 8 // revoke, each a token of its own at a time
	verifiersEach = 2 // verify that token as fast as they can
)

// revokeRace revokes tokens that are being verified. A verification that begins
// after the revocation is acknowledged must not say yes.
func revokeRace(ctx context.Context, r *run) (report Report, err error) {
	races := min(r.Tokens, r.times(mostRaces))
	w, err := r.scratch(ctx, "races", plan{Tokens: races, People: peopleOfOrg})
	if err != nil {
		return report, err
	}
	d, err := w.open(ctx)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	begin := time.Now()
	m := &meeting{world: w, authority: d.Authority, until: begin.Add(racesLast)}
	if err := m.run(ctx); err != nil {
		return report, err
	}
	races = int(m.races.Load())
	report.Figures = []Figure{worst("late answers", Count, []float64{float64(m.late.Load())}, atMost(0))}
	report.LimitedBy = fmt.Sprintf("Nothing: the state that a verification reads is the one that the revocation has committed (%s, %.0f a second).", counted(races, "race"), float64(races)/time.Since(begin).Seconds())
	report.Notes = append(report.Notes, fmt.Sprintf("%s before the end of a revocation, %s of them answered with yes when it was over; %s after it.",
		counted(int(m.before.Load()), "verification")+" began", grouped(float64(m.stillYes.Load())), grouped(float64(m.after.Load()))))
	return report, nil
}

// scratch is a world that a row uses up.
func (r *run) scratch(ctx context.Context, name string, p plan) (*world, error) {
	return build(ctx, filepath.Join(r.dir, name), p, r.seed, func(int) {})
}

// meeting is all races over a world: each token of it is revoked once.
type meeting struct {
	world     *world
	authority *model.Authority
	until     time.Time
	next      atomic.Int64

	races                         atomic.Int64
	before, after, stillYes, late atomic.Int64 // verifications
}

func (m *meeting) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, racersAtOnce)
	var done sync.WaitGroup
	for i := range errs {
		done.Go(func() {
			if errs[i] = m.racer(ctx); errs[i] != nil {
				stop()
			}
		})
	}
	done.Wait()
	return errors.Join(errs...)
}

// racer runs one race after the other.
func (m *meeting) racer(ctx context.Context) error {
	for {
		n := int(m.next.Add(1)) - 1
		if n >= m.world.Tokens || time.Now().After(m.until) {
			return nil
		}
		secret, err := m.world.secret(n)
		if err != nil {
			return err
		}
		if err := m.race(ctx, secret, m.world.ref(n)); err != nil {
			return err
		}
		m.races.Add(1)
	}
}

// race revokes one token while verifiers are at it. They go on until each has
// asked once after the revocation.
func (m *meeting) race(ctx context.Context, secret model.Secret, ref model.TokenRef) error {
	var revoked atomic.Bool
	var done sync.WaitGroup
	errs := make([]error, verifiersEach+1)
	running := make(chan struct{}, verifiersEach)
	for i := range verifiersEach {
		done.Go(func() { errs[i] = m.verify(ctx, secret, &revoked, running) })
	}
	for range verifiersEach {
		<-running
	}
	_, errs[verifiersEach] = m.authority.RevokeToken(ctx, operator, ref)
	revoked.Store(true)
	done.Wait()
	return errors.Join(errs...)
}

// verify asks until once after the revocation. It says when it has asked first.
func (m *meeting) verify(ctx context.Context, secret model.Secret, revoked *atomic.Bool, running chan<- struct{}) error {
	for first := true; ; first = false {
		after := revoked.Load()
		d, err := m.authority.Verify(ctx, secret, here)
		if first {
			running <- struct{}{}
		}
		switch {
		case err != nil:
			return err
		case after:
			m.after.Add(1)
			if d.OK() {
				m.late.Add(1)
			}
			return nil
		}
		runtime.Gosched() // or who revokes waits for a whole time slice of each verifier
		m.before.Add(1)
		if d.OK() && revoked.Load() {
			m.stillYes.Add(1)
		}
	}
}
