package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// accountJSON is a person's account as --json prints it.
type accountJSON struct {
	ID          string  `json:"id"`
	Name        string  `json:"name"`
	Email       string  `json:"email"`
	Operator    bool    `json:"operator"`
	Disabled    bool    `json:"disabled"`
	CreatedAt   *string `json:"created_at"`
	LastLoginAt *string `json:"last_login_at"`
}

func (c *call) userDisable() *cobra.Command {
	return c.accountCommand("disable", "Shut a person out of every organisation; their tokens expire for good (operators)", "Disabled",
		func(ctx context.Context, a *model.Authority, actor model.Actor, id model.UserID) error {
			return a.DisableAccount(ctx, actor, id)
		})
}

func (c *call) userEnable() *cobra.Command {
	return c.accountCommand("enable", "Let a person in again whose account was disabled (operators)", "Enabled",
		func(ctx context.Context, a *model.Authority, actor model.Actor, id model.UserID) error {
			return a.EnableAccount(ctx, actor, id)
		})
}

func (c *call) userMakeOperator() *cobra.Command {
	var off bool
	cmd := c.accountCommand("make-operator", "Make a person an operator, or with --off no operator any more (operators)", "Changed",
		func(ctx context.Context, a *model.Authority, actor model.Actor, id model.UserID) error {
			return a.SetOperator(ctx, actor, id, !off)
		})
	cmd.Flags().BoolVar(&off, "off", false, "take the operator's rights away")
	return cmd
}

func (c *call) accountCommand(verb, short, done string, do func(context.Context, *model.Authority, model.Actor, model.UserID) error) *cobra.Command {
	cmd := &cobra.Command{
		Use: verb + " USER", Short: short,
		Long: short + ".\n--json prints an object: id, name, email, operator, disabled, created_at, last_login_at.",
		Args: oneArg("the person's id, e-mail or name"),
	}
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.emails)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.withAccount(cmd.Context(), args[0], func(a *model.Authority, actor model.Actor, found model.AccountView) error {
			if err := do(cmd.Context(), a, actor, found.ID); err != nil {
				return err
			}
			after, err := a.FindAccount(cmd.Context(), actor, string(found.ID))
			if err != nil {
				return err
			}
			return c.printAccount(after, done)
		})
	}
	return cmd
}

func (c *call) printAccount(v model.AccountView, done string) error {
	if !c.json {
		c.notice("%s %s (%s).", done, v.Email, v.ID)
		return nil
	}
	return c.writeJSON(accountJSON{string(v.ID), v.Name, v.Email, v.Operator, v.Disabled, stamp(v.CreatedAt), stamp(v.LastLoginAt)})
}
