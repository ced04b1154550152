package widget

import (
	"math"
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

func TestSpark(t *testing.T) {
	for want, values := range map[string][]int64{
		"":         nil,
		"▁▁▁":      {0, 0, 0},
		"▁█":       {0, 1},
		"▁▂▃▄▅▆▇█": {0, 1, 2, 3, 4, 5, 6, 7},
		"▂█▁":      {1, 1_000_000, 0}, // little is not nothing
		"██":       {5, 5},
		"▅█":       {1, 2},
		"█▂▅":      {math.MaxInt64, 1, math.MaxInt64 / 2},
	} {
		if got := Spark(values); got != want {
			t.Errorf("%v: %q, want %q", values, got, want)
		}
	}
}

func TestBarsRiseWithTheNumbers(t *testing.T) {
	for most := int64(1); most < 3000; most += 7 {
		before := 0
		for v := int64(1); v <= most; v++ {
			at := barOf(v, most)
			if at < before || at < 1 || at > 7 || v == most && at != 7 {
				t.Fatalf("%d of %d is bar %d, the one before %d", v, most, at, before)
			}
			before = at
		}
	}
}

func TestDailySaysTheMostAndTheDates(t *testing.T) {
	values := make([]int64, 30)
	values[0], values[29] = 12, 1204
	chart := Daily("Uses a day", values, uitest.Now)
	want := []string{
		"Uses a day · at most 1,204",
		"▂" + strings.Repeat("▁", 28) + "█",
		"13 Apr                  12 May",
	}
	for _, width := range []int{34, 38, 78, 118} {
		lines := Facts(uitest.Session().Theme, chart, width)
		if got := uitest.Plain(strings.Join(lines, "\n")); got != strings.Join(want, "\n") {
			t.Errorf("in %d cells:\n%s", width, got)
		}
	}
}

// The chart has no colour of its own, so that it is the same everywhere.
func TestDailyIsPlain(t *testing.T) {
	for _, f := range Daily("Uses a day", []int64{1, 2}, uitest.Now) {
		if !slices.Contains([]kit.Tone{kit.Plain, kit.Strong, kit.Muted}, f.Tone) {
			t.Errorf("%q has the tone %d", f.Value, f.Tone)
		}
	}
}

func TestDailyWithoutAnything(t *testing.T) {
	chart := Daily("Uses a day", make([]int64, 30), uitest.Now)
	if len(chart) != 1 || chart[0].Value != "none in 30 days" {
		t.Errorf("%+v", chart)
	}
}
