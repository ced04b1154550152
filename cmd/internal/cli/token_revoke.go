package cli

import (
	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) tokenRevoke() *cobra.Command {
	var w whose
	cmd := &cobra.Command{
		Use:   "revoke ID-OR-NAME --org ORG",
		Short: "Revoke a token; the very next request with it is refused",
		Long:  "Revoke a token by its id or name. The very next request with it is refused.\n--json prints the token as token list does.",
		Args:  oneArg("the token's id or name"),
	}
	w.flags(cmd)
	c.jsonFlag(cmd)
	require(cmd, "org")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			query, err := w.query(cmd.Context(), a, actor)
			if err != nil {
				return err
			}
			found, err := a.FindToken(cmd.Context(), actor, query, args[0])
			if err != nil {
				return err
			}
			v, err := a.RevokeToken(cmd.Context(), actor, model.TokenRef{Org: found.Org, ID: found.ID})
			if err != nil {
				return err
			}
			if c.json {
				return c.writeJSON(asTokenJSON(v))
			}
			c.notice("Revoked %s (%s) of %s.", v.Name, v.ID, v.Owner)
			return nil
		})
	}
	return cmd
}
