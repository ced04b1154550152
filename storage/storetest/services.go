package storetest

import "example.com/latchkey/model"

func serviceNames(s *suite, sort model.Sort) string {
	s.Helper()
	page := see(s, func(tx model.Tx) (model.Page[model.ServiceUser], error) {
		return tx.ServiceUsers(orgID(1), model.PageRequest{Sort: sort})
	})
	return ids(page.Rows, func(u model.ServiceUser) string { return u.Name })
}

func serviceUsers(s *suite) {
	ci, backup := service(1, 1, "ci"), service(1, 2, "backup")
	ci.Description, ci.Sets = "builds", []model.SetID{setID(1), setID(2)}
	get := func(tx model.Tx) (model.ServiceUser, error) { return tx.ServiceUser(orgID(1), serviceID(1)) }
	named := func(tx model.Tx) (model.ServiceUser, error) { return tx.ServiceUserByName(orgID(1), "CI") }
	missing(s, get)
	missing(s, named)

	s.change(func(tx model.Tx) error { return first(tx.PutServiceUser(ci), tx.PutServiceUser(backup)) })
	same(s, "service user", see(s, get), ci)
	same(s, "by name", see(s, named), ci)
	missing(s, func(tx model.Tx) (model.ServiceUser, error) { return tx.ServiceUser(orgID(2), serviceID(1)) })
	missing(s, func(tx model.Tx) (model.ServiceUser, error) { return tx.ServiceUserByName(orgID(2), "ci") })
	same(s, "by name", serviceNames(s, model.SortName), "backup ci")
	same(s, "by creation", serviceNames(s, model.SortCreated), "ci backup")

	e := s.refused(model.KindConflict, func(tx model.Tx) error { return tx.PutServiceUser(service(1, 3, "Ci")) })
	same(s, "field", e.Field, model.FieldName)
	s.change(func(tx model.Tx) error { return tx.PutServiceUser(service(2, 3, "ci")) }) // another org's names are its own

	ci.Disabled = true
	s.change(func(tx model.Tx) error { return tx.PutServiceUser(ci) })
	same(s, "a disabled one is listed", serviceNames(s, model.SortName), "backup ci")
	ci.Deleted = true
	s.change(func(tx model.Tx) error { return tx.PutServiceUser(ci) })
	same(s, "a deleted one is not", serviceNames(s, model.SortName), "backup")
	same(s, "a deleted one is not", serviceNames(s, model.SortCreated), "backup")
	same(s, "its record stays", see(s, get), ci)
	missing(s, named)
	s.change(func(tx model.Tx) error { return tx.PutServiceUser(service(1, 4, "ci")) })
	same(s, "its name is free", see(s, named), service(1, 4, "ci"))
	s.change(func(tx model.Tx) error { return tx.PutServiceUser(ci) })
	same(s, "the new one keeps the name", see(s, named), service(1, 4, "ci"))
}

func permissionSets(s *suite) {
	guest, admin := set(1, 2, "Guest"), set(1, 1, "Administrator")
	admin.Administrator = true
	get := func(tx model.Tx) (model.PermissionSet, error) { return tx.PermissionSet(orgID(1), setID(2)) }
	named := func(tx model.Tx) (model.PermissionSet, error) { return tx.PermissionSetByName(orgID(1), "guest") }
	all := func(tx model.Tx) ([]model.PermissionSet, error) { return tx.PermissionSets(orgID(1)) }
	missing(s, get)
	missing(s, named)
	s.refused(model.KindNotFound, func(tx model.Tx) error { return tx.DeletePermissionSet(orgID(1), setID(2)) })

	s.change(func(tx model.Tx) error {
		return first(tx.PutPermissionSet(guest), tx.PutPermissionSet(admin), tx.PutPermissionSet(set(2, 3, "Guest")))
	})
	same(s, "set", see(s, get), guest)
	same(s, "by name", see(s, named), guest)
	same(s, "all, oldest first", see(s, all), []model.PermissionSet{admin, guest})
	missing(s, func(tx model.Tx) (model.PermissionSet, error) { return tx.PermissionSet(orgID(2), setID(2)) })
	e := s.refused(model.KindConflict, func(tx model.Tx) error { return tx.PutPermissionSet(set(1, 4, "GUEST")) })
	same(s, "field", e.Field, model.FieldName)

	guest.Permissions = nil
	s.change(func(tx model.Tx) error { return tx.PutPermissionSet(guest) })
	same(s, "edited", see(s, get), guest)
	s.change(func(tx model.Tx) error { return tx.DeletePermissionSet(orgID(1), setID(2)) })
	missing(s, get)
	missing(s, named)
	same(s, "one less", see(s, all), []model.PermissionSet{admin})
	s.change(func(tx model.Tx) error { return tx.PutPermissionSet(set(1, 4, "Guest")) })
}

// holders reads who holds the set with that number in the first org.
func holders(s *suite, n int) model.SetHolders {
	s.Helper()
	return see(s, func(tx model.Tx) (model.SetHolders, error) { return tx.SetHolders(orgID(1), setID(n)) })
}

func setHolders(s *suite) {
	same(s, "nobody", holders(s, 1), model.SetHolders{})
	s.change(func(tx model.Tx) error {
		return first(tx.PutPermissionSet(set(1, 1, "One")), tx.PutPermissionSet(set(1, 2, "Two")),
			tx.PutMembership(member(1, 1, "Ann")), tx.PutMembership(member(1, 2, "Bob")), tx.PutMembership(member(2, 3, "Cid")))
	})
	same(s, "two members", holders(s, 1), model.SetHolders{ActiveMembers: 2})

	ann := member(1, 1, "Ann")
	steps := []struct {
		status   model.MemberStatus
		set      int
		one, two model.SetHolders
	}{
		{model.MemberActive, 1, model.SetHolders{ActiveMembers: 2}, model.SetHolders{}},
		{model.MemberDeactivated, 1, model.SetHolders{ActiveMembers: 1, DeactivatedMembers: 1}, model.SetHolders{}},
		{model.MemberDeactivated, 2, model.SetHolders{ActiveMembers: 1}, model.SetHolders{DeactivatedMembers: 1}},
		{model.MemberActive, 2, model.SetHolders{ActiveMembers: 1}, model.SetHolders{ActiveMembers: 1}},
		{model.MemberRemoved, 2, model.SetHolders{ActiveMembers: 1}, model.SetHolders{}},
		{model.MemberActive, 1, model.SetHolders{ActiveMembers: 2}, model.SetHolders{}},
		{model.MemberActive, 2, model.SetHolders{ActiveMembers: 1}, model.SetHolders{ActiveMembers: 1}},
	}
	for i, step := range steps {
		ann.Status, ann.Set = step.status, setID(step.set)
		s.change(func(tx model.Tx) error { return tx.PutMembership(ann) })
		same(s, "the first set, step "+string(rune('1'+i)), holders(s, 1), step.one)
		same(s, "the second set, step "+string(rune('1'+i)), holders(s, 2), step.two)
	}

	ci := service(1, 1, "ci")
	ci.Sets = []model.SetID{setID(1), setID(2), setID(1)}
	s.change(func(tx model.Tx) error { return tx.PutServiceUser(ci) })
	same(s, "with a service user", holders(s, 1), model.SetHolders{ActiveMembers: 1, ServiceUsers: 1})
	ci.Sets, ci.Disabled = []model.SetID{setID(2)}, true
	s.change(func(tx model.Tx) error { return tx.PutServiceUser(ci) })
	same(s, "it gave one up", holders(s, 1), model.SetHolders{ActiveMembers: 1})
	same(s, "a disabled one counts", holders(s, 2), model.SetHolders{ActiveMembers: 1, ServiceUsers: 1})

	s.refused(model.KindConflict, func(tx model.Tx) error { return tx.DeletePermissionSet(orgID(1), setID(2)) })
	ci.Deleted, ann.Status = true, model.MemberRemoved
	s.change(func(tx model.Tx) error { return first(tx.PutServiceUser(ci), tx.PutMembership(ann)) })
	same(s, "nobody any more", holders(s, 2), model.SetHolders{})
	s.change(func(tx model.Tx) error { return tx.DeletePermissionSet(orgID(1), setID(2)) })
}
