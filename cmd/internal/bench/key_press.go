package bench

import (
	"context"
	"errors"
	"fmt"
)

// longestList is how many rows the longest list has: more than anybody looks
// through.
const longestList = 1_000_000

const shortList = 100

// keyPress moves the cursor through a long list, and through a short one.
func keyPress(ctx context.Context, r *run) (report Report, err error) {
	rows := min(r.Tokens, longestList)
	long, closeLong, err := r.stageOf(ctx, rows)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, closeLong()) }()
	short, closeShort, err := r.stageOf(ctx, shortList)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, closeShort()) }()
	y, s, err := r.takeTurns(ctx, r.rounds(), short.moves, long.moves)
	if err != nil {
		return report, err
	}
	report.Figures = []Figure{ratio(fmt.Sprintf("of %s rows", grouped(float64(rows))), Seconds, s[0], y[0], atMost(1.5))}
	report.LimitedBy = "Drawing the rows that are seen, which are as many in both; a list holds only those around the cursor."
	return report, nil
}

// stageOf shows a list of so many rows, loaded.
func (r *run) stageOf(ctx context.Context, rows int) (*stage, func() error, error) {
	w, err := r.list(ctx, rows)
	if err != nil {
		return nil, nil, err
	}
	st, err := w.show(ctx, 80, 24)
	if err != nil {
		return nil, nil, err
	}
	if err := st.settle(ctx); err != nil {
		return nil, nil, errors.Join(err, st.close())
	}
	return st, st.close, nil
}

// moves goes down the list and up again. The figure is how long a key takes to be
// drawn, the median.
func (st *stage) moves(ctx context.Context) ([]float64, error) {
	var took []float64
	for i := range 160 {
		key := keyDown
		if i >= 80 {
			key = keyUp
		}
		_, drawn := st.press(key)
		took = append(took, seconds(drawn))
		if err := st.settle(ctx); err != nil {
			return nil, err
		}
	}
	return []float64{median(took)}, nil
}
