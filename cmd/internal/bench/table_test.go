package bench

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/exp/golden"
)

// TestTable is what people see, which fits a terminal of 80 columns.
func TestTable(t *testing.T) {
	bearable := 0.6
	var out strings.Builder
	err := WriteTable(&out, Results{
		Machine: Machine{System: "linux/amd64", Processor: "Some Processor at 3 GHz", Cores: 2, Go: "go1.26.8", Sync: 0.000243},
		Tokens:  1_000_000,
		Rows: []Report{
			{Name: "verify-http", Figures: []Figure{
				ratio("requests", PerSecond, []float64{54_321, 50_000, 56_000}, []float64{83_111, 82_000, 84_000}, Goal{AtLeast: new(0.7), Bearable: &bearable}),
				ratio("99th percentile", Seconds, []float64{0.00412, 0.0051}, []float64{0.00101, 0.0012}, atMost(1.3)),
			}, LimitedBy: "The processor: a request takes the machine 18 µs, of which 12 are net/http and the one who asks; the rest is the look-ups of one verification."},
			{Name: "generate-32", Figures: []Figure{ratio("tokens", PerSecond, []float64{9000}, []float64{1500}, atLeast(5))}, LimitedBy: "The disk.",
				Notes: []string{"A note."}},
			{Name: "open-after-kill", Figures: []Figure{difference("to open", Seconds, []float64{0.109}, []float64{0.011}, atMost(0.15))}, LimitedBy: "The log."},
			{Name: "idle-memory", Figures: []Figure{value("resident memory", Bytes, []float64{25.2e6}, atMost(40<<20))}, LimitedBy: "The program."},
			{Name: "revoke-race", Figures: []Figure{worst("late answers", Count, []float64{0}, atMost(0))}, LimitedBy: "Nothing."},
			{Name: "start", Failed: "open /dev/ptmx: no such file or directory"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > tableWidth {
			t.Errorf("a line has %d columns: %s", n, line)
		}
		if strings.HasSuffix(line, " \n") {
			t.Errorf("a line ends in blanks: %q", line)
		}
	}
	golden.RequireEqual(t, out.String())
}

// TestNoiseInWords: one digit of it says enough.
func TestNoiseInWords(t *testing.T) {
	for _, c := range []struct {
		rounds []float64
		want   string
	}{
		{[]float64{100}, ""}, {[]float64{3, 3, 3}, ""}, {[]float64{100, 100.4}, ""}, {[]float64{100, 104, 101}, "±3%"},
		{[]float64{100, 109.4, 99}, "±9%"}, {[]float64{100, 109.6, 99}, "±10%"}, {[]float64{100, 131, 99}, "±30%"},
		{[]float64{100, 269, 99}, "±200%"}, {[]float64{0, 1, 0}, ""},
	} {
		s := sampleOf(c.rounds)
		if got := s.noise(); got != c.want {
			t.Errorf("%v: got %q, want %q", c.rounds, got, c.want)
		}
	}
}

func TestQuantitiesInWords(t *testing.T) {
	for _, c := range []struct {
		unit  Unit
		value float64
		want  string
	}{
		{PerSecond, 1234567.8, "1,234,568/s"}, {PerSecond, 999, "999/s"},
		{Seconds, 0.00000048, "0.48 µs"}, {Seconds, 0.0000480, "48 µs"}, {Seconds, 0.0123, "12.3 ms"}, {Seconds, 2.5, "2.50 s"},
		{Bytes, 312, "312 B"}, {Bytes, 1272, "1,272 B"}, {Bytes, 20 << 10, "20 KiB"}, {Bytes, 41.5 * (1 << 20), "41.5 MiB"},
		{Count, 0, "0"}, {Count, 2, "2"}, {Count, 247.4, "247"},
	} {
		if got := c.unit.words(c.value); got != c.want {
			t.Errorf("%v %s is %q, want %q", c.value, c.unit, got, c.want)
		}
	}
}
