package storage

import (
	"errors"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

type groupMemberRecord struct {
	Org     string    `json:"org"`
	Group   string    `json:"group"`
	User    string    `json:"user"`
	Term    int       `json:"term,omitzero"`
	AddedAt time.Time `json:"added_at"`
}

func packGroupMember(m model.GroupMember) groupMemberRecord {
	return groupMemberRecord{
		Org: string(m.Org), Group: string(m.Group), User: string(m.User), Term: m.Term, AddedAt: utc(m.AddedAt),
	}
}

func unpackGroupMember(r groupMemberRecord) model.GroupMember {
	return model.GroupMember{
		Org: model.OrgID(r.Org), Group: model.GroupID(r.Group), User: model.UserID(r.User), Term: r.Term, AddedAt: r.AddedAt,
	}
}

var groupMembers = table[model.GroupMember, groupMemberRecord]{
	noun:   "member of the group",
	key:    func(m model.GroupMember) key { return groupMemberKey(m.Org, m.Group, m.User) },
	pack:   packGroupMember,
	unpack: unpackGroupMember,
}

func groupMemberKey(org model.OrgID, group model.GroupID, user model.UserID) key {
	return newKey("group.member", string(org), string(group), string(user))
}

// GroupMember returns what says that a person is in a group. KindNotFound when
// nothing does.
func (t *tx) GroupMember(org model.OrgID, group model.GroupID, user model.UserID) (model.GroupMember, error) {
	return groupMembers.get(t, groupMemberKey(org, group, user))
}

// PutGroupMember writes it, and the list of the person's groups.
func (t *tx) PutGroupMember(m model.GroupMember) error {
	if err := firstOf(checkID(m.Org), checkID(m.Group), checkID(m.User)); err != nil {
		return err
	}
	old, err := groupMembers.put(t, m)
	if err != nil {
		return err
	}
	list, err := t.groupsBut(m, old != nil)
	if err != nil {
		return err
	}
	return t.putGroupsOf(m.Org, m.User, append(list, m))
}

// DeleteGroupMember takes a person out of a group; none there is no error.
func (t *tx) DeleteGroupMember(org model.OrgID, group model.GroupID, user model.UserID) error {
	m := model.GroupMember{Org: org, Group: group, User: user}
	_, err := groupMembers.find(t, groupMembers.key(m))
	there := err == nil
	if !there && !errors.Is(err, engine.ErrNotFound) {
		return err
	}
	list, err := t.groupsBut(m, there)
	if err != nil || !there {
		return err
	}
	return firstOf(groupMembers.delete(t, m), t.putGroupsOf(org, user, list))
}

// GroupMembers lists who is in a group by SortCreated (of the account).
func (t *tx) GroupMembers(org model.OrgID, group model.GroupID, req model.PageRequest) (model.Page[model.GroupMember], error) {
	return groupMembers.page(t, orders{
		model.SortCreated: {prefix: within("group.member", string(org), string(group)), records: true},
	}, req)
}
