package storetest

import "example.com/latchkey/model"

func groupList(s *suite) listing {
	return listed(s, func(tx model.Tx, req model.PageRequest) (model.Page[model.Group], error) {
		return tx.Groups(orgID(1), req)
	}, func(g model.Group) string { return g.Name })
}

func groups(s *suite) {
	crew, office := group(1, 1, "Crew"), group(1, 2, "a office")
	get := func(tx model.Tx) (model.Group, error) { return tx.Group(orgID(1), groupID(1)) }
	named := func(tx model.Tx) (model.Group, error) { return tx.GroupByName(orgID(1), "ＣREW") }
	missing(s, get)
	missing(s, named)

	s.change(func(tx model.Tx) error { return first(tx.PutGroup(crew), tx.PutGroup(office)) })
	same(s, "group", see(s, get), crew)
	same(s, "by name", see(s, named), crew)
	missing(s, func(tx model.Tx) (model.Group, error) { return tx.Group(orgID(2), groupID(1)) })
	missing(s, func(tx model.Tx) (model.Group, error) { return tx.GroupByName(orgID(2), "crew") })

	e := s.refused(model.KindConflict, func(tx model.Tx) error { return tx.PutGroup(group(1, 3, "crew")) })
	same(s, "field", e.Field, model.FieldName)
	s.change(func(tx model.Tx) error { return tx.PutGroup(group(2, 3, "crew")) }) // another org's names are its own

	crew.Deleted = true
	s.change(func(tx model.Tx) error { return tx.PutGroup(crew) })
	for _, sort := range []model.Sort{model.SortName, model.SortCreated} {
		same(s, "a deleted one is not listed", groupList(s)(model.PageRequest{Sort: sort}).Rows, []string{"a office"})
	}
	same(s, "its record stays", see(s, get), crew)
	missing(s, named)
	office.Name = "Crew"
	s.change(func(tx model.Tx) error { return tx.PutGroup(office) })
	same(s, "its name is free", see(s, named), office)
	s.change(func(tx model.Tx) error { return first(tx.PutGroup(crew), tx.PutGroup(group(1, 4, "a office"))) })
	same(s, "the other one keeps it", see(s, named), office)

	for _, bad := range []model.Group{{ID: groupID(1)}, {Org: orgID(1)}, {Org: orgID(1), ID: "a\x00b"}} {
		s.refused(model.KindInternal, func(tx model.Tx) error { return tx.PutGroup(bad) })
	}
}

func groupsOf(userNo int) func(model.Tx) ([]model.GroupMember, error) {
	return func(tx model.Tx) ([]model.GroupMember, error) { return tx.GroupsOf(orgID(1), userID(userNo)) }
}

// groupMemberList is who is in the first group, by the number of the account.
func groupMemberList(s *suite) listing {
	return listed(s, func(tx model.Tx, req model.PageRequest) (model.Page[model.GroupMember], error) {
		return tx.GroupMembers(orgID(1), groupID(1), req)
	}, func(m model.GroupMember) string { return lastOf(m.User) })
}

func groupMembers(s *suite) {
	one, two, bob, far := inGroup(1, 1, 3), inGroup(1, 2, 3), inGroup(1, 1, 2), inGroup(2, 1, 3)
	get := func(tx model.Tx) (model.GroupMember, error) { return tx.GroupMember(orgID(1), groupID(1), userID(3)) }
	remove := func(userNo int) func(model.Tx) error {
		return func(tx model.Tx) error { return tx.DeleteGroupMember(orgID(1), groupID(1), userID(userNo)) }
	}
	inFirst := func() []string { return groupMemberList(s)(model.PageRequest{Sort: model.SortCreated}).Rows }
	missing(s, get)
	same(s, "of nobody", len(see(s, groupsOf(3))), 0)
	s.change(remove(3)) // none there is no error
	same(s, "still of nobody", len(see(s, groupsOf(3))), 0)

	s.change(func(tx model.Tx) error {
		return first(tx.PutGroupMember(two), tx.PutGroupMember(one), tx.PutGroupMember(bob), tx.PutGroupMember(far))
	})
	same(s, "member", see(s, get), one)
	same(s, "groups of one", see(s, groupsOf(3)), []model.GroupMember{two, one})
	same(s, "groups of the other", see(s, groupsOf(2)), []model.GroupMember{bob})
	same(s, "who is in it, by account", inFirst(), []string{"2", "3"})

	two.Term, two.AddedAt = 4, at(50)
	s.change(func(tx model.Tx) error { return tx.PutGroupMember(two) })
	same(s, "written again", see(s, groupsOf(3)), []model.GroupMember{one, two})

	s.change(remove(3))
	missing(s, get)
	same(s, "in one less", see(s, groupsOf(3)), []model.GroupMember{two})
	same(s, "who is left", inFirst(), []string{"2"})
	s.change(remove(3))
	same(s, "taken out twice", see(s, groupsOf(3)), []model.GroupMember{two})
	s.change(remove(2))
	same(s, "in none any more", len(see(s, groupsOf(2))), 0)
	s.change(func(tx model.Tx) error { return tx.PutGroupMember(bob) })
	same(s, "back again", see(s, groupsOf(2)), []model.GroupMember{bob})

	for _, bad := range []model.GroupMember{{Group: groupID(1), User: userID(1)}, {Org: orgID(1), User: userID(1)}, {Org: orgID(1), Group: groupID(1)}} {
		s.refused(model.KindInternal, func(tx model.Tx) error { return tx.PutGroupMember(bad) })
	}
}

// groupLimits: as many groups as a person may be in, and the same again from an
// earlier term, fit into the one record.
func groupLimits(s *suite) {
	const all = 2 * model.MaxGroups
	for n := 0; n < all; {
		s.change(func(tx model.Tx) error {
			for range 20 {
				if err := tx.PutGroupMember(inGroup(1, n, 1)); err != nil {
					return err
				}
				n++
			}
			return nil
		})
	}
	same(s, "groups", len(see(s, groupsOf(1))), all)
}

func groupPages(s *suite) {
	s.change(func(tx model.Tx) error {
		return first(tx.PutGroup(group(1, 1, "c")), tx.PutGroup(group(1, 2, "B")), tx.PutGroup(group(1, 3, "a")), tx.PutGroup(group(2, 4, "b")),
			tx.PutGroupMember(inGroup(1, 1, 5)), tx.PutGroupMember(inGroup(1, 1, 1)), tx.PutGroupMember(inGroup(1, 1, 3)), tx.PutGroupMember(inGroup(1, 2, 4)))
	})
	walks(s, groupList(s), model.SortName, []string{"a", "B", "c"})
	walks(s, groupList(s), model.SortCreated, []string{"c", "B", "a"})
	walks(s, groupMemberList(s), model.SortCreated, []string{"1", "3", "5"})
	s.unsorted(func(tx model.Tx, req model.PageRequest) error { _, err := tx.Groups(orgID(1), req); return err })
	s.unsorted(func(tx model.Tx, req model.PageRequest) error {
		_, err := tx.GroupMembers(orgID(1), groupID(1), req)
		return err
	})
}
