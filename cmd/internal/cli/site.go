package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) siteCommand() *cobra.Command {
	return group("site", "Sites: the places of an organisation, as a tree",
		c.siteList(), c.siteTree(), c.siteShow(), c.siteCreate(), c.siteRename(), c.siteMove(), c.siteDelete(), c.siteAdd(), c.siteRemove())
}

// siteJSON is a site as --json prints it.
type siteJSON struct {
	ID          string  `json:"id"`
	Org         string  `json:"org"`
	Name        string  `json:"name"`
	Below       *string `json:"below"` // the id of the site right above; null at the top
	SitesBelow  int     `json:"sites_below"`
	Members     *int    `json:"members"`      // of that very site; null without sites.manage
	MoreMembers bool    `json:"more_members"` // there may be members beyond these
	CreatedAt   *string `json:"created_at"`
}

const siteFields = "id, org, name, below (the id of the site that it lies below; null at the top),\nsites_below (the number of those right below it), members (the number of those\nof that very site; null without sites.manage), more_members (there are more than\nwere counted), created_at"

func asSiteJSON(v model.SiteView, manages bool) siteJSON {
	return siteJSON{
		ID: string(v.ID), Org: string(v.Org), Name: v.Name, Below: orNull(string(v.Parent)), SitesBelow: v.Below,
		Members: counting(v.Members, manages), MoreMembers: v.More, CreatedAt: stamp(v.CreatedAt),
	}
}

func (c *call) siteList() *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use:   "list --org ORG",
		Short: "List an organisation's sites by name",
		Long:  "List an organisation's sites by name; site tree shows how they lie.\n--json prints an array of objects:\n" + siteFields + ".",
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.listSites(cmd.Context(), in) })
	}
	return cmd
}

func (c *call) listSites(ctx context.Context, in inside) error {
	rows, err := all(func(r model.PageRequest) (model.Page[model.SiteView], error) {
		return in.ListSites(ctx, in.actor, in.org.ID, r)
	})
	if err != nil {
		return err
	}
	manages := in.can(ctx, model.SitesManage)
	if c.json {
		return c.writeJSON(each(rows, func(v model.SiteView) siteJSON { return asSiteJSON(v, manages) }))
	}
	names := map[model.SiteID]string{}
	for _, v := range rows {
		names[v.ID] = v.Name
	}
	return c.table([]string{"NAME", "LIES BELOW", "SITES BELOW", "MEMBERS", "ID"}, each(rows, func(v model.SiteView) []string {
		return []string{v.Name, orElse(names[v.Parent], "-"), strconv.Itoa(v.Below), memberCount(v.Members, v.More, manages), string(v.ID)}
	}))
}

// siteNodeJSON is a site in the tree as --json prints it.
type siteNodeJSON struct {
	siteJSON
	Depth int `json:"depth"` // 0 at the top
}

func (c *call) siteTree() *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use:   "tree --org ORG",
		Short: "Show an organisation's tree of sites",
		Long: "Show an organisation's tree of sites, each with those below it after it. Of more\nthan 10,000 these are the first.\n--json prints an array of objects in that order:\n" +
			siteFields + ", depth (0 at the top).",
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.showTree(cmd.Context(), in) })
	}
	return cmd
}

func (c *call) showTree(ctx context.Context, in inside) error {
	nodes, more, err := in.SiteTree(ctx, in.actor, in.org.ID)
	if err != nil {
		return err
	}
	if more {
		c.notice("There are more sites than these %d.", len(nodes))
	}
	manages := in.can(ctx, model.SitesManage)
	if c.json {
		return c.writeJSON(each(nodes, func(n model.SiteNode) siteNodeJSON {
			return siteNodeJSON{asSiteJSON(n.SiteView, manages), n.Depth}
		}))
	}
	return c.table([]string{"NAME", "MEMBERS", "ID"}, each(nodes, func(n model.SiteNode) []string {
		return []string{strings.Repeat("  ", n.Depth) + n.Name, memberCount(n.Members, n.More, manages), string(n.ID)}
	}))
}

// siteView finds a site as lists show it.
func (in inside) siteView(ctx context.Context, text string) (model.SiteView, error) {
	s, err := in.FindSite(ctx, in.actor, in.org.ID, text)
	if err != nil {
		return model.SiteView{}, err
	}
	rows, err := in.SitesByID(ctx, in.actor, in.org.ID, []model.SiteID{s.ID})
	if err == nil && len(rows) == 0 {
		err = &model.Error{Kind: model.KindNotFound, Message: "That site was deleted."}
	}
	if err != nil {
		return model.SiteView{}, err
	}
	return rows[0], nil
}

func (c *call) siteShow() *cobra.Command {
	cmd := c.siteAction("show", "Show a site, who was made a member of it, and what is granted to it", c.showSite)
	cmd.Long = "Show a site, who was made a member of that very site, and what is granted to it.\n--json prints an object:\n" + siteFields +
		",\npath (the names from the top down to it), and with sites.manage, else null,\n" + insideFields + "."
	return cmd
}

// siteDetailsJSON is a site as site show prints it.
type siteDetailsJSON struct {
	siteJSON
	Path []string `json:"path"`
	insideJSON
}

func (c *call) showSite(ctx context.Context, in inside, v model.SiteView) error {
	manages := in.can(ctx, model.SitesManage)
	path, err := in.SitePath(ctx, in.actor, in.org.ID, v.ID)
	if err != nil {
		return err
	}
	within, err := in.within(ctx, placed{to: siteGrantee(v.Site), manages: manages, members: func(r model.PageRequest) (model.Page[model.Membership], error) {
		return in.SiteMembers(ctx, in.actor, in.org.ID, v.ID, r)
	}})
	if err != nil {
		return err
	}
	names := each(path, func(s model.Site) string { return s.Name })
	if c.json {
		return c.writeJSON(siteDetailsJSON{asSiteJSON(v, manages), names, within.asJSON()})
	}
	above := orElse(strings.Join(names[:max(len(names)-1, 0)], " › "), "the top")
	return c.facts(append([][2]string{
		{"Name", v.Name}, {"Id", string(v.ID)}, {"Lies below", above}, {"Sites below", strconv.Itoa(v.Below)}, {"Created", moment(v.CreatedAt)},
	}, within.facts()...))
}

func siteGrantee(s model.Site) model.Grantee {
	return model.Grantee{Org: s.Org, Kind: model.GranteeSite, ID: string(s.ID)}
}
