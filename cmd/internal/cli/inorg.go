package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// inside is an open store, who acts, and the organisation that --org names.
type inside struct {
	*model.Authority
	actor model.Actor
	org   model.Org
	args  []string // of the call, where its flags are completed
}

// inOrg runs fn in the organisation called name.
func (c *call) inOrg(ctx context.Context, name string, fn func(inside) error) error {
	return c.act(ctx, func(a *model.Authority, actor model.Actor) error {
		org, err := a.FindOrg(ctx, actor, name)
		if err != nil {
			return err
		}
		return fn(inside{Authority: a, actor: actor, org: org})
	})
}

// orgFlag adds --org, which the command cannot do without.
func (c *call) orgFlag(cmd *cobra.Command, name *string) {
	c.maybeOrgFlag(cmd, name)
	require(cmd, "org")
}

// maybeOrgFlag adds --org.
func (c *call) maybeOrgFlag(cmd *cobra.Command, name *string) {
	cmd.Flags().StringVar(name, "org", "", "the organisation's `id or name`")
	c.complete(cmd, "org", c.orgNames)
}

// bearersPassword asks for the password of the person behind LATCHKEY_TOKEN,
// for what a token alone does not do (rule 4.6).
func (c *call) bearersPassword(actor model.Actor) (model.Secret, error) {
	if _, byToken := actor.Token(); !byToken {
		return model.Secret{}, nil
	}
	return c.secret("Password")
}
