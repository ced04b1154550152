package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// overlaps are the forms of --overlap; which of them there may be the model
// says.
var overlaps = map[string]time.Duration{"none": 0, "1h": time.Hour, "24h": 24 * time.Hour, "7d": 7 * 24 * time.Hour}

func (c *call) tokenRegenerate() *cobra.Command {
	var w whose
	var overlap string
	var show bool
	cmd := &cobra.Command{
		Use:   "regenerate ID-OR-NAME --org ORG [--overlap 24h] [--service-user NAME | --user EMAIL]",
		Short: "Give a token a new secret; it alone goes to stdout",
		Long: `Give a token a new secret; id, name and settings stay. The secret goes to stdout,
alone and this once. The old one dies at once, or after --overlap. Only its
owner regenerates a user token.

Whoever is logged in, over SSH or by LATCHKEY_TOKEN, gives their own password, for
a service user's token too, at a prompt or on stdin; not where their organisation
asks for none, as one that is SSO only. The operator on the box itself needs none
for a service user's token, and for that of --user the password of that person.

--json prints an object with one field more than token list has: secret.`,
		Args: oneArg("the token's id or name"),
	}
	c.whoseFlags(cmd, &w)
	cmd.Flags().StringVar(&overlap, "overlap", "none", "for how `long` the old secret stays good: none, 1h, 24h or 7d")
	cmd.Flags().BoolVar(&show, "show", false, "print the secret even to a terminal, and over plain ssh")
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.tokenNames)
	require(cmd, "org")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := c.mayShow(show); err != nil {
			return err
		}
		span, known := overlaps[overlap]
		if !known {
			return usageError{fmt.Errorf("--overlap can be none, 1h, 24h or 7d, not %q", overlap)}
		}
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			return c.regenerate(cmd.Context(), a, actor, w, args[0], span)
		})
	}
	return cmd
}

func (c *call) regenerate(ctx context.Context, a *model.Authority, actor model.Actor, w whose, name string, overlap time.Duration) error {
	actor, w, password, err := c.regenerator(ctx, a, actor, w)
	if err != nil {
		return err
	}
	found, err := w.token(ctx, a, actor, name)
	if err != nil {
		return err
	}
	made, err := a.RegenerateToken(ctx, actor, refOf(found), overlap, password)
	if err != nil {
		return err
	}
	if err := c.handOver(made, "Regenerated"); err != nil {
		return err
	}
	return a.MarkSecretSeen(ctx, actor, refOf(made.Token))
}

// regenerator finds who regenerates, with which password: on the box itself the
// person of --user, for the token of a person (rule 11.7).
func (c *call) regenerator(ctx context.Context, a *model.Authority, actor model.Actor, w whose) (model.Actor, whose, model.Secret, error) {
	if actor.User() == "" {
		if w.user == "" {
			return actor, w, model.Secret{}, nil
		}
		actor, password, err := c.logInAs(ctx, a, w.user)
		w.user = ""
		return actor, w, password, err
	}
	org, err := a.FindOrg(ctx, actor, w.org)
	if err != nil {
		return actor, w, model.Secret{}, err
	}
	password, err := c.ownPassword(ctx, a, actor, org.ID)
	return actor, w, password, err
}
