package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) setCreate() *cobra.Command {
	var org, name, seat string
	var permissions []string
	cmd := &cobra.Command{
		Use:   "create --org ORG --name NAME --seat full|lite|guest [--permission NAME]",
		Short: "Create a permission set",
		Long:  "Create a permission set. The type of its seat is for good.\n--json prints an object: " + setFields + ".",
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringVar(&name, "name", "", "the set's `name`")
	cmd.Flags().StringVar(&seat, "seat", "", "the `type` of seat that its holders take: full, lite or guest")
	cmd.Flags().StringSliceVar(&permissions, "permission", nil, "a permission's `name`; may be repeated")
	c.complete(cmd, "permission", c.permissionNames)
	c.jsonFlag(cmd)
	require(cmd, "name", "seat")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error {
			return c.createSet(cmd.Context(), in, model.SetRequest{Name: name, Seat: model.SeatType(seat), Permissions: asPermissions(permissions)}, "Created")
		})
	}
	return cmd
}

func (c *call) createSet(ctx context.Context, in inside, r model.SetRequest, done string) error {
	set, err := in.CreatePermissionSet(ctx, in.actor, in.org.ID, r)
	if err != nil {
		return err
	}
	return c.printSet(ctx, in, set.ID, done)
}

func asPermissions(texts []string) []model.Permission {
	list := make([]model.Permission, 0, len(texts))
	for _, text := range texts {
		list = append(list, model.Permission(text))
	}
	return list
}

func (c *call) setCopy() *cobra.Command {
	var org, name string
	cmd := &cobra.Command{
		Use:   "copy SET --org ORG --name NAME",
		Short: "Create a permission set like another one",
		Long:  "Create a permission set like another one, with the same type of seat.\n--json prints an object: " + setFields + ".",
		Args:  oneArg("the permission set's id or name"),
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringVar(&name, "name", "", "the new set's `name`")
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.setNames)
	require(cmd, "name")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error {
			like, err := in.FindPermissionSet(cmd.Context(), in.actor, in.org.ID, args[0])
			if err != nil {
				return err
			}
			return c.createSet(cmd.Context(), in, model.SetRequest{Name: name, Seat: like.Seat, Permissions: like.Permissions}, "Created")
		})
	}
	return cmd
}

func (c *call) setDelete() *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use:   "delete SET --org ORG",
		Short: "Delete a permission set that nobody holds",
		Long:  "Delete a permission set that nobody holds.\n--json prints an object: " + setFields + ".",
		Args:  oneArg("the permission set's id or name"),
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.setNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.deleteSet(cmd.Context(), in, args[0]) })
	}
	return cmd
}

func (c *call) deleteSet(ctx context.Context, in inside, name string) error {
	v, err := in.set(ctx, name)
	if err != nil {
		return err
	}
	if err := in.DeletePermissionSet(ctx, in.actor, in.org.ID, v.ID); err != nil {
		return err
	}
	if c.json {
		return c.writeJSON(asSetJSON(v))
	}
	c.notice("Deleted %s (%s).", v.Name, v.ID)
	return nil
}

func (c *call) setAddPermission() *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use:   "add-permission NAME --org ORG",
		Short: "Add a permission name of the organisation's own, as in reports.export",
		Long:  "Add a permission name of the organisation's own, as in reports.export, which\npermission sets can have from then on.\n--json prints an object: " + orgFields + ".",
		Args:  oneArg("the permission's name"),
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error {
			o, err := in.AddPermission(cmd.Context(), in.actor, in.org.ID, args[0])
			if err != nil {
				return err
			}
			return c.printOrg(o, "Added "+args[0]+" to the permissions of")
		})
	}
	return cmd
}
