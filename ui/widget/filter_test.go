package widget

import (
	"fmt"
	"testing"

	"example.com/latchkey/ui/kit"
)

func TestFilterNarrowsWhileTheSnapshotGrows(t *testing.T) {
	rows := newTable(100_000)
	l, d := showItems(t, rows)
	d.Hold()
	d.Press("/")
	d.Type("0010")
	d.Sees("searching … 0 names so far")
	for len(l.matching.window.rows) == 0 {
		d.Step()
	}
	few := len(l.filter.found)
	d.Sees("names so far")
	d.Sees("› name-000010")
	d.Release()
	if all := len(l.filter.found); all <= few {
		t.Errorf("%d matches at first, %d in the end", few, all)
	}
	d.Sees(fmt.Sprintf("%s of 100,000 names", kit.Count(len(l.filter.found))))
	if rows.names != 20 || rows.most > pageRows {
		t.Errorf("names were read %d times, %d rows at once", rows.names, rows.most)
	}
}

func TestFilterIsForEveryCase(t *testing.T) {
	rows := newTable(3)
	rows.rows[1].name = "name-Ärger"
	l, d := showItems(t, rows)
	d.Press("/")
	d.Type("ÄRG")
	d.Press("enter")
	if got := selectedName(t, l); got != "name-Ärger" {
		t.Errorf("the match is %s", got)
	}
	if l.CapturesText() {
		t.Error("after enter the filter still takes the keys")
	}
}

func TestFilterPagesThroughManyMatches(t *testing.T) {
	rows := newTable(20_000)
	l, d := showItems(t, rows)
	d.Press("/")
	d.Type("name")
	d.Press("enter", "G")
	if got := selectedName(t, l); got != "name-019999" {
		t.Errorf("the last match is %s", got)
	}
	for range 100 {
		d.Press("pgup")
	}
	if got := selectedName(t, l); got != "name-017799" {
		t.Errorf("100 screens before it is %s", got)
	}
	if rows.most > pageRows {
		t.Errorf("%d rows were read at once", rows.most)
	}
}

func TestFilterIsClearedByEsc(t *testing.T) {
	l, d := showItems(t, newTable(50))
	d.Press("down", "down", "/")
	d.Type("49")
	d.Sees("› name-000049")
	d.Press("esc")
	if got := selectedName(t, l); got != "name-000002" {
		t.Errorf("the cursor is on %s, not where it was", got)
	}
	if _, did := l.Back(); did {
		t.Error("there was something left to clear")
	}
}

func TestFilterFollowsChanges(t *testing.T) {
	rows := newTable(50)
	l, d := showItems(t, rows)
	d.Press("/")
	d.Type("name-00004")
	d.Press("enter", "down", "down")
	rows.remove("tok_000040")
	rows.insert(item{id: "x", name: "name-0000401"})
	d.Send(kit.Changed{})
	d.Sees("name-0000401")
	d.SeesNot("name-000040 ")
	if got := selectedName(t, l); got != "name-000042" {
		t.Errorf("the cursor is on %s", got)
	}
	d.Press("esc")
	if _, did := l.Back(); !did {
		t.Error("the filter was not cleared")
	}
}

func TestFilterRunsOneScanAtATime(t *testing.T) {
	l, d := showItems(t, newTable(6000))
	d.Press("/")
	d.Hold()
	d.Type("n")
	d.Type("a")
	d.Type("x")
	d.Release()
	if l.filter.query != "nax" || len(l.filter.found) != 0 {
		t.Errorf("%q found %d", l.filter.query, len(l.filter.found))
	}
	d.Sees("Nothing here matches “nax”.")
}
