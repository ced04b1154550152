package model

// Sort names the order of a list. Each list documents which ones it has.
type Sort string

// The orders that lists come in. Ties are broken by id, which is by creation.
const (
	SortName     Sort = "name"      // by folded name, A first
	SortCreated  Sort = "created"   // oldest first
	SortLastUsed Sort = "last_used" // least recently used first, never used before all
)

// Cursor is a place in a sorted list, opaque to everybody but who made it. The
// zero Cursor is the list's start, or its end for a Backward request.
type Cursor string

// PageRequest asks for a part of a sorted list.
type PageRequest struct {
	Sort       Sort
	Descending bool   // the order turned round
	From       Cursor // rows come after it (before it when Backward); the row at From itself is left out
	Backward   bool   // rows before From; they still come in the list's order
	Limit      int    // how many rows at the most; 0 means 50, and 1,000 is the most
}

// Limits of a page, in rows.
const (
	defaultPage = 50
	maxPage     = 1000
)

func (r PageRequest) limit() int {
	switch {
	case r.Limit <= 0:
		return defaultPage
	case r.Limit > maxPage:
		return maxPage
	}
	return r.Limit
}

// Page is a part of a sorted list, in the list's order.
type Page[T any] struct {
	Rows       []T
	Start, End Cursor // the places of the first and of the last row
	AtStart    bool   // nothing comes before Rows
	AtEnd      bool   // nothing comes after Rows
}

// Named is one entry of the snapshot that a filter searches: a row's id and
// the name that people look for.
type Named struct {
	ID   string
	Name string
}

// sift reads pages until as many rows are left as the request asks for, of
// those that keep lets through, or the list is at its end.
func sift[T, V any](request PageRequest, read func(PageRequest) (Page[T], error), keep func(T) (V, bool, error)) (Page[V], error) {
	want := request.limit()
	var out Page[V]
	for first := true; ; first = false {
		page, err := read(request)
		if err != nil {
			return out, err
		}
		rows, err := keepRows(page.Rows, keep)
		if err != nil {
			return out, err
		}
		out = joinPages(out, Page[V]{rows, page.Start, page.End, page.AtStart, page.AtEnd}, first, request.Backward)
		done := page.AtEnd
		if request.From = page.End; request.Backward {
			done, request.From = page.AtStart, page.Start
		}
		if done || len(out.Rows) >= want {
			return out, nil
		}
		request.Limit = want - len(out.Rows)
	}
}

func keepRows[T, V any](rows []T, keep func(T) (V, bool, error)) ([]V, error) {
	kept := make([]V, 0, len(rows))
	for _, row := range rows {
		v, ok, err := keep(row)
		if err != nil {
			return nil, err
		}
		if ok {
			kept = append(kept, v)
		}
	}
	return kept, nil
}

// joinPages adds a page that was read after (before, when backward) another.
func joinPages[T any](have, more Page[T], first, backward bool) Page[T] {
	switch {
	case first:
		return more
	case backward:
		have.Rows = append(more.Rows, have.Rows...)
		have.Start, have.AtStart = more.Start, more.AtStart
	default:
		have.Rows = append(have.Rows, more.Rows...)
		have.End, have.AtEnd = more.End, more.AtEnd
	}
	return have
}
