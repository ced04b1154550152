package cli

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) activityExport() *cobra.Command {
	var s activityScope
	var format string
	cmd := &cobra.Command{
		Use:   "export --org ORG [--format csv|jsonl] [FILTER…]",
		Short: "Write the log to stdout, as CSV or as JSON lines",
		Long: "Write the log to stdout, the oldest entry first: as CSV with a header line, or\nas one JSON object a line.\n" + filterWords + `

The fields of both: seq, at, org, actor_kind, actor_id, actor, token, action,
target_kind, target_id, target, from, refused, reason, details.`,
		Args: cobra.ArbitraryArgs,
	}
	c.activityScope(cmd, &s)
	cmd.Flags().StringVar(&format, "format", "csv", "`csv or jsonl`")
	cmd.RunE = func(cmd *cobra.Command, words []string) error {
		return c.inScope(cmd.Context(), s, func(in inside) error {
			f, err := model.ParseActivityFilter(strings.Join(words, " "), in.Now(), time.Local)
			if err != nil {
				return err
			}
			n, err := in.ExportActivity(cmd.Context(), in.actor, in.org.ID, f, model.ExportFormat(format), c.env.Stdout)
			if err != nil {
				return err
			}
			c.notice("%s.", counted(n, "entry", "entries"))
			return nil
		})
	}
	return cmd
}
