package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) tokenGenerate() *cobra.Command {
	var w whose
	var r model.TokenRequest
	var ends string
	var show bool
	cmd := &cobra.Command{
		Use:   "generate --org ORG --name NAME [--service-user NAME | --user EMAIL]",
		Short: "Generate a token; its secret alone goes to stdout",
		Long: `Generate a token. Its secret goes to stdout, alone and this once; everything
else goes to stderr. A user token needs the password of --user on stdin. With
LATCHKEY_TOKEN set, the password is that of the person whose token it is, and
--user can be their e-mail or id alone.

--json prints an object with one field more than token list has: secret.`,
	}
	c.whoseFlags(cmd, &w)
	cmd.Flags().Lookup("user").Usage = "a person's `e-mail`"
	cmd.Flags().StringVar(&r.Name, "name", "", "the token's `name`")
	cmd.Flags().StringVar(&r.Note, "note", "", "a `note`")
	cmd.Flags().StringVar(&ends, "ends", "", "when it ends: a `date` like 2026-12-31, or 90d")
	cmd.Flags().BoolVar(&show, "show", false, "print the secret even to a terminal, and over plain ssh")
	c.jsonFlag(cmd)
	require(cmd, "org", "name")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := c.mayShow(show); err != nil {
			return err
		}
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) (err error) {
			if r.EndsAt, err = model.ParseEnd(ends, a.Now(), time.Local); err != nil {
				return err
			}
			return c.generate(cmd.Context(), a, actor, w, r)
		})
	}
	return cmd
}

func (c *call) generate(ctx context.Context, a *model.Authority, actor model.Actor, w whose, r model.TokenRequest) error {
	actor, r, err := c.generator(ctx, a, actor, w, r)
	if err != nil {
		return err
	}
	made, err := a.GenerateToken(ctx, actor, r)
	if err != nil {
		return err
	}
	if err := c.handOver(made, "Generated"); err != nil {
		return err
	}
	return a.MarkSecretSeen(ctx, actor, model.TokenRef{Org: made.Token.Org, ID: made.Token.ID})
}

// generator finds who generates, for which subject, with which password.
func (c *call) generator(ctx context.Context, a *model.Authority, actor model.Actor, w whose, r model.TokenRequest) (model.Actor, model.TokenRequest, error) {
	onBox := actor.User() == ""
	if onBox && w.user == "" && w.serviceUser == "" {
		return actor, r, usageError{fmt.Errorf("say for whom: --service-user NAME, or --user EMAIL with that person's password on stdin")}
	}
	if !onBox && w.user != "" {
		if err := namesBearer(ctx, a, actor, w.user); err != nil {
			return actor, r, err
		}
	}
	var err error
	if w.serviceUser == "" || !onBox {
		if r.Password, err = c.secret("Password"); err != nil {
			return actor, r, err
		}
	}
	if onBox && w.user != "" { // as that person (rule 11.7)
		if actor, _, err = a.LogIn(ctx, w.user, r.Password, c.here()); err != nil {
			return actor, r, err
		}
	}
	org, err := a.FindOrg(ctx, actor, w.org)
	if err != nil {
		return actor, r, err
	}
	r.Org = org.ID
	if w.serviceUser != "" {
		u, err := a.FindServiceUser(ctx, actor, org.ID, w.serviceUser)
		r.ServiceUser = u.ID
		return actor, r, err
	}
	return actor, r, nil
}

// namesBearer refuses a --user that is not the person who is logged in: a
// user token is made for nobody but its maker. A name does not do, because
// somebody else can have the same one.
func namesBearer(ctx context.Context, a *model.Authority, actor model.Actor, user string) error {
	me, err := a.WhoAmI(ctx, actor, "")
	if err != nil {
		return err
	}
	if email, err := model.CleanEmail(user); user == string(me.User) || err == nil && email == me.Email {
		return nil
	}
	return usageError{fmt.Errorf("you are %s here, who generates user tokens for themself alone, so --user can be no other e-mail or id than theirs, not %q", me.Email, user)}
}

// handOver writes the secret, and on stderr what was done.
func (c *call) handOver(made model.Generated, done string) error {
	if c.json {
		return c.writeJSON(struct {
			tokenJSON
			Secret string `json:"secret"`
		}{asTokenJSON(made.Token), made.Secret.Reveal()})
	}
	if _, err := fmt.Fprintln(c.env.Stdout, made.Secret.Reveal()); err != nil {
		return &model.Error{Kind: model.KindUnavailable, Message: "The secret could not be written; revoke the token and generate another one.", Err: err}
	}
	c.notice("%s %s (%s) for %s in %s. This is the only time that the secret is shown.",
		done, made.Token.Name, made.Token.ID, made.Token.Owner, made.Token.OrgName)
	return nil
}
