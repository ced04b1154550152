package cli

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) serviceUserCommand() *cobra.Command {
	return group("service-user", "Service users: systems and integrations",
		c.serviceUserCreate(), c.serviceUserList(), c.serviceUserEdit(), c.serviceUserDisable(), c.serviceUserEnable(), c.serviceUserDelete())
}

// serviceUserJSON is a service user as --json prints it.
type serviceUserJSON struct {
	ID             string   `json:"id"`
	Org            string   `json:"org"`
	Name           string   `json:"name"`
	Description    string   `json:"description"`
	PermissionSets []string `json:"permission_sets"`
	State          string   `json:"state"` // enabled or disabled
	ActiveTokens   int      `json:"active_tokens"`
	CreatedAt      *string  `json:"created_at"`
}

func asServiceUserJSON(v model.ServiceUserView) serviceUserJSON {
	return serviceUserJSON{
		ID: string(v.ID), Org: string(v.Org), Name: v.Name, Description: v.Description,
		PermissionSets: v.SetNames, State: enabled(v.ServiceUser), ActiveTokens: v.Active, CreatedAt: stamp(v.CreatedAt),
	}
}

func enabled(u model.ServiceUser) string {
	if u.Disabled {
		return "disabled"
	}
	return "enabled"
}

func (c *call) serviceUserCreate() *cobra.Command {
	var org string
	var sets []string
	var r model.ServiceUserRequest
	cmd := &cobra.Command{
		Use:   "create --org ORG --name NAME --set SET",
		Short: "Add a service user to an organisation",
		Long:  "Add a service user to an organisation, with one permission set or more.\n--json prints an object: id, org, name, description, permission_sets, state, active_tokens, created_at.",
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringVar(&r.Name, "name", "", "the service user's `name`")
	cmd.Flags().StringVar(&r.Description, "description", "", "what it is `for`")
	cmd.Flags().StringArrayVar(&sets, "set", nil, "a permission set's `id or name`; may be repeated")
	c.complete(cmd, "set", c.setNames)
	c.jsonFlag(cmd)
	require(cmd, "name")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			return c.createServiceUser(cmd.Context(), a, actor, org, sets, r)
		})
	}
	return cmd
}

func (c *call) createServiceUser(ctx context.Context, a *model.Authority, actor model.Actor, orgName string, sets []string, r model.ServiceUserRequest) error {
	org, err := a.FindOrg(ctx, actor, orgName)
	if err != nil {
		return err
	}
	if r.Sets, err = (inside{Authority: a, actor: actor, org: org}).setIDs(ctx, sets); err != nil {
		return err
	}
	u, err := a.CreateServiceUser(ctx, actor, org.ID, r)
	if err != nil {
		return err
	}
	rows, err := a.ServiceUsersByID(ctx, actor, org.ID, []model.ServiceUserID{u.ID})
	if err != nil {
		return err
	}
	return c.printServiceUsers(rows, true)
}

// setIDs finds permission sets by id or name.
func (in inside) setIDs(ctx context.Context, names []string) ([]model.SetID, error) {
	var ids []model.SetID
	for _, name := range names {
		if name == "" {
			return nil, usageError{errors.New("--set needs the id or the name of a permission set")}
		}
		set, err := in.FindPermissionSet(ctx, in.actor, in.org.ID, name)
		if err != nil {
			return nil, err
		}
		ids = append(ids, set.ID)
	}
	return ids, nil
}

func (c *call) serviceUserList() *cobra.Command {
	var orgName string
	cmd := &cobra.Command{
		Use:   "list --org ORG",
		Short: "List an organisation's service users",
		Long:  "List an organisation's service users.\n--json prints an array of objects: id, org, name, description, permission_sets, state, active_tokens, created_at.",
	}
	c.orgFlag(cmd, &orgName)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.act(cmd.Context(), func(a *model.Authority, actor model.Actor) error {
			org, err := a.FindOrg(cmd.Context(), actor, orgName)
			if err != nil {
				return err
			}
			rows, err := all(func(r model.PageRequest) (model.Page[model.ServiceUserView], error) {
				return a.ListServiceUsers(cmd.Context(), actor, org.ID, r)
			})
			if err != nil {
				return err
			}
			return c.printServiceUsers(rows, false)
		})
	}
	return cmd
}

func (c *call) printServiceUsers(rows []model.ServiceUserView, one bool) error {
	list := make([]serviceUserJSON, 0, len(rows))
	table := make([][]string, 0, len(rows))
	for _, v := range rows {
		list = append(list, asServiceUserJSON(v))
		table = append(table, []string{v.Name, strings.Join(v.SetNames, ", "), strconv.Itoa(v.Active), enabled(v.ServiceUser), string(v.ID)})
	}
	switch {
	case c.json && one && len(list) == 1:
		return c.writeJSON(list[0])
	case c.json:
		return c.writeJSON(list)
	}
	return c.table([]string{"NAME", "PERMISSION SETS", "ACTIVE TOKENS", "STATE", "ID"}, table)
}

// all reads every page of a list, sorted by name.
func all[T any](page func(model.PageRequest) (model.Page[T], error)) ([]T, error) {
	return allBy(model.SortName, page)
}

// allBy reads every page of a list.
func allBy[T any](sort model.Sort, page func(model.PageRequest) (model.Page[T], error)) ([]T, error) {
	r := model.PageRequest{Sort: sort, Limit: 1000}
	var rows []T
	for {
		p, err := page(r)
		if err != nil {
			return nil, err
		}
		rows = append(rows, p.Rows...)
		if p.AtEnd {
			return rows, nil
		}
		r.From = p.End
	}
}
