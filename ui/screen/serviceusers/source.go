package serviceusers

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

func (s source) Page(ctx context.Context, r model.PageRequest) (model.Page[model.ServiceUserView], error) {
	return s.session.Authority.ListServiceUsers(ctx, s.session.Actor(), s.org, r)
}

func (s source) Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	return widget.NamesOf(ctx, s.Page, from, limit, func(v model.ServiceUserView) model.Named {
		return model.Named{ID: string(v.ID), Name: v.Name}
	})
}

func (s source) Rows(ctx context.Context, ids []string) ([]model.ServiceUserView, error) {
	list := widget.IDs[model.ServiceUserID](ids)
	return s.session.Authority.ServiceUsersByID(ctx, s.session.Actor(), s.org, list)
}
