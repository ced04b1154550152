package orgs

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// source gives the list its rows from the authority.
type source struct{ session *kit.Session }

func (s source) Page(ctx context.Context, r model.PageRequest) (model.Page[model.OrgView], error) {
	return s.session.Authority.ListOrgs(ctx, s.session.Actor(), r)
}

func (s source) Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	return widget.NamesOf(ctx, s.Page, from, limit, func(v model.OrgView) model.Named {
		return model.Named{ID: string(v.ID), Name: v.Name}
	})
}

func (s source) Rows(ctx context.Context, ids []string) ([]model.OrgView, error) {
	list := widget.IDs[model.OrgID](ids)
	return s.session.Authority.OrgsByID(ctx, s.session.Actor(), list)
}
