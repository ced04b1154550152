package model

import (
	"context"
	"fmt"
	"slices"
)

// ItemRequest is what an item is made of.
type ItemRequest struct {
	Kind  ItemKind
	Name  string
	Ref   string  // what the API behind calls it; "" for no such name
	Site  SiteID  // "" for nowhere
	Owner Subject // the zero Subject is the actor, as a member of the org
}

// ItemChange is what of an item can be edited. Its kind is for good, and for the
// owner there is HandOverItem.
type ItemChange struct {
	Name string
	Ref  string
	Site SiteID
}

func cleanItem(name, ref string) (string, error) {
	name, err := CleanName(FieldName, name)
	if err != nil {
		return "", err
	}
	return name, cleanRef(ref)
}

func (i Item) target() TargetRef {
	return TargetRef{Kind: "item", ID: string(i.ID), Name: i.Name}
}

// permissionTo returns the built-in permission that creating, editing or
// deleting items of the kind takes, or the one that stands for it: whoever
// conducts inspections creates them, and whoever manages assets does all of it.
// It is "" for a kind of the org's own.
func (k ItemKind) permissionTo(verb string) Permission {
	for _, v := range []string{verb, map[string]string{"create": "conduct"}[verb], "manage"} {
		if p := k.permission(v); p != "" {
			return p
		}
	}
	return ""
}

// dealing is something that people do with an item.
type dealing struct {
	what string // to do what
	verb string // of the permission on items of the kind
	need Level  // on the item
}

var (
	editing    = dealing{"edit", "edit", LevelEdit}
	removal    = dealing{"delete", "delete", LevelDelete}
	moving     = dealing{"move", "edit", LevelDelete}
	handing    = dealing{"hand over", "view", LevelDelete}
	sharing    = dealing{"share", "view", LevelEdit}
	fullShares = dealing{"give or take back the level delete on", "view", LevelDelete} // rule 7.2
)

// onItem returns an item of the org at hand that the actor may deal with so. A
// person does that as the subject they are in the org, by the chain that answers
// requests (chain.go); an operator may do everything with an org's own items
// (rule 1.6).
//
// Errors: noItem for one that the actor cannot see (rule 7.7), and KindForbidden,
// with the item, for one that they see.
func (q *inquiry) onItem(ref ItemRef, d dealing) (Item, error) {
	item, err := q.at(ref.Org, ref.Address())
	if err != nil {
		return Item{}, err
	}
	if q.actor.operator {
		return item, nil
	}
	f, err := q.asMember(Question{Item: ref.Address(), Permission: item.Kind.permissionTo(d.verb), Level: d.need})
	if err != nil {
		return Item{}, err
	}
	if !f.visible() {
		return Item{}, noItem()
	}
	switch name := Printable(item.Name); first(askChain, f) {
	case ReasonOK:
		return item, nil
	case ReasonPermissionMissing:
		return item, q.needing(f.ask.Permission, "%s %s", d.what, name)
	}
	return item, forbidden("To %s %s you need the level %s on it; you have %s.", d.what, Printable(item.Name), f.need, f.have)
}

// asMember looks up what a question comes to for the actor as a member of the org
// at hand, in every way.
func (q *inquiry) asMember(ask Question) (*finding, error) {
	p, err := q.party(q.actor.org.ID, Subject{User: q.actor.user})
	if err != nil {
		return nil, missing(err)
	}
	return q.find(p, ask, true)
}

// needing is the KindForbidden for who lacks a permission.
func (q *inquiry) needing(p Permission, what string, args ...any) error {
	return forbidden("To %s you need the permission %s, which your set %s does not have.", fmt.Sprintf(what, args...), p, Printable(q.actor.set.Name))
}

// CreateItem adds an item to an org: of a kind that the org has (rule 7.1), for
// whoever has the permission to create these, which for a kind of the org's own
// is items.sync. It is the actor's; operators and holders of items.sync may make
// it that of any active subject of the org.
//
// Errors: KindForbidden, KindInvalid, KindNotFound (no such site), KindConflict
// (another item of the kind has the reference).
func (a *Authority) CreateItem(ctx context.Context, actor Actor, org OrgID, r ItemRequest) (Item, error) {
	name, err := cleanItem(r.Name, r.Ref)
	if err != nil {
		return Item{}, err
	}
	r.Name = name
	var made Item
	at := attempt{actor, org, ActCreateItem, TargetRef{Kind: "item", Name: name}}
	err = a.carryOut(ctx, at, ucItems, func(c *change) (err error) {
		made, err = c.createItem(r)
		return err
	})
	if err != nil {
		return Item{}, err
	}
	return made, nil
}

func (c *change) createItem(r ItemRequest) (Item, error) {
	if err := c.mayCreate(r); err != nil {
		return Item{}, err
	}
	owner, ownerName, err := c.firstOwner(r.Owner)
	if err != nil {
		return Item{}, err
	}
	place, err := c.placeName(r.Site)
	if err != nil {
		return Item{}, err
	}
	id, err := newID[ItemID](c, "itm_")
	if err != nil {
		return Item{}, err
	}
	item := Item{
		ID: id, Org: c.actor.org.ID, Kind: r.Kind, Name: r.Name, Ref: r.Ref,
		Owner: owner, Site: r.Site, CreatedAt: c.now,
	}
	if err := c.PutItem(item); err != nil {
		return Item{}, err
	}
	return item, c.log(ActCreateItem, item.target(), changed(
		Detail{Field: "kind", After: string(item.Kind)},
		Detail{Field: "reference", After: item.Ref},
		Detail{Field: "site", After: place},
		Detail{Field: "owner", After: ownerName},
	)...)
}

// mayCreate refuses a kind that the org does not have and one that the actor may
// not create, and to make somebody else the owner without items.sync.
func (q *inquiry) mayCreate(r ItemRequest) error {
	if err := q.knownKind(r.Kind); err != nil {
		return err
	}
	p := r.Kind.permissionTo("create")
	if p == "" {
		p = ItemsSync
	}
	own := r.Owner == Subject{} || r.Owner == Subject{User: q.actor.user}
	switch {
	case !q.actor.holds(p):
		return q.needing(p, "create a new %s", r.Kind)
	case !own && !q.actor.holds(ItemsSync):
		return q.needing(ItemsSync, "make somebody else the owner")
	}
	return nil
}

// knownKind is of KindInvalid for a kind that the org at hand does not have.
func (q *inquiry) knownKind(k ItemKind) error {
	if slices.Contains(q.actor.org.ItemKinds(), k) {
		return nil
	}
	return invalid(FieldKind, "The organisation has no items of the kind %s.", Printable(string(k)))
}

// firstOwner returns who owns a new item.
func (q *inquiry) firstOwner(s Subject) (Owner, string, error) {
	if s == (Subject{}) {
		if !q.actor.member() {
			return Owner{}, "", invalid(FieldOwner, "You are not a member of the organisation; say who owns the item.")
		}
		s.User = q.actor.user
	}
	return q.ownerToBe(FieldOwner, s)
}

// placeName returns the name of a site that an item is to be at; "" for nowhere.
func (q *inquiry) placeName(id SiteID) (string, error) {
	if id == "" {
		return "", nil
	}
	s, err := q.site(q.actor.org.ID, id)
	if KindOf(err) == KindNotFound {
		return "", &Error{Kind: KindNotFound, Field: FieldSite, Message: "There is no such site in the organisation."}
	}
	return s.Name, err
}

// changeItem runs fn on an item that the actor may deal with so.
func (a *Authority) changeItem(ctx context.Context, actor Actor, ref ItemRef, action Action, d dealing, fn func(*change, *Item) error) (Item, error) {
	var item Item
	at := attempt{actor, ref.Org, action, TargetRef{Kind: "item", ID: string(ref.ID)}}
	err := a.carryOut(ctx, at, ucItems, func(c *change) (err error) {
		item, err = c.onItem(ref, d)
		if item.ID != "" {
			c.about = item.target()
		}
		if err != nil {
			return err
		}
		return fn(c, &item)
	})
	if err != nil {
		return Item{}, err
	}
	return item, nil
}

// EditItem changes an item's name, reference and site; to move it to a site is to
// edit it. It takes the level edit (rule 7.2) and, for the built-in kinds, the
// permission. Errors: KindForbidden, KindInvalid, KindNotFound (no such item that
// the actor sees: rule 7.7, or no such site), KindConflict (another item of the
// kind has the reference).
//
// What is another by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) EditItem(ctx context.Context, actor Actor, ref ItemRef, r ItemChange, seen ...Item) (Item, error) {
	name, err := cleanItem(r.Name, r.Ref)
	if err != nil {
		return Item{}, err
	}
	r.Name = name
	return a.changeItem(ctx, actor, ref, ActEditItem, editing, func(c *change, item *Item) error {
		for _, before := range seen {
			if err := stale(item.Name, item.form(), []ItemChange{before.form()}); err != nil {
				return err
			}
		}
		return c.editItem(item, r)
	})
}

// form is all of an item that a form shows.
func (i Item) form() ItemChange { return ItemChange{i.Name, i.Ref, i.Site} }

func (c *change) editItem(item *Item, r ItemChange) error {
	if item.form() == r {
		return nil
	}
	if item.Site != r.Site { // rules for sites would give and take levels by it (rule 7.3)
		if _, err := c.onItem(item.ref(), moving); err != nil {
			return err
		}
	}
	from, to, err := c.moved(item.Site, r.Site)
	if err != nil {
		return err
	}
	details := changed(Detail{"name", item.Name, r.Name}, Detail{"reference", item.Ref, r.Ref}, Detail{"site", from, to})
	item.Name, item.Ref, item.Site = r.Name, r.Ref, r.Site
	if err := c.PutItem(*item); err != nil {
		return err
	}
	return c.log(ActEditItem, item.target(), details...)
}

// moved returns the names of the sites that an item comes from and goes to; none
// for one that stays.
func (q *inquiry) moved(from, to SiteID) (before, after string, err error) {
	if from == to {
		return "", "", nil
	}
	if from != "" {
		s, err := q.Site(q.actor.org.ID, from)
		if err != nil {
			return "", "", missing(err)
		}
		before = s.Name
	}
	after, err = q.placeName(to)
	return before, after, err
}

// DeleteItem deletes an item: from then on it is answered as if it had never
// been. It takes the level delete (rule 7.2) and, for the built-in kinds, the
// permission. Errors: KindForbidden, KindNotFound (no such item that the actor
// sees: rule 7.7).
func (a *Authority) DeleteItem(ctx context.Context, actor Actor, ref ItemRef) error {
	_, err := a.changeItem(ctx, actor, ref, ActDeleteItem, removal, func(c *change, item *Item) error {
		if err := c.drop(*item); err != nil {
			return err
		}
		return c.log(ActDeleteItem, item.target(), changed(
			Detail{Field: "kind", Before: string(item.Kind)},
			Detail{Field: "reference", Before: item.Ref},
		)...)
	})
	return err
}

// dropsGrants is how many of an item's grants go with it in one transaction: the
// store takes 100 keys. Those that are left count for nobody.
const dropsGrants = 32

// drop writes that an item is gone, and takes its first grants with it.
func (c *change) drop(item Item) error {
	item.Deleted = true
	if err := c.PutItem(item); err != nil {
		return err
	}
	scope := Scope{Org: item.Org, Item: item.ID}
	grants, err := c.Grants(scope, PageRequest{Sort: SortCreated, Limit: dropsGrants})
	if err != nil {
		return err
	}
	for _, g := range grants.Rows {
		if err := c.DeleteGrant(scope, g.To); err != nil {
			return err
		}
	}
	return nil
}

// knownTo returns an item as subjects of an org may know it: who owns an item of
// another org, and where it is, is that org's alone to know (rule 7.5).
func (i Item) knownTo(org OrgID) Item {
	if i.Org != org {
		i.Owner, i.Site = Owner{}, ""
	}
	return i
}
