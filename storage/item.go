package storage

import (
	"crypto/sha256"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type itemRecord struct {
	ID        string      `json:"id"`
	Org       string      `json:"org"`
	Kind      string      `json:"kind"`
	Name      string      `json:"name"`
	Ref       string      `json:"ref,omitzero"`
	Owner     ownerRecord `json:"owner"`
	Site      string      `json:"site,omitzero"`
	CreatedAt time.Time   `json:"created_at"`
	Deleted   bool        `json:"deleted,omitzero"`
}

type ownerRecord struct {
	User        string `json:"user,omitzero"`
	ServiceUser string `json:"service_user,omitzero"`
	Term        int    `json:"term,omitzero"`
}

func packOwner(o model.Owner) ownerRecord {
	return ownerRecord{User: string(o.Subject.User), ServiceUser: string(o.Subject.ServiceUser), Term: o.Term}
}

func unpackOwner(r ownerRecord) model.Owner {
	return model.Owner{
		Subject: model.Subject{User: model.UserID(r.User), ServiceUser: model.ServiceUserID(r.ServiceUser)}, Term: r.Term,
	}
}

func packItem(i model.Item) itemRecord {
	return itemRecord{
		ID: string(i.ID), Org: string(i.Org), Kind: string(i.Kind), Name: i.Name, Ref: i.Ref,
		Owner: packOwner(i.Owner), Site: string(i.Site), CreatedAt: utc(i.CreatedAt), Deleted: i.Deleted,
	}
}

func unpackItem(r itemRecord) model.Item {
	return model.Item{
		ID: model.ItemID(r.ID), Org: model.OrgID(r.Org), Kind: model.ItemKind(r.Kind), Name: r.Name, Ref: r.Ref,
		Owner: unpackOwner(r.Owner), Site: model.SiteID(r.Site), CreatedAt: r.CreatedAt, Deleted: r.Deleted,
	}
}

var items = table[model.Item, itemRecord]{
	noun:   "item",
	key:    func(i model.Item) key { return itemKey(model.ItemRef{Org: i.Org, ID: i.ID}) },
	pack:   packItem,
	unpack: unpackItem,
	links:  itemLinks,
}

func itemLinks(i model.Item) []link {
	if i.Deleted {
		return nil
	}
	org, kind, site, id := string(i.Org), string(i.Kind), string(i.Site), string(i.ID)
	links := []link{
		{at: newKey("item.by-created", org, id)},
		{at: newKey("item.by-kind", org, kind, id)},
		{at: newKey("item.by-name", org, sortable(i.Name), id)},
		{at: newKey("item.of", org, owner(i.Owner), id)},
	}
	if i.Site != "" {
		links = append(links,
			link{at: newKey("item.at", org, site, id)},
			link{at: newKey("item.at-kind", org, site, kind, id)})
	}
	if i.Ref != "" {
		links = append(links, link{at: itemRefKey(i.Org, i.Kind, i.Ref), taken: taken(model.FieldReference, i.Ref)})
	}
	return links
}

func itemKey(ref model.ItemRef) key { return newKey("item", string(ref.Org), string(ref.ID)) }

// itemRefKey leaves the reference as it is: what the API behind calls an item
// is told apart by case.
func itemRefKey(org model.OrgID, kind model.ItemKind, ref string) key {
	sum := sha256.Sum256([]byte(ref))
	return newKey("item.ref", string(org), string(kind), string(sum[:]))
}

// Item returns an org's item, also a deleted one. KindNotFound when there is
// none.
func (t *tx) Item(ref model.ItemRef) (model.Item, error) { return items.get(t, itemKey(ref)) }

// ItemByRef returns the one of that kind and reference, byte for byte, that is
// not deleted. KindNotFound when there is none.
func (t *tx) ItemByRef(org model.OrgID, kind model.ItemKind, ref string) (model.Item, error) {
	return items.getBy(t, itemRefKey(org, kind, ref))
}

// ItemsNamed returns up to limit items of an org with a name, folded, the
// oldest first and the deleted ones left out.
func (t *tx) ItemsNamed(org model.OrgID, name string, limit int) ([]model.Item, error) {
	var named []model.Item
	for entry, err := range t.scan(engine.Range{Prefix: within("item.by-name", string(org), sortable(name))}) {
		if err != nil {
			return nil, err
		}
		if len(named) >= limit {
			break
		}
		item, err := items.follow(t, entry.Value)
		if err != nil {
			return nil, err
		}
		if fold(item.Name) == fold(name) { // the key has only the begin of it
			named = append(named, item)
		}
	}
	return named, nil
}

// PutItem writes an item. KindConflict when another one of its kind in the org
// has its reference.
func (t *tx) PutItem(i model.Item) error {
	err := firstOf(checkID(i.Org), checkID(i.ID), checkID(i.Kind), checkID(i.Owner.Subject.ID()), checkIDOrNone(i.Site))
	if err != nil {
		return err
	}
	_, err = items.put(t, i)
	return err
}

// ItemIDs returns up to limit of the items in a range that come after one ("" for
// the start), or before it when backward ("" for the end), the nearest first and
// the deleted ones left out.
func (t *tx) ItemIDs(r model.ItemRange, from model.ItemID, backward bool, limit int) ([]model.ItemID, error) {
	ids, err := t.partsBeyond(itemsIn(r), string(from), backward, limit)
	return fromTexts[model.ItemID](ids), err
}

// itemsIn is the prefix that the items of a range lie under.
func itemsIn(r model.ItemRange) key {
	org, kind, site := string(r.Org), string(r.Kind), string(r.Site)
	switch {
	case r.Owner != (model.Owner{}):
		return within("item.of", org, owner(r.Owner))
	case site != "" && kind != "":
		return within("item.at-kind", org, site, kind)
	case site != "":
		return within("item.at", org, site)
	case kind != "":
		return within("item.by-kind", org, kind)
	}
	return within("item.by-created", org)
}
