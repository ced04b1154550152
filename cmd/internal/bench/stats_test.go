package bench

import (
	"testing"
)

func TestSample(t *testing.T) {
	for name, c := range map[string]struct {
		values []float64
		want   Sample
		spread float64
	}{
		"nothing":   {nil, Sample{}, 0},
		"one":       {[]float64{3}, Sample{3, 3, 3, 1}, 0},
		"odd":       {[]float64{9, 1, 4}, Sample{4, 1, 9, 3}, 1.25},
		"even":      {[]float64{1, 3, 2, 10}, Sample{2.5, 1, 10, 4}, 3},
		"all alike": {[]float64{7, 7, 7}, Sample{7, 7, 7, 3}, 0},
		"noughts":   {[]float64{0, 0}, Sample{0, 0, 0, 2}, 0},
	} {
		got := sampleOf(c.values)
		if got != c.want || got.Spread() != c.spread {
			t.Errorf("%s: %+v with a spread of %v, want %+v and %v", name, got, got.Spread(), c.want, c.spread)
		}
	}
}

// TestMedianLeavesTheRoundsInTheirOrder: ratios are taken round by round.
func TestMedianLeavesTheRoundsInTheirOrder(t *testing.T) {
	values := []float64{3, 1, 2}
	if median(values) != 2 || values[0] != 3 {
		t.Errorf("the median is %v, and the rounds are %v", median(values), values)
	}
}

func TestPercentile(t *testing.T) {
	hundred := make([]uint32, 100)
	for i := range hundred {
		hundred[i] = uint32(100 - i)
	}
	for _, c := range []struct {
		values  []uint32
		percent float64
		want    uint32
	}{
		{nil, 99, 0}, {[]uint32{5}, 99, 5}, {[]uint32{5}, 0, 5}, {hundred, 50, 50}, {hundred, 99, 99}, {hundred, 100, 100}, {[]uint32{4, 2}, 50, 2},
	} {
		if got := percentile(c.values, c.percent); got != c.want {
			t.Errorf("percentile %v of %d values is %d, want %d", c.percent, len(c.values), got, c.want)
		}
	}
}

// TestComparisons: a ratio is the median of those of the rounds, which one round
// that something else has disturbed does not move.
func TestComparisons(t *testing.T) {
	bearable := 0.6
	good := Goal{AtLeast: new(0.7), Bearable: &bearable}
	for _, c := range []struct {
		name     string
		figure   Figure
		value    float64
		reached  bool
		inWords  string
		symbol   string
		yardless bool
	}{
		{"ratio", ratio("r", PerSecond, []float64{80, 10, 90}, []float64{100, 10, 100}, good), 0.9, true, "× 0.90", "✓", false},
		{"bearable", ratio("r", PerSecond, []float64{65}, []float64{100}, good), 0.65, true, "× 0.65", "~", false},
		{"too little", ratio("r", PerSecond, []float64{59}, []float64{100}, good), 0.59, false, "× 0.59", "✗", false},
		{"difference", difference("d", Seconds, []float64{0.3, 0.2}, []float64{0.1, 0.1}, atMost(0.15)), 0.15, true, "+ 150 ms", "✓", false},
		{"less", difference("d", Seconds, []float64{0.1}, []float64{0.2}, atMost(0.15)), -0.1, true, "− 100 ms", "✓", false},
		{"value", value("v", Count, []float64{1, 3, 2}, atMost(2)), 2, true, "2", "✓", true},
		{"worst", worst("w", Count, []float64{0, 1, 0}, atMost(0)), 1, false, "1", "✗", true},
	} {
		f := c.figure
		if diff := f.Value - c.value; diff > 1e-9 || diff < -1e-9 || f.Reached != c.reached || f.compared() != c.inWords || f.mark() != c.symbol || (f.Yardstick == nil) != c.yardless {
			t.Errorf("%s: %v %q %q, reached %t", c.name, f.Value, f.compared(), f.mark(), f.Reached)
		}
	}
}

// TestOneMissIsAMiss also when it could not be measured.
func TestOneMissIsAMiss(t *testing.T) {
	reached, missed := value("v", Count, []float64{1}, atMost(1)), value("v", Count, []float64{2}, atMost(1))
	for name, c := range map[string]struct {
		report Report
		want   bool
	}{
		"all reached":  {Report{Figures: []Figure{reached, reached}}, true},
		"one missed":   {Report{Figures: []Figure{reached, missed}}, false},
		"not measured": {Report{Failed: "there was no terminal"}, false},
	} {
		if c.report.Reached() != c.want {
			t.Errorf("%s: reached is %t", name, !c.want)
		}
	}
}
