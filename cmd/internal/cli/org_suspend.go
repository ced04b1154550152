package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) orgSuspend() *cobra.Command {
	return c.orgSwitch("suspend", "Refuse every token of an organisation until it is revived (operators)", "Suspended",
		func(ctx context.Context, in inside) (model.Org, error) {
			return in.SuspendOrg(ctx, in.actor, in.org.ID)
		})
}

func (c *call) orgRevive() *cobra.Command {
	return c.orgSwitch("revive", "End the suspension of an organisation (operators)", "Revived",
		func(ctx context.Context, in inside) (model.Org, error) { return in.ReviveOrg(ctx, in.actor, in.org.ID) })
}

func (c *call) orgSwitch(verb, short, done string, do func(context.Context, inside) (model.Org, error)) *cobra.Command {
	cmd := &cobra.Command{
		Use:   verb + " ORG",
		Short: short,
		Long:  short + ".\n--json prints an object: " + orgFields + ".",
		Args:  oneArg("the organisation's id or name"),
	}
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.orgNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), args[0], func(in inside) error {
			org, err := do(cmd.Context(), in)
			if err != nil {
				return err
			}
			return c.printOrg(org, done)
		})
	}
	return cmd
}
