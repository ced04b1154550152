package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"example.com/latchkey/model"
)

// Options say what to measure.
type Options struct {
	Program string   // the path of latchkey, for what has to be a process of its own
	Tokens  int      // in the store
	Dir     string   // in which the stores are built and removed again; "" is the machine's place for such
	Rows    []string // by name; none means all
	Quick   bool     // few and short rounds, for a first impression
	Profile string   // a directory for a CPU profile of each row; "" for none

	// Say tells in a line how far it is.
	Say func(format string, args ...any)
}

// The bounds of Options.Tokens.
const (
	DefaultTokens = 100_000
	FewestTokens  = 100
	MostTokens    = 10_000_000
)

// Results are all reports of one run.
type Results struct {
	Machine Machine  `json:"machine"`
	Tokens  int      `json:"tokens"`
	Built   float64  `json:"built_seconds"` // that it took to build the store; 0 when no row needed it
	Rows    []Report `json:"rows"`
	Reached bool     `json:"reached"` // every row is what it is to be
}

// run is one run.
type run struct {
	Options
	dir    string
	seed   uint64
	worlds map[string]*world
}

func (r *run) say(format string, args ...any) { r.Say(format, args...) }

// Measure measures the rows one after the other. A row that cannot be measured
// says so in its report. Errors: of KindInvalid for options that make no sense,
// and the context's; nothing is left on the disk then either.
func Measure(ctx context.Context, o Options) (results Results, err error) {
	chosen, err := choose(o)
	if err != nil {
		return Results{}, err
	}
	dir, err := os.MkdirTemp(o.Dir, "latchkey-bench-")
	if err != nil {
		return Results{}, &model.Error{Kind: model.KindInvalid, Field: "dir", Message: "No directory can be made in " + o.Dir + ": " + err.Error() + ".", Err: err}
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	r := &run{Options: o, dir: dir, seed: rand.Uint64(), worlds: map[string]*world{}}
	results = Results{Tokens: o.Tokens, Reached: true}
	if results.Machine, err = machine(dir); err != nil {
		return results, err
	}
	for i, row := range chosen {
		r.say("%s (%d of %d): %s", row.name, i+1, len(chosen), row.what)
		report := r.measure(ctx, row)
		if ctx.Err() != nil {
			return results, &model.Error{Kind: model.KindUnavailable, Message: "The measuring was ended; nothing is left of it.", Err: ctx.Err()}
		}
		results.Rows = append(results.Rows, report)
		results.Reached = results.Reached && report.Reached()
	}
	if w := r.worlds["store"]; w != nil {
		results.Built = w.built.Seconds()
	}
	return results, nil
}

// choose returns the rows that are asked for, in their order.
func choose(o Options) ([]row, error) {
	if o.Tokens < FewestTokens || o.Tokens > MostTokens {
		return nil, &model.Error{Kind: model.KindInvalid, Field: "tokens", Message: fmt.Sprintf("A store can be built of %d to %d tokens.", FewestTokens, MostTokens)}
	}
	for _, name := range o.Rows {
		if !slices.ContainsFunc(rows, func(r row) bool { return r.name == name }) {
			return nil, &model.Error{Kind: model.KindInvalid, Field: "row", Message: "There is no row " + name + ". There are: " + strings.Join(Names(), ", ") + "."}
		}
	}
	return slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return len(o.Rows) > 0 && !slices.Contains(o.Rows, r.name) }), nil
}

// Names are those of all rows.
func Names() []string {
	var names []string
	for _, r := range rows {
		names = append(names, r.name)
	}
	return names
}

func (r *run) measure(ctx context.Context, row row) Report {
	stop, err := r.profile(row.name)
	if err != nil {
		return Report{Name: row.name, Failed: failure(err)}
	}
	begin := time.Now()
	report, err := row.measure(ctx, r)
	stop()
	if err != nil {
		report = Report{Failed: failure(err)}
	}
	report.Name, report.Seconds = row.name, time.Since(begin).Seconds()
	return report
}

// failure says whole what went wrong: who measures is no stranger to the machine.
func failure(err error) string {
	text := err.Error()
	if known := (*model.Error)(nil); errors.As(err, &known) && known.Err != nil {
		text += " (" + known.Err.Error() + ")"
	}
	return text
}

// rounds is how many rounds are measured.
func (r *run) rounds() int {
	if r.Quick {
		return 3
	}
	return 7
}

// times is n, or a tenth of it where it is to be quick.
func (r *run) times(n int) int {
	if r.Quick {
		return max(n/10, 1)
	}
	return n
}

// lasting is how long a round lasts that is measured by the clock.
func (r *run) lasting(d time.Duration) time.Duration {
	if r.Quick {
		return d / 5
	}
	return d
}
