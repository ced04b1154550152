package cli

import (
	"io"
	"testing"

	"example.com/latchkey/cmd/internal/bench"
)

// TestBenchFailsWhenARowMisses, so that CI can use it, unless it is only to
// report.
func TestBenchFailsWhenARowMisses(t *testing.T) {
	for _, c := range []struct {
		reached, reportOnly, json bool
		want                      int
	}{
		{true, false, false, exitOK}, {false, false, false, exitFailed}, {false, true, false, exitOK},
		{true, false, true, exitOK}, {false, false, true, exitFailed}, {false, true, true, exitOK},
	} {
		call := &call{env: Env{Stdout: io.Discard}, json: c.json}
		if got := exitCode(call.tellResults(bench.Results{Reached: c.reached}, c.reportOnly)); got != c.want {
			t.Errorf("%+v: exit code %d", c, got)
		}
	}
}
