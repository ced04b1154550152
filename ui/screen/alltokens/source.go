package alltokens

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
	filter  model.TokenFilter
}

func (s source) query(page model.PageRequest) model.TokenQuery {
	return model.TokenQuery{Org: s.org, All: true, Filter: s.filter, Page: page}
}

func (s source) Page(ctx context.Context, r model.PageRequest) (model.Page[model.TokenView], error) {
	return s.session.Authority.ListTokens(ctx, s.session.Actor(), s.query(r))
}

func (s source) Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	return widget.NamesOf(ctx, s.Page, from, limit, func(v model.TokenView) model.Named {
		return model.Named{ID: string(v.ID), Name: v.Name}
	})
}

func (s source) Rows(ctx context.Context, ids []string) ([]model.TokenView, error) {
	list := widget.IDs[model.TokenID](ids)
	return s.session.Authority.Tokens(ctx, s.session.Actor(), s.query(model.PageRequest{}), list)
}
