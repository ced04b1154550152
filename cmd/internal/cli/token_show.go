package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// tokenDetailsJSON is a token as token show --json prints it.
type tokenDetailsJSON struct {
	tokenJSON
	RegeneratedAt *string          `json:"regenerated_at"`
	OldSecretEnds *string          `json:"old_secret_ends_at"` // of the overlap after a regeneration
	UsesLastDay   int64            `json:"uses_last_day"`
	UsesLastMonth int64            `json:"uses_last_month"`
	Daily         []int64          `json:"daily"` // 30 days (UTC), the oldest first
	Refusals      map[string]int64 `json:"refusals"`
	Callers       []callerJSON     `json:"callers"`
}

type callerJSON struct {
	From  string  `json:"from"`
	Agent string  `json:"agent"`
	At    *string `json:"at"`
	Count int64   `json:"count"`
}

func (c *call) tokenShow() *cobra.Command {
	var w whose
	cmd := &cobra.Command{
		Use:   "show ID-OR-NAME --org ORG",
		Short: "Show a token with how it was used lately",
		Long: `Show a token with how it was used lately: what to know before it is revoked.

--json prints an object with what token list has, and regenerated_at,
old_secret_ends_at, uses_last_day, uses_last_month, daily (30 days, the oldest
first), refusals (by reason), callers (an array of from, agent, at, count).`,
		Args: oneArg("the token's id or name"),
	}
	c.whoseFlags(cmd, &w)
	c.everybodyFlag(cmd, &w)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.tokenNames)
	require(cmd, "org")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			found, err := w.token(cmd.Context(), a, actor, args[0])
			if err != nil {
				return err
			}
			d, err := a.TokenDetails(cmd.Context(), actor, refOf(found))
			if err != nil {
				return err
			}
			return c.printDetails(d, a.Now())
		})
	}
	return cmd
}

func (c *call) printDetails(d model.TokenDetails, now time.Time) error {
	if c.json {
		return c.writeJSON(asDetailsJSON(d))
	}
	return c.facts([][2]string{
		{"Name", d.Name}, {"Id", string(d.ID)}, {"Note", orElse(d.Note, "-")},
		{"Owner", d.Owner + " (" + d.Subject.Kind() + ")"}, {"Organisation", d.OrgName},
		{"State", stateWords(d.TokenView)}, {"Secret ends in", d.LastFour},
		{"Made", moment(d.CreatedAt) + " by " + d.CreatedBy},
		{"Regenerated", moment(d.RegeneratedAt)},
		{"Ends", orElse(endWords(d.TokenView), "never")}, {"Days left", daysLeft(d.TokenView, now)},
		{"Copied", copiedWords(d.TokenView)},
		{"Last used", lastUse(d.Use)},
		{"Uses", fmt.Sprintf("%d in all, %d in 24 hours, %d in 30 days", d.Use.Count, d.LastDay, d.LastMonth)},
		{"Refused", refusalWords(d.Refusals)},
		{"Callers", callerWords(d.Use.Recent)},
	})
}

func endWords(v model.TokenView) string {
	switch {
	case !v.Alive() && v.EndedBy != "":
		return moment(v.EndedAt) + ", " + v.End.String() + ", by " + v.EndedBy
	case !v.Alive():
		return moment(v.EndedAt) + ", " + v.End.String()
	case v.Expires.IsZero():
		return ""
	}
	return moment(v.Expires)
}

func copiedWords(v model.TokenView) string {
	if v.SecretSeen {
		return "yes"
	}
	return "never"
}

func lastUse(u model.Use) string {
	if u.LastAt.IsZero() {
		return "never"
	}
	return strings.TrimRight(moment(u.LastAt)+" from "+u.From+" "+u.Agent, " ")
}

func refusalWords(refusals map[model.Reason]int64) string {
	var parts []string
	for reason, n := range refusals {
		parts = append(parts, fmt.Sprintf("%s %d", reason, n))
	}
	slices.Sort(parts)
	return orElse(strings.Join(parts, ", "), "never in 30 days")
}

func callerWords(callers []model.Caller) string {
	var lines []string
	for _, k := range callers {
		lines = append(lines, fmt.Sprintf("%s %s, %d times, last %s", k.From, k.Agent, k.Count, moment(k.At)))
	}
	return orElse(strings.Join(lines, "\n"), "none")
}

func asDetailsJSON(d model.TokenDetails) tokenDetailsJSON {
	out := tokenDetailsJSON{
		tokenJSON: asTokenJSON(d.TokenView), RegeneratedAt: stamp(d.RegeneratedAt), OldSecretEnds: stamp(d.PreviousUntil),
		UsesLastDay: d.LastDay, UsesLastMonth: d.LastMonth, Daily: d.Daily, Refusals: map[string]int64{}, Callers: []callerJSON{},
	}
	for reason, n := range d.Refusals {
		out.Refusals[string(reason)] = n
	}
	for _, k := range d.Use.Recent {
		out.Callers = append(out.Callers, callerJSON{k.From, k.Agent, stamp(k.At), k.Count})
	}
	return out
}
