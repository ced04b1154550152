package storetest

import (
	"slices"
	"strings"

	"example.com/latchkey/model"
)

func getGrant(on model.Scope, to model.Grantee) func(model.Tx) (model.Grant, error) {
	return func(tx model.Tx) (model.Grant, error) { return tx.Grant(on, to) }
}

func putGrants(list ...model.Grant) func(model.Tx) error {
	return func(tx model.Tx) error {
		for _, g := range list {
			if err := tx.PutGrant(g); err != nil {
				return err
			}
		}
		return nil
	}
}

// granteeName is short: the kind and the last digit of the id.
func granteeName(g model.Grant) string {
	if g.To.ID == "" {
		return lastOf(g.To.Org) + string(g.To.Kind)
	}
	return lastOf(g.To.Org) + string(g.To.Kind) + lastOf(g.To.ID)
}

// grantees are one of each kind, in the order of their keys.
func grantees(orgNo int) []model.Grantee {
	return []model.Grantee{
		{Org: orgID(orgNo), Kind: model.GranteeAllServiceUsers},
		{Org: orgID(orgNo), Kind: model.GranteeAllUsers},
		{Org: orgID(orgNo), Kind: model.GranteeGroup, ID: string(groupID(1))},
		{Org: orgID(orgNo), Kind: model.GranteeServiceUser, ID: string(serviceID(1))},
		{Org: orgID(orgNo), Kind: model.GranteeSite, ID: string(siteID(1))},
		toUser(orgNo, 1), toUser(orgNo, 2),
	}
}

func grantList(s *suite, on model.Scope) listing {
	return listed(s, func(tx model.Tx, req model.PageRequest) (model.Page[model.Grant], error) { return tx.Grants(on, req) }, granteeName)
}

func ruleList(s *suite) listing {
	return listed(s, func(tx model.Tx, req model.PageRequest) (model.Page[model.Grant], error) {
		return tx.Rules(orgID(1), req)
	}, func(g model.Grant) string {
		name := string(g.Scope.Kind) + ":" + granteeName(g)
		if g.Scope.Site != "" {
			name += "@" + lastOf(g.Scope.Site)
		}
		return name
	})
}

func grants(s *suite) {
	one := grant(onItem(1, 1), toUser(1, 1))
	get := getGrant(one.Scope, one.To)
	remove := func(tx model.Tx) error { return tx.DeleteGrant(one.Scope, one.To) }
	missing(s, get)
	s.change(remove) // none there is no error

	one.Term = 3
	s.change(putGrants(one))
	same(s, "grant", see(s, get), one)
	missing(s, getGrant(onItem(1, 2), one.To))
	missing(s, getGrant(onItem(2, 1), one.To))
	var others []model.Grant
	for _, other := range append(grantees(1)[:5], toUser(1, 2), toUser(2, 1)) {
		missing(s, getGrant(one.Scope, other))
		others = append(others, grant(one.Scope, other))
	}
	s.change(putGrants(others...))
	for _, level := range model.Levels() {
		one.Level, one.At, one.By = level, at(20), "Bob"
		s.change(putGrants(one))
		same(s, "another level", see(s, get), one)
	}
	for _, other := range others {
		same(s, "each kind is its own", see(s, getGrant(one.Scope, other.To)), other)
	}
	s.change(remove)
	missing(s, get)
	same(s, "the others stay", len(grantList(s, one.Scope)(model.PageRequest{}).Rows), 7)
	s.change(remove)

	badGrants(s)
}

// badGrants: what would not be found again is refused.
func badGrants(s *suite) {
	s.Helper()
	on, to := onItem(1, 1), toUser(1, 1)
	for _, scope := range []model.Scope{
		{}, {Org: orgID(1)}, {Item: itemID(1)}, {Kind: model.KindAsset}, {Org: orgID(1), Site: siteID(1)},
		{Org: orgID(1), Item: "a\x00b"}, {Org: orgID(1), Kind: "a\x00b"}, {Org: orgID(1), Kind: model.KindAsset, Site: "a\x00b"},
	} {
		s.refused(model.KindInternal, putGrants(grant(scope, to)))
		missing(s, getGrant(scope, to))
	}
	for _, other := range []model.Grantee{
		{}, {Org: orgID(1)}, {Org: orgID(1), Kind: model.GranteeUser}, {Kind: model.GranteeUser, ID: "usr_1"},
		{Org: orgID(1), ID: "usr_1"}, {Org: orgID(1), Kind: model.GranteeGroup, ID: "a\x00b"},
		{Kind: model.GranteeAllUsers},
		{Org: orgID(1), Kind: model.GranteeAllServiceUsers, ID: "a\x00b"},
	} {
		s.refused(model.KindInternal, putGrants(grant(on, other)))
		missing(s, getGrant(on, other))
	}
}

func rules(s *suite) {
	assets, own, there := ruleFor(1, model.KindAsset), ruleFor(1, "asset.own"), ruleFor(1, model.KindAsset)
	there.Site = siteID(1)
	ann := toUser(1, 1)
	s.change(putGrants(grant(assets, ann), grant(onItem(1, 1), ann), grant(ruleFor(2, model.KindAsset), ann)))
	same(s, "rule", see(s, getGrant(assets, ann)), grant(assets, ann))
	missing(s, getGrant(own, ann))
	missing(s, getGrant(there, ann))
	s.change(putGrants(grant(own, ann), grant(there, ann)))
	same(s, "of a kind that begins alike", see(s, getGrant(own, ann)), grant(own, ann))
	same(s, "at a site", see(s, getGrant(there, ann)), grant(there, ann))

	list := func(on model.Scope) []string { return grantList(s, on)(model.PageRequest{}).Rows }
	for _, on := range []model.Scope{assets, own, there, onItem(1, 1)} {
		same(s, "on one scope", list(on), []string{"1user1"})
	}
	all := func() []string { return ruleList(s)(model.PageRequest{}).Rows }
	same(s, "all of the org", all(), []string{"asset:1user1", "asset:1user1@1", "asset.own:1user1"})
	s.change(func(tx model.Tx) error { return tx.DeleteGrant(there, ann) })
	missing(s, getGrant(there, ann))
	same(s, "one less", all(), []string{"asset:1user1", "asset.own:1user1"})
}

func grantPages(s *suite) {
	there := ruleFor(1, model.KindAsset)
	there.Site = siteID(1)
	for _, on := range []model.Scope{onItem(1, 1), onItem(1, 2), there, ruleFor(1, "zone")} {
		var all []model.Grant
		for _, to := range slices.Concat(grantees(1), grantees(2)) {
			all = append(all, grant(on, to))
		}
		s.change(putGrants(all...))
	}
	var names, all []string
	for _, to := range slices.Concat(grantees(1), grantees(2)) {
		names = append(names, granteeName(model.Grant{To: to}))
	}
	for _, name := range names {
		all = append(all, "asset:"+name+"@1")
	}
	for _, name := range names {
		all = append(all, "zone:"+name)
	}
	for _, sort := range []model.Sort{"", model.SortName, model.SortCreated} { // it is ignored
		walks(s, grantList(s, onItem(1, 1)), sort, names)
		walks(s, grantList(s, there), sort, names)
	}
	walks(s, ruleList(s), "", all)
	for _, bad := range []model.Cursor{"?", "bg"} {
		s.refused(model.KindInvalid, func(tx model.Tx) error {
			_, err := tx.Rules(orgID(1), model.PageRequest{From: bad})
			return err
		})
	}
}

func grantedTo(s *suite) {
	to := func(who model.Grantee) func(from model.ItemRef, backward bool, limit int) []model.ItemRef {
		return func(from model.ItemRef, backward bool, limit int) []model.ItemRef {
			return see(s, func(tx model.Tx) ([]model.ItemRef, error) { return tx.GrantedTo(who, from, backward, limit) })
		}
	}
	ann, bob := toUser(1, 1), toUser(1, 2)
	same(s, "nothing", len(to(ann)(model.ItemRef{}, false, 10)), 0)
	var places, want []model.ItemRef
	var put []model.Grant
	for _, orgNo := range []int{1, 2} {
		for n := 1; n <= 4; n++ {
			place, who := model.ItemRef{Org: orgID(orgNo), ID: itemID(n)}, bob
			if n%2 == 0 {
				who, want = ann, append(want, place)
			}
			places, put = append(places, place), append(put, grant(onItem(orgNo, n), who))
		}
	}
	s.change(putGrants(put...))
	s.change(putGrants(grant(ruleFor(1, model.KindAsset), ann), grant(onItem(1, 1), toUser(2, 1)), grant(onItem(1, 1), model.Grantee{
		Org: orgID(1), Kind: model.GranteeUser, ID: ann.ID + "1", // one that begins alike
	})))
	keyset(s, "items of both orgs", to(ann), want, places)

	s.change(func(tx model.Tx) error { return tx.DeleteGrant(onItem(1, 2), ann) })
	keyset(s, "one less", to(ann), want[1:], places)
	for _, who := range append(grantees(1)[:5], model.Grantee{Org: orgID(1), Kind: model.GranteeUser, ID: strings.Repeat("x", 300)}) {
		same(s, "of somebody else", len(to(who)(model.ItemRef{}, false, 10)), 0)
	}
}
