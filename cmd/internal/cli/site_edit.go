package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) siteCreate() *cobra.Command {
	var org, name, below string
	cmd := &cobra.Command{
		Use:   "create --org ORG --name NAME [--below SITE]",
		Short: "Create a site, at the top or below another one",
		Long:  "Create a site, at the top or below another one.\n--json prints an object:\n" + siteFields + ".",
	}
	c.orgFlag(cmd, &org)
	cmd.Flags().StringVar(&name, "name", "", "the site's `name`")
	cmd.Flags().StringVar(&below, "below", "", "the `id or name` of the site that it is to lie below; without, it lies at the top")
	c.complete(cmd, "below", c.siteNames)
	c.jsonFlag(cmd)
	require(cmd, "name")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error {
			parent, err := in.parent(cmd.Context(), below)
			if err != nil {
				return err
			}
			s, err := in.CreateSite(cmd.Context(), in.actor, in.org.ID, name, parent.ID)
			if err != nil {
				return err
			}
			return c.printSite(cmd.Context(), in, s.ID, "Created "+s.Name+" "+under(parent))
		})
	}
	return cmd
}

// parent finds the site that another one is to lie below: the zero Site, the top,
// for "".
func (in inside) parent(ctx context.Context, text string) (model.Site, error) {
	if text == "" {
		return model.Site{}, nil
	}
	return in.FindSite(ctx, in.actor, in.org.ID, text)
}

// under says where a site lies.
func under(parent model.Site) string {
	if parent.ID == "" {
		return "at the top"
	}
	return "below " + parent.Name
}

// printSite prints a site as JSON, or else says on stderr what was done.
func (c *call) printSite(ctx context.Context, in inside, id model.SiteID, done string) error {
	if !c.json {
		c.notice("%s (%s).", done, id)
		return nil
	}
	v, err := in.siteView(ctx, string(id))
	if err != nil {
		return err
	}
	return c.writeJSON(asSiteJSON(v, in.can(ctx, model.SitesManage)))
}

// siteAction returns a subcommand for one site.
func (c *call) siteAction(verb, short string, do func(context.Context, inside, model.SiteView) error) *cobra.Command {
	var org string
	cmd := &cobra.Command{
		Use: verb + " SITE --org ORG", Short: short,
		Long: short + ".\n--json prints an object:\n" + siteFields + ".",
		Args: oneArg("the site's id or name"),
	}
	c.orgFlag(cmd, &org)
	c.jsonFlag(cmd)
	c.completeArg(cmd, c.siteNames)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.inOrg(cmd.Context(), org, func(in inside) error {
			v, err := in.siteView(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return do(cmd.Context(), in, v)
		})
	}
	return cmd
}

func (c *call) siteRename() *cobra.Command {
	var name string
	cmd := c.siteAction("rename", "Give a site another name", func(ctx context.Context, in inside, v model.SiteView) error {
		now, err := in.RenameSite(ctx, in.actor, v.Org, v.ID, name, v.Name)
		if err != nil {
			return err
		}
		return c.printSite(ctx, in, v.ID, "Renamed "+v.Name+" to "+now.Name)
	})
	cmd.Use = "rename SITE --org ORG --name NAME"
	cmd.Flags().StringVar(&name, "name", "", "the new `name`")
	require(cmd, "name")
	return cmd
}

func (c *call) siteMove() *cobra.Command {
	var below string
	var top bool
	cmd := c.siteAction("move", "Move a site, with all that lies below it", func(ctx context.Context, in inside, v model.SiteView) error {
		if below == "" && !top {
			return usageError{errors.New("latchkey site move needs --below or --top")}
		}
		parent, err := in.parent(ctx, below)
		if err != nil {
			return err
		}
		if _, err := in.MoveSite(ctx, in.actor, v.Org, v.ID, parent.ID, v.Parent); err != nil {
			return err
		}
		return c.printSite(ctx, in, v.ID, "Moved "+v.Name+" "+under(parent))
	})
	cmd.Use = "move SITE --org ORG (--below SITE | --top)"
	cmd.Long = "Move a site, with all that lies below it. Members of the sites above are members\nof it too, so who is one changes with that, from the very next request on.\n--json prints an object:\n" + siteFields + "."
	cmd.Flags().StringVar(&below, "below", "", "the `id or name` of the site that it is to lie below")
	cmd.Flags().BoolVar(&top, "top", false, "let it lie at the top")
	cmd.MarkFlagsMutuallyExclusive("below", "top")
	c.complete(cmd, "below", c.siteNames)
	return cmd
}

func (c *call) siteDelete() *cobra.Command {
	cmd := c.siteAction("delete", "Delete a site where nothing is and below which nothing lies", func(ctx context.Context, in inside, v model.SiteView) error {
		if err := in.DeleteSite(ctx, in.actor, v.Org, v.ID); err != nil {
			return err
		}
		if c.json {
			return c.writeJSON(asSiteJSON(v, true))
		}
		c.notice("Deleted %s (%s).", v.Name, v.ID)
		return nil
	})
	cmd.Long = "Delete a site where no item is and below which no site lies. What is granted to\nit counts for nobody from then on. There is no way back.\n--json prints an object, as the site was:\n" + siteFields + "."
	return cmd
}

func (c *call) siteAdd() *cobra.Command {
	return c.siteMembership("add", "Make people members of a site, and so of those below it", "Added %s to %s",
		func(ctx context.Context, in inside, id model.SiteID, user model.UserID) error {
			return in.AddToSite(ctx, in.actor, in.org.ID, id, user)
		})
}

func (c *call) siteRemove() *cobra.Command {
	return c.siteMembership("remove", "End that people are members of that very site", "Removed %s from %s",
		func(ctx context.Context, in inside, id model.SiteID, user model.UserID) error {
			return in.RemoveFromSite(ctx, in.actor, in.org.ID, id, user)
		})
}

func (c *call) siteMembership(verb, short, done string, do func(context.Context, inside, model.SiteID, model.UserID) error) *cobra.Command {
	var users []string
	cmd := c.siteAction(verb, short, func(ctx context.Context, in inside, v model.SiteView) error {
		return c.eachUser(ctx, in, users, done, v.Name,
			func(user model.UserID) error { return do(ctx, in, v.ID, user) },
			func() error { return c.printSite(ctx, in, v.ID, "") })
	})
	cmd.Use = verb + " SITE --org ORG --user USER"
	cmd.Long = short + ".\nIt counts from the very next request.\n--json prints an object:\n" + siteFields + "."
	c.usersFlag(cmd, &users)
	return cmd
}
