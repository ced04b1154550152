package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// revoking is what token revoke is told to revoke.
type revoking struct {
	whose
	allOf string
	all   bool
	yes   bool
}

func (c *call) tokenRevoke() *cobra.Command {
	var r revoking
	cmd := &cobra.Command{
		Use:   "revoke ID-OR-NAME --org ORG | --all-of USER-OR-SERVICE-USER --org ORG | --all --yes --org ORG",
		Short: "Revoke a token, or many; the very next request with it is refused",
		Long: `Revoke a token by its id or name, everything of one person or service user with
--all-of, or every token of an organisation with --all, which needs --yes. The
very next request with any of them is refused.

--json prints the token as token list does, and for many an object: revoked, the
number of them.`,
	}
	c.whoseFlags(cmd, &r.whose)
	c.everybodyFlag(cmd, &r.whose)
	cmd.Flags().StringVar(&r.allOf, "all-of", "", "everything of a person or a service user: an `id, e-mail or name`")
	cmd.Flags().BoolVar(&r.all, "all", false, "every token of the organisation")
	cmd.Flags().BoolVar(&r.yes, "yes", false, "yes, all of them")
	for _, flag := range []string{"all-of", "all"} {
		for _, other := range []string{"service-user", "user", "everybody"} {
			cmd.MarkFlagsMutuallyExclusive(flag, other)
		}
	}
	cmd.MarkFlagsMutuallyExclusive("all-of", "all")
	c.complete(cmd, "all-of", c.subjectNames)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.tokenNames)
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if r.all || r.allOf != "" {
			return noArgs(cmd, args)
		}
		return oneArg("the token's id or name")(cmd, args)
	}
	require(cmd, "org")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if r.all || r.allOf != "" {
			return c.inOrg(cmd.Context(), r.org, func(in inside) error { return c.revokeAll(cmd.Context(), in, r) })
		}
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			return c.revokeOne(cmd.Context(), a, actor, r.whose, args[0])
		})
	}
	return cmd
}

func (c *call) subjectNames(ctx context.Context, in inside) ([]string, error) {
	people, err := c.emails(ctx, in)
	if err != nil {
		return nil, err
	}
	systems, err := c.serviceUserNames(ctx, in)
	return append(people, systems...), err
}

func (c *call) revokeOne(ctx context.Context, a *model.Authority, actor model.Actor, w whose, name string) error {
	found, err := w.token(ctx, a, actor, name)
	if err != nil {
		return err
	}
	v, err := a.RevokeToken(ctx, actor, refOf(found))
	if err != nil {
		return err
	}
	if c.json {
		return c.writeJSON(asTokenJSON(v))
	}
	c.notice("Revoked %s (%s) of %s.", v.Name, v.ID, v.Owner)
	return nil
}

func (c *call) revokeAll(ctx context.Context, in inside, r revoking) error {
	scope := model.RevokeScope{Org: in.org.ID}
	if r.allOf != "" {
		subject, err := in.FindSubject(ctx, in.actor, in.org.ID, r.allOf)
		if err != nil {
			return err
		}
		scope.Subject = subject
	} else if !r.yes {
		return in.unconfirmed(ctx, scope)
	}
	n, err := in.RevokeAll(ctx, in.actor, scope)
	if err != nil && n > 0 {
		c.notice("Before that went wrong, %s went.", counted(n, "token", "tokens"))
	}
	if err != nil {
		return err
	}
	if c.json {
		return c.writeJSON(map[string]int{"revoked": n})
	}
	c.notice("Revoked %s in %s.", counted(n, "token", "tokens"), in.org.Name)
	return nil
}

// unconfirmed says how many tokens --yes would revoke.
func (in inside) unconfirmed(ctx context.Context, scope model.RevokeScope) error {
	_, n, err := in.TokensIn(ctx, in.actor, scope)
	if err != nil {
		return err
	}
	if n == 0 {
		return usageError{errors.New("--all needs --yes; there is no living token to revoke, though")}
	}
	return usageError{fmt.Errorf("--all would revoke %s of %s; to do so, say --yes too", counted(n, "living token", "living tokens"), in.org.Name)}
}
