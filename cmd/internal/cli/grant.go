package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"example.com/latchkey/model"
)

func (c *call) grantCommand() *cobra.Command {
	return group("grant", "Grants: who was given which items, one by one and by rules",
		c.grantList(), c.grantAdd(), c.grantRemove())
}

// grantFlags say which grant is meant.
type grantFlags struct {
	org, on, kind, site, to, level string
}

// grantJSON is a grant as --json prints it.
type grantJSON struct {
	Level string  `json:"level"`
	Rule  bool    `json:"rule"`
	Item  *string `json:"item"` // null for a rule
	Kind  *string `json:"kind"` // of a rule
	Site  *string `json:"site"` // of a rule for a site and below
	To    toJSON  `json:"to"`
	Gone  bool    `json:"gone"` // counts for nobody
	By    string  `json:"by"`
	At    *string `json:"at"`
}

type toJSON struct {
	Kind    string  `json:"kind"`
	ID      *string `json:"id"` // null for all of an org
	Name    *string `json:"name"`
	Org     string  `json:"org"`
	OrgName string  `json:"org_name"`
}

const grantFields = "level, rule, item (null for a rule),\nkind and site (of a rule; site null for the whole organisation), to (kind: user,\nservice_user, group, site, all_users, all_service_users; id, name, org, org_name),\ngone (it counts for nobody), by, at"

func asGrantJSON(v model.GrantView) grantJSON {
	return grantJSON{
		Level: v.Level.String(), Rule: v.Rule, Item: orNull(string(v.Scope.Item)), Kind: orNull(string(v.Scope.Kind)), Site: orNull(string(v.Scope.Site)),
		To:   toJSON{string(v.To.Kind), orNull(v.To.ID), orNull(v.GranteeName), string(v.To.Org), v.GranteeOrg},
		Gone: v.Gone, By: v.By, At: stamp(v.At),
	}
}

// scopeFlags adds those that say what a grant is on.
func (c *call) scopeFlags(cmd *cobra.Command, f *grantFlags) {
	c.orgFlag(cmd, &f.org)
	flags := cmd.Flags()
	flags.StringVar(&f.on, "on", "", "the `item`: itm_…, kind/reference or its name")
	flags.StringVar(&f.kind, "kind", "", "by a rule on all items of this `kind`")
	flags.StringVar(&f.site, "site", "", "of the rule: at this site and below, by `id or name`")
	cmd.MarkFlagsMutuallyExclusive("on", "kind")
	cmd.MarkFlagsMutuallyExclusive("on", "site")
	c.complete(cmd, "on", c.itemNames)
	c.complete(cmd, "kind", kindNames)
	c.complete(cmd, "site", c.siteNames)
}

// toFlag adds --to.
func (c *call) toFlag(cmd *cobra.Command, f *grantFlags) {
	cmd.Flags().StringVar(&f.to, "to", "", "`whom`: all-users, all-service-users, or an id, an e-mail or a name; see above")
	c.complete(cmd, "to", c.granteeNames)
	require(cmd, "to")
}

const granteeHelp = `WHO is all-users, all-service-users, an id, an e-mail, or the name of a person, a
service user, a group or a site, with user:, service-user:, group: or site: in
front when several have it. ORG/WHO means those of another organisation.`

// scope finds what the flags say that a grant is on.
func (in inside) scope(ctx context.Context, f grantFlags) (model.Scope, error) {
	on := model.Scope{Org: in.org.ID, Kind: model.ItemKind(f.kind)}
	switch {
	case f.on != "":
		item, err := in.FindItem(ctx, in.actor, in.org.ID, f.on)
		return model.Scope{Org: item.Org, Item: item.ID}, err
	case f.kind == "":
		return on, usageError{errors.New("say what the grant is on: --on ITEM, or --kind for a rule")}
	}
	var err error
	on.Site, err = in.siteID(ctx, f.site)
	return on, err
}

func (c *call) grantList() *cobra.Command {
	var f grantFlags
	cmd := &cobra.Command{
		Use:   "list --org ORG [--on ITEM | --kind KIND]",
		Short: "List the grants that reach an item, or the organisation's rules",
		Long: `List the grants on an item and the rules that reach it; who may not edit it gets
those through which they see it. Without --on it lists the rules of the
organisation, all or those of one --kind; it takes override.view-all-data.
--json prints an array of objects: ` + grantFields + ".",
	}
	c.orgFlag(cmd, &f.org)
	cmd.Flags().StringVar(&f.on, "on", "", "the `item`: itm_…, kind/reference or its name")
	cmd.Flags().StringVar(&f.kind, "kind", "", "only rules for items of this `kind`")
	cmd.MarkFlagsMutuallyExclusive("on", "kind")
	c.complete(cmd, "on", c.itemNames)
	c.complete(cmd, "kind", kindNames)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), f.org, func(in inside) error {
			rows, err := in.grants(cmd.Context(), f)
			if err != nil {
				return err
			}
			return c.printGrants(in, rows)
		})
	}
	return cmd
}

// grants lists those on an item, or the rules.
func (in inside) grants(ctx context.Context, f grantFlags) ([]model.GrantView, error) {
	if f.on != "" {
		item, err := in.FindItem(ctx, in.actor, in.org.ID, f.on)
		if err != nil {
			return nil, err
		}
		return in.grantsOn(ctx, itemRef(item))
	}
	rows, err := allBy(model.SortCreated, func(r model.PageRequest) (model.Page[model.GrantView], error) {
		return in.Rules(ctx, in.actor, in.org.ID, r)
	})
	var of []model.GrantView
	for _, v := range rows {
		if f.kind == "" || string(v.Scope.Kind) == f.kind {
			of = append(of, v)
		}
	}
	return of, err
}

func (in inside) grantsOn(ctx context.Context, ref model.ItemRef) ([]model.GrantView, error) {
	return allBy(model.SortCreated, func(r model.PageRequest) (model.Page[model.GrantView], error) {
		return in.GrantsOn(ctx, in.actor, ref, r)
	})
}

func (c *call) printGrants(in inside, rows []model.GrantView) error {
	if c.json {
		return c.writeJSON(each(rows, asGrantJSON))
	}
	return c.table([]string{"TO", "LEVEL", "ON", "GIVEN", "BY"}, each(rows, func(v model.GrantView) []string {
		return []string{granteeText(v, in.org.ID), v.Level.String(), scopeText(v), moment(v.At), v.By}
	}))
}

// granteeText says whom a grant is given to. Those of another organisation say of
// which.
func granteeText(v model.GrantView, own model.OrgID) string {
	text := v.GranteeName
	switch v.To.Kind {
	case model.GranteeAllUsers:
		text = "all users"
	case model.GranteeAllServiceUsers:
		text = "all service users"
	case model.GranteeGroup, model.GranteeSite:
		text = string(v.To.Kind) + " " + text
	case model.GranteeServiceUser:
		text = "service user " + text
	}
	if v.To.Org != own {
		text += " of " + v.GranteeOrg
	}
	if v.Gone {
		text += " (gone)"
	}
	return text
}

func scopeText(v model.GrantView) string {
	switch {
	case !v.Rule:
		return "the item"
	case v.Scope.Site != "":
		return "all " + v.Scope.Kind.Plural() + " at " + v.SiteName + " and below"
	}
	return "all " + v.Scope.Kind.Plural()
}

// grantLines are the grants on an item, a line each.
func grantLines(rows []model.GrantView) string {
	return strings.Join(each(rows, func(v model.GrantView) string {
		text := v.Level.String() + " · " + granteeText(v, v.Scope.Org)
		if v.Rule {
			text += " · " + scopeText(v)
		}
		return text
	}), "\n")
}

func (c *call) grantAdd() *cobra.Command {
	var f grantFlags
	cmd := &cobra.Command{
		Use:   "add --org ORG (--on ITEM | --kind KIND [--site SITE]) --to WHO --level LEVEL",
		Short: "Give somebody a level on an item, or by a rule on all items of a kind",
		Long: `Give somebody a level on an item, or by a rule on all items of a kind, or on
those at a site and below. It takes the place of what they were given there
before, and counts from the very next request.

` + granteeHelp + `

--json prints an object: level, rule, item, kind, site, to (kind, id, org), by, at.`,
	}
	c.scopeFlags(cmd, &f)
	c.toFlag(cmd, &f)
	cmd.Flags().StringVar(&f.level, "level", "", "the `level`: view, edit or delete")
	c.complete(cmd, "level", levelNames)
	c.jsonFlag(cmd)
	require(cmd, "level")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), f.org, func(in inside) error { return c.addGrant(cmd.Context(), in, f) })
	}
	return cmd
}

func (c *call) addGrant(ctx context.Context, in inside, f grantFlags) error {
	level, err := model.ParseLevel(f.level)
	if err != nil {
		return err
	}
	on, err := in.scope(ctx, f)
	if err != nil {
		return err
	}
	to, err := in.FindGrantee(ctx, in.actor, in.org.ID, f.to)
	if err != nil {
		return err
	}
	given, err := in.Share(ctx, in.actor, on, to, level)
	if err != nil {
		return err
	}
	if c.json {
		return c.writeJSON(asGivenGrantJSON(given))
	}
	c.notice("Gave %s to %s.", level, f.to)
	return nil
}

// givenGrantJSON is a grant that was given or taken back, as --json prints it.
type givenGrantJSON struct {
	Level string      `json:"level"`
	Rule  bool        `json:"rule"`
	Item  *string     `json:"item"`
	Kind  *string     `json:"kind"`
	Site  *string     `json:"site"`
	To    givenToJSON `json:"to"`
	By    string      `json:"by"`
	At    *string     `json:"at"`
}

type givenToJSON struct {
	Kind string  `json:"kind"`
	ID   *string `json:"id"`
	Org  string  `json:"org"`
}

func asGivenGrantJSON(g model.Grant) givenGrantJSON {
	return givenGrantJSON{
		Level: g.Level.String(), Rule: g.Scope.IsRule(), Item: orNull(string(g.Scope.Item)), Kind: orNull(string(g.Scope.Kind)), Site: orNull(string(g.Scope.Site)),
		To: givenToJSON{string(g.To.Kind), orNull(g.To.ID), string(g.To.Org)}, By: g.By, At: stamp(g.At),
	}
}

func (c *call) grantRemove() *cobra.Command {
	var f grantFlags
	cmd := &cobra.Command{
		Use:   "remove --org ORG (--on ITEM | --kind KIND [--site SITE]) --to WHO",
		Short: "Take a grant back",
		Long: `Take a grant back. Whoever it covers reaches the items only in other ways that
they have, from the very next request on.

` + granteeHelp + `

--json prints an object: rule, item, kind, site, to (kind, id, org), subjects (how
many people and service users it covered; null when they are of another
organisation), tokens (how many active tokens of theirs, of those that you see).`,
	}
	c.scopeFlags(cmd, &f)
	c.toFlag(cmd, &f)
	c.jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return c.inOrg(cmd.Context(), f.org, func(in inside) error { return c.removeGrant(cmd.Context(), in, f) })
	}
	return cmd
}

// givenTo finds whom a grant was given to. Who is not there any more is found by
// id, among those who were given it.
func (in inside) givenTo(ctx context.Context, on model.Scope, f grantFlags) (model.Grantee, error) {
	to, notThere := in.FindGrantee(ctx, in.actor, in.org.ID, f.to)
	if model.KindOf(notThere) != model.KindNotFound {
		return to, notThere
	}
	org, id := in.org.ID, f.to
	if other, rest, ok := strings.Cut(f.to, "/"); ok {
		org, id = model.OrgID(other), rest
	}
	rows, err := in.grants(ctx, f)
	for _, v := range rows {
		if v.To.Org == org && v.To.ID == id && v.Scope == on {
			return v.To, nil
		}
	}
	if err != nil {
		return to, err
	}
	return to, notThere
}

// takenJSON is what taking a grant back has stopped, as --json prints it.
type takenJSON struct {
	Rule     bool        `json:"rule"`
	Item     *string     `json:"item"`
	Kind     *string     `json:"kind"`
	Site     *string     `json:"site"`
	To       givenToJSON `json:"to"`
	Subjects *int        `json:"subjects"`
	Tokens   int         `json:"tokens"`
}

func (c *call) removeGrant(ctx context.Context, in inside, f grantFlags) error {
	on, err := in.scope(ctx, f)
	if err != nil {
		return err
	}
	to, err := in.givenTo(ctx, on, f)
	if err != nil {
		return err
	}
	stops, err := in.GrantStops(ctx, in.actor, on, to)
	if err != nil {
		return err
	}
	if err := in.TakeBack(ctx, in.actor, on, to); err != nil {
		return err
	}
	if c.json {
		g := asGivenGrantJSON(model.Grant{Scope: on, To: to})
		return c.writeJSON(takenJSON{g.Rule, g.Item, g.Kind, g.Site, g.To, counting(len(stops.Subjects)+stops.More, !stops.Hidden), len(stops.Tokens)})
	}
	c.notice("Took the grant back from %s%s.", f.to, stopped(stops))
	return nil
}

// stopped says how many tokens reach less than before.
func stopped(p model.GrantPreview) string {
	if len(p.Tokens) == 0 {
		return ""
	}
	return fmt.Sprintf("; %s had it", counted(len(p.Tokens), "active token", "active tokens"))
}

// granteeNames are those whom something can be granted to, as far as who acts may
// list them.
func (c *call) granteeNames(ctx context.Context, in inside) ([]string, error) {
	list := []string{"all-users", "all-service-users"}
	for _, of := range []names{c.groupNames, c.siteNames, c.emails, c.serviceUserNames} {
		found, err := of(ctx, in)
		if err != nil && model.KindOf(err) != model.KindForbidden {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}
