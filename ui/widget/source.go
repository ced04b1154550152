package widget

import (
	"context"

	"example.com/latchkey/model"
)

// NamesOf answers a Source's Names with the rows of its pages by name.
func NamesOf[T any](ctx context.Context, page func(context.Context, model.PageRequest) (model.Page[T], error),
	from model.Cursor, limit int, named func(T) model.Named) ([]model.Named, model.Cursor, error) {
	p, err := page(ctx, model.PageRequest{Sort: model.SortName, From: from, Limit: limit})
	if err != nil {
		return nil, "", err
	}
	names := make([]model.Named, len(p.Rows))
	for i, row := range p.Rows {
		names[i] = named(row)
	}
	if p.AtEnd {
		return names, "", nil
	}
	return names, p.End, nil
}

// IDs turns the ids that a Source is asked for into those of a kind.
func IDs[T ~string](ids []string) []T {
	list := make([]T, len(ids))
	for i, id := range ids {
		list[i] = T(id)
	}
	return list
}
