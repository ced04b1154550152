package cli

import (
	"context"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) tokenCommand() *cobra.Command {
	return group("token", "API tokens: list, show, generate, regenerate, revoke, find, due, verify",
		c.tokenList(), c.tokenShow(), c.tokenGenerate(), c.tokenRegenerate(), c.tokenRevoke(), c.tokenFind(), c.tokenDue(), c.tokenVerify())
}

// tokenJSON is a token as --json prints it. Times are RFC 3339 in UTC, null
// when there is none.
type tokenJSON struct {
	ID           string  `json:"id"`
	Org          string  `json:"org"`
	OrgName      string  `json:"org_name"`
	Kind         string  `json:"kind"` // user or service_user
	Subject      string  `json:"subject"`
	SubjectName  string  `json:"subject_name"`
	Name         string  `json:"name"`
	Note         string  `json:"note"`
	State        string  `json:"state"`  // active, expired, revoked, suspended, disabled
	Reason       string  `json:"reason"` // what a request gets now: ok, revoked, expired, org_suspended, subject_inactive
	CreatedAt    *string `json:"created_at"`
	CreatedBy    string  `json:"created_by"`
	EndsAt       *string `json:"ends_at"`    // the end date that it was given
	ExpiresAt    *string `json:"expires_at"` // when time ends it if it is not used before
	LastUsedAt   *string `json:"last_used_at"`
	LastUsedFrom string  `json:"last_used_from"`
	Uses         int64   `json:"uses"`
	LastFour     string  `json:"last_four"`
	NeverCopied  bool    `json:"never_copied"`
	EndedAt      *string `json:"ended_at"`
	EndReason    string  `json:"end_reason"` // revoked, unused, end_date, deactivated, removed, user_deleted
	EndedBy      string  `json:"ended_by"`
}

const tokenFields = "id, org, org_name, kind, subject, subject_name, name, note, state, reason,\ncreated_at, created_by, ends_at, expires_at, last_used_at, last_used_from, uses,\nlast_four, never_copied, ended_at, end_reason, ended_by"

func asTokenJSON(v model.TokenView) tokenJSON {
	return tokenJSON{
		ID: string(v.ID), Org: string(v.Org), OrgName: v.OrgName,
		Kind: v.Subject.Kind(), Subject: v.Subject.ID(), SubjectName: v.Owner,
		Name: v.Name, Note: v.Note, State: string(v.State), Reason: string(v.Reason),
		CreatedAt: stamp(v.CreatedAt), CreatedBy: v.CreatedBy, EndsAt: stamp(v.EndsAt), ExpiresAt: stamp(v.Expires),
		LastUsedAt: stamp(v.Use.LastAt), LastUsedFrom: v.Use.From, Uses: v.Use.Count,
		LastFour: v.LastFour, NeverCopied: !v.SecretSeen,
		EndedAt: stamp(v.EndedAt), EndReason: string(v.End), EndedBy: v.EndedBy,
	}
}

func (c *call) tokenList() *cobra.Command {
	var w whose
	var ended bool
	cmd := &cobra.Command{
		Use:   "list --org ORG",
		Short: "List tokens",
		Long:  "List tokens of an organisation: your own, a service user's, a person's, or for the\noperator and with --everybody those of everybody. --json prints an array of objects:\n" + tokenFields + ".",
	}
	c.whoseFlags(cmd, &w)
	c.everybodyFlag(cmd, &w)
	cmd.Flags().BoolVar(&ended, "ended", false, "list ended tokens too")
	c.jsonFlag(cmd)
	require(cmd, "org")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			query, err := w.query(cmd.Context(), a, actor)
			if err != nil {
				return err
			}
			query.HideEnded = !ended
			rows, err := listTokens(cmd.Context(), a, actor, query)
			if err != nil {
				return err
			}
			return c.printTokens(rows, a.Now())
		})
	}
	return cmd
}

// listTokens reads all that a query means, by name.
func listTokens(ctx context.Context, a *model.Authority, actor model.Actor, query model.TokenQuery) ([]model.TokenView, error) {
	return all(func(r model.PageRequest) (model.Page[model.TokenView], error) {
		query.Page = r
		return a.ListTokens(ctx, actor, query)
	})
}

func (c *call) printTokens(rows []model.TokenView, now time.Time) error {
	list := make([]tokenJSON, 0, len(rows))
	table := make([][]string, 0, len(rows))
	for _, v := range rows {
		list = append(list, asTokenJSON(v))
		table = append(table, []string{v.Name, v.Owner, v.Subject.Kind(), stateWords(v), daysLeft(v, now), moment(v.Use.LastAt), string(v.ID)})
	}
	if c.json {
		return c.writeJSON(list)
	}
	return c.table([]string{"NAME", "OWNER", "KIND", "STATE", "DAYS LEFT", "LAST USED", "ID"}, table)
}

func stateWords(v model.TokenView) string {
	if v.State == model.StateExpired {
		return "expired (" + v.End.String() + ")"
	}
	return string(v.State)
}

func daysLeft(v model.TokenView, now time.Time) string {
	if left, ok := v.DaysLeft(now); ok {
		return strconv.Itoa(left)
	}
	return "-"
}
