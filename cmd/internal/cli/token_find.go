package cli

import (
	"context"
	"slices"

	"example.com/latchkey/model"
	"github.com/spf13/cobra"
)

func (c *call) tokenFind() *cobra.Command {
	var revoke bool
	cmd := &cobra.Command{
		Use:   "find",
		Short: "Say which tokens the secrets on stdin belong to",
		Long: `Say which token a secret belongs to. The secret comes from a prompt or on stdin,
and so may a log or any other text: every secret in it is looked for. Those
whose checksum is wrong are passed over, and no secret is printed. --revoke
revokes what is found.

Exit code 0 means that a token was found, 4 that none was that you may see.
--json prints an array of objects: ` + tokenFields + ".",
		Args: noArgs,
	}
	cmd.Flags().BoolVar(&revoke, "revoke", false, "revoke the tokens that are found")
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		secrets, err := c.leaked()
		if err != nil {
			return err
		}
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			return c.findTokens(cmd.Context(), a, actor, secrets, revoke)
		})
	}
	return cmd
}

// leaked returns the secrets that were typed or that stand in the text on stdin.
func (c *call) leaked() ([]model.Secret, error) {
	if c.asks() {
		secret, err := c.secret("Secret")
		return []model.Secret{secret}, err
	}
	secrets, err := scan(c.env.Stdin)
	if err != nil {
		return nil, &model.Error{Kind: model.KindUnavailable, Message: "Stdin could not be read to its end.", Err: err}
	}
	if len(secrets) == 0 {
		return nil, &model.Error{Kind: model.KindNotFound, Message: "There is no secret of latchkey in that text."}
	}
	return secrets, nil
}

func (c *call) findTokens(ctx context.Context, a *model.Authority, actor model.Actor, secrets []model.Secret, revoke bool) error {
	found, err := owners(ctx, a, actor, secrets)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		if len(secrets) == 1 {
			_, err := a.FindBySecret(ctx, actor, secrets[0])
			return err
		}
		return &model.Error{Kind: model.KindNotFound, Message: "No token that you may see has one of those secrets."}
	}
	if revoke {
		if found, err = c.revokeEach(ctx, a, actor, found); err != nil {
			return err
		}
	}
	c.notice("Of %s, %d belong to tokens that you may see.", counted(len(secrets), "secret", "secrets"), len(found))
	return c.printTokens(found, a.Now())
}

// owners returns the tokens that secrets belong to, each once. The token that
// opened this session comes last: to revoke it ends the session.
func owners(ctx context.Context, a *model.Authority, actor model.Actor, secrets []model.Secret) ([]model.TokenView, error) {
	var found, own []model.TokenView
	mine, _ := actor.Token()
	for _, s := range secrets {
		v, err := a.FindBySecret(ctx, actor, s)
		switch {
		case model.KindOf(err) == model.KindNotFound:
			continue
		case err != nil:
			return nil, err
		case slices.ContainsFunc(slices.Concat(found, own), func(w model.TokenView) bool { return w.ID == v.ID }):
		case refOf(v) == mine:
			own = append(own, v)
		default:
			found = append(found, v)
		}
	}
	return append(found, own...), nil
}

// revokeEach revokes those that still live, and returns all as they are then.
func (c *call) revokeEach(ctx context.Context, a *model.Authority, actor model.Actor, tokens []model.TokenView) ([]model.TokenView, error) {
	for i, v := range tokens {
		if !v.Alive() {
			c.notice("%s (%s) of %s has ended already: %s.", v.Name, v.ID, v.Owner, v.End)
			continue
		}
		after, err := a.RevokeToken(ctx, actor, refOf(v))
		if err != nil {
			return nil, err
		}
		c.notice("Revoked %s (%s) of %s.", after.Name, after.ID, after.Owner)
		tokens[i] = after
	}
	return tokens, nil
}
