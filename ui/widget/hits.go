package widget

import (
	"context"
	"strconv"

	"example.com/latchkey/model"
)

// entry is a name of the snapshot as the filter compares it.
type entry struct {
	id     string
	folded string
}

// hits is the list of the rows whose names match a filter: it pages through
// the matches as the table itself is paged through. A cursor is the number of a
// match. The rows are read as they are now, so one that is gone is left out.
type hits[T any] struct {
	rows    func(context.Context, []string) ([]T, error)
	entries []entry
	found   []int32 // into entries
}

// Page reads the rows of the matches that r asks for.
func (h hits[T]) Page(ctx context.Context, r model.PageRequest) (model.Page[T], error) {
	low, high := h.bounds(r)
	page := model.Page[T]{AtStart: low == 0, AtEnd: high == len(h.found)}
	if low == high {
		return page, nil
	}
	ids := make([]string, 0, high-low)
	for _, at := range h.found[low:high] {
		ids = append(ids, h.entries[at].id)
	}
	rows, err := h.rows(ctx, ids)
	page.Rows, page.Start, page.End = rows, place(low), place(high-1)
	return page, err
}

// bounds returns the half-open range of matches that r asks for.
func (h hits[T]) bounds(r model.PageRequest) (low, high int) {
	from, err := strconv.Atoi(string(r.From))
	switch {
	case r.Backward && err != nil:
		high = len(h.found)
	case r.Backward:
		high = min(from, len(h.found))
	case err == nil:
		low = min(from+1, len(h.found))
	}
	if r.Backward {
		return max(high-r.Limit, 0), high
	}
	return low, min(low+r.Limit, len(h.found))
}

func place(n int) model.Cursor { return model.Cursor(strconv.Itoa(n)) }
