package cli

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// Two secrets of a store that is gone.
const (
	leakedOne = "lks_LdAsyFAXjP5FgfGQmMU9XeSUX1D4mHVv1mwcsp"
	noSecret  = "lks_LdAsyFAXjP5FgfGQmMU9XeSUX1D4mHVv1mwcsq"
)

func TestScanFindsSecretsWhereverTheyStand(t *testing.T) {
	filler := strings.Repeat("lk lks_ xlku_", 5041) // about a piece of the text
	for name, text := range map[string]string{
		"alone":             leakedOne,
		"within a word":     "x" + leakedOne + "yz",
		"behind its like":   "lks_" + noSecret + leakedOne,
		"twice":             leakedOne + " " + leakedOne,
		"in a long line":    filler + leakedOne + filler,
		"over the piece's":  strings.Repeat(" ", 64<<10-20) + leakedOne,
		"at the very end":   strings.Repeat(" ", 64<<10-42) + leakedOne,
		"just behind a cut": strings.Repeat(" ", 64<<10) + leakedOne,
	} {
		for _, r := range []io.Reader{strings.NewReader(text), iotest.HalfReader(strings.NewReader(text)), iotest.DataErrReader(strings.NewReader(text))} {
			found, err := scan(r)
			if err != nil || len(found) != 1 || found[0].Reveal() != leakedOne {
				t.Errorf("%s: %d found, %v", name, len(found), err)
			}
		}
	}
}

func TestScanTakesNothingElse(t *testing.T) {
	for _, text := range []string{"", "l", "lks_", noSecret, leakedOne[:41], strings.ToLower(leakedOne)} {
		if found, err := scan(strings.NewReader(text)); err != nil || len(found) != 0 {
			t.Errorf("%q: %d found, %v", text, len(found), err)
		}
	}
	if _, err := scan(iotest.ErrReader(errors.New("gone"))); err == nil {
		t.Error("a reader's error is passed over")
	}
}

func BenchmarkScan(b *testing.B) {
	text := strings.Repeat("2026-06-03T10:00:00Z GET /v1/items?kind=template 200 lk 12ms\n", 1<<14)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		_, _ = scan(strings.NewReader(text))
	}
}
