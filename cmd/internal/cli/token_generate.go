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
else goes to stderr.

Whoever is logged in, over SSH or by LATCHKEY_TOKEN, generates for themself or
for a service user, and gives their own password for either, at a prompt or on
stdin; not where their organisation asks for none, as one that is SSO only. --user
can then be their own e-mail or id alone. The operator on the box itself generates
for a service user without a password, and for --user with that person's.

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
	switch {
	case onBox && w.user == "" && w.serviceUser == "":
		return actor, r, usageError{fmt.Errorf("say for whom: --service-user NAME, or --user EMAIL with that person's password on stdin")}
	case onBox && w.user != "":
		var err error
		if actor, r.Password, err = c.logInAs(ctx, a, w.user); err != nil {
			return actor, r, err
		}
	case w.user != "":
		if err := namesBearer(ctx, a, actor, w.user); err != nil {
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
		if err != nil {
			return actor, r, err
		}
		r.ServiceUser = u.ID
	}
	if !onBox {
		r.Password, err = c.ownPassword(ctx, a, actor, org.ID)
	}
	return actor, r, err
}

// logInAs logs a person in on the box itself, by their password on stdin: who
// generates a user token is that person (rule 11.7).
func (c *call) logInAs(ctx context.Context, a *model.Authority, email string) (model.Actor, model.Secret, error) {
	password, err := c.secret("Password")
	if err != nil {
		return model.Actor{}, password, err
	}
	actor, _, err := a.LogIn(ctx, email, password, c.here())
	return actor, password, err
}

// ownPassword asks whoever is logged in for their password, where there is one to
// ask for (rules 4.2, 4.3).
func (c *call) ownPassword(ctx context.Context, a *model.Authority, actor model.Actor, org model.OrgID) (model.Secret, error) {
	if asks, err := a.AsksPassword(ctx, actor, org); err != nil || !asks {
		return model.Secret{}, err
	}
	return c.secret("Password")
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
