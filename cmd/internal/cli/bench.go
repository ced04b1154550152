package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"example.com/latchkey/cmd/internal/bench"
	"example.com/latchkey/model"
)

// benchFlags say what is measured, and how it is told.
type benchFlags struct {
	bench.Options
	list       bool
	reportOnly bool
}

func (c *call) benchCommand() *cobra.Command {
	f := benchFlags{Options: bench.Options{Tokens: bench.DefaultTokens}}
	cmd := &cobra.Command{
		Use:   "bench [--tokens N] [--row NAME…]",
		Short: "Measure what this machine can carry",
		Long: `Measure what this machine can carry, on stores that are built for it and thrown
away: what latchkey takes for something, beside a yardstick that does as little as
that can be done with, in the same run. Each row says what is to be reached, and
what limits it. The data directory is not touched.

How far it is stands on stderr, the table on stdout: the medians of several rounds
with how far the others lie from them, and ✓ reached, ~ just bearable, ✗ missed.
The exit code is 1 when a row misses, unless --report-only is given, and 130 when the
measuring is ended by ctrl+c.

--json prints: machine (system, processor, cores, go, sync_seconds: to write 4 KiB
and sync them), tokens, built_seconds (0 when no row needed that store), reached,
and rows: name, seconds (that it took to measure), limited_by, notes, failed (why
it was not measured), figures. A figure has name, unit (per_second, seconds, bytes,
count), subject and yardstick (median, low, high, rounds; no yardstick where there
is none), compared (ratio, difference, value, worst), value (what is compared with
the goal), goal (at_least or at_most; bearable) and reached.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.bench(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.IntVar(&f.Tokens, "tokens", bench.DefaultTokens, "`how many` tokens the store has")
	flags.StringArrayVar(&f.Rows, "row", nil, "measure this `row` only (may be given several times; --list names them)")
	flags.BoolVar(&f.list, "list", false, "name the rows, and measure nothing")
	flags.StringVar(&f.Dir, "dir", "", "build the stores in this `directory`, on the disk that is meant (default the system's temporary one)")
	flags.BoolVar(&f.Quick, "quick", false, "take few and short rounds, for a first impression")
	flags.BoolVar(&f.reportOnly, "report-only", false, "exit with 0 also when a row misses")
	flags.StringVar(&f.Profile, "profile", "", "write a CPU profile of each row into this `directory`, for go tool pprof")
	c.jsonFlag(cmd)
	if c.completing() && c.env.served == nil { // cobra keeps it
		_ = cmd.RegisterFlagCompletionFunc("row", cobra.FixedCompletions(bench.Names(), cobra.ShellCompDirectiveNoFileComp))
	}
	cmd.AddCommand(c.benchChildCommand())
	return cmd
}

// benchChildCommand is what bench calls the program with again.
func (c *call) benchChildCommand() *cobra.Command {
	return &cobra.Command{
		Use: bench.ChildCommand, Hidden: true, Args: oneArg("what to do"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return bench.Child(cmd.Context(), args[0], c.env.Stdin, c.env.Stdout)
		},
	}
}

func (c *call) bench(ctx context.Context, f benchFlags) (err error) {
	if f.list {
		return bench.WriteList(c.env.Stdout)
	}
	if f.Program, err = os.Executable(); err != nil {
		return fmt.Errorf("latchkey does not find its own program: %w", err)
	}
	f.Say = c.notice
	results, err := bench.Measure(ctx, f.Options)
	if err != nil && ctx.Err() != nil {
		c.notice("latchkey: %s", model.Sentence(err))
		return exitError(exitInterrupted)
	}
	if err != nil {
		return err
	}
	return c.tellResults(results, f.reportOnly)
}

// tellResults prints what was measured. The error is the exit code of a row that
// misses.
func (c *call) tellResults(results bench.Results, reportOnly bool) error {
	write := bench.WriteTable
	if c.json {
		write = func(_ io.Writer, results bench.Results) error { return c.writeJSON(results) }
	}
	if err := write(c.env.Stdout, results); err != nil || results.Reached || reportOnly {
		return err
	}
	return exitError(exitFailed)
}
