package bench

// Report is what a row came to.
type Report struct {
	Name      string   `json:"name"`
	Figures   []Figure `json:"figures"`
	LimitedBy string   `json:"limited_by"` // a sentence
	Notes     []string `json:"notes,omitempty"`
	Seconds   float64  `json:"seconds"`          // that it took to measure
	Failed    string   `json:"failed,omitempty"` // why there are no figures; "" when there are
}

// Reached reports whether every figure is what it is to be.
func (r Report) Reached() bool {
	for _, f := range r.Figures {
		if !f.Reached {
			return false
		}
	}
	return r.Failed == ""
}

// Figure is one quantity of a row, and what it is to be.
type Figure struct {
	Name      string  `json:"name"`
	Unit      Unit    `json:"unit"`
	Subject   Sample  `json:"subject"`
	Yardstick *Sample `json:"yardstick,omitempty"`

	Compared Comparison `json:"compared"`
	Value    float64    `json:"value"` // what is held against the goal
	Goal     Goal       `json:"goal"`
	Reached  bool       `json:"reached"`
}

// Unit is what a quantity is counted in.
type Unit string

// The units.
const (
	PerSecond Unit = "per_second"
	Seconds   Unit = "seconds"
	Bytes     Unit = "bytes"
	Count     Unit = "count"
)

// Comparison says what of subject and yardstick is held against the goal.
type Comparison string

// The comparisons.
const (
	ByRatio      Comparison = "ratio"      // the subject by the yardstick: the median over the rounds
	ByDifference Comparison = "difference" // the subject less the yardstick, likewise
	ByValue      Comparison = "value"      // the subject alone
	ByWorst      Comparison = "worst"      // the subject alone, in its worst round
)

// Goal is what is to be reached: a least or a most.
type Goal struct {
	AtLeast *float64 `json:"at_least,omitempty"`
	AtMost  *float64 `json:"at_most,omitempty"`

	// Bearable is short of AtLeast, and still no reason to fail.
	Bearable *float64 `json:"bearable,omitempty"`
}

func atMost(most float64) Goal   { return Goal{AtMost: &most} }
func atLeast(least float64) Goal { return Goal{AtLeast: &least} }

func (g Goal) reached(value float64) bool {
	switch {
	case g.AtMost != nil:
		return value <= *g.AtMost
	case g.Bearable != nil:
		return value >= *g.Bearable
	}
	return value >= *g.AtLeast
}

// met reports whether value is all that is asked for, and not just bearable.
func (g Goal) met(value float64) bool {
	return g.reached(value) && (g.AtLeast == nil || value >= *g.AtLeast)
}

// ratio is the figure of a subject beside its yardstick, round by round.
func ratio(name string, unit Unit, subject, yardstick []float64, g Goal) Figure {
	return figure(Figure{Name: name, Unit: unit, Compared: ByRatio, Value: median(ratios(subject, yardstick)), Goal: g}, subject, yardstick)
}

// difference is the same for how much more the subject takes.
func difference(name string, unit Unit, subject, yardstick []float64, g Goal) Figure {
	more := make([]float64, min(len(subject), len(yardstick)))
	for i := range more {
		more[i] = subject[i] - yardstick[i]
	}
	return figure(Figure{Name: name, Unit: unit, Compared: ByDifference, Value: median(more), Goal: g}, subject, yardstick)
}

// value is the figure of a subject that has no yardstick.
func value(name string, unit Unit, subject []float64, g Goal) Figure {
	return figure(Figure{Name: name, Unit: unit, Compared: ByValue, Value: median(subject), Goal: g}, subject, nil)
}

// worst is the same where one bad round is one too many.
func worst(name string, unit Unit, subject []float64, g Goal) Figure {
	return figure(Figure{Name: name, Unit: unit, Compared: ByWorst, Value: sampleOf(subject).High, Goal: g}, subject, nil)
}

func figure(f Figure, subject, yardstick []float64) Figure {
	f.Subject = sampleOf(subject)
	if yardstick != nil {
		y := sampleOf(yardstick)
		f.Yardstick = &y
	}
	f.Reached = f.Goal.reached(f.Value)
	return f
}
