package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) groupCreate() *cobra.Command {
	var org, name string
	cmd := &cobra.Command{
		Use:   "create --org ORG --name NAME",
		Short: "Create a group",
		Long:  "Create a group.\n--json prints an object:\n" + groupFields + ".",
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringVar(&name, "name", "", "the group's `name`")
	c.jsonFlag(cmd)
	require(cmd, "name")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error {
			g, err := in.CreateGroup(cmd.Context(), in.actor, in.org.ID, name)
			if err != nil {
				return err
			}
			return c.printGroup(cmd.Context(), in, g.ID, "Created "+g.Name)
		})
	}
	return cmd
}

// printGroup prints a group as JSON, or else says on stderr what was done.
func (c *call) printGroup(ctx context.Context, in inside, id model.GroupID, done string) error {
	if !c.json {
		c.notice("%s (%s).", done, id)
		return nil
	}
	v, err := in.groupView(ctx, string(id))
	if err != nil {
		return err
	}
	return c.writeJSON(asGroupJSON(v, in.can(ctx, model.GroupsManage)))
}

// groupAction returns a subcommand for one group: do, or to show it.
func (c *call) groupAction(verb, short string, do func(context.Context, inside, model.GroupView) error) *cobra.Command {
	var org string
	if do == nil {
		do = c.showGroup
	}
	cmd := &cobra.Command{
		Use: verb + " GROUP --org ORG", Short: short,
		Long: short + ".\n--json prints an object:\n" + groupFields + ".",
		Args: oneArg("the group's id or name"),
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.groupNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error {
			v, err := in.groupView(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return do(cmd.Context(), in, v)
		})
	}
	return cmd
}

func (c *call) groupRename() *cobra.Command {
	var name string
	cmd := c.groupAction("rename", "Give a group another name", func(ctx context.Context, in inside, v model.GroupView) error {
		now, err := in.RenameGroup(ctx, in.actor, v.Org, v.ID, name, v.Name)
		if err != nil {
			return err
		}
		return c.printGroup(ctx, in, v.ID, "Renamed "+v.Name+" to "+now.Name)
	})
	cmd.Use = "rename GROUP --org ORG --name NAME"
	cmd.Flags().StringVar(&name, "name", "", "the new `name`")
	require(cmd, "name")
	return cmd
}

func (c *call) groupDelete() *cobra.Command {
	cmd := c.groupAction("delete", "Delete a group; what is granted to it counts for nobody from then on", func(ctx context.Context, in inside, v model.GroupView) error {
		if err := in.DeleteGroup(ctx, in.actor, v.Org, v.ID); err != nil {
			return err
		}
		if c.json {
			return c.writeJSON(asGroupJSON(v, true))
		}
		c.notice("Deleted %s (%s).", v.Name, v.ID)
		return nil
	})
	cmd.Long = "Delete a group; what is granted to it counts for nobody from then on. There is no\nway back.\n--json prints an object, as the group was:\n" + groupFields + "."
	return cmd
}

func (c *call) groupAdd() *cobra.Command {
	return c.groupMembership("add", "Put people into a group", "Added %s to %s",
		func(ctx context.Context, in inside, id model.GroupID, user model.UserID) error {
			return in.AddToGroup(ctx, in.actor, in.org.ID, id, user)
		})
}

func (c *call) groupRemove() *cobra.Command {
	return c.groupMembership("remove", "Take people out of a group", "Removed %s from %s",
		func(ctx context.Context, in inside, id model.GroupID, user model.UserID) error {
			return in.RemoveFromGroup(ctx, in.actor, in.org.ID, id, user)
		})
}

func (c *call) groupMembership(verb, short, done string, do func(context.Context, inside, model.GroupID, model.UserID) error) *cobra.Command {
	var users []string
	cmd := c.groupAction(verb, short, func(ctx context.Context, in inside, v model.GroupView) error {
		return c.eachUser(ctx, in, users, done, v.Name,
			func(user model.UserID) error { return do(ctx, in, v.ID, user) },
			func() error { return c.printGroup(ctx, in, v.ID, "") })
	})
	cmd.Use = verb + " GROUP --org ORG --user USER"
	cmd.Long = short + ". It counts from the very next request.\n--json prints an object:\n" + groupFields + "."
	c.usersFlag(cmd, &users)
	return cmd
}
