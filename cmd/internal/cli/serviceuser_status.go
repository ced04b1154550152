package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) serviceUserDisable() *cobra.Command {
	return c.serviceUserSwitch("disable", "Refuse a service user's tokens until it is enabled again",
		func(ctx context.Context, in inside, id model.ServiceUserID) error {
			if _, err := in.DisableServiceUser(ctx, in.actor, in.org.ID, id); err != nil {
				return err
			}
			return c.printServiceUser(ctx, in, id, "Disabled")
		})
}

func (c *call) serviceUserEnable() *cobra.Command {
	return c.serviceUserSwitch("enable", "Let a service user's tokens in again",
		func(ctx context.Context, in inside, id model.ServiceUserID) error {
			if _, err := in.EnableServiceUser(ctx, in.actor, in.org.ID, id); err != nil {
				return err
			}
			return c.printServiceUser(ctx, in, id, "Enabled")
		})
}

func (c *call) serviceUserSwitch(verb, short string, do func(context.Context, inside, model.ServiceUserID) error) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: verb + " SERVICE-USER --org ORG", Short: short,
		Long: short + ".\n--json prints an object: " + serviceUserFields + ".",
		Args: oneArg("the service user's id or name"),
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.serviceUserNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error {
			u, err := in.FindServiceUser(cmd.Context(), in.actor, in.org.ID, args[0])
			if err != nil {
				return err
			}
			return do(cmd.Context(), in, u.ID)
		})
	}
	return cmd
}

func (c *call) serviceUserDelete() *cobra.Command {
	var to heir
	cmd := c.serviceUserSwitch("delete", "Delete a service user and revoke its tokens; there is no way back",
		func(ctx context.Context, in inside, id model.ServiceUserID) error {
			successor, err := to.find(ctx, in)
			if err != nil {
				return err
			}
			n, err := in.DeleteServiceUser(ctx, in.actor, in.org.ID, id, successor)
			if err != nil {
				return err
			}
			if c.json {
				return c.writeJSON(map[string]any{"id": id, "revoked": n})
			}
			c.notice("Deleted the service user (%s) and revoked %s.", id, counted(n, "token", "tokens"))
			return nil
		})
	c.heirFlag(cmd, &to)
	cmd.Long = "Delete a service user and revoke its tokens; there is no way back. Its name stays\nin the activity log. What it owns needs another owner: --items-to says who gets\nall of it.\n--json prints an object: id, revoked (the number of tokens)."
	return cmd
}
