package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) activityVerify() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check that no entry of the log was altered, cut or swapped",
		Long:  "Check the chain of the activity log. Exit code 0 means that it is whole, 1 that it\nis not; then the first wrong entry is named.\n--json prints an object: entries, broken (0 when whole), problem.",
		Args:  noArgs,
	}
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			tell, clear := c.progress()
			report, err := a.VerifyActivity(cmd.Context(), actor, tell)
			clear()
			if err != nil {
				return err
			}
			return c.printReport(report)
		})
	}
	return cmd
}

func (c *call) printReport(r model.ActivityReport) error {
	if c.json {
		err := c.writeJSON(activityJSON(r))
		if err != nil {
			return err
		}
	} else if r.Broken == 0 {
		fmt.Fprintf(c.env.Stdout, "%d entries, all in order.\n", r.Entries)
	} else {
		fmt.Fprintf(c.env.Stdout, "%d entries in order. %s\n", r.Entries, r.Problem)
	}
	if r.Broken > 0 {
		return exitError(exitFailed)
	}
	return nil
}

// progressAfter is how long something takes before its progress is shown, and
// progressEvery how often then.
const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
)

// progress shows on stderr, where that is a terminal, how far something is that
// takes long. Clear takes it away again.
func (c *call) progress() (tell model.Progress, clear func()) {
	if _, ok := onTerminal(c.env.Stderr); !ok {
		return func(_, _ uint64) {}, func() {}
	}
	shown, next := false, time.Now().Add(progressAfter)
	tell = func(done, of uint64) {
		if now := time.Now(); now.After(next) {
			shown, next = true, now.Add(progressEvery)
			fmt.Fprint(c.env.Stderr, "\r"+howFar(done, of))
		}
	}
	return tell, func() {
		if shown {
			fmt.Fprint(c.env.Stderr, "\r\x1b[K")
		}
	}
}

func howFar(done, of uint64) string {
	if of == 0 {
		return fmt.Sprintf("%d records and indexes", done)
	}
	return fmt.Sprintf("%d of %d entries (%d %%)", done, of, 100*done/of)
}
