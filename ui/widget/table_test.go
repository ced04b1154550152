package widget

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

// item is a row of the tests' table.
type item struct {
	id, name string
	uses     int
}

// table is a sorted list in memory that counts what is asked of it. Its cursors
// name rows by what they are sorted by, so that they hold when rows go.
type table struct {
	rows               []item // by name
	pages, names, read int
	most               int // the largest number of rows asked for at once
	err                error
}

func newTable(n int) *table {
	t := &table{}
	for i := range n {
		t.rows = append(t.rows, item{id: fmt.Sprintf("tok_%06d", i), name: fmt.Sprintf("name-%06d", i), uses: n - i})
	}
	return t
}

func (t *table) key(r item, by model.Sort) string {
	if by == model.SortCreated {
		return fmt.Sprintf("%09d", r.uses)
	}
	return r.name
}

// Page implements Source.
func (t *table) Page(_ context.Context, r model.PageRequest) (model.Page[item], error) {
	t.pages++
	t.most = max(t.most, r.Limit)
	if t.err != nil {
		return model.Page[item]{}, t.err
	}
	rows := t.rows
	compare := func(a item, from string) int { return strings.Compare(t.key(a, r.Sort), from) }
	if r.Sort == model.SortCreated {
		rows = slices.Clone(rows)
		slices.SortFunc(rows, func(a, b item) int { return cmp.Compare(a.uses, b.uses) })
	}
	if r.Descending {
		rows = slices.Clone(rows)
		slices.Reverse(rows)
		up := compare
		compare = func(a item, from string) int { return -up(a, from) }
	}
	low, high := 0, len(rows)
	at, found := slices.BinarySearchFunc(rows, string(r.From), compare)
	switch {
	case r.From == "" && r.Backward:
		low = max(high-r.Limit, 0)
	case r.Backward:
		low, high = max(at-r.Limit, 0), at
	case r.From != "" && found:
		low = at + 1
	case r.From != "":
		low = at
	}
	high = min(high, low+r.Limit)
	page := model.Page[item]{Rows: slices.Clone(rows[low:high]), AtStart: low == 0, AtEnd: high == len(rows)}
	if low < high {
		page.Start, page.End = model.Cursor(t.key(rows[low], r.Sort)), model.Cursor(t.key(rows[high-1], r.Sort))
	}
	return page, nil
}

// Names implements Source.
func (t *table) Names(_ context.Context, from model.Cursor, limit int) ([]model.Named, model.Cursor, error) {
	t.names++
	if t.err != nil {
		return nil, "", t.err
	}
	low, high := 0, 0
	_, _ = fmt.Sscan(string(from), &low)
	high = min(low+limit, len(t.rows))
	var named []model.Named
	for _, r := range t.rows[low:high] {
		named = append(named, model.Named{ID: r.id, Name: r.name})
	}
	if high == len(t.rows) {
		return named, "", nil
	}
	return named, place(high), nil
}

// Rows implements Source.
func (t *table) Rows(_ context.Context, ids []string) ([]item, error) {
	t.read++
	t.most = max(t.most, len(ids))
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var rows []item
	for _, r := range t.rows {
		if wanted[r.id] {
			rows = append(rows, r)
		}
	}
	return rows, t.err
}

// insert puts rows in by their names.
func (t *table) insert(rows ...item) {
	t.rows = append(slices.Clone(t.rows), rows...)
	slices.SortFunc(t.rows, func(a, b item) int { return strings.Compare(a.name, b.name) })
}

// remove takes the row with an id out.
func (t *table) remove(id string) {
	t.rows = slices.DeleteFunc(slices.Clone(t.rows), func(r item) bool { return r.id == id })
}

func itemColumns() []Column[item] {
	return []Column[item]{
		{Title: "Name", Sort: model.SortName, Min: 12, Flex: true, Cell: func(r item) Cell { return Cell{Text: r.name} }},
		{Title: "Uses", Sort: model.SortCreated, Min: 9, Right: true, Priority: 1, Cell: func(r item) Cell { return Cell{Text: kit.Count(r.uses)} }},
		{Title: "Days left", Min: 13, Priority: 2, Cell: func(r item) Cell { return DaysBar(r.uses%31, 30) }},
		{Title: "State", Min: 11, Cell: func(item) Cell { return State(Fine, "active") }},
	}
}

func newItems(t *table) *List[item] {
	return NewList(uitest.Session(), ListOptions[item]{
		Source:   t,
		ID:       func(r item) string { return r.id },
		Columns:  itemColumns(),
		Empty:    "Tokens let programs work in your name. Press n to generate the first one.",
		Markable: true,
		Beside: func(r item) []Fact {
			return []Fact{{Value: r.name, Tone: kit.Strong}, {}, {Label: "Uses", Value: kit.Count(r.uses) + " in 30 days"}}
		},
	})
}

// showItems starts a list of a table on a screen of 80 by 24 cells.
func showItems(tb testing.TB, t *table) (*List[item], *uitest.Driver) {
	tb.Helper()
	l := newItems(t)
	return l, uitest.Drive(tb, uitest.HostWidget(l))
}

func selectedName(tb testing.TB, l *List[item]) string {
	tb.Helper()
	row, ok := l.Selected()
	if !ok {
		tb.Fatal("no row is under the cursor")
	}
	return row.name
}
