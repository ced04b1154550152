package groups

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

func (s source) Page(ctx context.Context, r model.PageRequest) (model.Page[model.GroupView], error) {
	return s.session.Authority.ListGroups(ctx, s.session.Actor(), s.org, r)
}

func (s source) Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	return widget.NamesOf(ctx, s.Page, from, limit, func(v model.GroupView) model.Named {
		return model.Named{ID: id(v), Name: v.Name}
	})
}

func (s source) Rows(ctx context.Context, ids []string) ([]model.GroupView, error) {
	return s.session.Authority.GroupsByID(ctx, s.session.Actor(), s.org, widget.IDs[model.GroupID](ids))
}

func id(v model.GroupView) string { return string(v.ID) }
