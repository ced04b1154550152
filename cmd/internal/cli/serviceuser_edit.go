package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

const serviceUserFields = "id, org, name, description, permission_sets, state, active_tokens, created_at"

// serviceUserEdits is what service-user edit is told to change.
type serviceUserEdits struct {
	name, description string
	sets              []string
	described         bool // --description was given, "" perhaps
}

func (c *call) serviceUserEdit() *cobra.Command {
	var org string
	var e serviceUserEdits
	cmd := &cobra.Command{
		Use:   "edit SERVICE-USER --org ORG [--name NAME] [--description TEXT] [--set SET]",
		Short: "Change a service user; its permission sets count from the very next request",
		Long: `Change a service user's name, its description, or its permission sets: --set
names all that it has from then on. They count from the very next request.

--json prints an object: ` + serviceUserFields + ".",
		Args: oneArg("the service user's id or name"),
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringVar(&e.name, "name", "", "a new `name`")
	cmd.Flags().StringVar(&e.description, "description", "", "what it is `for`")
	cmd.Flags().StringArrayVar(&e.sets, "set", nil, "a permission set's `id or name`; may be repeated")
	c.complete(cmd, "set", c.setNames)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.serviceUserNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		e.described = cmd.Flags().Changed("description")
		if e.name == "" && !e.described && len(e.sets) == 0 {
			return usageError{fmt.Errorf("%s needs --name, --description or --set", cmd.CommandPath())}
		}
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.editServiceUser(cmd.Context(), in, args[0], e) })
	}
	return cmd
}

func (c *call) editServiceUser(ctx context.Context, in inside, name string, e serviceUserEdits) error {
	u, err := in.FindServiceUser(ctx, in.actor, in.org.ID, name)
	if err != nil {
		return err
	}
	r := model.ServiceUserRequest{Name: orElse(e.name, u.Name), Description: u.Description, Sets: u.Sets}
	if e.described {
		r.Description = e.description
	}
	if len(e.sets) > 0 {
		if r.Sets, err = in.setIDs(ctx, e.sets); err != nil {
			return err
		}
	}
	if _, err := in.EditServiceUser(ctx, in.actor, in.org.ID, u.ID, r, u); err != nil {
		return err
	}
	return c.printServiceUser(ctx, in, u.ID, "Changed")
}

// printServiceUser prints one service user as JSON, or else says done on stderr.
func (c *call) printServiceUser(ctx context.Context, in inside, id model.ServiceUserID, done string) error {
	rows, err := in.ServiceUsersByID(ctx, in.actor, in.org.ID, []model.ServiceUserID{id})
	if err != nil {
		return err
	}
	if c.json {
		return c.printServiceUsers(rows, true)
	}
	for _, v := range rows {
		c.notice("%s %s (%s).", done, v.Name, v.ID)
	}
	return nil
}
