package bench

import (
	"context"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"runtime"
	"time"

	"example.com/latchkey/model"
)

// verifyProcess verifies random tokens one after the other, without a network.
func verifyProcess(ctx context.Context, r *run) (report Report, err error) {
	w, err := r.base(ctx)
	if err != nil {
		return report, err
	}
	known, err := w.known()
	if err != nil {
		return report, err
	}
	b, err := w.openBare(ctx) // or the writing of uses would count as time and allocations of both
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, b.data.Close()) }()
	if err := w.warm(ctx, b.Authority); err != nil {
		return report, err
	}
	v := &verifying{world: w, authority: b.Authority, count: r.times(20_000), random: rand.New(rand.NewPCG(r.seed, 2))}
	y, s, err := r.takeTurns(ctx, r.rounds(), v.turn(lookUp(known)), v.turn(v.verify))
	if err != nil {
		return report, err
	}
	report.Figures = []Figure{
		ratio("time of a call", Seconds, s[0], y[0], atMost(5)),
		value("allocations of a call", Count, s[1], atMost(2)),
	}
	report.LimitedBy = "The processor and its caches: an HMAC, a look-up among all tokens, and the count of the use under the token's lock."
	report.Notes = append(report.Notes, "Every token was used once before: what decisions are made from is in memory, as far as there is room.")
	return report, nil
}

// known is what the yardstick looks a token up in.
func (w *world) known() (map[[sha256.Size]byte]int, error) {
	m := make(map[[sha256.Size]byte]int, w.Tokens)
	for i := range w.Tokens {
		secret, err := w.secret(i)
		if err != nil {
			return nil, err
		}
		m[sha256.Sum256([]byte(secret.Reveal()))] = i
	}
	return m, nil
}

func lookUp(known map[[sha256.Size]byte]int) func(context.Context, model.Secret) (bool, error) {
	return func(_ context.Context, s model.Secret) (bool, error) {
		_, ok := known[sha256.Sum256([]byte(s.Reveal()))]
		return ok, nil
	}
}

type verifying struct {
	world     *world
	authority *model.Authority
	count     int
	random    *rand.Rand
}

func (v *verifying) verify(ctx context.Context, s model.Secret) (bool, error) {
	d, err := v.authority.Verify(ctx, s, here)
	return d.OK(), err
}

// turn measures calls with random tokens, each of which has to be answered with
// yes. The figures are the time of a call, and its allocations.
func (v *verifying) turn(call func(context.Context, model.Secret) (bool, error)) turn {
	return func(ctx context.Context) ([]float64, error) {
		secrets := make([]model.Secret, v.count)
		for i := range secrets {
			var err error
			if secrets[i], err = v.world.secret(v.random.IntN(v.world.Tokens)); err != nil {
				return nil, err
			}
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begin := time.Now()
		for _, s := range secrets {
			ok, err := call(ctx, s)
			if err == nil && !ok {
				err = errors.New("a good token was refused")
			}
			if err != nil {
				return nil, err
			}
		}
		took := time.Since(begin)
		runtime.ReadMemStats(&after)
		n := float64(v.count)
		return []float64{seconds(took) / n, float64(after.Mallocs-before.Mallocs) / n}, nil
	}
}
