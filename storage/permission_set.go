package storage

import (
	"fmt"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type setRecord struct {
	ID            string   `json:"id"`
	Org           string   `json:"org"`
	Name          string   `json:"name"`
	Seat          string   `json:"seat"`
	Permissions   []string `json:"permissions,omitempty"`
	Administrator bool     `json:"administrator,omitzero"`
}

func packSet(s model.PermissionSet) setRecord {
	return setRecord{
		ID: string(s.ID), Org: string(s.Org), Name: s.Name, Seat: string(s.Seat),
		Permissions: texts(s.Permissions), Administrator: s.Administrator,
	}
}

func unpackSet(r setRecord) model.PermissionSet {
	return model.PermissionSet{
		ID: model.SetID(r.ID), Org: model.OrgID(r.Org), Name: r.Name, Seat: model.SeatType(r.Seat),
		Permissions: fromTexts[model.Permission](r.Permissions), Administrator: r.Administrator,
	}
}

var sets = table[model.PermissionSet, setRecord]{
	noun:   "permission set",
	key:    func(s model.PermissionSet) key { return setKey(s.Org, s.ID) },
	pack:   packSet,
	unpack: unpackSet,
	links: func(s model.PermissionSet) []link {
		return []link{{at: setNameKey(s.Org, s.Name), taken: taken(model.FieldName, s.Name)}}
	},
}

func setKey(org model.OrgID, id model.SetID) key { return newKey("set", string(org), string(id)) }

func setNameKey(org model.OrgID, name string) key {
	return newKey("set.name", string(org), hashed(name))
}

// PermissionSet returns an org's set. KindNotFound when there is none.
func (t *tx) PermissionSet(org model.OrgID, id model.SetID) (model.PermissionSet, error) {
	return sets.get(t, setKey(org, id))
}

// PermissionSetByName returns the set of that name, folded. KindNotFound when
// there is none.
func (t *tx) PermissionSetByName(org model.OrgID, name string) (model.PermissionSet, error) {
	return sets.getBy(t, setNameKey(org, name))
}

// PutPermissionSet writes a set. KindConflict when another one in the org has
// its name.
func (t *tx) PutPermissionSet(s model.PermissionSet) error {
	if err := firstOf(checkID(s.Org), checkID(s.ID)); err != nil {
		return err
	}
	_, err := sets.put(t, s)
	return err
}

// DeletePermissionSet removes a set. KindNotFound when there is none, and
// KindConflict while somebody holds it.
func (t *tx) DeletePermissionSet(org model.OrgID, id model.SetID) error {
	set, err := t.PermissionSet(org, id)
	if err != nil {
		return err
	}
	holders, err := t.SetHolders(org, id)
	if err != nil {
		return err
	}
	if holders.Any() {
		return &model.Error{Kind: model.KindConflict,
			Message: fmt.Sprintf("The permission set %s is held by somebody.", set.Name)}
	}
	return firstOf(sets.delete(t, set), t.delete(holdersKey(org, id)))
}

// PermissionSets returns all of an org's sets, oldest first.
func (t *tx) PermissionSets(org model.OrgID) ([]model.PermissionSet, error) {
	return sets.records(t, engine.Range{Prefix: within("set", string(org))})
}
