package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) userAdd() *cobra.Command {
	var org, set string
	var show bool
	var r model.MemberRequest
	cmd := &cobra.Command{
		Use:   "add --org ORG --email ADDRESS --name NAME --set SET",
		Short: "Add a person to an organisation; a new one's one-time code goes to stdout",
		Long: `Add a person to an organisation. Someone who has an account already becomes a
member. For somebody new the one-time code goes to stdout, alone and this once:
with the e-mail and the code they log in within 7 days and choose a password.
With LATCHKEY_TOKEN set, the password of the person whose token it is comes on
stdin.

--json prints an object: ` + userFields + `, and code ("" when the
person has an account already).`,
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringVar(&r.Email, "email", "", "the person's e-mail `address`")
	cmd.Flags().StringVar(&r.Name, "name", "", "the person's `name`, when they have no account yet")
	cmd.Flags().StringVar(&set, "set", "", "a permission set's `id or name`")
	cmd.Flags().BoolVar(&show, "show", false, "print the code even to a terminal, and over plain ssh")
	c.complete(cmd, "set", c.setNames)
	c.jsonFlag(cmd)
	require(cmd, "email", "set")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := c.mayShow(show); err != nil {
			return err
		}
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.addUser(cmd.Context(), in, set, r) })
	}
	return cmd
}

func (c *call) addUser(ctx context.Context, in inside, set string, r model.MemberRequest) error {
	found, err := in.FindPermissionSet(ctx, in.actor, in.org.ID, set)
	if err != nil {
		return err
	}
	r.Set = found.ID
	if r.Password, err = c.bearersPassword(in.actor); err != nil {
		return err
	}
	m, code, err := in.AddMember(ctx, in.actor, in.org.ID, r)
	if err != nil {
		return err
	}
	v, err := in.member(ctx, m.User)
	if err != nil {
		return err
	}
	return c.printAdded(v, in.org, code)
}

func (c *call) printAdded(v model.MemberView, org model.Org, code model.Secret) error {
	if c.json {
		return c.writeJSON(withCode{asUserJSON(v), code.Reveal()})
	}
	if code.IsZero() {
		c.notice("Added %s (%s) to %s; they log in as before.", v.Email, v.User, org.Name)
		return nil
	}
	if err := c.writeCode(code); err != nil {
		return err
	}
	c.notice("Added %s (%s) to %s. The code is shown this once, and good for 7 days.", v.Email, v.User, org.Name)
	return nil
}

// withCode is a person with the one-time code that was made for them.
type withCode struct {
	userJSON
	Code string `json:"code"`
}

func (c *call) writeCode(code model.Secret) error {
	if _, err := fmt.Fprintln(c.env.Stdout, code.Reveal()); err != nil {
		return &model.Error{Kind: model.KindUnavailable, Message: "The code could not be written; make another one with latchkey user reset-password.", Err: err}
	}
	return nil
}
