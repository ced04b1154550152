package widget

import (
	"context"
	"slices"

	"example.com/latchkey/model"
)

// loader reads pages in one order. It runs inside commands.
type loader[T any] struct {
	source pager[T]
	order  model.PageRequest
}

// page reads one page after from, or before it.
func (l loader[T]) page(ctx context.Context, from model.Cursor, backward bool) ([]model.Page[T], error) {
	request := l.order
	request.From, request.Backward, request.Limit = from, backward, pageRows
	p, err := l.source.Page(ctx, request)
	if err != nil {
		return nil, err
	}
	return []model.Page[T]{p}, nil
}

// around reads as many pages as were held, from the place of their first row
// on, or from the list's start when start is "". A request leaves out the row
// that it starts from, so the place before it is looked up first.
func (l loader[T]) around(ctx context.Context, start model.Cursor, pages int) ([]model.Page[T], error) {
	from, err := l.before(ctx, start)
	if err != nil {
		return nil, err
	}
	var held []model.Page[T]
	for range pages {
		next, err := l.page(ctx, from, false)
		if err != nil {
			return nil, err
		}
		held = append(held, next[0])
		if from = next[0].End; next[0].AtEnd || from == "" {
			break
		}
	}
	if len(held[0].Rows) == 0 && start != "" {
		return l.page(ctx, "", true) // all from there on are gone
	}
	return held, nil
}

// seekMost is through how many pages a row is looked for.
const seekMost = 200

// seek reads the list from its start to the page with a row, and returns as many
// of the last pages as a window holds. Where the row does not turn up it returns
// the first page.
func (l loader[T]) seek(ctx context.Context, wanted func(T) bool) ([]model.Page[T], error) {
	var first, held []model.Page[T]
	var from model.Cursor
	for range seekMost {
		next, err := l.page(ctx, from, false)
		if err != nil {
			return nil, err
		}
		if first == nil {
			first = next
		}
		held = append(held, next[0])
		if slices.ContainsFunc(next[0].Rows, wanted) {
			return held, nil
		}
		if len(held) == pagesHeld {
			held = held[1:]
		}
		if from = next[0].End; next[0].AtEnd || from == "" {
			break
		}
	}
	return first, nil
}

// before returns the place of the row before place, "" when there is none.
func (l loader[T]) before(ctx context.Context, place model.Cursor) (model.Cursor, error) {
	if place == "" {
		return "", nil
	}
	request := l.order
	request.From, request.Backward, request.Limit = place, true, 1
	p, err := l.source.Page(ctx, request)
	return p.End, err
}
