package cli

import (
	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) orgCreate() *cobra.Command {
	var name, administrator string
	cmd := &cobra.Command{
		Use:   "create --name NAME [--administrator EMAIL]",
		Short: "Create an organisation (operators)",
		Long: `Create an organisation with the five permission sets that each begins with. Its
first Administrator is a person who has an account already; without
--administrator it is you, which on the box itself is nobody: name one there.

--json prints an object: ` + orgFields + ".",
		Args: noArgs,
	}
	cmd.Flags().StringVar(&name, "name", "", "the organisation's `name`")
	cmd.Flags().StringVar(&administrator, "administrator", "", "the `e-mail` of its first Administrator")
	c.jsonFlag(cmd)
	require(cmd, "name")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			org, err := a.CreateOrg(cmd.Context(), actor, name, administrator)
			if err != nil {
				return err
			}
			return c.printOrg(org, "Created")
		})
	}
	return cmd
}

func (c *call) orgRename() *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use:   "rename ORG --name NAME",
		Short: "Give an organisation another name",
		Long:  "Give an organisation another name.\n--json prints an object: " + orgFields + ".",
		Args:  oneArg("the organisation's id or name"),
	}
	cmd.Flags().StringVar(&name, "name", "", "the new `name`")
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.orgNames)
	require(cmd, "name")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), args[0], func(in inside) error {
			org, err := in.RenameOrg(cmd.Context(), in.actor, in.org.ID, name)
			if err != nil {
				return err
			}
			return c.printOrg(org, "Renamed to")
		})
	}
	return cmd
}
