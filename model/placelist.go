package model

import "context"

// GroupView is a group as its row shows it.
type GroupView struct {
	Group
	Members int  // for holders of groups.manage, 0 for others; of a large group only some (roll.count)
	More    bool // there may be members beyond these
}

// ListGroups lists an org's groups by SortName or SortCreated. Members see them,
// and operators. Errors: KindForbidden, KindNotFound.
func (a *Authority) ListGroups(ctx context.Context, actor Actor, org OrgID, request PageRequest) (Page[GroupView], error) {
	var page Page[GroupView]
	err := a.inquire(ctx, actor, org, ucListPlaces, func(q *inquiry) (err error) {
		read := func(r PageRequest) (Page[Group], error) { return q.Groups(org, r) }
		page, err = sift(request, read, func(g Group) (GroupView, bool, error) {
			v, err := q.groupView(g)
			return v, true, err
		})
		return err
	})
	return page, err
}

// GroupsByID returns the groups with these ids; those that are not there are
// left out. Errors as of ListGroups.
func (a *Authority) GroupsByID(ctx context.Context, actor Actor, org OrgID, ids []GroupID) ([]GroupView, error) {
	var rows []GroupView
	err := a.inquire(ctx, actor, org, ucListPlaces, func(q *inquiry) (err error) {
		rows, err = present(ids, func(id GroupID) (GroupView, error) {
			g, err := q.group(org, id)
			if err != nil {
				return GroupView{}, err
			}
			return q.groupView(g)
		})
		return err
	})
	return rows, err
}

func (q *inquiry) groupView(g Group) (v GroupView, err error) {
	v.Group = g
	if q.actor.holds(GroupsManage) {
		v.Members, v.More, err = q.groupRoll(g).count()
	}
	return v, err
}

// present returns what get finds for the ids, without those that are not there.
func present[ID, V any](ids []ID, get func(ID) (V, error)) ([]V, error) {
	found := make([]V, 0, len(ids))
	for _, id := range ids {
		v, err := get(id)
		if KindOf(err) == KindNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = append(found, v)
	}
	return found, nil
}

// roll is who was put into a group or at a site: all entries, and which of them
// count.
type roll[T any] struct {
	read  func(PageRequest) (Page[T], error) // by SortCreated
	valid func(T) (Membership, bool, error)
}

func (r roll[T]) page(request PageRequest) (Page[Membership], error) {
	return sift(request, r.read, r.valid)
}

// count counts the members among the first 1,000 entries, and says whether there
// are more of these.
func (r roll[T]) count() (members int, more bool, err error) {
	page, err := r.read(PageRequest{Sort: SortCreated, Limit: maxPage})
	if err != nil {
		return 0, false, err
	}
	in, err := keepRows(page.Rows, r.valid)
	return len(in), !page.AtEnd, err
}

func (q *inquiry) groupRoll(g Group) roll[GroupMember] {
	return roll[GroupMember]{
		func(r PageRequest) (Page[GroupMember], error) { return q.GroupMembers(g.Org, g.ID, r) },
		func(e GroupMember) (Membership, bool, error) { return q.stillIn(e.Org, e.User, e.Term) },
	}
}

// stillIn returns the membership of who was put into a group or at a site, and
// whether it goes on: who was removed is in none, and not when they come back.
func (q *inquiry) stillIn(org OrgID, user UserID, term int) (Membership, bool, error) {
	m, err := q.Membership(org, user)
	if err != nil {
		return m, false, missing(err)
	}
	return m, m.Status != MemberRemoved && m.Term == term, nil
}

// SiteView is a site as its row shows it.
type SiteView struct {
	Site
	Below   int  // sites right below it; 1,000 stands for more too
	Members int  // of that very site: for holders of sites.manage, 0 for others; of a large one only some (roll.count)
	More    bool // there may be members beyond these
}

func (q *inquiry) siteView(s Site) (v SiteView, err error) {
	below, err := q.SitesBelow(s.Org, s.ID, PageRequest{Sort: SortName, Limit: maxPage})
	if err != nil {
		return v, err
	}
	v.Site, v.Below = s, len(below.Rows)
	if q.actor.holds(SitesManage) {
		v.Members, v.More, err = q.siteRoll(s).count()
	}
	return v, err
}

func (q *inquiry) siteRoll(s Site) roll[SiteMember] {
	return roll[SiteMember]{
		func(r PageRequest) (Page[SiteMember], error) { return q.SiteMembers(s.Org, s.ID, r) },
		func(e SiteMember) (Membership, bool, error) { return q.stillIn(e.Org, e.User, e.Term) },
	}
}

// siteViews reads a page of sites as their rows.
func (q *inquiry) siteViews(request PageRequest, read func(PageRequest) (Page[Site], error)) (Page[SiteView], error) {
	return sift(request, read, func(s Site) (SiteView, bool, error) {
		v, err := q.siteView(s)
		return v, true, err
	})
}

// ListSites lists an org's sites by SortName or SortCreated, wherever they lie in
// the tree. Members see them, and operators. Errors: KindForbidden, KindNotFound.
func (a *Authority) ListSites(ctx context.Context, actor Actor, org OrgID, request PageRequest) (Page[SiteView], error) {
	var page Page[SiteView]
	err := a.inquire(ctx, actor, org, ucListPlaces, func(q *inquiry) (err error) {
		page, err = q.siteViews(request, func(r PageRequest) (Page[Site], error) { return q.Sites(org, r) })
		return err
	})
	return page, err
}

// SitesBelow lists the sites right below one by SortName; those at the top for
// "". Errors as of ListSites.
func (a *Authority) SitesBelow(ctx context.Context, actor Actor, org OrgID, parent SiteID, request PageRequest) (Page[SiteView], error) {
	var page Page[SiteView]
	err := a.inquire(ctx, actor, org, ucListPlaces, func(q *inquiry) (err error) {
		if parent != "" {
			if _, err := q.site(org, parent); err != nil {
				return err
			}
		}
		page, err = q.siteViews(request, func(r PageRequest) (Page[Site], error) { return q.SitesBelow(org, parent, r) })
		return err
	})
	return page, err
}

// SitesByID returns the sites with these ids; those that are not there are left
// out. Errors as of ListSites.
func (a *Authority) SitesByID(ctx context.Context, actor Actor, org OrgID, ids []SiteID) ([]SiteView, error) {
	var rows []SiteView
	err := a.inquire(ctx, actor, org, ucListPlaces, func(q *inquiry) (err error) {
		rows, err = present(ids, func(id SiteID) (SiteView, error) {
			s, err := q.site(org, id)
			if err != nil {
				return SiteView{}, err
			}
			return q.siteView(s)
		})
		return err
	})
	return rows, err
}

// SiteNode is a site in the tree as its row shows it.
type SiteNode struct {
	SiteView
	Depth int // 0 at the top
}

// treeMost is how many sites of a tree are shown at the most.
const treeMost = 10_000

// SiteTree returns an org's tree of sites as it is shown: each site with those
// below it after it, by name. Of more than 10,000 these are the first, and more
// says so. Errors as of ListSites.
func (a *Authority) SiteTree(ctx context.Context, actor Actor, org OrgID) (nodes []SiteNode, more bool, err error) {
	err = a.inquire(ctx, actor, org, ucListPlaces, func(q *inquiry) error {
		nodes = nil
		all, err := q.eachNode(org, "", 0, func(n SiteNode) bool {
			if len(nodes) == treeMost {
				return false
			}
			nodes = append(nodes, n)
			return true
		})
		more = !all
		return err
	})
	return nodes, more, err
}

// eachNode tells fn the sites below one in the order of the tree, until fn has
// had enough, and reports whether it has not.
func (q *inquiry) eachNode(org OrgID, parent SiteID, depth int, fn func(SiteNode) (more bool)) (bool, error) {
	return eachOf(SortName, func(r PageRequest) (Page[Site], error) { return q.SitesBelow(org, parent, r) },
		func(s Site) (bool, error) {
			v, err := q.siteView(s)
			if err != nil || !fn(SiteNode{v, depth}) {
				return false, err
			}
			return q.eachNode(org, s.ID, depth+1, fn)
		})
}
