package storage

import (
	"cmp"
	"encoding/json"
	"slices"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// listed looks whether the list of a person's groups has what says that the
// person is in one.
func listed(x *examination, m model.GroupMember) error {
	k := groupsOfKey(m.Org, m.User)
	s, err := x.t.look(k)
	if err != nil || s.flaw != nil || x.reported(k) {
		return err // a damaged list is found on its own
	}
	if !s.there {
		return x.report(model.Finding{Flaw: model.FlawMissing, Repairable: true}, k, "%s is not in the list of the person's groups: there is none.", groupMembers.key(m))
	}
	if list, err := decodeGroupsOf(s.payload); err != nil || slices.Contains(list, packGroupOf(m)) {
		return nil
	}
	return x.report(model.Finding{Flaw: model.FlawCount, Repairable: true}, k, "It does not list %s as that is.", groupMembers.key(m))
}

func packGroupOf(m model.GroupMember) groupOfRecord {
	return groupOfRecord{Group: string(m.Group), Term: m.Term, AddedAt: utc(m.AddedAt)}
}

func decodeGroupsOf(payload []byte) ([]groupOfRecord, error) {
	var r groupsOfRecord
	err := json.Unmarshal(payload, &r)
	return r.Groups, err
}

// groupsOfChecker looks after the lists of people's groups.
type groupsOfChecker struct{}

func (groupsOfChecker) visit(x *examination, k key, s sight) error {
	if s.flaw != nil {
		return x.broken(k, s.flaw, true)
	}
	list, err := decodeGroupsOf(s.payload)
	if err != nil {
		return x.broken(k, err, true)
	}
	for i, g := range list {
		at := groupMemberKey(model.OrgID(k.part(1)), model.GroupID(g.Group), model.UserID(k.part(2)))
		right, err := x.t.isInGroup(at, g)
		if err != nil {
			return err
		}
		if right && !slices.Contains(list[:i], g) || x.reported(k) {
			continue
		}
		f := model.Finding{Flaw: model.FlawCount, Repairable: true}
		if err := x.report(f, k, "It lists a group in which the person is not by %s.", at); err != nil {
			return err
		}
	}
	return nil
}

// isInGroup reports whether the record at k says what g does, or cannot be read.
func (t *tx) isInGroup(k key, g groupOfRecord) (bool, error) {
	s, err := t.look(k)
	if err != nil || !s.there || s.flaw != nil {
		return s.flaw != nil, err
	}
	var r groupMemberRecord
	if err := json.Unmarshal(s.payload, &r); err != nil {
		return true, nil
	}
	return packGroupOf(unpackGroupMember(r)) == g, nil
}

// mend writes the list of a person's groups from who is in them. The list is read
// before it is written, so that nobody changes them meanwhile.
func (groupsOfChecker) mend(t *tx, k key, _ []key) (bool, error) {
	s, err := t.look(k)
	if err != nil {
		return false, err
	}
	org, user := model.OrgID(k.part(1)), model.UserID(k.part(2))
	now, sure, err := t.membersOf(org, user)
	if err != nil || !sure {
		return false, err
	}
	if s.there && s.flaw == nil {
		if was, err := decodeGroupsOf(s.payload); err == nil && sameGroups(was, now) {
			return false, nil
		}
	}
	return true, t.putGroupsOf(org, user, now)
}

// sameGroups compares a list with what it should have, in whatever order.
func sameGroups(was []groupOfRecord, now []model.GroupMember) bool {
	if len(was) != len(now) {
		return false
	}
	return !slices.ContainsFunc(now, func(m model.GroupMember) bool { return !slices.Contains(was, packGroupOf(m)) })
}

// membersOf returns what says that a person is in groups of an org, the oldest
// first, and reports whether all of it could be read.
func (t *tx) membersOf(org model.OrgID, user model.UserID) ([]model.GroupMember, bool, error) {
	var list []model.GroupMember
	for item, err := range t.reader.Scan(engine.Range{Prefix: within("group.member", string(org))}) {
		if err := firstOf(t.ctx.Err(), err); err != nil {
			return nil, false, translate(err)
		}
		if key(item.Key).part(3) != string(user) {
			continue
		}
		s := t.inspect(item.Key, item.Value)
		var r groupMemberRecord
		if s.flaw != nil || json.Unmarshal(s.payload, &r) != nil {
			return nil, false, nil
		}
		list = append(list, unpackGroupMember(r))
	}
	slices.SortStableFunc(list, func(a, b model.GroupMember) int {
		return cmp.Or(a.AddedAt.Compare(b.AddedAt), cmp.Compare(a.Group, b.Group))
	})
	return list, true, nil
}
