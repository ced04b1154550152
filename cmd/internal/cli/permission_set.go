package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) permissionSetCommand() *cobra.Command {
	return group("permission-set", "Permission sets: what people and service users may do",
		c.setList(), c.setShow(), c.setCreate(), c.setEdit(), c.setCopy(), c.setDelete(), c.setAddPermission())
}

// setJSON is a permission set as --json prints it.
type setJSON struct {
	ID            string      `json:"id"`
	Org           string      `json:"org"`
	Name          string      `json:"name"`
	Seat          string      `json:"seat"` // full, lite, guest
	Administrator bool        `json:"administrator"`
	Permissions   []string    `json:"permissions"`
	Holders       holdersJSON `json:"holders"`
}

type holdersJSON struct {
	ActiveMembers      int `json:"active_members"`
	DeactivatedMembers int `json:"deactivated_members"`
	ServiceUsers       int `json:"service_users"`
}

const setFields = "id, org, name, seat (full, lite, guest), administrator, permissions,\nholders (active_members, deactivated_members, service_users)"

func asSetJSON(v model.SetView) setJSON {
	return setJSON{
		ID: string(v.ID), Org: string(v.Org), Name: v.Name, Seat: string(v.Seat), Administrator: v.Administrator,
		Permissions: permissionTexts(v.Permissions),
		Holders:     holdersJSON{v.Holders.ActiveMembers, v.Holders.DeactivatedMembers, v.Holders.ServiceUsers},
	}
}

func permissionTexts(list []model.Permission) []string {
	return each(list, func(p model.Permission) string { return string(p) })
}

func (c *call) setList() *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use:   "list --org ORG",
		Short: "List an organisation's permission sets with who holds them",
		Long:  "List an organisation's permission sets with who holds them.\n--json prints an array of objects: " + setFields + ".",
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.listSets(cmd.Context(), in) })
	}
	return cmd
}

func (c *call) listSets(ctx context.Context, in inside) error {
	rows, err := in.ListPermissionSets(ctx, in.actor, in.org.ID)
	if err != nil {
		return err
	}
	list := make([]setJSON, 0, len(rows))
	table := make([][]string, 0, len(rows))
	for _, v := range rows {
		list = append(list, asSetJSON(v))
		table = append(table, []string{v.Name, string(v.Seat), strconv.Itoa(len(v.Permissions)), v.Holders.String(), string(v.ID)})
	}
	if c.json {
		return c.writeJSON(list)
	}
	return c.table([]string{"NAME", "SEAT", "PERMISSIONS", "HELD BY", "ID"}, table)
}

// set finds a permission set with who holds it.
func (in inside) set(ctx context.Context, name string) (model.SetView, error) {
	found, err := in.FindPermissionSet(ctx, in.actor, in.org.ID, name)
	if err != nil {
		return model.SetView{}, err
	}
	held, err := in.HoldersOf(ctx, in.actor, in.org.ID, found.ID)
	return model.SetView{PermissionSet: found, Holders: held.Holders}, err
}

// printSet prints one set as JSON, or else says done on stderr.
func (c *call) printSet(ctx context.Context, in inside, id model.SetID, done string) error {
	v, err := in.set(ctx, string(id))
	if err != nil {
		return err
	}
	if c.json {
		return c.writeJSON(asSetJSON(v))
	}
	c.notice("%s %s (%s).", done, v.Name, v.ID)
	return nil
}

func (c *call) setShow() *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use:   "show SET --org ORG",
		Short: "Show a permission set",
		Long:  "Show a permission set.\n--json prints an object: " + setFields + ".",
		Args:  oneArg("the permission set's id or name"),
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.setNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error {
			v, err := in.set(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return c.showSet(v)
		})
	}
	return cmd
}

func (c *call) showSet(v model.SetView) error {
	if c.json {
		return c.writeJSON(asSetJSON(v))
	}
	return c.facts([][2]string{
		{"Name", v.Name}, {"Id", string(v.ID)}, {"Seat", string(v.Seat)}, {"Held by", v.Holders.String()},
		{"Permissions", orElse(strings.Join(permissionTexts(v.Permissions), "\n"), "none")},
	})
}
