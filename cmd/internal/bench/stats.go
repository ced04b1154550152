package bench

import (
	"math"
	"slices"
	"time"
)

// Sample is one quantity over several rounds.
type Sample struct {
	Median float64 `json:"median"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Rounds int     `json:"rounds"`
}

func sampleOf(values []float64) Sample {
	if len(values) == 0 {
		return Sample{}
	}
	return Sample{Median: median(values), Low: slices.Min(values), High: slices.Max(values), Rounds: len(values)}
}

// Spread is how far the rounds lie from the median at the most, as a share of it.
func (s Sample) Spread() float64 {
	if s.Median == 0 {
		return 0
	}
	return max(s.High-s.Median, s.Median-s.Low) / math.Abs(s.Median)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n == 0 {
		return 0
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// percentile is the least of the values that so many per cent of them do not
// exceed (the nearest rank). It sorts them.
func percentile[T ~uint32 | ~int64 | ~float64](values []T, percent float64) T {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	rank := int(math.Ceil(percent / 100 * float64(len(values))))
	return values[min(max(rank, 1), len(values))-1]
}

// ratios divides round by round.
func ratios(subject, yardstick []float64) []float64 {
	quotients := make([]float64, min(len(subject), len(yardstick)))
	for i := range quotients {
		quotients[i] = subject[i] / yardstick[i]
	}
	return quotients
}

func seconds(d time.Duration) float64 { return d.Seconds() }
