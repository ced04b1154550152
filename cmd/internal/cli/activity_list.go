package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

const filterWords = `A filter is words like actor:ada action:token target:ci from:10.1 since:7d
until:2026-05-31 refused; a word alone is looked for in the target.`

// entryJSON is an entry of the log as --json prints it.
type entryJSON struct {
	Seq        uint64       `json:"seq"`
	At         *string      `json:"at"`
	Org        string       `json:"org"`
	ActorKind  string       `json:"actor_kind"`
	ActorID    string       `json:"actor_id"`
	Actor      string       `json:"actor"`
	Token      string       `json:"token"` // the id of the token that it was done with
	Action     string       `json:"action"`
	TargetKind string       `json:"target_kind"`
	TargetID   string       `json:"target_id"`
	Target     string       `json:"target"`
	From       string       `json:"from"`
	Refused    bool         `json:"refused"`
	Reason     string       `json:"reason"`
	Count      int          `json:"count"` // how many refused log-ins it stands for
	Details    []detailJSON `json:"details"`
}

type detailJSON struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// activityScope is whose entries are meant.
type activityScope struct {
	org   string
	noOrg bool
}

func (c *call) activityScope(cmd *cobra.Command, s *activityScope) {
	c.maybeOrgFlag(cmd, &s.org)
	cmd.Flags().BoolVar(&s.noOrg, "no-org", false, "the entries that belong to no organisation (operators)")
	cmd.MarkFlagsMutuallyExclusive("org", "no-org")
}

// inScope opens the store and runs fn with the organisation: the zero one for none.
func (c *call) inScope(ctx context.Context, s activityScope, fn func(inside) error) error {
	switch {
	case s.org != "":
		return c.inOrg(ctx, s.org, fn)
	case s.noOrg:
		return c.act(ctx, func(a *model.Authority, actor model.Actor) error { return fn(inside{Authority: a, actor: actor}) })
	}
	return usageError{errors.New("latchkey activity needs --org, or --no-org")}
}

func (c *call) activityList() *cobra.Command {
	var s activityScope
	var limit int
	cmd := &cobra.Command{
		Use:   "list --org ORG [FILTER…]",
		Short: "List what was done, the newest first",
		Long: "List what was done, the newest first.\n" + filterWords + `

--json prints an array of objects: seq, at, org, actor_kind, actor_id, actor,
token, action, target_kind, target_id, target, from, refused, reason, count,
details (an array of field, before, after).`,
	}
	c.activityScope(cmd, &s)
	cmd.Flags().IntVar(&limit, "limit", 50, "how many entries at the most")
	c.jsonFlag(cmd)
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = func(cmd *cobra.Command, words []string) error {
		if limit < 1 {
			return usageError{fmt.Errorf("--limit needs a number from 1")}
		}
		return c.inScope(cmd.Context(), s, func(in inside) error { return c.listActivity(cmd.Context(), in, words, limit) })
	}
	return cmd
}

func (c *call) listActivity(ctx context.Context, in inside, words []string, limit int) error {
	f, err := model.ParseActivityFilter(strings.Join(words, " "), in.Now(), time.Local)
	if err != nil {
		return err
	}
	rows, err := in.entries(ctx, f, limit)
	if err != nil {
		return err
	}
	return c.printActivity(rows)
}

// entries reads the newest entries, page by page.
func (in inside) entries(ctx context.Context, f model.ActivityFilter, limit int) ([]model.EntryView, error) {
	r := model.PageRequest{Sort: model.SortCreated, Descending: true}
	var rows []model.EntryView
	for {
		r.Limit = min(limit-len(rows), 1000)
		page, err := in.ListActivity(ctx, in.actor, in.org.ID, f, r)
		if err != nil {
			return nil, err
		}
		rows = append(rows, page.Rows...)
		if page.AtEnd || len(rows) >= limit {
			return rows[:min(limit, len(rows))], nil
		}
		r.From = page.End
	}
}

func (c *call) printActivity(rows []model.EntryView) error {
	list := make([]entryJSON, 0, len(rows))
	table := make([][]string, 0, len(rows))
	for _, v := range rows {
		list = append(list, asEntryJSON(v))
		table = append(table, []string{moment(v.At), v.Actor.Name, actionWords(v), v.Target.Name, v.From, entryWords(v)})
	}
	if c.json {
		return c.writeJSON(list)
	}
	return c.table([]string{"WHEN", "WHO", "WHAT", "TARGET", "FROM", "DETAILS"}, table)
}

func actionWords(v model.EntryView) string {
	if !v.Refused {
		return string(v.Action)
	}
	if v.Count > 1 {
		return fmt.Sprintf("%s refused %d times", v.Action, v.Count)
	}
	return string(v.Action) + " refused"
}

func entryWords(v model.EntryView) string {
	if v.Refused {
		return v.Reason
	}
	var parts []string
	for _, d := range v.Details {
		switch {
		case d.Before == "":
			parts = append(parts, d.Field+": "+d.After)
		case d.After == "":
			parts = append(parts, d.Field+": no longer "+d.Before)
		default:
			parts = append(parts, d.Field+": "+d.Before+" -> "+d.After)
		}
	}
	return strings.Join(parts, "; ")
}

func asEntryJSON(v model.EntryView) entryJSON {
	out := entryJSON{
		Seq: v.Seq, At: stamp(v.At), Org: string(v.Org), ActorKind: v.Actor.Kind, ActorID: v.Actor.ID, Actor: v.Actor.Name,
		Token: v.Actor.Token, Action: string(v.Action), TargetKind: v.Target.Kind, TargetID: v.Target.ID, Target: v.Target.Name,
		From: v.From, Refused: v.Refused, Reason: v.Reason, Count: v.Count, Details: []detailJSON{},
	}
	for _, d := range v.Details {
		out.Details = append(out.Details, detailJSON(d))
	}
	return out
}
