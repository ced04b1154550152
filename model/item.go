package model

import "time"

// ItemKind is what sort of thing an item is: a built-in one, or a name of the
// org's own (rule 7.1).
type ItemKind string

// The built-in kinds.
const (
	KindTemplate   ItemKind = "template"
	KindInspection ItemKind = "inspection"
	KindAsset      ItemKind = "asset"
)

// Item is something that requests are about: a template, an inspection, an
// asset or of a kind of the org's own (rule 7.1).
type Item struct {
	ID        ItemID
	Org       OrgID
	Kind      ItemKind // for good
	Name      string
	Ref       string // what the API behind calls it, unique in its org and kind; "" when it has no such name
	Owner     Owner  // as it was written; inquiry.ownerNow says who that is by now
	Site      SiteID // where it is; "" for nowhere
	CreatedAt time.Time
	Deleted   bool // answered as if it had never been
}

// ItemRef finds an item: always through its org.
type ItemRef struct {
	Org OrgID
	ID  ItemID
}

func (i Item) ref() ItemRef { return ItemRef{i.Org, i.ID} }

// Owner is who owns an item in its org. What a person owned in an earlier Term
// belongs to the successor of then (rule 1.3), not to who came back.
type Owner struct {
	Subject Subject
	Term    int // of the Membership; 0 for a service user
}

// HandOver says who got everything that an owner had, in one record that
// ownership is looked up through (rule 1.3).
type HandOver struct {
	Org  OrgID
	From Owner
	To   Owner
	At   time.Time
	By   string // the name of who said so
}

// ItemRange says which items of an org to list: all of them, those of a kind, of
// a site (that very one), of a kind at a site, or those that Owner was written
// down as the owner of.
type ItemRange struct {
	Org   OrgID
	Kind  ItemKind
	Site  SiteID
	Owner Owner // alone, without Kind and Site
}
