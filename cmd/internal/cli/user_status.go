package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// memberChange is a subcommand that changes one person of an organisation.
type memberChange struct {
	verb, short string
	long        string // "" for none beyond short
	done        string
	do          func(context.Context, inside, model.UserID) error
}

func (c *call) userDeactivate() *cobra.Command {
	return c.memberCommand(memberChange{
		verb: "deactivate", short: "Deactivate a person; their tokens there expire at once and for good",
		long: "The seat becomes free, and it can be undone with\nuser reactivate, but the tokens stay expired", done: "Deactivated",
		do: func(ctx context.Context, in inside, id model.UserID) error {
			return in.DeactivateMember(ctx, in.actor, in.org.ID, id)
		},
	}, new(string))
}

func (c *call) userReactivate() *cobra.Command {
	return c.memberCommand(memberChange{
		verb: "reactivate", short: "Let a deactivated person back in; their tokens stay expired", done: "Reactivated",
		do: func(ctx context.Context, in inside, id model.UserID) error {
			return in.ReactivateMember(ctx, in.actor, in.org.ID, id)
		},
	}, new(string))
}

func (c *call) userRemove() *cobra.Command {
	var to heir
	cmd := c.memberCommand(memberChange{
		verb: "remove", short: "End a person's membership and their tokens there",
		long: "What they own\nthere needs another owner: --items-to says who gets all of it", done: "Removed",
		do: func(ctx context.Context, in inside, id model.UserID) error {
			successor, err := to.find(ctx, in)
			if err != nil {
				return err
			}
			return in.RemoveMember(ctx, in.actor, in.org.ID, id, successor)
		},
	}, new(string))
	c.heirFlag(cmd, &to)
	return cmd
}

func (c *call) userSet() *cobra.Command {
	var org, set string
	cmd := c.memberCommand(memberChange{
		verb: "set", short: "Give a person another permission set; it counts from the very next request", done: "Changed",
		do: func(ctx context.Context, in inside, id model.UserID) error {
			found, err := in.FindPermissionSet(ctx, in.actor, in.org.ID, set)
			if err != nil {
				return err
			}
			return in.SetMemberSet(ctx, in.actor, in.org.ID, id, found.ID)
		},
	}, &org)
	cmd.Use = "set USER --org ORG --set SET"
	cmd.Flags().StringVar(&set, "set", "", "a permission set's `id or name`")
	c.complete(cmd, "set", c.setNames)
	require(cmd, "set")
	return cmd
}

func (c *call) memberCommand(m memberChange, org *string) *cobra.Command {
	long := m.short + "."
	if m.long != "" {
		long += " " + m.long + "."
	}
	cmd := &cobra.Command{
		Use: m.verb + " USER --org ORG", Short: m.short,
		Long: long + "\n--json prints an object: " + userFields + ".",
		Args: oneArg("the person's id, e-mail or name"),
	}
	c.orgFlag(cmd, org)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.emails)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), *org, func(in inside) error { return c.changeMember(cmd.Context(), in, args[0], m) })
	}
	return cmd
}

func (c *call) changeMember(ctx context.Context, in inside, user string, m memberChange) error {
	found, err := in.FindMember(ctx, in.actor, in.org.ID, user)
	if err != nil {
		return err
	}
	before, err := in.member(ctx, found.User)
	if err != nil {
		return err
	}
	if err := m.do(ctx, in, found.User); err != nil {
		return err
	}
	if !c.json {
		c.notice("%s %s (%s) in %s.", m.done, before.Email, before.User, in.org.Name)
		return nil
	}
	after, err := in.member(ctx, found.User)
	if model.KindOf(err) == model.KindNotFound { // removed
		after, err = before, nil
		after.Status, after.Seat, after.Tokens = model.MemberRemoved, "", 0
	}
	if err != nil {
		return err
	}
	return c.writeJSON(asUserJSON(after))
}
