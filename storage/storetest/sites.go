package storetest

import "example.com/latchkey/model"

func siteName(site model.Site) string { return site.Name }

func siteList(s *suite) listing {
	return listed(s, func(tx model.Tx, req model.PageRequest) (model.Page[model.Site], error) {
		return tx.Sites(orgID(1), req)
	}, siteName)
}

// siteListBelow lists those right below a site.
func siteListBelow(s *suite, parent model.SiteID) listing {
	return listed(s, func(tx model.Tx, req model.PageRequest) (model.Page[model.Site], error) {
		return tx.SitesBelow(orgID(1), parent, req)
	}, siteName)
}

func sites(s *suite) {
	plant, hall := site(1, 1, "Plant"), site(1, 2, "hall")
	hall.Parent = plant.ID
	get := func(tx model.Tx) (model.Site, error) { return tx.Site(orgID(1), siteID(2)) }
	named := func(tx model.Tx) (model.Site, error) { return tx.SiteByName(orgID(1), "ＨALL") }
	missing(s, get)
	missing(s, named)

	s.change(func(tx model.Tx) error { return first(tx.PutSite(plant), tx.PutSite(hall)) })
	same(s, "site", see(s, get), hall)
	same(s, "by name", see(s, named), hall)
	missing(s, func(tx model.Tx) (model.Site, error) { return tx.Site(orgID(2), siteID(2)) })
	missing(s, func(tx model.Tx) (model.Site, error) { return tx.SiteByName(orgID(2), "hall") })

	e := s.refused(model.KindConflict, func(tx model.Tx) error { return tx.PutSite(site(1, 3, "HALL")) })
	same(s, "field", e.Field, model.FieldName)
	s.change(func(tx model.Tx) error { return tx.PutSite(site(2, 3, "hall")) }) // another org's names are its own

	hall.Deleted = true
	s.change(func(tx model.Tx) error { return tx.PutSite(hall) })
	for _, sort := range []model.Sort{model.SortName, model.SortCreated} {
		same(s, "a deleted one is not listed", siteList(s)(model.PageRequest{Sort: sort}).Rows, []string{"Plant"})
	}
	same(s, "its record stays", see(s, get), hall)
	missing(s, named)
	s.change(func(tx model.Tx) error { return tx.PutSite(site(1, 4, "Hall")) })
	same(s, "its name is free", see(s, named), site(1, 4, "Hall"))

	for _, bad := range []model.Site{{ID: siteID(1)}, {Org: orgID(1)}, {Org: orgID(1), ID: siteID(1), Parent: "a\x00b"}} {
		s.refused(model.KindInternal, func(tx model.Tx) error { return tx.PutSite(bad) })
	}
}

func sitesBelow(s *suite) {
	plant, hall, yard, line := site(1, 1, "Plant"), site(1, 2, "Hall"), site(1, 3, "a yard"), site(1, 4, "Line")
	hall.Parent, yard.Parent, line.Parent = plant.ID, plant.ID, hall.ID
	below := func(parent model.SiteID) []string {
		return siteListBelow(s, parent)(model.PageRequest{Sort: model.SortName}).Rows
	}
	s.change(func(tx model.Tx) error {
		return first(tx.PutSite(plant), tx.PutSite(hall), tx.PutSite(yard), tx.PutSite(line), tx.PutSite(site(2, 5, "Far")))
	})
	same(s, "at the top", below(""), []string{"Plant"})
	same(s, "right below, by name", below(plant.ID), []string{"a yard", "Hall"})
	same(s, "on the next level", below(hall.ID), []string{"Line"})
	same(s, "below nothing", len(below(line.ID)), 0)

	hall.Parent, yard.Name = "", "Yard"
	s.change(func(tx model.Tx) error { return first(tx.PutSite(hall), tx.PutSite(yard)) })
	same(s, "moved to the top", below(""), []string{"Hall", "Plant"})
	same(s, "moved away and renamed", below(plant.ID), []string{"Yard"})
	same(s, "moved along", below(hall.ID), []string{"Line"})
	yard.Deleted = true
	s.change(func(tx model.Tx) error { return tx.PutSite(yard) })
	same(s, "deleted", len(below(plant.ID)), 0)
}

func sitesOf(userNo int) func(model.Tx) ([]model.SiteMember, error) {
	return func(tx model.Tx) ([]model.SiteMember, error) { return tx.SitesOf(orgID(1), userID(userNo)) }
}

// siteMemberList is who is at the first site, by the number of the account.
func siteMemberList(s *suite) listing {
	return listed(s, func(tx model.Tx, req model.PageRequest) (model.Page[model.SiteMember], error) {
		return tx.SiteMembers(orgID(1), siteID(1), req)
	}, func(m model.SiteMember) string { return lastOf(m.User) })
}

func siteMembers(s *suite) {
	one, two, bob := atSite(1, 1, 3), atSite(1, 2, 3), atSite(1, 1, 2)
	get := func(tx model.Tx) (model.SiteMember, error) { return tx.SiteMember(orgID(1), siteID(1), userID(3)) }
	remove := func(tx model.Tx) error { return tx.DeleteSiteMember(orgID(1), siteID(1), userID(3)) }
	atFirst := func() []string { return siteMemberList(s)(model.PageRequest{Sort: model.SortCreated}).Rows }
	missing(s, get)
	same(s, "of nobody", len(see(s, sitesOf(3))), 0)
	s.change(remove) // none there is no error

	s.change(func(tx model.Tx) error {
		return first(tx.PutSiteMember(two), tx.PutSiteMember(one), tx.PutSiteMember(bob), tx.PutSiteMember(atSite(2, 1, 3)))
	})
	same(s, "member", see(s, get), one)
	same(s, "sites of one", see(s, sitesOf(3)), []model.SiteMember{one, two})
	same(s, "sites of the other", see(s, sitesOf(2)), []model.SiteMember{bob})
	same(s, "who is there, by account", atFirst(), []string{"2", "3"})

	one.Term, one.AddedAt = 4, at(50)
	s.change(func(tx model.Tx) error { return tx.PutSiteMember(one) })
	same(s, "written again", see(s, sitesOf(3)), []model.SiteMember{one, two})
	s.change(remove)
	missing(s, get)
	same(s, "at one less", see(s, sitesOf(3)), []model.SiteMember{two})
	same(s, "who is left", atFirst(), []string{"2"})

	for _, bad := range []model.SiteMember{{Site: siteID(1), User: userID(1)}, {Org: orgID(1), User: userID(1)}, {Org: orgID(1), Site: siteID(1)}} {
		s.refused(model.KindInternal, func(tx model.Tx) error { return tx.PutSiteMember(bad) })
	}
}

func sitePages(s *suite) {
	below := func(n int, name string) model.Site {
		child := site(1, n, name)
		child.Parent = siteID(1)
		return child
	}
	s.change(func(tx model.Tx) error {
		return first(tx.PutSite(site(1, 1, "z")), tx.PutSite(below(2, "c")), tx.PutSite(below(3, "B")), tx.PutSite(below(4, "a")),
			tx.PutSite(site(2, 5, "b")), tx.PutSite(site(1, 6, "top")),
			tx.PutSiteMember(atSite(1, 1, 5)), tx.PutSiteMember(atSite(1, 1, 1)), tx.PutSiteMember(atSite(1, 1, 3)), tx.PutSiteMember(atSite(1, 2, 4)))
	})
	walks(s, siteList(s), model.SortName, []string{"a", "B", "c", "top", "z"})
	walks(s, siteList(s), model.SortCreated, []string{"z", "c", "B", "a", "top"})
	walks(s, siteListBelow(s, siteID(1)), model.SortName, []string{"a", "B", "c"})
	walks(s, siteListBelow(s, ""), model.SortName, []string{"top", "z"})
	walks(s, siteMemberList(s), model.SortCreated, []string{"1", "3", "5"})
	s.unsorted(func(tx model.Tx, req model.PageRequest) error { _, err := tx.Sites(orgID(1), req); return err })
	s.unsorted(func(tx model.Tx, req model.PageRequest) error { _, err := tx.SitesBelow(orgID(1), "", req); return err })
	s.unsorted(func(tx model.Tx, req model.PageRequest) error {
		_, err := tx.SiteMembers(orgID(1), siteID(1), req)
		return err
	})
}
