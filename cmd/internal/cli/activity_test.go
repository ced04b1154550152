//go:build linux

package cli

import (
	"bytes"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/terminal/ptytest"
	"example.com/latchkey/model"
)

// TestProgressIsShownOfWhatTakesLong, and taken away again.
func TestProgressIsShownOfWhatTakesLong(t *testing.T) {
	p := ptytest.Open(t)
	c := &call{env: Env{Stderr: p.TTY}}
	tell, clear := c.progress()
	tell(1000, 4000)
	<-time.After(progressAfter)
	tell(2000, 4000)
	tell(3000, 4000)
	clear()
	p.WaitFor("\r\x1b[K")
	if out := p.Output(); out != "\r2000 of 4000 entries (50 %)\r\x1b[K" {
		t.Errorf("it shows %q", out)
	}
}

func TestNoProgressWhereThereIsNoTerminal(t *testing.T) {
	var out bytes.Buffer
	c := &call{env: Env{Stderr: &out}}
	tell, clear := c.progress()
	tell(1000, 4000)
	clear()
	if out.Len() > 0 {
		t.Errorf("it shows %q", out.String())
	}
}

// TestABrokenLogIsNamedAndFails: by the first entry that is wrong, for people and
// for programs.
func TestABrokenLogIsNamedAndFails(t *testing.T) {
	broken := model.ActivityReport{Entries: 136, Broken: 137, Problem: "Entry 137 is missing."}
	for _, test := range []struct {
		report model.ActivityReport
		json   bool
		want   string
		code   int
	}{
		{model.ActivityReport{Entries: 3}, false, "3 entries, all in order.\n", exitOK},
		{broken, false, "136 entries in order. Entry 137 is missing.\n", exitFailed},
		{broken, true, "{\n  \"broken\": 137,\n  \"entries\": 136,\n  \"problem\": \"Entry 137 is missing.\"\n}\n", exitFailed},
	} {
		var out bytes.Buffer
		c := &call{env: Env{Stdout: &out}, json: test.json}
		if code := exitCode(c.printReport(test.report)); code != test.code || out.String() != test.want {
			t.Errorf("exit code %d: %q", code, out.String())
		}
	}
}
