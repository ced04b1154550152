package widget

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Source gives a list its rows, in parts, and never has to give all of them.
type Source[T any] interface {
	// Page reads a part of the list.
	Page(ctx context.Context, r model.PageRequest) (model.Page[T], error)
	// Names reads at most limit names from a place on, and returns the place
	// of the next ones, "" at the end. The zero cursor is the start.
	Names(ctx context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error)
	// Rows reads rows by id, in the order of ids; what is gone is left out.
	Rows(ctx context.Context, ids []string) ([]T, error)
}

// ListOptions says what a list shows.
type ListOptions[T any] struct {
	Source  Source[T]
	ID      func(T) string
	Columns []Column[T] // those with a Sort are what the list can be sorted by

	Sort       model.Sort // the order at first; "" is the first column's that has one
	Descending bool
	Seek       string // the id of the row that has the cursor at first; "" is the first row

	Empty    string         // what an empty list is for, and which key fills it
	Note     func() string  // a hint under the list; may be nil
	Beside   func(T) []Fact // the row under the cursor, beside a wide list; may be nil
	Markable bool           // space marks rows
	NoFilter bool           // there are no names to search
}

// List is a table of any size: it holds a window of rows around the cursor and
// loads what comes next before the cursor gets there. It is sorted by the
// source and filtered on a snapshot of names.
type List[T any] struct {
	session  *kit.Session
	options  ListOptions[T]
	spans    []span
	sorts    []model.Sort
	all      pane[T] // the whole list
	matching pane[T] // the rows that match the filter
	filter   filter
	matched  string // the query that matching shows
	marks    map[string]T
	marked   []string // the ids of marks, in the order of marking
	width    int
	height   int
}

// NewList returns a list of the session. Init loads it.
func NewList[T any](s *kit.Session, o ListOptions[T]) *List[T] {
	l := &List[T]{
		session: s,
		options: o,
		all:     newPane[T](s, o.ID),
		filter:  newFilter(s, o.Source.Names),
		marks:   map[string]T{},
	}
	l.matching = l.noMatches()
	for _, c := range o.Columns {
		l.spans = append(l.spans, c.span())
		if c.Sort != "" {
			l.sorts = append(l.sorts, c.Sort)
		}
	}
	l.all.source, l.all.seek = o.Source, o.Seek
	l.all.order = model.PageRequest{Sort: o.Sort, Descending: o.Descending}
	if o.Sort == "" && len(l.sorts) > 0 {
		l.all.order.Sort = l.sorts[0]
	}
	return l
}

// ShowFrom makes the list one of another source, as when its rows are narrowed.
// It begins at its start, without the name filter. Empty is what to say when
// that source has no rows.
func (l *List[T]) ShowFrom(source Source[T], empty string) tea.Cmd {
	clear := l.clearFilter()
	l.options.Empty = empty
	l.options.Source, l.all.source = source, source
	l.filter.names = source.Names
	return tea.Batch(clear, l.all.fetch(partFirst))
}

// Find loads the list anew with the cursor on a row, as after it was created. The
// filter is cleared.
func (l *List[T]) Find(id string) tea.Cmd {
	clear := l.clearFilter()
	l.all.seek = id
	return tea.Batch(clear, l.all.fetch(partFirst))
}

// Init loads the list, or loads it again with the cursor where it was.
func (l *List[T]) Init() tea.Cmd { return l.reload() }

// SetSize says how many cells the list has.
func (l *List[T]) SetSize(width, height int) {
	l.width, l.height = width, height
	l.pane().window.scroll(l.rowLines())
}

// Selected returns the row under the cursor, if there is one.
func (l *List[T]) Selected() (T, bool) { return l.pane().window.selected() }

// Marked returns the marked rows in the order in which they were marked, as
// they were when last seen.
func (l *List[T]) Marked() []T {
	rows := make([]T, 0, len(l.marked))
	for _, id := range l.marked {
		rows = append(rows, l.marks[id])
	}
	return rows
}

// Targets returns what an action is meant for: the marked rows or, without
// any, the row under the cursor.
func (l *List[T]) Targets() []T {
	if len(l.marked) > 0 {
		return l.Marked()
	}
	if row, ok := l.Selected(); ok {
		return []T{row}
	}
	return nil
}

// Unmark takes all marks away.
func (l *List[T]) Unmark() {
	clear(l.marks)
	l.marked = nil
}

// CapturesText reports whether a filter is being typed.
func (l *List[T]) CapturesText() bool { return l.filter.typing }

// Back clears the filter, then the marks. It reports false when there was
// neither.
func (l *List[T]) Back() (tea.Cmd, bool) {
	switch {
	case l.filter.typing || l.filter.active():
		return l.clearFilter(), true
	case len(l.marked) > 0:
		l.Unmark()
		return nil, true
	}
	return nil, false
}

// Update takes a message. Screens give it every message that is not theirs.
func (l *List[T]) Update(msg tea.Msg) tea.Cmd {
	cmd := l.route(msg)
	l.pane().window.scroll(l.rowLines())
	return tea.Batch(cmd, l.ahead())
}

func (l *List[T]) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if l.filter.typing {
			return l.typeFilter(msg)
		}
		return l.press(msg)
	case kit.Changed:
		return l.reload()
	}
	cmd := tea.Batch(l.all.update(msg), l.matching.update(msg), l.takeMatches(msg))
	l.reopenMatches()
	l.refreshMarks()
	return cmd
}

// Keys lists the bindings of the list itself, for a screen to add to its own.
// Those that move the cursor are the same everywhere and in the help.
func (l *List[T]) Keys() []key.Binding {
	k := l.session.Keys
	if l.filter.typing {
		return []key.Binding{kit.Named(k.Open, "to the list"), kit.Named(k.Back, "clear")}
	}
	var keys []key.Binding
	if l.pane().passing() {
		keys = append(keys, k.Retry)
	}
	if len(l.all.window.rows) == 0 {
		return keys
	}
	if !l.options.NoFilter {
		keys = append(keys, k.Filter)
	}
	if l.options.Markable {
		keys = append(keys, k.Mark)
	}
	if len(l.sorts) > 1 && !l.filter.active() {
		keys = append(keys, k.Sort)
	}
	if len(l.sorts) > 0 && !l.filter.active() {
		keys = append(keys, k.Reverse)
	}
	return keys
}

// pane returns the rows that are shown.
func (l *List[T]) pane() *pane[T] {
	if l.filter.active() {
		return &l.matching
	}
	return &l.all
}

// ahead loads what comes next before the cursor gets there.
func (l *List[T]) ahead() tea.Cmd { return l.pane().ahead(max(2*l.height, pageRows/4)) }

// refreshMarks keeps the marked rows as they were last seen.
func (l *List[T]) refreshMarks() {
	if len(l.marks) == 0 {
		return
	}
	for _, row := range l.pane().window.rows {
		if id := l.options.ID(row); l.isMarked(id) {
			l.marks[id] = row
		}
	}
}

func (l *List[T]) isMarked(id string) bool {
	_, ok := l.marks[id]
	return ok
}
