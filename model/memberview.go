package model

import (
	"context"
	"time"
)

// MemberView is a member of an org as the row shows it.
type MemberView struct {
	Membership
	SetName     string
	Seat        SeatType // that an active member takes; "" for a deactivated one
	Tokens      int      // active tokens in this org
	Operator    bool
	Disabled    bool // the whole account is (rule 1.2)
	HasPassword bool // false while a one-time code waits to be used
	LastLoginAt time.Time
}

// Active reports whether the person can work in the org now.
func (v MemberView) Active() bool { return v.Status == MemberActive && !v.Disabled }

// ListMembers lists an org's people by SortName or SortCreated; service users
// are not among them (rule 2.4). Errors: KindForbidden, KindNotFound.
func (a *Authority) ListMembers(ctx context.Context, actor Actor, org OrgID, request PageRequest) (Page[MemberView], error) {
	var page Page[MemberView]
	err := a.inquire(ctx, actor, org, ucListMembers, func(q *inquiry) error {
		members, err := q.Members(org, request)
		if err != nil {
			return err
		}
		page = Page[MemberView]{Start: members.Start, End: members.End, AtStart: members.AtStart, AtEnd: members.AtEnd}
		page.Rows, err = q.memberViews(members.Rows)
		return err
	})
	return page, err
}

// MemberNames returns up to limit names of an org's people, from a place on,
// for a filter to search; what is searched is name and e-mail. The next place
// is "" at the end. Errors as of ListMembers.
func (a *Authority) MemberNames(ctx context.Context, actor Actor, org OrgID, from Cursor, limit int) ([]Named, Cursor, error) {
	var names []Named
	var next Cursor
	err := a.inquire(ctx, actor, org, ucListMembers, func(q *inquiry) error {
		page, err := q.Members(org, PageRequest{Sort: SortName, From: from, Limit: limit})
		if err != nil {
			return err
		}
		names, next = nil, page.End
		for _, m := range page.Rows {
			names = append(names, Named{string(m.User), m.Name + " " + m.Email})
		}
		if page.AtEnd {
			next = ""
		}
		return nil
	})
	return names, next, err
}

// MembersByID returns the people with these ids who are in the org. Errors as
// of ListMembers.
func (a *Authority) MembersByID(ctx context.Context, actor Actor, org OrgID, ids []UserID) ([]MemberView, error) {
	var rows []MemberView
	err := a.inquire(ctx, actor, org, ucListMembers, func(q *inquiry) error {
		var found []Membership
		for _, id := range ids {
			m, err := q.Membership(org, id)
			if KindOf(err) == KindNotFound || err == nil && m.Status == MemberRemoved {
				continue
			}
			if err != nil {
				return err
			}
			found = append(found, m)
		}
		var err error
		rows, err = q.memberViews(found)
		return err
	})
	return rows, err
}

func (q *inquiry) memberViews(members []Membership) ([]MemberView, error) {
	rows := make([]MemberView, 0, len(members))
	for _, m := range members {
		v, err := q.memberView(m)
		if err != nil {
			return nil, err
		}
		rows = append(rows, v)
	}
	return rows, nil
}

func (q *inquiry) memberView(m Membership) (MemberView, error) {
	v := MemberView{Membership: m}
	set, err := q.PermissionSet(m.Org, m.Set)
	if err != nil {
		return v, missing(err)
	}
	account, err := q.Account(m.User)
	if err != nil {
		return v, missing(err)
	}
	alive, err := q.alive(Holder{User: m.User})
	if err != nil {
		return v, err
	}
	for _, t := range alive {
		if t.Org == m.Org {
			v.Tokens++
		}
	}
	v.SetName, v.Operator, v.Disabled = set.Name, account.Operator, account.Disabled
	v.HasPassword, v.LastLoginAt = account.PasswordHash != "", account.LastLoginAt
	if m.Status == MemberActive {
		v.Seat = set.Seat
	}
	return v, nil
}
