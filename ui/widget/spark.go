package widget

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/ui/kit"
)

// bars are the heights of a Spark, the lowest first.
var bars = []rune("▁▂▃▄▅▆▇█")

// Spark draws numbers as bars beside each other, a cell each, the highest for
// the largest of them. Nought is the line that they stand on: whatever is more
// rises above it.
func Spark(values []int64) string {
	most := int64(0)
	if len(values) > 0 {
		most = max(slices.Max(values), 0)
	}
	var b strings.Builder
	for _, v := range values {
		at := 0
		if v > 0 {
			at = barOf(v, most)
		}
		b.WriteRune(bars[at])
	}
	return b.String()
}

// barOf is which bar stands for v out of most: rounded up, so that one of a
// million is not nothing.
func barOf(v, most int64) int {
	high := len(bars) - 1
	return min(int(math.Ceil(float64(v)/float64(most)*float64(high))), high)
}

// Daily is a chart of what happened day by day: what it is and the most of a
// day, a bar for each day (UTC), the last of them for the day of until, and the
// first and the last date under it. Where nothing happened it says that.
func Daily(what string, values []int64, until time.Time) []Fact {
	if len(values) == 0 || slices.Max(values) <= 0 {
		return []Fact{{Label: what, Value: "none in " + kit.Plural(len(values), "day")}}
	}
	last := until.UTC()
	first := last.AddDate(0, 0, 1-len(values))
	from, to := first.Format("02 Jan"), last.Format("02 Jan")
	gap := max(len(values)-ansi.StringWidth(from)-ansi.StringWidth(to), 1)
	return []Fact{
		{Value: what + " · at most " + kit.Count(int(slices.Max(values))), Tone: kit.Strong},
		{Value: Spark(values)},
		{Value: from + blanks(gap) + to, Tone: kit.Muted},
	}
}
