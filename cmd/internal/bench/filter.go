package bench

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// mostFiltered is how many names are searched.
const mostFiltered = 100_000

// typed is what somebody types into the filter, a word a round.
var typed = []string{"nightly-e", "sync-12", "mobile-da", "legacy-99", "gateway-4", "central-m", "-scanner-"}

// filter types into the filter of a long list. What matches is found beside the
// keys, and then as many rows of it are read as are seen.
func filter(ctx context.Context, r *run) (report Report, err error) {
	rows := min(r.Tokens, mostFiltered)
	st, closeStage, err := r.stageOf(ctx, rows)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, closeStage()) }()
	begin := time.Now()
	st.press(keyOf('/'))
	if err := st.settle(ctx); err != nil { // the names are read
		return report, err
	}
	read := time.Since(begin)
	names := make([]string, rows)
	for i := range names {
		names[i] = tokenName(i)
	}
	f := &filtering{stage: st, names: names}
	y, s, err := r.takeTurns(ctx, min(r.rounds(), len(typed)), f.contains, f.types)
	if err != nil {
		return report, err
	}
	report.Figures = []Figure{
		ratio(fmt.Sprintf("found in %s", grouped(float64(rows))), Seconds, s[0], y[0], atMost(3)),
		ratio("for a first letter", Seconds, s[3], y[0], atMost(3)),
		worst("key held, worst", Seconds, s[1], atMost(1.0/framesPerSecond)),
	}
	report.LimitedBy = "The processor: a first letter searches all names once, each one after it what is left, beside the keys, which wait for nothing but one frame."
	report.Notes = append(report.Notes,
		fmt.Sprintf("Until the rows that match were read and drawn: %s.", duration(median(s[2]))),
		fmt.Sprintf("The names are read once, when the filter is opened: in %s.", duration(seconds(read))))
	return report, nil
}

type filtering struct {
	stage *stage
	names []string
	turn  int // of contains; types is one behind
	done  int
}

// contains is the yardstick: the least that finds what matches.
func (f *filtering) contains(context.Context) ([]float64, error) {
	word := typed[f.turn%len(typed)]
	f.turn++
	var took []float64
	for n := range word {
		begin := time.Now()
		found := 0
		for _, name := range f.names {
			if strings.Contains(name, word[:n+1]) {
				found++
			}
		}
		took = append(took, seconds(time.Since(begin)))
		if found == 0 && n == 0 {
			return nil, fmt.Errorf("no name has a %q", word[:1])
		}
	}
	return []float64{median(took)}, nil
}

// types types a word and takes it away again. The figures are how long it takes
// from a key until it is known what matches, the median; the longest time for
// which the next key had to wait; the time until the rows are drawn, the median;
// and how long it takes after the first key, for which all names are searched.
func (f *filtering) types(ctx context.Context) ([]float64, error) {
	word := typed[f.done%len(typed)]
	f.done++
	var found, drawn []float64
	var held time.Duration
	for _, key := range word {
		begin := time.Now()
		taken, _ := f.stage.press(keyOf(key))
		held = max(held, taken)
		f.stage.step()
		found = append(found, seconds(time.Since(begin)))
		if err := f.stage.settle(ctx); err != nil {
			return nil, err
		}
		_ = f.stage.root.View()
		drawn = append(drawn, seconds(time.Since(begin)))
	}
	for range word {
		f.stage.press(keyBackspace)
	}
	return []float64{median(found), seconds(held), median(drawn), found[0]}, f.stage.settle(ctx)
}
