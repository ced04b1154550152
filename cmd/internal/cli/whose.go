package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// whose are the flags that say whose tokens are meant.
type whose struct {
	org, serviceUser, user string
	everybody              bool
}

func (c *call) whoseFlags(cmd *cobra.Command, w *whose) {
	c.maybeOrgFlag(cmd, &w.org)
	cmd.Flags().StringVar(&w.serviceUser, "service-user", "", "a service user's `id or name`")
	cmd.Flags().StringVar(&w.user, "user", "", "a person's `id, e-mail or name`")
	cmd.MarkFlagsMutuallyExclusive("service-user", "user")
	c.complete(cmd, "service-user", c.serviceUserNames)
	c.complete(cmd, "user", c.emails)
}

func (c *call) everybodyFlag(cmd *cobra.Command, w *whose) {
	cmd.Flags().BoolVar(&w.everybody, "everybody", false, "the tokens of everybody in the organisation")
	cmd.MarkFlagsMutuallyExclusive("service-user", "user", "everybody")
}

// query finds what the flags name. Without a subject, a person means their own
// tokens and the operator those of everybody.
func (w whose) query(ctx context.Context, a *model.Authority, actor model.Actor) (model.TokenQuery, error) {
	org, err := a.FindOrg(ctx, actor, w.org)
	if err != nil {
		return model.TokenQuery{}, err
	}
	query := model.TokenQuery{Org: org.ID}
	switch {
	case w.serviceUser != "":
		u, err := a.FindServiceUser(ctx, actor, org.ID, w.serviceUser)
		query.ServiceUser = u.ID
		return query, err
	case w.user != "":
		m, err := a.FindMember(ctx, actor, org.ID, w.user)
		query.User = m.User
		return query, err
	}
	query.All = w.everybody || actor.User() == ""
	return query, nil
}

// token finds the token that text names among those that the flags name.
func (w whose) token(ctx context.Context, a *model.Authority, actor model.Actor, text string) (model.TokenView, error) {
	query, err := w.query(ctx, a, actor)
	if err != nil {
		return model.TokenView{}, err
	}
	return a.FindToken(ctx, actor, query, text)
}

func refOf(v model.TokenView) model.TokenRef { return model.TokenRef{Org: v.Org, ID: v.ID} }
