package tokens

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// source gives the list its rows from the authority. Commands read it, so it is
// replaced and never changed.
type source struct {
	session *kit.Session
	query   model.TokenQuery
}

func (s source) Page(ctx context.Context, r model.PageRequest) (model.Page[model.TokenView], error) {
	query := s.query
	query.Page = r
	return s.session.Authority.ListTokens(ctx, s.session.Actor(), query)
}

func (s source) Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	return widget.NamesOf(ctx, s.Page, from, limit, func(v model.TokenView) model.Named {
		return model.Named{ID: string(v.ID), Name: v.Name}
	})
}

func (s source) Rows(ctx context.Context, ids []string) ([]model.TokenView, error) {
	list := widget.IDs[model.TokenID](ids)
	return s.session.Authority.Tokens(ctx, s.session.Actor(), s.query, list)
}

func (s source) quota(ctx context.Context) (model.Quota, error) {
	return s.session.Authority.TokenQuota(ctx, s.session.Actor(), s.query.Org, s.query.ServiceUser != "")
}
