package storage

import (
	"encoding/base64"
	"slices"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// Rows of a page.
const (
	defaultRows = 50
	maxRows     = 1000
)

// order is one order of a list: the prefix that its entries lie under, and
// whether these lead to the records or are the records themselves.
type order struct {
	prefix  key
	records bool
}

// orders are those that a list can be asked for.
type orders map[model.Sort]order

// page returns the part of a list that req asks for. It is of KindInvalid for
// an order that the list does not have and for a cursor that is not one of it.
func (tb table[V, R]) page(t *tx, list orders, req model.PageRequest) (model.Page[V], error) {
	var page model.Page[V]
	w, err := newWindow(list, req)
	if err != nil {
		return page, err
	}
	items, err := w.read(t)
	if err != nil {
		return page, err
	}
	page.Rows = make([]V, len(items))
	for i, item := range items {
		if page.Rows[i], err = tb.row(t, w.order, item); err != nil {
			return page, err
		}
	}
	page.Start, page.End, page.AtStart, page.AtEnd = w.start, w.end, w.atStart, w.atEnd
	return page, nil
}

// ownSort stands for the one order of a list that has no sorts.
const ownSort model.Sort = "own"

// pageOf is page for a list with one order: the Sort of req does not matter.
func (tb table[V, R]) pageOf(t *tx, o order, req model.PageRequest) (model.Page[V], error) {
	req.Sort = ownSort
	return tb.page(t, orders{ownSort: o}, req)
}

func (tb table[V, R]) row(t *tx, o order, item engine.Item) (V, error) {
	if o.records {
		return tb.decode(t, item)
	}
	return tb.follow(t, item.Value)
}

// window is the part of an order that a request asks for, and what was found.
type window struct {
	order
	sort    model.Sort
	req     model.PageRequest
	from    key // nil for an end of the list
	reverse bool

	start, end     model.Cursor
	atStart, atEnd bool
}

func newWindow(list orders, req model.PageRequest) (*window, error) {
	o, ok := list[req.Sort]
	if !ok {
		return nil, &model.Error{Kind: model.KindInvalid, Message: "This list cannot be sorted like that."}
	}
	w := &window{order: o, sort: req.Sort, req: req, reverse: req.Descending != req.Backward}
	var err error
	w.from, err = w.decodeCursor(req.From)
	return w, err
}

// read returns the window's entries in the order of the list.
func (w *window) read(t *tx) ([]engine.Item, error) {
	items, more, err := w.beyond(t, w.from, w.reverse, w.rows())
	if err != nil {
		return nil, err
	}
	back, err := w.behind(t, items)
	if err != nil {
		return nil, err
	}
	w.atStart, w.atEnd = !back, !more
	if w.req.Backward {
		slices.Reverse(items)
		w.atStart, w.atEnd = !more, !back
	}
	w.start, w.end = w.req.From, w.req.From
	if len(items) > 0 {
		w.start = w.encodeCursor(items[0].Key)
		w.end = w.encodeCursor(items[len(items)-1].Key)
	}
	return items, nil
}

// behind reports whether there is anything on the near side of the window:
// where the request came from.
func (w *window) behind(t *tx, items []engine.Item) (bool, error) {
	if w.from == nil {
		return false, nil
	}
	if len(items) > 0 {
		_, more, err := w.beyond(t, items[0].Key, !w.reverse, 0)
		return more, err
	}
	return t.any(engine.Range{Prefix: w.prefix, From: w.from, Reverse: !w.reverse})
}

// beyond returns up to n entries after from, and whether there are more.
func (w *window) beyond(t *tx, from key, reverse bool, n int) (items []engine.Item, more bool, err error) {
	items, err = t.scanBeyond(engine.Range{Prefix: w.prefix, From: from, Reverse: reverse}, n+1)
	if len(items) > n {
		return items[:n], true, err
	}
	return items, false, err
}

func (w *window) rows() int {
	if w.req.Limit <= 0 {
		return defaultRows
	}
	return min(w.req.Limit, maxRows)
}

// A cursor is the sort's first letter and the part of a key that follows the
// prefix, so it means nothing in another list.
func (w *window) encodeCursor(k key) model.Cursor {
	place := string(w.sort[:1]) + string(k[len(w.prefix):])
	return model.Cursor(base64.RawURLEncoding.EncodeToString([]byte(place)))
}

func (w *window) decodeCursor(c model.Cursor) (key, error) {
	if c == "" {
		return nil, nil
	}
	place, err := base64.RawURLEncoding.Strict().DecodeString(string(c))
	if err != nil || len(place) < 2 || place[0] != w.sort[0] || len(w.prefix)+len(place)-1 > engine.MaxKey {
		return nil, &model.Error{Kind: model.KindInvalid, Err: err, Message: "This is not a place in this list; begin at its start."}
	}
	return slices.Concat(w.prefix, key(place[1:])), nil
}
