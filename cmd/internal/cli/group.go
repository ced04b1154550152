package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) groupCommand() *cobra.Command {
	return group("group", "Groups: people who are to reach the same things",
		c.groupList(), c.groupShow(), c.groupCreate(), c.groupRename(), c.groupDelete(), c.groupAdd(), c.groupRemove())
}

// groupJSON is a group as --json prints it.
type groupJSON struct {
	ID          string  `json:"id"`
	Org         string  `json:"org"`
	Name        string  `json:"name"`
	Members     *int    `json:"members"`      // null without groups.manage
	MoreMembers bool    `json:"more_members"` // there may be members beyond these
	CreatedAt   *string `json:"created_at"`
}

const groupFields = "id, org, name, members (their number; null without groups.manage),\nmore_members (there are more than were counted), created_at"

func asGroupJSON(v model.GroupView, manages bool) groupJSON {
	return groupJSON{
		ID: string(v.ID), Org: string(v.Org), Name: v.Name,
		Members: counting(v.Members, manages), MoreMembers: v.More, CreatedAt: stamp(v.CreatedAt),
	}
}

func (c *call) groupList() *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use:   "list --org ORG",
		Short: "List an organisation's groups",
		Long:  "List an organisation's groups.\n--json prints an array of objects:\n" + groupFields + ".",
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.listGroups(cmd.Context(), in) })
	}
	return cmd
}

func (c *call) listGroups(ctx context.Context, in inside) error {
	rows, err := all(func(r model.PageRequest) (model.Page[model.GroupView], error) {
		return in.ListGroups(ctx, in.actor, in.org.ID, r)
	})
	if err != nil {
		return err
	}
	manages := in.can(ctx, model.GroupsManage)
	if c.json {
		return c.writeJSON(each(rows, func(v model.GroupView) groupJSON { return asGroupJSON(v, manages) }))
	}
	return c.table([]string{"NAME", "MEMBERS", "CREATED", "ID"}, each(rows, func(v model.GroupView) []string {
		return []string{v.Name, memberCount(v.Members, v.More, manages), moment(v.CreatedAt), string(v.ID)}
	}))
}

// groupView finds a group as lists show it.
func (in inside) groupView(ctx context.Context, text string) (model.GroupView, error) {
	g, err := in.FindGroup(ctx, in.actor, in.org.ID, text)
	if err != nil {
		return model.GroupView{}, err
	}
	rows, err := in.GroupsByID(ctx, in.actor, in.org.ID, []model.GroupID{g.ID})
	if err == nil && len(rows) == 0 {
		err = &model.Error{Kind: model.KindNotFound, Message: "That group was deleted."}
	}
	if err != nil {
		return model.GroupView{}, err
	}
	return rows[0], nil
}

func (c *call) groupShow() *cobra.Command {
	cmd := c.groupAction("show", "Show a group, who is in it, and what is granted to it", nil)
	cmd.Long = "Show a group, who is in it, and what is granted to it.\n--json prints an object:\n" + groupFields + ",\nand with groups.manage, else null,\n" + insideFields + "."
	return cmd
}

// groupDetailsJSON is a group as group show prints it.
type groupDetailsJSON struct {
	groupJSON
	insideJSON
}

func (c *call) showGroup(ctx context.Context, in inside, v model.GroupView) error {
	manages := in.can(ctx, model.GroupsManage)
	within, err := in.within(ctx, placed{to: groupGrantee(v.Group), manages: manages, members: func(r model.PageRequest) (model.Page[model.Membership], error) {
		return in.GroupMembers(ctx, in.actor, in.org.ID, v.ID, r)
	}})
	if err != nil {
		return err
	}
	if c.json {
		return c.writeJSON(groupDetailsJSON{asGroupJSON(v, manages), within.asJSON()})
	}
	return c.facts(append([][2]string{{"Name", v.Name}, {"Id", string(v.ID)}, {"Created", moment(v.CreatedAt)}}, within.facts()...))
}

func groupGrantee(g model.Group) model.Grantee {
	return model.Grantee{Org: g.Org, Kind: model.GranteeGroup, ID: string(g.ID)}
}
