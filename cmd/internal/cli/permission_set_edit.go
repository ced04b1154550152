package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// setEdit is what permission-set edit is told to change.
type setEdit struct {
	name        string
	add, remove []string
	preview     bool
}

func (c *call) setEdit() *cobra.Command {
	var org string
	var e setEdit
	cmd := &cobra.Command{
		Use:   "edit SET --org ORG [--name NAME] [--add PERMISSION] [--remove PERMISSION] [--preview]",
		Short: "Change a permission set; it counts from the very next request",
		Long: `Change a permission set; it counts from the very next request of everybody who
holds it. --preview changes nothing and prints who would lose or gain what.

--json prints an object: ` + setFields + `;
with --preview: lost, gained (permissions), holders, subjects (the first
names), more (holders beyond those), tokens (as token list does).`,
		Args: oneArg("the permission set's id or name"),
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringVar(&e.name, "name", "", "a new `name`")
	cmd.Flags().StringSliceVar(&e.add, "add", nil, "a `permission` to add; may be repeated")
	cmd.Flags().StringSliceVar(&e.remove, "remove", nil, "a `permission` to remove; may be repeated")
	cmd.Flags().BoolVar(&e.preview, "preview", false, "change nothing, and print who would lose or gain what")
	c.complete(cmd, "add", c.permissionNames)
	c.complete(cmd, "remove", c.permissionNames)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.setNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if e.name == "" && len(e.add)+len(e.remove) == 0 {
			return usageError{fmt.Errorf("%s needs --name, --add or --remove", cmd.CommandPath())}
		}
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.editSet(cmd.Context(), in, args[0], e) })
	}
	return cmd
}

func (c *call) editSet(ctx context.Context, in inside, name string, e setEdit) error {
	set, err := in.FindPermissionSet(ctx, in.actor, in.org.ID, name)
	if err != nil {
		return err
	}
	if err := e.known(in.org); err != nil {
		return err
	}
	if e.preview {
		p, err := in.PreviewPermissionSet(ctx, in.actor, in.org.ID, set.ID, e.request(set))
		if err != nil {
			return err
		}
		return c.printPreview(set, p)
	}
	if _, err := in.EditPermissionSet(ctx, in.actor, set, e.request(set)); err != nil {
		return err
	}
	return c.printSet(ctx, in, set.ID, "Changed")
}

// known refuses to remove a permission that the organisation does not have: it
// is a slip, and to pass it over would leave in the set what was meant to go.
func (e setEdit) known(o model.Org) error {
	for _, p := range asPermissions(e.remove) {
		if !slices.Contains(o.KnownPermissions(), p) {
			return usageError{fmt.Errorf("there is no permission %s in %s", p, o.Name)}
		}
	}
	return nil
}

func (e setEdit) request(set model.PermissionSet) model.SetRequest {
	gone := asPermissions(e.remove)
	list := slices.Concat(set.Permissions, asPermissions(e.add))
	list = slices.DeleteFunc(list, func(p model.Permission) bool { return slices.Contains(gone, p) })
	return model.SetRequest{Name: orElse(e.name, set.Name), Seat: set.Seat, Permissions: list}
}

// previewJSON is what an edit would do as --json prints it.
type previewJSON struct {
	Lost     []string    `json:"lost"`
	Gained   []string    `json:"gained"`
	Holders  holdersJSON `json:"holders"`
	Subjects []string    `json:"subjects"`
	More     int         `json:"more"`
	Tokens   []tokenJSON `json:"tokens"`
}

func (c *call) printPreview(set model.PermissionSet, p model.SetPreview) error {
	if c.json {
		out := previewJSON{
			Lost: permissionTexts(p.Lost), Gained: permissionTexts(p.Gained),
			Holders:  holdersJSON{p.Holders.ActiveMembers, p.Holders.DeactivatedMembers, p.Holders.ServiceUsers},
			Subjects: append([]string{}, p.Subjects...), More: p.More, Tokens: []tokenJSON{},
		}
		for _, v := range p.Tokens {
			out.Tokens = append(out.Tokens, asTokenJSON(v))
		}
		return c.writeJSON(out)
	}
	names := strings.Join(p.Subjects, ", ")
	if p.More > 0 {
		names += fmt.Sprintf(" and %d more", p.More)
	}
	tokens := make([]string, 0, len(p.Tokens))
	for _, v := range p.Tokens {
		tokens = append(tokens, v.Name+" of "+v.Owner)
	}
	return c.facts([][2]string{
		{"Set", set.Name},
		{"Would lose", orElse(strings.Join(permissionTexts(p.Lost), "\n"), "nothing")},
		{"Would gain", orElse(strings.Join(permissionTexts(p.Gained), "\n"), "nothing")},
		{"Held by", p.Holders.String()},
		{"Who", orElse(names, "nobody")},
		{"Their tokens", orElse(strings.Join(tokens, "\n"), "none")},
	})
}
