package bench

import "context"

// turn measures one round, and returns its figures, always the same ones.
type turn func(ctx context.Context) ([]float64, error)

// series are the figures of several rounds: those of the first figure, of the
// second one and so on.
type series [][]float64

func (s *series) add(round []float64) {
	if *s == nil {
		*s = make(series, len(round))
	}
	for i, v := range round {
		(*s)[i] = append((*s)[i], v)
	}
}

// takeTurns measures yardstick and subject in turn, so that what else the
// machine does meets both. A round of each beforehand does not count.
func (r *run) takeTurns(ctx context.Context, rounds int, yardstick, subject turn) (y, s series, err error) {
	for i := -1; i < rounds; i++ {
		a, err := yardstick(ctx)
		if err != nil {
			return nil, nil, err
		}
		b, err := subject(ctx)
		if err != nil {
			return nil, nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if i >= 0 {
			y.add(a)
			s.add(b)
		}
	}
	return y, s, nil
}
