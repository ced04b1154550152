package widget

import (
	"context"
	"slices"
	"strconv"
	"strings"

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

// PageOf answers a Source's Page with the part of all rows that r asks for, for a
// list that is short enough to be read as a whole each time. A cursor is the
// number of a row with its id: where the id is gone, the number says where it was.
func PageOf[T any](rows []T, id func(T) string, r model.PageRequest) model.Page[T] {
	if r.Descending {
		slices.Reverse(rows)
	}
	low, high := 0, len(rows)
	if at, found := placeIn(rows, id, r.From); r.From != "" && r.Backward {
		high = at
	} else if r.From != "" {
		low = at
		if found {
			low++
		}
	}
	if r.Limit > 0 && high-low > r.Limit && r.Backward {
		low = high - r.Limit
	} else if r.Limit > 0 {
		high = min(high, low+r.Limit)
	}
	page := model.Page[T]{Rows: rows[low:high], AtStart: low == 0, AtEnd: high == len(rows)}
	if low < high {
		page.Start, page.End = placeAt(low, id(rows[low])), placeAt(high-1, id(rows[high-1]))
	}
	return page
}

func placeAt(n int, id string) model.Cursor { return model.Cursor(strconv.Itoa(n) + " " + id) }

// placeIn returns the number of the row at a cursor, and whether that row is still
// there. Without it it is the number of the one that is in its place.
func placeIn[T any](rows []T, id func(T) string, from model.Cursor) (at int, found bool) {
	number, name, _ := strings.Cut(string(from), " ")
	if at = slices.IndexFunc(rows, func(row T) bool { return id(row) == name }); at >= 0 {
		return at, true
	}
	at, err := strconv.Atoi(number)
	if err != nil {
		return 0, false
	}
	return max(min(at, len(rows)), 0), false
}
