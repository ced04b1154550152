package model

import (
	"cmp"
	"slices"
)

// itemSource yields items in the order of their org and id: up to limit that
// come after one (before it, when backward), the nearest first. A zero ItemRef
// is the start, or the end.
type itemSource func(from ItemRef, backward bool, limit int) ([]ItemRef, error)

// compareItems is the order of a listing.
func compareItems(a, b ItemRef) int {
	return cmp.Or(cmp.Compare(a.Org, b.Org), cmp.Compare(a.ID, b.ID))
}

// itemSources returns where every item that b can see is to be found: what it
// owns, what was granted to it or to what it belongs to, and what a rule or an
// override reaches. What they yield is looked at one by one: here nothing is
// decided.
//
// Their number grows with what b belongs to, with the sites below its sites and
// below those of rules, and with the rules of the org. What was granted or is
// owned is looked at whatever its kind, so a page of one kind costs up to a
// look-up for each item that b was ever given.
func (q *inquiry) itemSources(org Org, b *bearer, kind ItemKind) ([]itemSource, error) {
	if b.allowed.Has(OverrideViewAll) {
		return q.allSources(org, b, kind)
	}
	owned, err := q.ownedSources(b)
	if err != nil {
		return nil, err
	}
	granted, err := q.grantedSources(b)
	if err != nil {
		return nil, err
	}
	ruled, err := q.ruledSources(b, kind)
	return slices.Concat(owned, granted, ruled), err
}

// allSources are those of a holder of an override: the org's own items of the
// kinds that the holder may view, and what other orgs share.
func (q *inquiry) allSources(org Org, b *bearer, kind ItemKind) ([]itemSource, error) {
	sources, err := q.grantedSources(b)
	for _, k := range org.ItemKinds() {
		if (kind == "" || k == kind) && b.mayView(k) {
			sources = append(sources, q.inRange(ItemRange{Org: b.org, Kind: k}))
		}
	}
	return sources, err
}

func (q *inquiry) inRange(r ItemRange) itemSource {
	return func(from ItemRef, backward bool, limit int) ([]ItemRef, error) {
		if from.Org != "" && from.Org != r.Org {
			if (from.Org > r.Org) != backward {
				return nil, nil // it lies on the far side
			}
			from = ItemRef{}
		}
		ids, err := q.ItemIDs(r, from.ID, backward, limit)
		refs := make([]ItemRef, len(ids))
		for i, id := range ids {
			refs[i] = ItemRef{r.Org, id}
		}
		return refs, err
	}
}

// ownedSources are one for b as an owner, and one for each owner whose items
// came to b by hand-overs (rule 1.3).
func (q *inquiry) ownedSources(b *bearer) ([]itemSource, error) {
	var sources []itemSource
	owners := []Owner{b.owner()}
	known := map[Owner]bool{}
	for len(owners) > 0 {
		owner := owners[0]
		if known[owner] {
			return nil, missing(notFound("a ring of hand-overs"))
		}
		known[owner] = true
		sources = append(sources, q.inRange(ItemRange{Org: b.org, Owner: owner}))
		handed, err := q.HandedTo(b.org, owner)
		if err != nil {
			return nil, err
		}
		owners = owners[1:]
		for _, h := range handed {
			owners = append(owners, h.From)
		}
	}
	return sources, nil
}

// grantedSources are one for each grantee that includes b.
func (q *inquiry) grantedSources(b *bearer) ([]itemSource, error) {
	grantees, err := q.grantees(b)
	if err != nil {
		return nil, err
	}
	var sources []itemSource
	for _, to := range grantees {
		sources = append(sources, func(from ItemRef, backward bool, limit int) ([]ItemRef, error) {
			return q.GrantedTo(to, from, backward, limit)
		})
	}
	return sources, nil
}

// grantees are those that include b (rules 7.3, 7.4, 7.6).
func (q *inquiry) grantees(b *bearer) ([]Grantee, error) {
	if b.subject.IsServiceUser() {
		return []Grantee{
			{Org: b.org, Kind: GranteeServiceUser, ID: string(b.subject.ServiceUser)},
			{Org: b.org, Kind: GranteeAllServiceUsers},
		}, nil
	}
	list := []Grantee{
		{Org: b.org, Kind: GranteeUser, ID: string(b.subject.User)},
		{Org: b.org, Kind: GranteeAllUsers},
	}
	groups, err := q.GroupsOf(b.org, b.subject.User)
	if err != nil {
		return nil, err
	}
	for _, m := range groups {
		list = append(list, Grantee{Org: b.org, Kind: GranteeGroup, ID: string(m.Group)})
	}
	sites, err := q.sitesBelowThoseOf(b)
	for _, id := range sites {
		list = append(list, Grantee{Org: b.org, Kind: GranteeSite, ID: string(id)})
	}
	return list, err
}

// sitesBelowThoseOf returns the sites that b is a member of: those it was added
// to, and all below (rule 7.4).
func (q *inquiry) sitesBelowThoseOf(b *bearer) ([]SiteID, error) {
	memberships, err := q.SitesOf(b.org, b.subject.User)
	if err != nil {
		return nil, err
	}
	known := map[SiteID]bool{}
	var sites []SiteID
	for _, m := range memberships {
		if m.Term != b.term {
			continue
		}
		if err := q.eachSiteDown(b.org, m.Site, func(id SiteID) (more bool) {
			if known[id] {
				return false
			}
			known[id] = true
			sites = append(sites, id)
			return true
		}); err != nil {
			return nil, err
		}
	}
	return sites, nil
}

// eachSiteDown tells fn a site and those below it. Those below one for which fn
// says no are left out.
func (q *inquiry) eachSiteDown(org OrgID, id SiteID, fn func(SiteID) (more bool)) error {
	if !fn(id) {
		return nil
	}
	_, err := eachOf(SortName, func(r PageRequest) (Page[Site], error) { return q.SitesBelow(org, id, r) },
		func(s Site) (bool, error) { return true, q.eachSiteDown(org, s.ID, fn) })
	return err
}

// ruledSources are one for each kind, or kind and site, that a rule gives b.
func (q *inquiry) ruledSources(b *bearer, kind ItemKind) ([]itemSource, error) {
	ranges := map[ItemRange]bool{}
	_, err := eachOf(SortCreated, func(r PageRequest) (Page[Grant], error) { return q.Rules(b.org, r) }, func(g Grant) (bool, error) {
		if kind != "" && g.Scope.Kind != kind || !b.mayView(g.Scope.Kind) {
			return true, nil
		}
		_, covered, err := q.covers(b, g)
		if err != nil || !covered {
			return true, err
		}
		if g.Scope.Site == "" {
			ranges[ItemRange{Org: b.org, Kind: g.Scope.Kind}] = true
			return true, nil
		}
		return true, q.eachSiteDown(b.org, g.Scope.Site, func(id SiteID) bool {
			r := ItemRange{Org: b.org, Kind: g.Scope.Kind, Site: id}
			known := ranges[r]
			ranges[r] = true
			return !known
		})
	})
	var sources []itemSource
	for r := range ranges {
		sources = append(sources, q.inRange(r))
	}
	return sources, err
}

// mergeBatch is how many items are read from a source at a time.
const mergeBatch = 64

// merged is several sources as one, each item once.
type merged struct {
	backward bool
	heads    []sourceHead
}

type sourceHead struct {
	read itemSource
	next []ItemRef // what was read and not yet yielded
	last ItemRef   // where reading goes on
	done bool
}

func merge(sources []itemSource, from ItemRef, backward bool) *merged {
	m := &merged{backward: backward}
	for _, read := range sources {
		m.heads = append(m.heads, sourceHead{read: read, last: from})
	}
	return m
}

// next returns the next item, and false when there is none.
func (m *merged) next() (ItemRef, bool, error) {
	var nearest ItemRef
	for i := range m.heads {
		h := &m.heads[i]
		if err := h.fill(m.backward); err != nil {
			return ItemRef{}, false, err
		}
		if len(h.next) > 0 && (nearest == ItemRef{} || m.before(h.next[0], nearest)) {
			nearest = h.next[0]
		}
	}
	for i := range m.heads {
		if h := &m.heads[i]; len(h.next) > 0 && h.next[0] == nearest {
			h.next = h.next[1:]
		}
	}
	return nearest, nearest != ItemRef{}, nil
}

func (m *merged) before(a, b ItemRef) bool {
	if m.backward {
		a, b = b, a
	}
	return compareItems(a, b) < 0
}

func (h *sourceHead) fill(backward bool) (err error) {
	if len(h.next) > 0 || h.done {
		return nil
	}
	h.next, err = h.read(h.last, backward, mergeBatch)
	if len(h.next) < mergeBatch {
		h.done = true
	} else {
		h.last = h.next[len(h.next)-1]
	}
	return err
}
