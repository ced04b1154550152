package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) activityCommand() *cobra.Command {
	return group("activity", "The activity log: list, export, verify", c.activityList(), c.activityExport(), c.activityVerify())
}

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
			report, err := a.VerifyActivity(cmd.Context(), actor)
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
		err := c.writeJSON(map[string]any{"entries": r.Entries, "broken": r.Broken, "problem": r.Problem})
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
