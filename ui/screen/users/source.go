package users

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// source gives the list its rows from the authority.
type source struct {
	session *kit.Session
	org     model.OrgID
}

// Page reads a part of the list.
func (s source) Page(ctx context.Context, r model.PageRequest) (model.Page[model.MemberView], error) {
	return s.session.Authority.ListMembers(ctx, s.session.Actor(), s.org, r)
}

// Names reads names and e-mails for the filter.
func (s source) Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	return s.session.Authority.MemberNames(ctx, s.session.Actor(), s.org, from, limit)
}

// Rows reads people by id; those who are gone are left out.
func (s source) Rows(ctx context.Context, ids []string) ([]model.MemberView, error) {
	list := widget.IDs[model.UserID](ids)
	return s.session.Authority.MembersByID(ctx, s.session.Actor(), s.org, list)
}

// fresh returns a person as they are now, since a row on the screen may be old.
func fresh(ctx context.Context, s *kit.Session, actor model.Actor, v model.MemberView) (model.MemberView, error) {
	rows, err := s.Authority.MembersByID(ctx, actor, v.Org, []model.UserID{v.User})
	if err != nil {
		return v, err
	}
	if len(rows) == 0 {
		return v, &model.Error{Kind: model.KindNotFound, Message: model.Printable(v.Name) + " was removed meanwhile."}
	}
	return rows[0], nil
}

// askCount counts an organisation's people by who holds its sets, without
// reading any of them.
func askCount(s *kit.Session, org model.OrgID) func(context.Context) (int, error) {
	actor := s.Actor()
	return func(ctx context.Context) (int, error) {
		people := 0
		sets, err := s.Authority.ListPermissionSets(ctx, actor, org)
		for _, set := range sets {
			people += set.Holders.ActiveMembers + set.Holders.DeactivatedMembers
		}
		return people, err
	}
}
