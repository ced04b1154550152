package widget

import (
	"testing"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

// seeking starts a list with the cursor on a row.
func seeking(t *testing.T, rows *table, id string) (*List[item], *uitest.Driver) {
	t.Helper()
	l := NewList(uitest.Session(), ListOptions[item]{
		Source: rows, ID: func(r item) string { return r.id }, Columns: itemColumns(), Seek: id,
	})
	return l, uitest.Drive(t, uitest.HostWidget(l))
}

func TestListBeginsOnARow(t *testing.T) {
	for id, want := range map[string]string{
		"":           "name-000000",
		"tok_000000": "name-000000",
		"tok_000007": "name-000007",
		"tok_000100": "name-000100", // the first of a page
		"tok_001234": "name-001234",
		"tok_001999": "name-001999",
		"tok_nobody": "name-000000",
	} {
		rows := newTable(2000)
		l, d := seeking(t, rows, id)
		if got := selectedName(t, l); got != want {
			t.Errorf("%q: the cursor is on %s, want %s", id, got, want)
		}
		d.Sees("› ")
		d.Sees(want)
		if held := len(l.all.window.rows); held > pageRows*(pagesHeld+1) || rows.most > pageRows {
			t.Errorf("%q: %d rows are held, %d were asked for at once", id, held, rows.most)
		}
	}
}

// It is a list like any other from there on.
func TestListGoesOnFromTheRowThatItBeganOn(t *testing.T) {
	rows := newTable(2000)
	l, d := seeking(t, rows, "tok_001234")
	d.Press("up", "up", "down")
	if got := selectedName(t, l); got != "name-001233" {
		t.Errorf("the cursor is on %s", got)
	}
	d.Send(kit.Changed{})
	if got := selectedName(t, l); got != "name-001233" {
		t.Errorf("after a change the cursor is on %s", got)
	}
	for range 70 {
		d.Press("pgup")
	}
	if got := selectedName(t, l); got != "name-000000" {
		t.Errorf("at the top the cursor is on %s", got)
	}
	d.Press("G")
	if got := selectedName(t, l); got != "name-001999" {
		t.Errorf("at the end the cursor is on %s", got)
	}
	d.Press("g", "s")
	if got := selectedName(t, l); got != "name-001999" { // the fewest uses
		t.Errorf("in another order the cursor is on %s", got)
	}
}

// Far down in a table of any size it gives up, and begins at the start.
func TestListDoesNotSeekForEver(t *testing.T) {
	rows := newTable(100_000)
	l, _ := seeking(t, rows, "tok_099999")
	if got := selectedName(t, l); got != "name-000000" || rows.pages > seekMost+1 {
		t.Errorf("after %d pages the cursor is on %s", rows.pages, got)
	}
}
