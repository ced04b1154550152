package cli

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) tokenDue() *cobra.Command {
	var w whose
	var within string
	cmd := &cobra.Command{
		Use:   "due --within 7d [--org ORG]",
		Short: "List living tokens that end soon; exit code 10 says that there are some",
		Long: `List living tokens that end within a time, whether by their end date or because
nobody uses them, those first that end first. Without --org it looks into every
organisation that you may list. Whose tokens are meant is as in token list.

Exit code 0 means that there are none, 10 that there are some; any other is an
error. --json prints an array of objects: ` + tokenFields + ".",
		Args: noArgs,
	}
	c.whoseFlags(cmd, &w)
	c.everybodyFlag(cmd, &w)
	cmd.Flags().StringVar(&within, "within", "7d", "how `soon`: 12h or 7d, say")
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		span, err := parseSpan(within)
		if err != nil {
			return err
		}
		if w.org == "" && (w.user != "" || w.serviceUser != "") {
			return usageError{fmt.Errorf("%s needs --org beside --user and --service-user", cmd.CommandPath())}
		}
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			rows, err := due(cmd.Context(), a, actor, w, span)
			if err != nil {
				return err
			}
			return c.printDue(rows, a.Now())
		})
	}
	return cmd
}

// due returns the tokens that end within span, the first to end first.
func due(ctx context.Context, a *model.Authority, actor model.Actor, w whose, span time.Duration) ([]model.TokenView, error) {
	orgs := []string{w.org}
	if w.org == "" {
		views, err := all(func(r model.PageRequest) (model.Page[model.OrgView], error) { return a.ListOrgs(ctx, actor, r) })
		if err != nil {
			return nil, err
		}
		orgs = each(views, func(v model.OrgView) string { return string(v.ID) })
	}
	var found []model.TokenView
	for _, w.org = range orgs {
		query, err := w.query(ctx, a, actor)
		if err != nil {
			return nil, err
		}
		query.HideEnded, query.Filter.EndsWithin = true, span
		rows, err := listTokens(ctx, a, actor, query)
		if err != nil {
			return nil, err
		}
		found = append(found, rows...)
	}
	slices.SortStableFunc(found, func(x, y model.TokenView) int { return x.Expires.Compare(y.Expires) })
	return found, nil
}

func (c *call) printDue(rows []model.TokenView, now time.Time) error {
	if c.json || len(rows) > 0 {
		if err := c.printTokens(rows, now); err != nil {
			return err
		}
	}
	if len(rows) > 0 {
		return exitError(exitSome)
	}
	c.notice("No token ends that soon.")
	return nil
}

var spanForm = regexp.MustCompile(`^([0-9]{1,4})(h|d)$`)

// parseSpan reads a time such as 12h or 7d.
func parseSpan(text string) (time.Duration, error) {
	m := spanForm.FindStringSubmatch(text)
	if m == nil {
		return 0, usageError{fmt.Errorf("--within needs a form like 12h or 7d, not %q", text)}
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n == 0 {
		return 0, usageError{fmt.Errorf("--within needs a number from 1")}
	}
	return time.Duration(n) * map[string]time.Duration{"h": time.Hour, "d": 24 * time.Hour}[m[2]], nil
}
