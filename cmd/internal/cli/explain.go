package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// asking are the flags that say whose request is explained, and what it asks.
type asking struct {
	org, token, subject     string
	secret                  bool
	permission, item, level string
}

func (c *call) explainCommand() *cobra.Command {
	var f asking
	cmd := &cobra.Command{
		Use:   "explain --org ORG (--token ID-OR-NAME | --subject WHO | --secret-stdin)",
		Short: "Say how a request would be answered, and what decides it",
		Long: `Say how a request would be answered: every check that it goes through, passed or
failed, with what decides it. The first that fails is the answer. It is no use of
the token. With --subject it is about whatever that person or service user may
do; with --secret-stdin about the token whose secret is typed or on stdin, and
--org may be left out.

Exit code 0 means that the request would be let through, 3 that it would be
refused. --json prints an object: reason, status (200, 401 or 403), ok, org,
org_name, kind, subject, subject_name, token, token_name, item (null, or id, org,
kind, name, reference), steps: an array of check, state (passed, failed, unasked,
unknown), reason, text, at, notes, place (null, or where it can be changed: org,
kind, id).`,
		Args: noArgs,
	}
	c.maybeOrgFlag(cmd, &f.org)
	flags := cmd.Flags()
	flags.StringVar(&f.token, "token", "", "the token's `id or name`")
	flags.StringVar(&f.subject, "subject", "", "a person or service user by `id, e-mail or name`")
	flags.BoolVar(&f.secret, "secret-stdin", false, "the token whose secret is typed, or on stdin")
	flags.StringVar(&f.permission, "permission", "", "the `permission` that the request needs")
	flags.StringVar(&f.item, "item", "", "the item that it is about: itm_…, kind/reference or a `name`")
	flags.StringVar(&f.level, "level", "", "the `level` on the item that it needs: view, edit or delete")
	cmd.MarkFlagsMutuallyExclusive("token", "subject", "secret-stdin")
	cmd.MarkFlagsOneRequired("token", "subject", "secret-stdin")
	c.complete(cmd, "token", c.tokenNames)
	c.complete(cmd, "subject", c.subjectNames)
	c.complete(cmd, "permission", c.permissionNames)
	c.complete(cmd, "level", levelNames)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return c.explain(cmd, f) }
	return cmd
}

func (c *call) explain(cmd *cobra.Command, f asking) error {
	var secret model.Secret
	switch {
	case f.secret:
		var err error
		if secret, err = c.secret("Secret"); err != nil {
			return err
		}
	case f.org == "":
		return usageError{fmt.Errorf("%s needs --org beside --token and --subject", cmd.CommandPath())}
	}
	return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
		request, err := f.request(cmd.Context(), a, actor, secret)
		if err != nil {
			return err
		}
		e, err := a.Explain(cmd.Context(), actor, request)
		if err != nil {
			return err
		}
		return c.printExplanation(e)
	})
}

// request finds what the flags name.
func (f asking) request(ctx context.Context, a *model.Authority, actor model.Actor, secret model.Secret) (model.ExplainRequest, error) {
	r := model.ExplainRequest{Secret: secret}
	if f.org != "" {
		org, err := a.FindOrg(ctx, actor, f.org)
		if err != nil {
			return r, err
		}
		r.Org = org.ID
	}
	var err error
	switch {
	case f.token != "":
		var v model.TokenView
		v, err = a.FindAnyToken(ctx, actor, r.Org, f.token)
		r.Token = refOf(v)
	case f.subject != "":
		r.Subject, err = a.FindSubject(ctx, actor, r.Org, f.subject)
	}
	if err != nil {
		return r, err
	}
	r.Ask, err = f.question(ctx, a, actor, r.Org)
	return r, err
}

// question is what the request asks.
func (f asking) question(ctx context.Context, a *model.Authority, actor model.Actor, org model.OrgID) (model.Question, error) {
	ask := model.Question{Permission: model.Permission(f.permission)}
	var err error
	switch {
	case f.item == "":
	case org == "": // there is none in which to look for a name
		ask.Item, err = model.ParseItemAddress(f.item)
	default:
		ask.Item, _, err = a.FindAskedItem(ctx, actor, org, f.item)
	}
	if err == nil && f.level != "" {
		ask.Level, err = model.ParseLevel(f.level)
	}
	return ask, err
}

func levelNames(context.Context, inside) ([]string, error) {
	return each(model.Levels(), model.Level.String), nil
}
