package storetest

import (
	"time"

	"example.com/latchkey/model"
)

func orgs(s *suite) {
	acme := org(1, "Acme")
	acme.SSO, acme.SSODomains = model.SSODomains, []string{"acme.example"}
	acme.ServiceTokenInactivity, acme.OwnPermissions = 45*24*time.Hour, []model.Permission{"reports.export"}
	acme.OwnKinds = []model.ItemKind{"vehicle"}
	get := func(tx model.Tx) (model.Org, error) { return tx.Org(orgID(1)) }
	named := func(name string) func(model.Tx) (model.Org, error) {
		return func(tx model.Tx) (model.Org, error) { return tx.OrgByName(name) }
	}
	missing(s, get)
	missing(s, named("Acme"))

	s.change(func(tx model.Tx) error { return tx.PutOrg(acme) })
	same(s, "org", see(s, get), acme)
	same(s, "by folded name", see(s, named("ａＣＭＥ")), acme)

	e := s.refused(model.KindConflict, func(tx model.Tx) error { return tx.PutOrg(org(2, "ACME")) })
	if e.Field != model.FieldName || e.Message != "The name ACME is taken." {
		s.Errorf("taken: %q %q", e.Field, e.Message)
	}
	acme.Suspended = true
	s.change(func(tx model.Tx) error { return tx.PutOrg(acme) })
	acme.Name = "Apex"
	s.change(func(tx model.Tx) error { return tx.PutOrg(acme) })
	missing(s, named("Acme"))
	same(s, "renamed", see(s, named("apex")), acme)
	s.change(func(tx model.Tx) error { return tx.PutOrg(org(2, "Acme")) })
	s.refused(model.KindConflict, func(tx model.Tx) error { return tx.PutOrg(org(2, "apex")) })
	same(s, "the other one after the refusal", see(s, named("acme")), org(2, "Acme"))
}

func accounts(s *suite) {
	ann := account(1, "Ann", "ann@example.com")
	ann.Operator, ann.PasswordHash, ann.CodeHash, ann.CodeUntil = true, "$argon2id$…", "code", at(9)
	ann.Generation, ann.LastOrg, ann.NoAutoCopy, ann.LastLoginAt = 3, orgID(1), true, at(4)
	get := func(tx model.Tx) (model.Account, error) { return tx.Account(userID(1)) }
	mail := func(email string) func(model.Tx) (model.Account, error) {
		return func(tx model.Tx) (model.Account, error) { return tx.AccountByEmail(email) }
	}
	missing(s, get)
	missing(s, mail("ann@example.com"))

	s.change(func(tx model.Tx) error { return tx.PutAccount(ann) })
	same(s, "account", see(s, get), ann)
	same(s, "by e-mail", see(s, mail("ann@example.com")), ann)

	e := s.refused(model.KindConflict, func(tx model.Tx) error { return tx.PutAccount(account(2, "Ann", "ann@example.com")) })
	if e.Field != model.FieldEmail || e.Message != "The email ann@example.com is taken." {
		s.Errorf("taken: %q %q", e.Field, e.Message)
	}
	ann.Email = "ann@example.org"
	s.change(func(tx model.Tx) error { return tx.PutAccount(ann) })
	missing(s, mail("ann@example.com"))
	s.change(func(tx model.Tx) error { return tx.PutAccount(account(2, "Ann", "ann@example.com")) })
	list := see(s, func(tx model.Tx) (model.Page[model.Account], error) {
		return tx.Accounts(model.PageRequest{Sort: model.SortName})
	})
	same(s, "two of one name", ids(list.Rows, func(a model.Account) string { return a.Email }), "ann@example.org ann@example.com")
}

// memberNames lists the members of the first org.
func memberNames(s *suite, sort model.Sort) string {
	s.Helper()
	page := see(s, func(tx model.Tx) (model.Page[model.Membership], error) {
		return tx.Members(orgID(1), model.PageRequest{Sort: sort})
	})
	return ids(page.Rows, func(m model.Membership) string { return m.Name })
}

func memberships(s *suite) {
	ann, bob, cid := member(1, 3, "Ann"), member(1, 1, "Bob"), member(1, 2, "Cid")
	missing(s, func(tx model.Tx) (model.Membership, error) { return tx.Membership(orgID(1), userID(3)) })
	s.change(func(tx model.Tx) error {
		return first(tx.PutMembership(ann), tx.PutMembership(bob), tx.PutMembership(cid), tx.PutMembership(member(2, 3, "Ann")))
	})
	missing(s, func(tx model.Tx) (model.Membership, error) { return tx.Membership(orgID(2), userID(1)) })
	same(s, "by name", memberNames(s, model.SortName), "Ann Bob Cid")
	same(s, "by creation of the account", memberNames(s, model.SortCreated), "Bob Cid Ann")

	bob.Term = 2
	bob.Status, bob.Epoch, bob.EpochAt, bob.EpochBy, bob.EpochAs = model.MemberRemoved, 1, at(5), "Ann", model.MemberRemoved
	cid.Status = model.MemberDeactivated
	ann.Name = "Zoe"
	s.change(func(tx model.Tx) error {
		return first(tx.PutMembership(bob), tx.PutMembership(cid), tx.PutMembership(ann))
	})
	same(s, "the removed left out", memberNames(s, model.SortName), "Cid Zoe")
	same(s, "the removed left out", memberNames(s, model.SortCreated), "Cid Zoe")
	same(s, "the removed one's record", see(s, func(tx model.Tx) (model.Membership, error) {
		return tx.Membership(orgID(1), userID(1))
	}), bob)

	of := func(n int) func(model.Tx) ([]model.Membership, error) {
		return func(tx model.Tx) ([]model.Membership, error) { return tx.MembershipsOf(userID(n)) }
	}
	same(s, "of the removed one", see(s, of(1)), []model.Membership{bob})
	same(s, "of one in two orgs", see(s, of(3)), []model.Membership{ann, member(2, 3, "Ann")})
	same(s, "of nobody", len(see(s, of(9))), 0)

	bob.Status = model.MemberActive
	s.change(func(tx model.Tx) error { return tx.PutMembership(bob) })
	same(s, "back again", memberNames(s, model.SortName), "Bob Cid Zoe")

	holding := func(n int) string {
		page := see(s, func(tx model.Tx) (model.Page[model.Membership], error) {
			return tx.MembersWithSet(orgID(1), setID(n), model.PageRequest{Sort: model.SortName})
		})
		return ids(page.Rows, func(m model.Membership) string { return m.Name })
	}
	same(s, "who holds a set", holding(1), "Bob Cid Zoe")
	bob.Set = setID(2)
	cid.Status = model.MemberRemoved
	s.change(func(tx model.Tx) error { return first(tx.PutMembership(bob), tx.PutMembership(cid)) })
	same(s, "who is left with it", holding(1), "Zoe")
	same(s, "who holds the other", holding(2), "Bob")
}

// first returns the first error.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
