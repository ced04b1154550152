package model

import (
	"context"
	"strconv"
	"strings"
)

// GrantView is a grant as its row shows it.
type GrantView struct {
	Grant
	GranteeName string // "" for all of an org; the id, for who is of an org where the actor is nobody
	GranteeOrg  string // the name of the org
	SiteName    string // of a rule for one site and below
	Rule        bool
	Gone        bool // the grantee is not there any more, or left and came back: it counts for nobody
}

func (q *inquiry) grantView(g Grant) (GrantView, error) {
	to, err := q.recipient(g.To)
	if err != nil {
		return GrantView{}, err
	}
	v := GrantView{Grant: g, GranteeName: to.name, GranteeOrg: to.org, Rule: g.Scope.IsRule()}
	v.Gone = granting{to: to, before: g}.had() == LevelNone
	if g.Scope.Site != "" {
		site, err := q.Site(g.Scope.Org, g.Scope.Site)
		if err != nil {
			return v, missing(err)
		}
		v.SiteName = site.Name
	}
	return v, nil
}

// grantViews reads a page of grants as their rows.
func (q *inquiry) grantViews(request PageRequest, read grantReader) (Page[GrantView], error) {
	request.Descending = false
	return sift(request, read, func(g Grant) (GrantView, bool, error) {
		v, err := q.grantView(g)
		return v, true, err
	})
}

// GrantsOn lists who was given an item: by a grant on it, and after these by the
// rules that reach it (rule 7.3), in an order of its own. Whoever may edit the
// item sees them all, and operators; others who see the item the grants through
// which they do. Errors: KindForbidden, KindNotFound (no such item that the actor
// sees: rule 7.7).
func (a *Authority) GrantsOn(ctx context.Context, actor Actor, ref ItemRef, request PageRequest) (Page[GrantView], error) {
	var page Page[GrantView]
	err := a.inquire(ctx, actor, ref.Org, ucItems, func(q *inquiry) error {
		s, err := q.see(ref.Address())
		if err != nil {
			return err
		}
		if s.level < LevelEdit {
			page, err = q.ownGrants(s)
			return err
		}
		scopes, err := q.grantScopes(s.item)
		if err != nil {
			return err
		}
		lists := make([]grantReader, len(scopes))
		for i, scope := range scopes {
			lists[i] = func(r PageRequest) (Page[Grant], error) { return q.Grants(scope, r) }
		}
		page, err = q.grantViews(request, func(r PageRequest) (Page[Grant], error) { return oneAfterAnother(r, lists) })
		return err
	})
	return page, err
}

// ownGrants are those through which the actor sees an item; they fit on a page.
func (q *inquiry) ownGrants(s sight) (Page[GrantView], error) {
	page := Page[GrantView]{AtStart: true, AtEnd: true}
	for _, w := range s.ways {
		if w.Owner || w.Override != "" {
			continue
		}
		v, err := q.grantView(w.Grant)
		if err != nil {
			return page, err
		}
		page.Rows = append(page.Rows, v)
	}
	return page, nil
}

// Rules lists an org's rules (rule 7.3) in an order of their own, for holders of
// an override and operators. Errors: KindForbidden, KindNotFound.
func (a *Authority) Rules(ctx context.Context, actor Actor, org OrgID, request PageRequest) (Page[GrantView], error) {
	var page Page[GrantView]
	err := a.inquire(ctx, actor, org, ucItems, func(q *inquiry) (err error) {
		if !q.actor.holds(OverrideViewAll) {
			return q.needing(OverrideViewAll, "see the rules")
		}
		page, err = q.grantViews(request, func(r PageRequest) (Page[Grant], error) { return q.Tx.Rules(org, r) })
		return err
	})
	return page, err
}

// grantScopes are those whose grants reach an item, in the order in which
// eachGrantOn (ways.go) goes through them.
func (q *inquiry) grantScopes(item Item) ([]Scope, error) {
	scopes := []Scope{{Org: item.Org, Item: item.ID}, {Org: item.Org, Kind: item.Kind}}
	err := q.eachSiteUp(item.Org, item.Site, func(s Site) (bool, error) {
		scopes = append(scopes, Scope{Org: item.Org, Kind: item.Kind, Site: s.ID})
		return true, nil
	})
	return scopes, err
}

// grantReader reads a page of a list of grants.
type grantReader = func(PageRequest) (Page[Grant], error)

// oneAfterAnother reads a page of several lists as if they were one.
func oneAfterAnother(r PageRequest, lists []grantReader) (Page[Grant], error) {
	page, err := readOn(r, lists)
	if err != nil {
		return page, err
	}
	behind, ahead := PageRequest{From: page.Start, Backward: true, Limit: 1}, PageRequest{From: page.End, Limit: 1}
	if len(page.Rows) == 0 { // then all rows that there are lie on the near side
		behind.From, ahead.From = "", ""
	}
	before, err := readOn(behind, lists)
	if err != nil {
		return page, err
	}
	after, err := readOn(ahead, lists)
	page.AtStart, page.AtEnd = len(before.Rows) == 0, len(after.Rows) == 0
	if len(page.Rows) == 0 {
		page.AtStart, page.AtEnd = page.AtStart || r.Backward, page.AtEnd || !r.Backward
	}
	return page, err
}

// readOn reads rows from where a request says, on into the lists that follow. Its
// cursors are those of the lists, with the number of the list in front.
func readOn(r PageRequest, lists []grantReader) (Page[Grant], error) {
	at, step := 0, 1
	if r.Backward {
		at, step = len(lists)-1, -1
	}
	page := Page[Grant]{Start: r.From, End: r.From}
	if r.From != "" {
		number, from, _ := strings.Cut(string(r.From), ":")
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 || n >= len(lists) || from == "" {
			return page, newError(KindInvalid, "This is not a place in this list; begin at its start.")
		}
		at, r.From = n, Cursor(from)
	}
	for want := r.limit(); at >= 0 && at < len(lists) && len(page.Rows) < want; at += step {
		r.Limit = want - len(page.Rows)
		more, err := lists[at](r)
		if err != nil {
			return page, err
		}
		if r.From = ""; len(more.Rows) > 0 {
			number := strconv.Itoa(at) + ":"
			more.Start, more.End = Cursor(number)+more.Start, Cursor(number)+more.End
			page = joinPages(page, more, len(page.Rows) == 0, r.Backward)
		}
	}
	return page, nil
}
