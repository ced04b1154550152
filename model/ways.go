package model

// bearer is a subject in its org as one decision finds it: what it may do, and
// what it belongs to. Its memberships are looked up once each.
type bearer struct {
	org     OrgID
	subject Subject
	term    int // of the Membership, for a user
	allowed Permissions

	groups map[GroupID]bool
	sites  map[SiteID]SiteID // the site that a member of it or of one above is at; "" for none
}

// bearerOf returns who a subject is in a decision.
func bearerOf(p *party, allowed Permissions) bearer {
	return bearer{org: p.org.ID, subject: p.subject, term: p.membership.Term, allowed: allowed}
}

// mayView reports whether b may view items of a kind at all (rule 7.1).
func (b *bearer) mayView(kind ItemKind) bool {
	viewing := kind.viewing()
	return viewing == "" || b.allowed.Has(viewing)
}

// owner returns the subject as the owner of what it owns now.
func (b *bearer) owner() Owner { return Owner{b.subject, b.term} }

// Way is one reason why a subject has a level on an item (section 7 of the
// rules): it owns the item, it has an override, or a grant includes it.
type Way struct {
	Level    Level
	Owner    bool
	Override Permission // "" unless it is by one
	Grant    Grant      // zero unless it is by one
	Through  SiteID     // of a grant to a site: the one at it or above that the subject is a member of
}

// eachWay tells fn every way in which b reaches item, until fn has had enough.
//
// The cost is a look-up for each hand-over of the item's owner, one for each
// site from the item's up to the top, and for each grant on the item or by a
// rule on its kind and sites: one for a group that it names, and one for each
// site from a site that it names up to the top. How many items, people or sites
// the org has does not matter.
func (q *inquiry) eachWay(b *bearer, item Item, fn func(Way) (more bool)) error {
	if item.Org == b.org {
		more, err := q.waysWithin(b, item, fn)
		if err != nil || !more {
			return err
		}
	}
	return q.eachGrantOn(item, func(g Grant) (bool, error) {
		through, covered, err := q.covers(b, g)
		if err != nil || !covered {
			return true, err
		}
		return fn(Way{Level: g.Level, Grant: g, Through: through}), nil
	})
}

// waysWithin are those that work in the item's own org alone: the overrides
// (rule 6.4) and ownership (rule 7.2).
func (q *inquiry) waysWithin(b *bearer, item Item, fn func(Way) bool) (more bool, err error) {
	switch {
	case b.allowed.Has(OverrideManageAll):
		more = fn(Way{Level: LevelDelete, Override: OverrideManageAll})
	case b.allowed.Has(OverrideViewAll):
		more = fn(Way{Level: LevelView, Override: OverrideViewAll})
	default:
		more = true
	}
	if !more {
		return false, nil
	}
	owner, err := q.ownerNow(item)
	if err != nil || owner != b.owner() {
		return true, err
	}
	return fn(Way{Level: LevelDelete, Owner: true}), nil
}

// ownerNow returns who owns an item by now: what an owner had when they left is
// their successor's, and that one's successor's (rule 1.3). Nobody is handed
// anything after their own term, so the way ends; a ring is a fault of the store.
func (q *inquiry) ownerNow(item Item) (Owner, error) {
	owner := item.Owner
	for range maxHandOvers {
		h, err := q.HandOver(item.Org, owner)
		if KindOf(err) == KindNotFound {
			return owner, nil
		}
		if err != nil {
			return owner, err
		}
		owner = h.To
	}
	return owner, &Error{Kind: KindInternal, Message: "Who owns an item could not be found out, so this was refused."}
}

// maxHandOvers is how many owners may have followed one another.
const maxHandOvers = 10_000

// eachGrantOn tells fn the grants on an item, then those by rules on its kind,
// for the org and for each site from the item's up to the top (rule 7.3).
func (q *inquiry) eachGrantOn(item Item, fn func(Grant) (more bool, err error)) error {
	scopes, err := q.grantScopes(item)
	if err != nil {
		return err
	}
	for _, scope := range scopes {
		more, err := eachOf(SortCreated, func(r PageRequest) (Page[Grant], error) { return q.Grants(scope, r) }, fn)
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// eachSiteUp tells fn a site and those above it, up to the top; none for "".
func (q *inquiry) eachSiteUp(org OrgID, id SiteID, fn func(Site) (more bool, err error)) error {
	for range MaxSiteDepth {
		if id == "" {
			return nil
		}
		site, err := q.Site(org, id)
		if err != nil {
			return missing(err)
		}
		more, err := fn(site)
		if err != nil || !more {
			return err
		}
		id = site.Parent
	}
	return nil
}

// covers reports whether a grant includes b (rules 7.3 to 7.6), and for one to a
// site through which.
func (q *inquiry) covers(b *bearer, g Grant) (through SiteID, covered bool, err error) {
	if g.To.Org != b.org || g.Scope.IsRule() && g.Scope.Org != b.org {
		return "", false, nil
	}
	if b.subject.IsServiceUser() { // rule 7.6: nothing else covers one
		return "", g.To.Kind == GranteeAllServiceUsers ||
			g.To.Kind == GranteeServiceUser && g.To.ID == string(b.subject.ServiceUser), nil
	}
	switch g.To.Kind {
	case GranteeAllUsers:
		return "", true, nil
	case GranteeUser:
		return "", g.To.ID == string(b.subject.User) && g.Term == b.term, nil
	case GranteeGroup:
		covered, err = q.inGroup(b, GroupID(g.To.ID))
	case GranteeSite:
		through, err = q.atSite(b, SiteID(g.To.ID))
		covered = through != ""
	}
	return through, covered, err
}

// inGroup reports whether b is in a group that was not deleted.
func (q *inquiry) inGroup(b *bearer, id GroupID) (bool, error) {
	if in, known := b.groups[id]; known {
		return in, nil
	}
	m, err := q.GroupMember(b.org, id, b.subject.User)
	in := err == nil && m.Term == b.term
	if in {
		var group Group
		group, err = q.Group(b.org, id)
		in = err == nil && !group.Deleted
	}
	if err != nil && KindOf(err) != KindNotFound {
		return false, err
	}
	if b.groups == nil {
		b.groups = map[GroupID]bool{}
	}
	b.groups[id] = in
	return in, nil
}

// atSite returns the nearest site, from one up to the top, that b was made a
// member of, and so a member of that one (rule 7.4); "" when there is none.
func (q *inquiry) atSite(b *bearer, id SiteID) (SiteID, error) {
	if through, known := b.sites[id]; known {
		return through, nil
	}
	var through SiteID
	err := q.eachSiteUp(b.org, id, func(s Site) (bool, error) {
		if s.Deleted {
			return false, nil
		}
		m, err := q.SiteMember(b.org, s.ID, b.subject.User)
		if KindOf(err) == KindNotFound || err == nil && m.Term != b.term {
			return true, nil
		}
		if err == nil {
			through = s.ID
		}
		return false, err
	})
	if err != nil {
		return "", err
	}
	if b.sites == nil {
		b.sites = map[SiteID]SiteID{}
	}
	b.sites[id] = through
	return through, nil
}

// eachOf tells fn every row of a list, page by page, until it has had enough,
// and reports whether it has not.
func eachOf[T any](sort Sort, read func(PageRequest) (Page[T], error), fn func(T) (more bool, err error)) (bool, error) {
	request := PageRequest{Sort: sort}
	for {
		page, err := read(request)
		if err != nil {
			return false, err
		}
		for _, row := range page.Rows {
			if more, err := fn(row); err != nil || !more {
				return false, err
			}
		}
		if page.AtEnd {
			return true, nil
		}
		request.From = page.End
	}
}
