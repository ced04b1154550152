package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// decisionJSON is the answer of token verify --json.
type decisionJSON struct {
	Reason      string   `json:"reason"`
	OK          bool     `json:"ok"`
	Token       string   `json:"token,omitempty"`
	Org         string   `json:"org,omitempty"`
	OrgName     string   `json:"org_name,omitempty"`
	Kind        string   `json:"kind,omitempty"`
	Subject     string   `json:"subject,omitempty"`
	SubjectName string   `json:"subject_name,omitempty"`
	ExpiresAt   *string  `json:"expires_at,omitempty"`
	Permissions []string `json:"permissions,omitempty"`
}

func (c *call) tokenVerify() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Say whether a secret is that of a good token",
		Long: `Say whether the secret on stdin is that of a good token, as an API would be told.
An answer of ok is a use of the token. Exit code 0 means ok, 3 any refusal.

--json prints an object: reason (ok, malformed, unknown, revoked, expired,
org_suspended, subject_inactive), ok, and for a known token: token, org,
org_name, kind, subject, subject_name, expires_at, permissions.`,
	}
	c.jsonFlag(cmd)
	cmd.Args = noArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		secret, err := c.secret("Secret")
		if err != nil {
			return err
		}
		return c.act(cmd.Context(), func(a *model.Authority, _ model.Actor) error {
			d, err := a.Verify(cmd.Context(), secret, c.here())
			if err != nil {
				return err
			}
			return c.printDecision(d)
		})
	}
	return cmd
}

func (c *call) printDecision(d model.Decision) error {
	if c.json {
		if err := c.writeJSON(asDecisionJSON(d)); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(c.env.Stdout, d.Reason)
		if d.Token.ID != "" {
			c.notice("%s (%s) of %s in %s.", d.Token.Name, d.Token.ID, d.Subject, d.Org)
		}
	}
	if !d.OK() {
		return exitError(exitDenied)
	}
	return nil
}

func asDecisionJSON(d model.Decision) decisionJSON {
	out := decisionJSON{Reason: string(d.Reason), OK: d.OK()}
	if d.Token.ID == "" {
		return out
	}
	out.Token, out.Org, out.OrgName = string(d.Token.ID), string(d.Token.Org), d.Org
	out.Kind, out.Subject, out.SubjectName = d.Token.Subject.Kind(), d.Token.Subject.ID(), d.Subject
	out.ExpiresAt = stamp(d.Expires)
	for _, p := range d.Allowed.Sorted() {
		out.Permissions = append(out.Permissions, string(p))
	}
	return out
}
