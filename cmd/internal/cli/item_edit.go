package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

// itemFlags are those that say what an item is made of.
type itemFlags struct {
	kind, name, ref, site, owner string
	nowhere, called              bool // --nowhere; --reference was given, "" perhaps
}

func (c *call) itemCreate() *cobra.Command {
	var org string
	var f itemFlags
	cmd := &cobra.Command{
		Use:   "create --org ORG --kind KIND --name NAME [--reference REF] [--site SITE] [--owner WHO]",
		Short: "Add an item",
		Long: `Add an item. It is yours; --owner makes it somebody else's, for holders of
items.sync and the operator, who has to say whose.
--json prints an object: ` + itemFields + ".",
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringVar(&f.kind, "kind", "", "the `kind`: template, inspection, asset or one of the organisation's own")
	cmd.Flags().StringVar(&f.name, "name", "", "the item's `name`")
	c.itemPlaceFlags(cmd, &f)
	cmd.Flags().StringVar(&f.owner, "owner", "", "a person or service user by `id, e-mail or name`")
	c.complete(cmd, "kind", kindNames)
	c.complete(cmd, "owner", c.subjectNames)
	c.jsonFlag(cmd)
	require(cmd, "kind", "name")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error { return c.createItem(cmd.Context(), in, f) })
	}
	return cmd
}

// itemPlaceFlags adds --reference and --site.
func (c *call) itemPlaceFlags(cmd *cobra.Command, f *itemFlags) {
	cmd.Flags().StringVar(&f.ref, "reference", "", "what the API behind calls it, its `reference`")
	cmd.Flags().StringVar(&f.site, "site", "", "the `id or name` of the site that it is at")
	c.complete(cmd, "site", c.siteNames)
}

func (c *call) createItem(ctx context.Context, in inside, f itemFlags) error {
	r := model.ItemRequest{Kind: model.ItemKind(f.kind), Name: f.name, Ref: f.ref}
	var err error
	if r.Site, err = in.siteID(ctx, f.site); err != nil {
		return err
	}
	if f.owner != "" {
		if r.Owner, err = in.ownerCalled(ctx, f.owner); err != nil {
			return err
		}
	}
	item, err := in.CreateItem(ctx, in.actor, in.org.ID, r)
	if err != nil {
		return err
	}
	return c.printItem(ctx, in, item, "Added "+item.Name)
}

// siteID finds a site by id or name; "" is nowhere.
func (in inside) siteID(ctx context.Context, text string) (model.SiteID, error) {
	s, err := in.parent(ctx, text)
	return s.ID, err
}

// ownerCalled finds who is to own something: a person or a service user of the
// organisation.
func (in inside) ownerCalled(ctx context.Context, text string) (model.Subject, error) {
	to, err := in.FindGrantee(ctx, in.actor, in.org.ID, text)
	if err != nil {
		return model.Subject{}, err
	}
	switch {
	case to.Org != in.org.ID:
	case to.Kind == model.GranteeUser:
		return model.Subject{User: model.UserID(to.ID)}, nil
	case to.Kind == model.GranteeServiceUser:
		return model.Subject{ServiceUser: model.ServiceUserID(to.ID)}, nil
	}
	return model.Subject{}, usageError{errors.New("an owner is a person or a service user of the organisation")}
}

// printItem prints an item as JSON, or else says on stderr what was done. Who
// gave an item away may not see it any more.
func (c *call) printItem(ctx context.Context, in inside, i model.Item, done string) error {
	if !c.json {
		c.notice("%s (%s).", done, i.ID)
		return nil
	}
	d, err := in.ItemDetails(ctx, in.actor, itemRef(i), in.org.ID)
	if model.KindOf(err) == model.KindNotFound {
		d, err = model.ItemDetails{ItemView: model.ItemView{Item: i, OrgName: in.org.Name}}, nil
	}
	if err != nil {
		return err
	}
	return c.writeJSON(asItemJSON(d.ItemView, in.all(ctx)))
}

func (c *call) itemEdit() *cobra.Command {
	var f itemFlags
	cmd := c.itemAction("edit", "Change an item's name, reference or site", func(ctx context.Context, in inside, d model.ItemDetails) error {
		r := model.ItemChange{Name: orElse(f.name, d.Name), Ref: d.Ref, Site: d.Site}
		if f.called {
			r.Ref = f.ref
		}
		if f.site != "" || f.nowhere {
			var err error
			if r.Site, err = in.siteID(ctx, f.site); err != nil {
				return err
			}
		}
		now, err := in.EditItem(ctx, in.actor, itemRef(d.Item), r, d.Item)
		if err != nil {
			return err
		}
		return c.printItem(ctx, in, now, "Changed "+now.Name)
	})
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if f.called = cmd.Flags().Changed("reference"); !f.called && f.name == "" && f.site == "" && !f.nowhere {
			return usageError{fmt.Errorf("%s needs --name, --reference, --site or --nowhere", cmd.CommandPath())}
		}
		return nil
	}
	cmd.Use = "edit ITEM --org ORG [--name NAME] [--reference REF] [--site SITE | --nowhere]"
	cmd.Flags().StringVar(&f.name, "name", "", "a new `name`")
	c.itemPlaceFlags(cmd, &f)
	cmd.Flags().BoolVar(&f.nowhere, "nowhere", false, "let it be at no site")
	cmd.MarkFlagsMutuallyExclusive("site", "nowhere")
	return cmd
}

func (c *call) itemDelete() *cobra.Command {
	cmd := c.itemAction("delete", "Delete an item; from then on it is answered as if it had never been", func(ctx context.Context, in inside, d model.ItemDetails) error {
		if err := in.DeleteItem(ctx, in.actor, itemRef(d.Item)); err != nil {
			return err
		}
		if c.json {
			return c.writeJSON(asItemJSON(d.ItemView, in.all(ctx)))
		}
		c.notice("Deleted %s (%s).", d.Name, d.ID)
		return nil
	})
	cmd.Long = "Delete an item; from then on it is answered as if it had never been. There is no\nway back. ITEM is an id (itm_…), kind/reference or a name.\n--json prints an object, as the item was: " + itemFields + "."
	return cmd
}

func (c *call) itemHandOver() *cobra.Command {
	var to string
	cmd := c.itemAction("hand-over", "Give an item another owner", func(ctx context.Context, in inside, d model.ItemDetails) error {
		heir, err := in.ownerCalled(ctx, to)
		if err != nil {
			return err
		}
		now, err := in.HandOverItem(ctx, in.actor, itemRef(d.Item), heir, d.Owner)
		if err != nil {
			return err
		}
		if !c.json {
			c.notice("Handed %s over to %s (%s).", now.Name, to, now.ID)
			return nil
		}
		return c.printItem(ctx, in, now, "")
	})
	cmd.Use = "hand-over ITEM --org ORG --to WHO"
	cmd.Flags().StringVar(&to, "to", "", "a person or service user by `id, e-mail or name`")
	c.complete(cmd, "to", c.subjectNames)
	require(cmd, "to")
	return cmd
}

func (c *call) itemKindAdd() *cobra.Command {
	var orgName string
	cmd := &cobra.Command{
		Use:   "add KIND --org ORG",
		Short: "Name a kind of items of the organisation's own, for good",
		Long:  "Name a kind of items of the organisation's own, for good: one word in lower case,\nas in report.\n--json prints an object: org, kinds (all that the organisation has).",
		Args:  oneArg("the kind, as in report"),
	}
	c.orgFlag(cmd, &orgName)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), orgName, func(in inside) error {
			org, err := in.AddItemKind(cmd.Context(), in.actor, in.org.ID, args[0])
			if err != nil {
				return err
			}
			if c.json {
				return c.writeJSON(itemKindsJSON{string(org.ID), each(org.ItemKinds(), func(k model.ItemKind) string { return string(k) })})
			}
			c.notice("%s has items of the kind %s now.", org.Name, args[0])
			return nil
		})
	}
	return cmd
}

// itemKindsJSON is the kinds of items that an organisation has, as --json prints
// them.
type itemKindsJSON struct {
	Org   string   `json:"org"`
	Kinds []string `json:"kinds"`
}
