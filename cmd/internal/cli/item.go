package cli

import (
	"context"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) itemCommand() *cobra.Command {
	return group("item", "Items: what requests are about",
		c.itemList(), c.itemShow(), c.itemCreate(), c.itemEdit(), c.itemDelete(), c.itemHandOver(),
		group("kind", "The kinds of items that an organisation has of its own", c.itemKindAdd()))
}

// itemJSON is an item as --json prints it.
type itemJSON struct {
	ID        string  `json:"id"`
	Org       string  `json:"org"`
	OrgName   string  `json:"org_name"`
	Kind      string  `json:"kind"`
	Name      string  `json:"name"`
	Reference *string `json:"reference"`
	OwnerName *string `json:"owner_name"` // null for an item of another org, as where it is
	Site      *string `json:"site"`
	SiteName  *string `json:"site_name"`
	Level     *string `json:"level"` // null for an operator, who sees it without any
	CreatedAt *string `json:"created_at"`
}

const itemFields = "id, org, org_name, kind,\nname, reference (null for none), owner_name, site and site_name (null for\nnowhere; all three null for an item of another organisation), level (what you have on it: view, edit, delete; null for an operator),\ncreated_at"

func asItemJSON(v model.ItemView, operator bool) itemJSON {
	j := itemJSON{
		ID: string(v.ID), Org: string(v.Org), OrgName: v.OrgName, Kind: string(v.Kind), Name: v.Name, Reference: orNull(v.Ref),
		OwnerName: orNull(v.OwnerName), Site: orNull(string(v.Site)), SiteName: orNull(v.SiteName), CreatedAt: stamp(v.CreatedAt),
	}
	if !operator {
		level := v.Level.String()
		j.Level = &level
	}
	return j
}

// all reports whether who acts sees all items, as an operator, and not those of
// a member.
func (in inside) all(ctx context.Context) bool {
	if in.actor.User() == "" {
		return true
	}
	p, err := in.WhoAmI(ctx, in.actor, in.org.ID)
	return err == nil && p.Operator
}

func (c *call) itemList() *cobra.Command {
	var org, kind, whose string
	cmd := &cobra.Command{
		Use:   "list --org ORG [--kind KIND] [--seen-by WHO]",
		Short: "List the items that you see in an organisation",
		Long: `List the items that you see in an organisation, those of others that are shared
with you there among them. The operator lists all items of the organisation; with
--seen-by those that a person or a service user sees.
--json prints an array of objects: ` + itemFields + ".",
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringVar(&kind, "kind", "", "only items of this `kind`")
	cmd.Flags().StringVar(&whose, "seen-by", "", "a person or service user by `id, e-mail or name`")
	c.complete(cmd, "kind", kindNames)
	c.complete(cmd, "seen-by", c.subjectNames)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.listItems(cmd.Context(), in, model.ItemKind(kind), whose) })
	}
	return cmd
}

func (c *call) listItems(ctx context.Context, in inside, kind model.ItemKind, whose string) error {
	query := model.ItemQuery{Org: in.org.ID, Kind: kind, All: whose == "" && in.all(ctx)}
	if whose != "" {
		var err error
		if query.Subject, err = in.FindSubject(ctx, in.actor, in.org.ID, whose); err != nil {
			return err
		}
	}
	rows, err := allBy(model.SortCreated, func(r model.PageRequest) (model.Page[model.ItemView], error) {
		query.Page = r
		return in.ListItems(ctx, in.actor, query)
	})
	if err != nil {
		return err
	}
	if c.json {
		return c.writeJSON(each(rows, func(v model.ItemView) itemJSON { return asItemJSON(v, query.All) }))
	}
	return c.table([]string{"NAME", "KIND", "REFERENCE", "OWNER", "SITE", "LEVEL", "ID"}, each(rows, func(v model.ItemView) []string {
		return []string{v.Name, string(v.Kind), orElse(v.Ref, "-"), orElse(v.OwnerName, "-"), in.place(v), levelWord(v, query.All), string(v.ID)}
	}))
}

// place is where an item is: its site, or the other organisation that it is of.
func (in inside) place(v model.ItemView) string {
	if v.Org != in.org.ID {
		return "in " + v.OrgName
	}
	return orElse(v.SiteName, "-")
}

func levelWord(v model.ItemView, operator bool) string {
	if operator {
		return "-"
	}
	return v.Level.String()
}

// itemDetails finds an item by id, kind/reference or name, with what is known of
// it.
func (in inside) itemDetails(ctx context.Context, text string) (model.ItemDetails, error) {
	item, err := in.FindItem(ctx, in.actor, in.org.ID, text)
	if err != nil {
		return model.ItemDetails{}, err
	}
	return in.ItemDetails(ctx, in.actor, itemRef(item), in.org.ID)
}

func itemRef(i model.Item) model.ItemRef { return model.ItemRef{Org: i.Org, ID: i.ID} }

const itemArg = "the item: itm_…, kind/reference or its name"

// itemAction returns a subcommand for one item.
func (c *call) itemAction(verb, short string, do func(context.Context, inside, model.ItemDetails) error) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: verb + " ITEM --org ORG", Short: short,
		Long: short + ". ITEM is an id (itm_…),\nkind/reference or a name, with org_…/ in front for one of another organisation.\n--json prints an object: " + itemFields + ".",
		Args: oneArg(itemArg),
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.itemNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error {
			d, err := in.itemDetails(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return do(cmd.Context(), in, d)
		})
	}
	return cmd
}

// itemDetailsJSON is an item as item show prints it.
type itemDetailsJSON struct {
	itemJSON
	Owner struct {
		User        *string `json:"user"`
		ServiceUser *string `json:"service_user"`
		Gone        bool    `json:"gone"`
	} `json:"owner"`
	Grants []grantJSON `json:"grants"`
}

func (c *call) itemShow() *cobra.Command {
	cmd := c.itemAction("show", "Show an item, who owns it and who was given it", c.showItem)
	cmd.Long += "\nOf it also owner (user, service_user, gone: not active any more), and grants, an\narray of objects: " + grantFields + ".\nWho may not edit the item gets those through which they see it; of an item of\nanother organisation grants is null."
	return cmd
}

func (c *call) showItem(ctx context.Context, in inside, d model.ItemDetails) error {
	var grants []model.GrantView
	own, err := d.Org == in.org.ID, error(nil)
	if own {
		if grants, err = in.grantsOn(ctx, itemRef(d.Item)); err != nil {
			return err
		}
	}
	operator := in.all(ctx) && own
	if c.json {
		j := itemDetailsJSON{itemJSON: asItemJSON(d.ItemView, operator)}
		j.Owner.User, j.Owner.ServiceUser, j.Owner.Gone = orNull(string(d.Owner.Subject.User)), orNull(string(d.Owner.Subject.ServiceUser)), d.OwnerGone
		if own {
			j.Grants = each(grants, asGrantJSON)
		}
		return c.writeJSON(j)
	}
	facts := [][2]string{
		{"Name", d.Name}, {"Kind", string(d.Kind)}, {"Id", string(d.ID)}, {"Reference", orElse(d.Ref, "-")},
		{"Owner", orElse(d.OwnerName, "-")}, {"Site", in.place(d.ItemView)}, {"Your level", levelWord(d.ItemView, operator)}, {"Created", moment(d.CreatedAt)},
	}
	if own {
		facts = append(facts, [2]string{"Given to", orElse(grantLines(grants), "nobody")})
	}
	return c.facts(facts)
}
