package cli

import (
	"context"

	"github.com/spf13/cobra"
)

func (c *call) userResetPassword() *cobra.Command {
	var org string
	var show bool
	cmd := &cobra.Command{
		Use:   "reset-password USER --org ORG",
		Short: "Make a one-time code with which a person chooses another password",
		Long: `Make a one-time code with which a person chooses another password. It goes to
stdout, alone and this once, and is good for 7 days; the present password goes
on working until it is used. The person's SSH keys are removed, and sessions
that they opened end. Who belongs to other organisations too, or is an
operator, is reset by operators alone. With LATCHKEY_TOKEN set, the password of
the person whose token it is comes on stdin.

--json prints an object: ` + userFields + ", code,\nremoved_ssh_keys (an array of objects: " + sshKeyFields + ").",
		Args: oneArg("the person's id, e-mail or name"),
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().BoolVar(&show, "show", false, "print the code even to a terminal, and over plain ssh")
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.emails)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := c.mayShow(show); err != nil {
			return err
		}
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.resetPassword(cmd.Context(), in, args[0]) })
	}
	return cmd
}

func (c *call) resetPassword(ctx context.Context, in inside, user string) error {
	m, err := in.FindMember(ctx, in.actor, in.org.ID, user)
	if err != nil {
		return err
	}
	password, err := c.bearersPassword(in.actor)
	if err != nil {
		return err
	}
	reset, err := in.ResetPassword(ctx, in.actor, in.org.ID, m.User, password)
	if err != nil {
		return err
	}
	if c.json {
		v, err := in.member(ctx, m.User)
		if err != nil {
			return err
		}
		return c.writeJSON(withReset{withCode{asUserJSON(v), reset.Code.Reveal()}, keyJSONs(reset.Keys)})
	}
	if err := c.writeCode(reset.Code); err != nil {
		return err
	}
	c.notice("The code for %s (%s) is shown this once, and good for 7 days.", m.Email, m.User)
	for _, k := range reset.Keys {
		c.notice("Removed their SSH key %s (%s).", k.Name, k.Fingerprint)
	}
	return nil
}

// withReset is a person whose password was reset, with the code and the keys that
// were removed.
type withReset struct {
	withCode
	RemovedSSHKeys []sshKeyJSON `json:"removed_ssh_keys"`
}
