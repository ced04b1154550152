package model

import (
	"context"
	"slices"
)

// GivenView is a grant as it shows among all that its grantee was given.
type GivenView struct {
	GrantView
	Item    Item   // zero for a rule, and for an item that the actor does not see
	ItemOrg string // the name of the org whose items it is on
}

// GivenTo lists what a group or a site was given (rule 7.3), in an order of its
// own: the grants on single items, and after these the rules. It is for holders
// of groups.manage or sites.manage. Of an item that the actor does not see they
// learn its id and org, the level and since when, and no more (rule 7.7). Errors: KindForbidden, KindNotFound.
func (a *Authority) GivenTo(ctx context.Context, actor Actor, to Grantee, request PageRequest) (Page[GivenView], error) {
	var page Page[GivenView]
	uc := ucManageGroups
	if to.Kind == GranteeSite {
		uc = ucManageSites
	}
	err := a.inquire(ctx, actor, to.Org, uc, func(q *inquiry) error {
		if err := q.groupOrSite(to); err != nil {
			return err
		}
		request.Descending = false
		lists := []grantReader{q.grantsOnItems(to), q.rulesFor(to)}
		grants, err := oneAfterAnother(request, lists)
		if err != nil {
			return err
		}
		page = Page[GivenView]{Start: grants.Start, End: grants.End, AtStart: grants.AtStart, AtEnd: grants.AtEnd}
		page.Rows, err = keepRows(grants.Rows, q.givenView)
		return err
	})
	return page, err
}

// groupOrSite refuses a grantee that is neither, and one that is not there.
func (q *inquiry) groupOrSite(to Grantee) (err error) {
	switch to.Kind {
	case GranteeGroup:
		_, err = q.group(to.Org, GroupID(to.ID))
	case GranteeSite:
		_, err = q.site(to.Org, SiteID(to.ID))
	default:
		err = noGrantee()
	}
	return err
}

// grantsOnItems reads the grants that a grantee has on items each; those on items
// that were deleted are left out.
func (q *inquiry) grantsOnItems(to Grantee) grantReader {
	read := func(r PageRequest) (Page[ItemRef], error) { return q.itemsGrantedTo(to, r) }
	return func(r PageRequest) (Page[Grant], error) {
		return sift(r, read, func(ref ItemRef) (Grant, bool, error) {
			item, err := q.Item(ref)
			if err != nil || item.Deleted {
				return Grant{}, false, missing(err)
			}
			g, err := q.Grant(Scope{Org: ref.Org, Item: ref.ID}, to)
			return g, true, missing(err)
		})
	}
}

// itemsGrantedTo is GrantedTo in pages. A page that is full says that there may
// be more.
func (q *inquiry) itemsGrantedTo(to Grantee, r PageRequest) (Page[ItemRef], error) {
	from, err := itemAt(r.From)
	if err != nil {
		return Page[ItemRef]{}, err
	}
	refs, err := q.GrantedTo(to, from, r.Backward, r.limit())
	page := Page[ItemRef]{Rows: refs, Start: r.From, End: r.From}
	last := len(refs) < r.limit()
	page.AtStart, page.AtEnd = last && r.Backward, last && !r.Backward
	if r.Backward {
		slices.Reverse(page.Rows)
	}
	if n := len(refs); n > 0 {
		page.Start, page.End = placeOf(page.Rows[0]), placeOf(page.Rows[n-1])
	}
	return page, err
}

func placeOf(r ItemRef) Cursor { return Item{Org: r.Org, ID: r.ID}.cursor() }

// rulesFor reads the rules of a grantee's org that are for it.
func (q *inquiry) rulesFor(to Grantee) grantReader {
	read := func(r PageRequest) (Page[Grant], error) { return q.Tx.Rules(to.Org, r) }
	return func(r PageRequest) (Page[Grant], error) {
		return sift(r, read, func(g Grant) (Grant, bool, error) { return g, g.To == to, nil })
	}
}

// givenView adds what a grant is on, as far as the actor may know it.
func (q *inquiry) givenView(g Grant) (GivenView, bool, error) {
	v, err := q.grantView(g)
	if err != nil {
		return GivenView{}, false, err
	}
	given := GivenView{GrantView: v}
	org, err := q.Org(g.Scope.Org)
	if err != nil {
		return given, false, missing(err)
	}
	given.ItemOrg = org.Name
	known, err := q.knows(org.ID)
	if !known {
		given.By = "" // somebody of an org where the actor is nobody
	}
	if err != nil {
		return given, false, err
	}
	if v.Rule {
		return given, true, nil
	}
	s, err := q.see(ItemRef{g.Scope.Org, g.Scope.Item}.Address())
	if KindOf(err) == KindNotFound {
		err = nil
	}
	if given.Item = s.item; s.item.ID == "" {
		given.By = ""
	}
	return given, true, err
}
