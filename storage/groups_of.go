package storage

import (
	"errors"
	"slices"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type groupsOfRecord struct {
	Groups []groupOfRecord `json:"groups"`
}

type groupOfRecord struct {
	Group   string    `json:"group"`
	Term    int       `json:"term,omitzero"`
	AddedAt time.Time `json:"added_at"`
}

func groupsOfKey(org model.OrgID, user model.UserID) key {
	return newKey("group.of", string(org), string(user))
}

// GroupsOf returns the groups of a person in an org, those written last at the
// end; none for a person who was never in one.
func (t *tx) GroupsOf(org model.OrgID, user model.UserID) ([]model.GroupMember, error) {
	r, err := getRecord[groupsOfRecord](t, groupsOfKey(org, user))
	if errors.Is(err, engine.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []model.GroupMember
	for _, g := range r.Groups {
		list = append(list, model.GroupMember{Org: org, Group: model.GroupID(g.Group), User: user, Term: g.Term, AddedAt: g.AddedAt})
	}
	return list, nil
}

// errGroups is the cause when a person's list and who is in a group do not say
// the same: one of them is lost.
var errGroups = errors.New("the list of groups does not match the members of a group")

// groupsBut returns the groups of m's person without that of m. Whether that
// one is among them has to be as the members of the group have it.
func (t *tx) groupsBut(m model.GroupMember, listed bool) ([]model.GroupMember, error) {
	list, err := t.GroupsOf(m.Org, m.User)
	if err != nil {
		return nil, err
	}
	rest := slices.DeleteFunc(slices.Clone(list), func(other model.GroupMember) bool { return other.Group == m.Group })
	if (len(rest) < len(list)) != listed {
		return nil, t.damaged(groupsOfKey(m.Org, m.User), errGroups)
	}
	return rest, nil
}

// putGroupsOf writes the list that groupsBut read.
func (t *tx) putGroupsOf(org model.OrgID, user model.UserID, list []model.GroupMember) error {
	var r groupsOfRecord
	for _, m := range list {
		r.Groups = append(r.Groups, groupOfRecord{Group: string(m.Group), Term: m.Term, AddedAt: utc(m.AddedAt)})
	}
	return t.setRecord(groupsOfKey(org, user), r)
}
