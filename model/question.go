package model

import (
	"slices"
	"strings"
)

// Question is what a request asks, beside who is asking: may it be done, and on
// this item? The zero Question asks only whether the token is good.
type Question struct {
	Org        OrgID      // only tokens of this org will do; "" for any
	Permission Permission // "" for none
	Item       ItemAddress
	Level      Level // what is needed on the item; LevelNone leaves it to the permission (rule 7.2)
}

// ItemAddress says which item is meant: by id, or by what the API behind calls
// it. The zero ItemAddress is no item.
type ItemAddress struct {
	Org  OrgID // "" for the org of the subject
	ID   ItemID
	Kind ItemKind
	Ref  string // with Kind, in place of ID
}

// Address returns where an item is found from any org.
func (r ItemRef) Address() ItemAddress { return ItemAddress{Org: r.Org, ID: r.ID} }

// ParseItemAddress reads the text form of an address: itm_… or kind/reference,
// with org_…/ in front for an item of another org. The error is of KindInvalid.
func ParseItemAddress(text string) (ItemAddress, error) {
	var a ItemAddress
	rest := text
	if org, after, ok := strings.Cut(text, "/"); ok && looksLikeID("org_", org) {
		a.Org, rest = OrgID(org), after
	}
	if looksLikeID("itm_", rest) {
		a.ID = ItemID(rest)
		return a, nil
	}
	kind, ref, ok := strings.Cut(rest, "/")
	if !ok || !kindForm.fits(kind) || cleanRef(ref) != nil || ref == "" {
		return ItemAddress{}, invalid(FieldItem, "An item is itm_… or kind/reference, with org_…/ in front for one of another organisation.")
	}
	a.Kind, a.Ref = ItemKind(kind), ref
	return a, nil
}

// String returns the address as ParseItemAddress reads it; "" for no item.
func (a ItemAddress) String() string {
	text := string(a.ID)
	if a.ID == "" && a.Ref != "" {
		text = string(a.Kind) + "/" + a.Ref
	}
	if a.Org != "" && text != "" {
		text = string(a.Org) + "/" + text
	}
	return text
}

// IsZero reports whether no item is meant.
func (a ItemAddress) IsZero() bool { return a.ID == "" && a.Ref == "" }

// Check returns the error of a question that cannot be answered; it is of
// KindInvalid and names the field.
func (ask Question) Check() error {
	if ask.Permission != "" && !slices.Contains(overrides, ask.Permission) {
		if _, err := CleanPermission(string(ask.Permission)); err != nil {
			return err
		}
	}
	if ask.Level < LevelNone || ask.Level > LevelDelete {
		return invalid(FieldLevel, "A level is view, edit or delete.")
	}
	if ask.Item.IsZero() {
		if ask.Level != LevelNone {
			return invalid(FieldItem, "A level is asked for on an item: say which.")
		}
		return nil
	}
	_, err := levelFor(ask)
	return err
}

// at returns the item that an address means for a subject of org. KindNotFound
// when there is none.
func (q *inquiry) at(org OrgID, a ItemAddress) (Item, error) {
	if a.Org != "" {
		org = a.Org
	}
	find := func() (Item, error) { return q.Item(ItemRef{org, a.ID}) }
	if a.ID == "" {
		find = func() (Item, error) { return q.ItemByRef(org, a.Kind, a.Ref) }
	}
	item, err := find()
	if KindOf(err) == KindNotFound || err == nil && item.Deleted {
		return Item{}, noItem()
	}
	return item, err
}

// noItem is the one answer for an item that is not there and for one that
// somebody cannot see (rule 7.7).
func noItem() error {
	return &Error{Kind: KindNotFound, Field: FieldItem, Message: "There is no such item, or none that you can see."}
}
