package bench

import (
	"context"
	"errors"
	"testing"

	"example.com/latchkey/model"
)

// small builds a world that the test throws away.
func small(t *testing.T, p plan) *world {
	t.Helper()
	w, err := build(t.Context(), t.TempDir()+"/store", p, 7, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestEveryTokenOfAWorldIsGood: what was written past the use cases is what they
// would have written. Each token is verified, of the org and under the name of
// the plan; people have no more than fit, and a sweep finds nothing to do.
func TestEveryTokenOfAWorldIsGood(t *testing.T) {
	for name, p := range map[string]plan{
		"several orgs": {Tokens: 300, People: 20}, "an org of 1,000": {Tokens: 150, People: peopleOfOrg}, "one org": {Tokens: 200}, "one token": {Tokens: 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := small(t, p)
			b, err := w.openBare(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer b.data.Close()
			if len(w.orgs) != p.orgs() {
				t.Errorf("there are %d orgs, want %d", len(w.orgs), p.orgs())
			}
			for n := range p.Tokens {
				verifies(t, b.Authority, w, n)
			}
			active, err := b.ActiveTokens(t.Context())
			if err != nil || active != p.Tokens {
				t.Errorf("%d tokens count (%v), want %d", active, err, p.Tokens)
			}
			if swept, err := b.Sweep(t.Context()); err != nil || swept != 0 {
				t.Errorf("the sweep found %d (%v)", swept, err)
			}
		})
	}
}

func verifies(t *testing.T, a *model.Authority, w *world, n int) {
	t.Helper()
	secret, err := w.secret(n)
	if err != nil {
		t.Fatal(err)
	}
	d, err := a.Verify(t.Context(), secret, here)
	if err != nil || !d.OK() || d.Token.ID != tokenID(n) || d.Token.Org != w.ref(n).Org || d.Token.Name != tokenName(n) {
		t.Fatalf("token %d: %s (%v), %+v", n, d.Reason, err, d.Token)
	}
}

// TestAnEndedBuildEnds: whoever presses ctrl+c waits for nothing.
func TestAnEndedBuildEnds(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	_, err := build(ctx, t.TempDir()+"/store", plan{Tokens: 1_000_000}, 7, func(int) { stop() })
	if err == nil || ctx.Err() == nil {
		t.Errorf("the build went on: %v", err)
	}
}

func TestWhatIsMeasuredIsNamed(t *testing.T) {
	for name, o := range map[string]Options{
		"too few":  {Tokens: FewestTokens - 1},
		"too many": {Tokens: MostTokens + 1},
		"no row":   {Tokens: DefaultTokens, Rows: []string{"start", "nonsense"}},
		"no place": {Tokens: DefaultTokens, Dir: t.TempDir() + "/nowhere"},
	} {
		o.Say = func(format string, args ...any) { t.Errorf("%s: it began", name) }
		if _, err := Measure(t.Context(), o); model.KindOf(err) != model.KindInvalid {
			t.Errorf("%s: %v (%s)", name, err, model.KindOf(err))
		}
	}
}

// TestARowThatFailsSaysWhy, and the others are measured all the same.
func TestARowThatFailsSaysWhy(t *testing.T) {
	r := &run{Options: Options{Say: func(string, ...any) {}}}
	report := r.measure(t.Context(), row{name: "broken", measure: func(context.Context, *run) (Report, error) {
		return Report{Figures: []Figure{{}}}, &model.Error{Kind: model.KindInternal, Message: "It broke.", Err: errors.New("a wire came off")}
	}})
	if report.Failed != "It broke. (a wire came off)" || len(report.Figures) > 0 || report.Reached() {
		t.Errorf("the report is %+v", report)
	}
}
