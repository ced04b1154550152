package serviceusers

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// source gives the list its rows from the authority.
type source struct {
	session *kit.Session
	org     model.OrgID
}

func (s source) Page(ctx context.Context, r model.PageRequest) (model.Page[model.ServiceUserView], error) {
	return s.session.Authority.ListServiceUsers(ctx, s.session.Actor(), s.org, r)
}

func (s source) Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	page, err := s.Page(ctx, model.PageRequest{Sort: model.SortName, From: from, Limit: limit})
	if err != nil {
		return nil, "", err
	}
	names := make([]model.Named, len(page.Rows))
	for i, v := range page.Rows {
		names[i] = model.Named{ID: string(v.ID), Name: v.Name}
	}
	if page.AtEnd {
		return names, "", nil
	}
	return names, page.End, nil
}

func (s source) Rows(ctx context.Context, ids []string) ([]model.ServiceUserView, error) {
	list := make([]model.ServiceUserID, len(ids))
	for i, id := range ids {
		list[i] = model.ServiceUserID(id)
	}
	return s.session.Authority.ServiceUsersByID(ctx, s.session.Actor(), s.org, list)
}
