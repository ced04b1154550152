package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// activityCommand holds the commands about the log, and follows it by itself.
func (c *call) activityCommand() *cobra.Command {
	var s activityScope
	cmd := group("activity", "The activity log: list, export, verify, or follow it",
		c.activityList(), c.activityExport(), c.activityVerify(), c.activityAcceptOlder())
	cmd.Use = "activity --follow --org ORG [FILTER…]"
	cmd.Long = `The activity log. With --follow it prints new entries as they come, a line each,
until ctrl+c or the end of the connection.
` + filterWords + `

--json prints one JSON object a line, with the fields of latchkey activity list.
Over SSH a connection on which nothing happens ends after ten minutes, unless the
client keeps it up: ssh -o ServerAliveInterval=60.`
	c.activityScope(cmd, &s)
	cmd.Flags().BoolVar(&c.follow, "follow", false, "print new entries as they come")
	c.jsonFlag(cmd)
	cmd.Args = func(cmd *cobra.Command, words []string) error {
		if c.follow {
			return nil
		}
		if len(words) == 0 && cmd.Flags().NFlag() > 0 {
			return usageError{errors.New("latchkey activity needs --follow, or a command: list, export, verify")}
		}
		return noArgs(cmd, words)
	}
	cmd.RunE = func(cmd *cobra.Command, words []string) error {
		if !c.follow {
			return cmd.Help()
		}
		return c.inScope(cmd.Context(), s, func(in inside) error { return c.followActivity(cmd.Context(), in, words) })
	}
	return cmd
}

// followActivity prints what comes after now, until ctx ends.
func (c *call) followActivity(ctx context.Context, in inside, words []string) error {
	f, err := model.ParseActivityFilter(strings.Join(words, " "), in.Now(), time.Local)
	if err != nil {
		return err
	}
	changes, forget := in.Changes()
	defer forget()
	from, err := in.newest(ctx)
	if err != nil {
		return err
	}
	if !c.json {
		if err := c.entryLine("WHEN", "WHO", "WHAT", "TARGET", "FROM", "DETAILS"); err != nil {
			return err
		}
	}
	c.notice("New entries are printed as they come; ctrl+c ends it.")
	for {
		if from, err = c.printSince(ctx, in, f, from); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
			return c.followed()
		case <-changes:
		}
	}
}

// followed is how following ends when nothing went wrong: for who sits here by
// ctrl+c, for others also because latchkey stops.
func (c *call) followed() error {
	if c.env.served != nil {
		return exitError(exitUnavailable)
	}
	return nil
}

// newest returns the place of the last entry.
func (in inside) newest(ctx context.Context) (model.Cursor, error) {
	page, err := in.ListActivity(ctx, in.actor, in.org.ID, model.ActivityFilter{},
		model.PageRequest{Sort: model.SortCreated, Descending: true, Limit: 1})
	return page.End, err
}

// printSince prints the entries after a place, and returns the place of the last
// one that was looked at.
func (c *call) printSince(ctx context.Context, in inside, f model.ActivityFilter, from model.Cursor) (model.Cursor, error) {
	for {
		page, err := in.ListActivity(ctx, in.actor, in.org.ID, f, model.PageRequest{Sort: model.SortCreated, From: from, Limit: 1000})
		if err != nil {
			return from, err
		}
		for _, v := range page.Rows {
			if err := c.printEntry(v); err != nil {
				return from, err
			}
		}
		if page.End != "" { // else there was nothing to look at
			from = page.End
		}
		if page.AtEnd {
			return from, nil
		}
	}
}

func (c *call) printEntry(v model.EntryView) error {
	if c.json {
		return c.writeJSONLine(asEntryJSON(v))
	}
	return c.entryLine(moment(v.At), v.Actor.Name, actionWords(v), v.Target.Name, v.From, entryWords(v))
}

// entryLine writes one line in columns whose widths do not depend on what is yet
// to come.
func (c *call) entryLine(when, who, what, target, from, details string) error {
	line := fmt.Sprintf("%-17s  %-20s  %-26s  %-24s  %-16s  %s", model.Printable(when), model.Printable(who),
		model.Printable(what), model.Printable(target), model.Printable(from), model.Printable(details))
	_, err := io.WriteString(c.env.Stdout, strings.TrimRight(line, " ")+"\n")
	return err
}
