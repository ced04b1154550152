package model

import (
	"cmp"
	"context"
	"slices"
)

func (s Site) target() TargetRef {
	return TargetRef{Kind: "site", ID: string(s.ID), Name: s.Name}
}

// site returns a site that was not deleted.
func (q *inquiry) site(org OrgID, id SiteID) (Site, error) {
	s, err := q.Site(org, id)
	if err == nil && s.Deleted {
		return s, notFound("That site was deleted.")
	}
	return s, err
}

// CreateSite adds a site to an org, right below parent; "" is the top. Errors:
// KindForbidden, KindInvalid, KindNotFound (no such parent), KindConflict (the
// name is taken, or it would be too deep).
func (a *Authority) CreateSite(ctx context.Context, actor Actor, org OrgID, name string, parent SiteID) (Site, error) {
	name, err := CleanName(FieldName, name)
	if err != nil {
		return Site{}, err
	}
	var made Site
	at := attempt{actor, org, ActCreateSite, TargetRef{Kind: "site", Name: name}}
	err = a.carryOut(ctx, at, ucManageSites, func(c *change) error {
		id, err := newID[SiteID](c, "sit_")
		if err != nil {
			return err
		}
		made = Site{ID: id, Org: org, Name: name, Parent: parent, CreatedAt: c.now}
		if err := c.fitsBelow(made, parent); err != nil {
			return err
		}
		above, err := c.parentWords(org, parent)
		if err != nil {
			return err
		}
		if err := c.PutSite(made); err != nil {
			return err
		}
		return c.log(ActCreateSite, made.target(), Detail{Field: "name", After: name}, Detail{Field: "below", After: above})
	})
	return made, err
}

// parentWords names what a site lies below.
func (q *inquiry) parentWords(org OrgID, parent SiteID) (string, error) {
	if parent == "" {
		return "the top", nil
	}
	s, err := q.Site(org, parent)
	if err != nil {
		return "", missing(err)
	}
	return s.Name, nil
}

// fitsBelow refuses to have a site right below parent when that is no site, is
// the site itself or lies below it, or when the tree would have more levels than
// MaxSiteDepth. Every site fits at the top.
func (q *inquiry) fitsBelow(s Site, parent SiteID) error {
	if parent == "" {
		return nil
	}
	p, err := q.site(s.Org, parent)
	if KindOf(err) == KindNotFound {
		return &Error{Kind: KindNotFound, Field: FieldSite, Message: "There is no such site to be above it."}
	}
	if err != nil {
		return err
	}
	levels := MaxSiteDepth
	err = q.eachSiteUp(s.Org, parent, func(above Site) (bool, error) {
		if above.ID == s.ID {
			return false, conflict(FieldSite, "%s cannot lie below %s, which is that very site or lies below it.", Printable(s.Name), Printable(p.Name))
		}
		levels--
		return true, nil
	})
	if err != nil {
		return err
	}
	return q.fitsIn(s, levels)
}

// fitsIn refuses a site when it and those below it have more levels than fit.
func (q *inquiry) fitsIn(s Site, levels int) error {
	fits, err := q.reachesDown(s.Org, s.ID, levels)
	if err == nil && !fits {
		err = conflict(FieldSite, "%s does not fit there: sites go at most %d levels deep.", Printable(s.Name), MaxSiteDepth)
	}
	return err
}

// reachesDown reports whether a site and those below it have at most so many
// levels.
func (q *inquiry) reachesDown(org OrgID, id SiteID, levels int) (bool, error) {
	if levels <= 0 {
		return false, nil
	}
	return eachOf(SortName, func(r PageRequest) (Page[Site], error) { return q.SitesBelow(org, id, r) },
		func(s Site) (bool, error) { return q.reachesDown(org, s.ID, levels-1) })
}

// changeSite runs fn on a site of an org.
func (a *Authority) changeSite(ctx context.Context, actor Actor, org OrgID, id SiteID, action Action, fn func(*change, Site) error) error {
	at := attempt{actor, org, action, TargetRef{Kind: "site", ID: string(id)}}
	return a.carryOut(ctx, at, ucManageSites, func(c *change) error {
		s, err := c.site(org, id)
		if err != nil {
			return err
		}
		return fn(c, s)
	})
}

// RenameSite gives a site another name. Errors: KindForbidden, KindInvalid,
// KindNotFound, KindConflict (the name is taken).
//
// What is another by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) RenameSite(ctx context.Context, actor Actor, org OrgID, id SiteID, name string, seen ...string) (Site, error) {
	name, err := CleanName(FieldName, name)
	if err != nil {
		return Site{}, err
	}
	var renamed Site
	err = a.changeSite(ctx, actor, org, id, ActEditSite, func(c *change, s Site) error {
		if err := stale("the name", s.Name, seen); err != nil {
			return err
		}
		renamed = s
		if s.Name == name {
			return nil
		}
		renamed.Name = name
		if err := c.PutSite(renamed); err != nil {
			return err
		}
		return c.log(ActEditSite, renamed.target(), Detail{"name", s.Name, name})
	})
	return renamed, err
}

// MoveSite puts a site, with all that lies below it, right below another parent;
// "" is the top. Who is a member of it through the sites above changes with that
// (rule 7.4). Errors: KindForbidden, KindNotFound, KindConflict (below itself, or
// too deep).
//
// What is another parent by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) MoveSite(ctx context.Context, actor Actor, org OrgID, id, parent SiteID, seen ...SiteID) (Site, error) {
	var moved Site
	err := a.changeSite(ctx, actor, org, id, ActMoveSite, func(c *change, s Site) error {
		if err := stale(s.Name, s.Parent, seen); err != nil {
			return err
		}
		moved = s
		if s.Parent == parent {
			return nil
		}
		if err := c.fitsBelow(s, parent); err != nil {
			return err
		}
		moved.Parent = parent
		return c.putMoved(s, moved)
	})
	return moved, err
}

func (c *change) putMoved(before, after Site) error {
	from, err := c.parentWords(before.Org, before.Parent)
	if err != nil {
		return err
	}
	to, err := c.parentWords(after.Org, after.Parent)
	if err != nil {
		return err
	}
	if err := c.PutSite(after); err != nil {
		return err
	}
	return c.log(ActMoveSite, after.target(), Detail{"below", from, to})
}

// DeleteSite deletes a site where nothing is and below which nothing lies. Its
// name is free from then on. Errors: KindForbidden, KindNotFound, KindConflict
// (there are sites below it or items at it).
func (a *Authority) DeleteSite(ctx context.Context, actor Actor, org OrgID, id SiteID) error {
	return a.changeSite(ctx, actor, org, id, ActDeleteSite, func(c *change, s Site) error {
		if err := c.emptySite(s); err != nil {
			return err
		}
		above, err := c.parentWords(org, s.Parent)
		if err != nil {
			return err
		}
		s.Deleted = true
		if err := c.PutSite(s); err != nil {
			return err
		}
		return c.log(ActDeleteSite, s.target(), Detail{Field: "name", Before: s.Name}, Detail{Field: "below", Before: above})
	})
}

func (q *inquiry) emptySite(s Site) error {
	below, err := q.SitesBelow(s.Org, s.ID, PageRequest{Sort: SortName, Limit: 1})
	if err != nil {
		return err
	}
	if len(below.Rows) > 0 {
		return conflict("", "%s lies below %s; move or delete the sites below it first.", Printable(below.Rows[0].Name), Printable(s.Name))
	}
	items, err := q.ItemIDs(ItemRange{Org: s.Org, Site: s.ID}, "", false, 1)
	if err == nil && len(items) > 0 {
		err = conflict("", "There are items at %s; move them to another site or delete them first.", Printable(s.Name))
	}
	return err
}

// AddToSite makes a member of the org one of a site, and thereby of those below
// it (rule 7.4); a deactivated one too. Errors: KindForbidden, KindInvalid (a
// service user: rule 2.3), KindNotFound, KindConflict (a member of that very site
// already).
func (a *Authority) AddToSite(ctx context.Context, actor Actor, org OrgID, id SiteID, user UserID) error {
	return a.changeSite(ctx, actor, org, id, ActAddToSite, func(c *change, s Site) error {
		m, err := c.placed(org, user)
		if err != nil {
			return err
		}
		there, err := c.isAt(s, m)
		if err != nil {
			return err
		}
		if there {
			return conflict(FieldSite, "%s is a member of %s already.", Printable(m.Name), Printable(s.Name))
		}
		if err := c.PutSiteMember(SiteMember{Org: org, Site: id, User: user, Term: m.Term, AddedAt: c.now}); err != nil {
			return err
		}
		return c.log(ActAddToSite, s.target(), Detail{Field: "member", After: m.inWords()})
	})
}

// isAt reports whether somebody was made a member of that very site.
func (q *inquiry) isAt(s Site, m Membership) (bool, error) {
	e, err := q.SiteMember(s.Org, s.ID, m.User)
	if KindOf(err) == KindNotFound {
		return false, nil
	}
	return err == nil && e.Term == m.Term, err
}

// RemoveFromSite ends what AddToSite began. Who is a member of a site above stays
// one of this one too. Errors: KindForbidden, KindInvalid (a service user: rule
// 2.3), KindNotFound, KindConflict (no member of that very site).
func (a *Authority) RemoveFromSite(ctx context.Context, actor Actor, org OrgID, id SiteID, user UserID) error {
	return a.changeSite(ctx, actor, org, id, ActTakeFromSite, func(c *change, s Site) error {
		m, err := c.placed(org, user)
		if err != nil {
			return err
		}
		there, err := c.isAt(s, m)
		if err != nil {
			return err
		}
		if !there {
			return conflict(FieldSite, "%s was not made a member of %s itself.", Printable(m.Name), Printable(s.Name))
		}
		if err := c.DeleteSiteMember(org, id, user); err != nil {
			return err
		}
		return c.log(ActTakeFromSite, s.target(), Detail{Field: "member", Before: m.inWords()})
	})
}

// SiteMembers lists who was made a member of that very site by SortCreated (of
// the account), for holders of sites.manage. Errors: KindForbidden, KindNotFound.
func (a *Authority) SiteMembers(ctx context.Context, actor Actor, org OrgID, id SiteID, request PageRequest) (Page[Membership], error) {
	var page Page[Membership]
	err := a.inquire(ctx, actor, org, ucManageSites, func(q *inquiry) error {
		s, err := q.site(org, id)
		if err != nil {
			return err
		}
		page, err = q.siteRoll(s).page(request)
		return err
	})
	return page, err
}

// SitesOf returns the sites that a person was made a member of, by name: the
// actor, or anybody in the org for holders of sites.manage. Errors:
// KindForbidden, KindNotFound (nobody in the org).
func (a *Authority) SitesOf(ctx context.Context, actor Actor, org OrgID, user UserID) ([]Site, error) {
	var at []Site
	err := a.inquire(ctx, actor, org, ownOr(ucManageSites, actor, user), func(q *inquiry) error {
		m, err := q.placed(org, user)
		if err != nil {
			return err
		}
		at, err = q.sitesOf(m)
		return err
	})
	return at, err
}

func (q *inquiry) sitesOf(m Membership) ([]Site, error) {
	entries, err := q.SitesOf(m.Org, m.User)
	if err != nil {
		return nil, err
	}
	var at []Site
	for _, e := range entries {
		s, err := q.Site(e.Org, e.Site)
		if err != nil {
			return nil, missing(err)
		}
		if !s.Deleted && e.Term == m.Term {
			at = append(at, s)
		}
	}
	slices.SortFunc(at, func(a, b Site) int {
		return cmp.Compare(foldName(a.Name), foldName(b.Name))
	})
	return at, nil
}

// SitePath returns the sites from the top of the tree down to one. Errors:
// KindForbidden, KindNotFound.
func (a *Authority) SitePath(ctx context.Context, actor Actor, org OrgID, id SiteID) ([]Site, error) {
	var path []Site
	err := a.inquire(ctx, actor, org, ucListPlaces, func(q *inquiry) error {
		path = nil
		if _, err := q.site(org, id); err != nil {
			return err
		}
		err := q.eachSiteUp(org, id, func(s Site) (bool, error) {
			path = append(path, s)
			return true, nil
		})
		slices.Reverse(path)
		return err
	})
	return path, err
}

// FindSite finds a site of an org by id or name (rule 12.1).
func (a *Authority) FindSite(ctx context.Context, actor Actor, org OrgID, text string) (Site, error) {
	var s Site
	err := a.inquire(ctx, actor, org, ucListPlaces, func(q *inquiry) (err error) {
		if looksLikeID("sit_", text) {
			s, err = q.site(org, SiteID(text))
		} else {
			s, err = q.SiteByName(org, text)
		}
		if KindOf(err) == KindNotFound {
			return &Error{Kind: KindNotFound, Field: FieldSite, Message: "There is no site " + Printable(text) + " in the organisation."}
		}
		return err
	})
	return s, err
}
