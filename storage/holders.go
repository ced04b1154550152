package storage

import (
	"errors"
	"maps"
	"slices"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type holdersRecord struct {
	Active       int `json:"active"`
	Deactivated  int `json:"deactivated"`
	ServiceUsers int `json:"service_users"`
}

// holdings says by how much the holders of some sets change.
type holdings map[model.SetID]model.SetHolders

func (h holdings) addMember(m model.Membership, n int) {
	change := h[m.Set]
	switch m.Status {
	case model.MemberActive:
		change.ActiveMembers += n
	case model.MemberDeactivated:
		change.DeactivatedMembers += n
	}
	h[m.Set] = change
}

func (h holdings) addServiceUser(s model.ServiceUser, n int) {
	if s.Deleted {
		return
	}
	sets := slices.Compact(slices.Sorted(slices.Values(s.Sets)))
	for _, set := range sets {
		change := h[set]
		change.ServiceUsers += n
		h[set] = change
	}
}

func holdersKey(org model.OrgID, set model.SetID) key {
	return newKey("set.holders", string(org), string(set))
}

// SetHolders counts who holds a set; nobody holds one that is not there.
func (t *tx) SetHolders(org model.OrgID, set model.SetID) (model.SetHolders, error) {
	r, err := getRecord[holdersRecord](t, holdersKey(org, set))
	if errors.Is(err, engine.ErrNotFound) {
		return model.SetHolders{}, nil
	}
	if err != nil {
		return model.SetHolders{}, err
	}
	return model.SetHolders{ActiveMembers: r.Active, DeactivatedMembers: r.Deactivated, ServiceUsers: r.ServiceUsers}, nil
}

// moveHoldings adds a change to the counts: each is read and then written.
func (t *tx) moveHoldings(org model.OrgID, moved holdings) error {
	for _, set := range slices.Sorted(maps.Keys(moved)) {
		change := moved[set]
		if change == (model.SetHolders{}) {
			continue
		}
		now, err := t.SetHolders(org, set)
		if err != nil {
			return err
		}
		now.ActiveMembers += change.ActiveMembers
		now.DeactivatedMembers += change.DeactivatedMembers
		now.ServiceUsers += change.ServiceUsers
		if err := t.putHolders(org, set, now); err != nil {
			return err
		}
	}
	return nil
}

// errCount is the cause when a set has fewer than no holders: a count is lost.
var errCount = errors.New("the count of holders does not match the records")

func (t *tx) putHolders(org model.OrgID, set model.SetID, h model.SetHolders) error {
	k := holdersKey(org, set)
	if min(h.ActiveMembers, h.DeactivatedMembers, h.ServiceUsers) < 0 {
		return t.damaged(k, errCount)
	}
	return t.setRecord(k, holdersRecord{Active: h.ActiveMembers, Deactivated: h.DeactivatedMembers, ServiceUsers: h.ServiceUsers})
}
