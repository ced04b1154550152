package sets

import (
	"context"
	"slices"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// source gives the list its rows from the authority. An organisation has a
// handful of sets, so all of them are read each time, and come in the order in
// which they were made.
type source struct {
	session *kit.Session
	org     model.OrgID
}

func (s source) all(ctx context.Context) ([]model.SetView, error) {
	return s.session.Authority.ListPermissionSets(ctx, s.session.Actor(), s.org)
}

// Page returns the part of the sets that r asks for.
func (s source) Page(ctx context.Context, r model.PageRequest) (model.Page[model.SetView], error) {
	rows, err := s.all(ctx)
	return widget.PageOf(rows, id, r), err
}

// Names returns the names of all sets at once.
func (s source) Names(ctx context.Context, _ model.Cursor, _ int) ([]model.Named, model.Cursor, error) {
	rows, err := s.all(ctx)
	names := make([]model.Named, len(rows))
	for i, v := range rows {
		names[i] = model.Named{ID: id(v), Name: v.Name}
	}
	return names, "", err
}

// Rows returns the sets with these ids.
func (s source) Rows(ctx context.Context, ids []string) ([]model.SetView, error) {
	all, err := s.all(ctx)
	var rows []model.SetView
	for _, want := range ids {
		if at := slices.IndexFunc(all, func(v model.SetView) bool { return id(v) == want }); at >= 0 {
			rows = append(rows, all[at])
		}
	}
	return rows, err
}

func id(v model.SetView) string { return string(v.ID) }

// fresh returns a set as it is now.
func (s source) fresh(ctx context.Context, v model.SetView) (model.SetView, error) {
	rows, err := s.Rows(ctx, []string{id(v)})
	if err != nil {
		return v, err
	}
	if len(rows) == 0 {
		return v, &model.Error{Kind: model.KindNotFound, Message: name(v) + " was deleted meanwhile."}
	}
	return rows[0], nil
}

// name returns a set's name as it can be put into a sentence.
func name(v model.SetView) string { return model.Printable(v.Name) }
