package widget

import (
	"slices"

	"example.com/latchkey/model"
)

// The window's size: rows in one page, and how many pages are held. A key press
// works on these rows alone, whatever the size of the table.
const (
	pageRows  = 100
	pagesHeld = 5
)

// window is the part of a sorted list that is held: some pages in a row, and a
// cursor in them.
type window[T any] struct {
	id     func(T) string
	pages  []model.Page[T]
	rows   []T // those of all pages
	cursor int // in rows
	top    int // in rows, the first one on the screen
}

func (w *window[T]) atStart() bool { return len(w.pages) > 0 && w.pages[0].AtStart }
func (w *window[T]) atEnd() bool   { return len(w.pages) > 0 && w.pages[len(w.pages)-1].AtEnd }

// start is the place of the first row held.
func (w *window[T]) start() model.Cursor {
	for _, p := range w.pages {
		if p.Start != "" {
			return p.Start
		}
	}
	return ""
}

// end is the place of the last row held.
func (w *window[T]) end() model.Cursor {
	for i := len(w.pages) - 1; i >= 0; i-- {
		if w.pages[i].End != "" {
			return w.pages[i].End
		}
	}
	return ""
}

// selected returns the row under the cursor.
func (w *window[T]) selected() (row T, ok bool) {
	if w.cursor < 0 || w.cursor >= len(w.rows) {
		return row, false
	}
	return w.rows[w.cursor], true
}

// show replaces what is held and puts the cursor on the first row, or on the
// last one.
func (w *window[T]) show(pages []model.Page[T], last bool) {
	w.hold(pages)
	w.cursor, w.top = 0, 0
	if last {
		w.cursor = max(len(w.rows)-1, 0)
	}
}

// refresh replaces what is held and keeps the cursor on its row, at its line of
// the screen; when the row is gone the next one gets the cursor.
func (w *window[T]) refresh(pages []model.Page[T]) {
	row, had := w.selected()
	line, pinned := w.cursor-w.top, w.top == 0 && w.atStart()
	w.hold(pages)
	if at := w.index(row); had && at >= 0 {
		w.cursor = at
	}
	w.cursor = max(min(w.cursor, len(w.rows)-1), 0)
	if w.top = max(w.cursor-line, 0); pinned {
		w.top = 0
	}
}

func (w *window[T]) index(row T) int { return w.indexOf(w.id(row)) }

func (w *window[T]) indexOf(id string) int {
	return slices.IndexFunc(w.rows, func(row T) bool { return w.id(row) == id })
}

// find puts the cursor on a row, when that is held.
func (w *window[T]) find(id string) {
	if at := w.indexOf(id); at >= 0 {
		w.cursor = at
	}
}

// append holds a page after the others and lets go of the first ones, but never
// of the one with the cursor.
func (w *window[T]) append(p model.Page[T]) {
	pages := append(w.pages, p)
	for len(pages) > pagesHeld && len(pages[0].Rows) <= w.top {
		w.shift(-len(pages[0].Rows))
		pages = pages[1:]
	}
	w.hold(pages)
}

// prepend is append at the other end.
func (w *window[T]) prepend(p model.Page[T]) {
	pages := append([]model.Page[T]{p}, w.pages...)
	w.shift(len(p.Rows))
	rows := len(w.rows) + len(p.Rows)
	for len(pages) > pagesHeld {
		last := len(pages[len(pages)-1].Rows)
		if w.cursor >= rows-last {
			break
		}
		rows -= last
		pages = pages[:len(pages)-1]
	}
	w.hold(pages)
}

func (w *window[T]) shift(by int) {
	w.cursor += by
	w.top += by
}

func (w *window[T]) hold(pages []model.Page[T]) {
	w.pages = append([]model.Page[T](nil), pages...)
	w.rows = make([]T, 0, len(w.rows))
	for _, p := range pages {
		w.rows = append(w.rows, p.Rows...)
	}
}

// reopen says that rows may come after the last one after all.
func (w *window[T]) reopen() {
	if n := len(w.pages); n > 0 {
		w.pages[n-1].AtEnd = false
	}
}

// move moves the cursor by some rows, as far as rows are held.
func (w *window[T]) move(by int) {
	w.cursor = max(min(w.cursor+by, len(w.rows)-1), 0)
}

// scroll brings the cursor into the height lines that are seen.
func (w *window[T]) scroll(height int) {
	w.top = min(w.top, w.cursor, max(len(w.rows)-height, 0))
	w.top = max(w.top, w.cursor-height+1, 0)
}

// visible returns the rows that height lines show.
func (w *window[T]) visible(height int) []T {
	return w.rows[w.top:min(w.top+height, len(w.rows))]
}
