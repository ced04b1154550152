package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) initCommand() *cobra.Command {
	var r model.SetUpRequest
	cmd := &cobra.Command{
		Use:   "init --org NAME --name NAME --email ADDRESS",
		Short: "Set up a new store: the first organisation and its administrator",
		Long: `Set up a new store: the first organisation, and you as its administrator and
the first operator. The password comes from stdin, or from a prompt.

  printf '%s' "$PASSWORD" |
    latchkey init --org Acme --name 'Ada Ashby' --email ada@acme.example`,
	}
	cmd.Flags().StringVar(&r.Org, "org", "", "the organisation's `name`")
	cmd.Flags().StringVar(&r.Name, "name", "", "your `name`")
	cmd.Flags().StringVar(&r.Email, "email", "", "your e-mail `address`")
	c.jsonFlag(cmd)
	require(cmd, "org", "name", "email")
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		if err := r.Check(); err != nil { // before anything is asked
			return err
		}
		if r.Password, err = c.secret("Password"); err != nil {
			return err
		}
		if err := r.Check(); err != nil { // before anything is made
			return err
		}
		var actor model.Actor
		var org model.OrgID
		err = c.withNew(cmd.Context(), func(a *model.Authority) (err error) {
			actor, org, err = a.SetUp(cmd.Context(), r, c.here())
			return err
		})
		if err != nil {
			return err
		}
		if c.json {
			return c.writeJSON(map[string]string{"org": string(org), "user": string(actor.User())})
		}
		fmt.Fprintf(c.env.Stdout, "%s is set up (%s), and %s is its administrator.\n", model.Printable(r.Org), org, model.Printable(r.Email))
		return nil
	}
	return cmd
}

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		fmt.Fprintln(cmd.OutOrStdout(), version())
		return nil
	}}
}
