package storage

import (
	"time"

	"example.com/latchkey/model"
)

type groupRecord struct {
	ID        string    `json:"id"`
	Org       string    `json:"org"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`
	Deleted   bool      `json:"deleted,omitzero"`
}

func packGroup(g model.Group) groupRecord {
	return groupRecord{
		ID: string(g.ID), Org: string(g.Org), Name: g.Name, CreatedAt: utc(g.CreatedAt), Deleted: g.Deleted,
	}
}

func unpackGroup(r groupRecord) model.Group {
	return model.Group{
		ID: model.GroupID(r.ID), Org: model.OrgID(r.Org), Name: r.Name, CreatedAt: r.CreatedAt, Deleted: r.Deleted,
	}
}

var groups = table[model.Group, groupRecord]{
	noun:   "group",
	key:    func(g model.Group) key { return groupKey(g.Org, g.ID) },
	pack:   packGroup,
	unpack: unpackGroup,
	links: func(g model.Group) []link {
		if g.Deleted {
			return nil
		}
		org, id := string(g.Org), string(g.ID)
		return []link{
			{at: newKey("group.by-name", org, sortable(g.Name), id)},
			{at: newKey("group.by-created", org, id)},
			{at: groupNameKey(g.Org, g.Name), taken: taken(model.FieldName, g.Name)},
		}
	},
}

func groupKey(org model.OrgID, id model.GroupID) key { return newKey("group", string(org), string(id)) }

func groupNameKey(org model.OrgID, name string) key {
	return newKey("group.name", string(org), hashed(name))
}

// Group returns an org's group, also a deleted one. KindNotFound when there is
// none.
func (t *tx) Group(org model.OrgID, id model.GroupID) (model.Group, error) {
	return groups.get(t, groupKey(org, id))
}

// GroupByName returns the one of that name, folded, that is not deleted.
// KindNotFound when there is none.
func (t *tx) GroupByName(org model.OrgID, name string) (model.Group, error) {
	return groups.getBy(t, groupNameKey(org, name))
}

// PutGroup writes a group. KindConflict when another one in the org has its
// name.
func (t *tx) PutGroup(g model.Group) error {
	if err := firstOf(checkID(g.Org), checkID(g.ID)); err != nil {
		return err
	}
	_, err := groups.put(t, g)
	return err
}

// Groups lists by SortName or SortCreated, the deleted ones left out.
func (t *tx) Groups(org model.OrgID, req model.PageRequest) (model.Page[model.Group], error) {
	return groups.page(t, orders{
		model.SortName:    {prefix: within("group.by-name", string(org))},
		model.SortCreated: {prefix: within("group.by-created", string(org))},
	}, req)
}
