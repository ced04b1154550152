package widget

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

func TestListViews(t *testing.T) {
	rows := newTable(12)
	rows.rows[3].name = "name-000003 と とても長い名前がここに立っています。そして終わらない"
	_, d := showItems(t, rows)
	d.Press("j", " ", "j")
	d.Golden(t, "rows")
	d.Press("/", "1", "1")
	d.Golden(t, "filter")
	d.CheckLayout()
	d.Press("x", "x")
	d.Golden(t, "nomatch")

	_, d = showItems(t, newTable(0))
	d.Golden(t, "empty")
	_, d = showItems(t, &table{err: &model.Error{Kind: model.KindUnavailable, Message: "The store is closed."}})
	d.Golden(t, "error")
}

func TestListReadsNoMoreThanItShows(t *testing.T) {
	rows := newTable(100_000)
	l, d := showItems(t, rows)
	if rows.pages > 2 {
		t.Errorf("%d pages were read for the first screen", rows.pages)
	}
	for range 200 {
		before := rows.pages
		d.Press("pgdown")
		if rows.pages-before > 1 {
			t.Fatalf("one key read %d pages", rows.pages-before)
		}
	}
	if got := selectedName(t, l); got != "name-004400" {
		t.Errorf("after 200 screens of 22 rows the cursor is on %s", got)
	}
	for range 200 {
		d.Press("pgup")
	}
	if got := selectedName(t, l); got != "name-000000" {
		t.Errorf("all the way back the cursor is on %s", got)
	}
	if held := len(l.all.window.rows); held > pageRows*(pagesHeld+1) {
		t.Errorf("%d rows are held", held)
	}
	if rows.most > pageRows || rows.names > 0 {
		t.Errorf("%d rows were asked for at once, names %d times", rows.most, rows.names)
	}
}

func TestListJumpsToItsEnds(t *testing.T) {
	rows := newTable(100_000)
	l, d := showItems(t, rows)
	before := rows.pages
	d.Press("G")
	if got := selectedName(t, l); got != "name-099999" {
		t.Errorf("G leads to %s", got)
	}
	if rows.pages-before > 2 {
		t.Errorf("G read %d pages", rows.pages-before)
	}
	d.Press("up")
	if got := selectedName(t, l); got != "name-099998" {
		t.Errorf("the row before the last is %s", got)
	}
	d.Press("g")
	if got := selectedName(t, l); got != "name-000000" {
		t.Errorf("g leads to %s", got)
	}
}

func TestListKeepsTheCursorOnItsRow(t *testing.T) {
	rows := newTable(1000)
	l, d := showItems(t, rows)
	for range 10 {
		d.Press("pgdown")
	}
	want, line := selectedName(t, l), l.all.window.cursor-l.all.window.top
	rows.insert(item{id: "a", name: "aaa"}, item{id: "b", name: "name-000150a"}, item{id: "c", name: "name-000151a"})
	d.Send(kit.Changed{})
	if got := selectedName(t, l); got != want {
		t.Errorf("the cursor went from %s to %s", want, got)
	}
	if got := l.all.window.cursor - l.all.window.top; got != line {
		t.Errorf("the row went from line %d to line %d", line, got)
	}
}

func TestListShowsNewRowsAtItsStart(t *testing.T) {
	rows := newTable(100)
	l, d := showItems(t, rows)
	d.Press("down")
	rows.insert(item{id: "a", name: "aaa"})
	d.Send(kit.Changed{})
	d.Sees("aaa")
	if got := selectedName(t, l); got != "name-000001" {
		t.Errorf("the cursor is on %s", got)
	}
}

func TestListGivesTheCursorToTheNextRow(t *testing.T) {
	rows := newTable(5)
	l, d := showItems(t, rows)
	d.Press("down", "down")
	rows.remove("tok_000002")
	d.Send(kit.Changed{})
	if got := selectedName(t, l); got != "name-000003" {
		t.Errorf("the cursor is on %s", got)
	}
	d.Press("G")
	rows.remove("tok_000004")
	d.Send(kit.Changed{})
	if got := selectedName(t, l); got != "name-000003" {
		t.Errorf("after the last row went the cursor is on %s", got)
	}
}

func TestListSurvivesTheEndOfAllItHeld(t *testing.T) {
	rows := newTable(1000)
	l, d := showItems(t, rows)
	d.Press("G")
	rows.rows = rows.rows[:300]
	d.Send(kit.Changed{})
	if got := selectedName(t, l); got != "name-000299" && !strings.HasPrefix(got, "name-0002") {
		t.Errorf("the cursor is on %s", got)
	}
	rows.rows = nil
	d.Send(kit.Changed{})
	d.Sees("Press n to generate")
	rows.insert(item{id: "a", name: "aaa"})
	d.Send(kit.Changed{})
	d.Sees("› aaa")
}

func TestListMergesChanges(t *testing.T) {
	rows := newTable(50)
	_, d := showItems(t, rows)
	before := rows.pages
	d.Hold()
	for range 20 {
		d.Send(kit.Changed{})
	}
	d.Release()
	if got := rows.pages - before; got > 2 {
		t.Errorf("20 changes at once read %d pages", got)
	}
}

func TestListDropsStaleAnswers(t *testing.T) {
	rows := newTable(50)
	l, d := showItems(t, rows)
	d.Hold()
	d.Press("S")
	d.Press("S")
	d.Press("S") // the third asking is for the order turned round
	d.Release()
	if got := selectedName(t, l); got != "name-000049" {
		t.Errorf("the first row is %s", got)
	}
	if l.all.load.Pending() {
		t.Error("an answer is still awaited")
	}
}

func TestListSorts(t *testing.T) {
	l, d := showItems(t, newTable(50))
	d.Sees("Name ↑")
	d.Press("s")
	d.Sees("Uses ↑")
	if got := selectedName(t, l); got != "name-000049" {
		t.Errorf("by uses the first row is %s", got)
	}
	d.Press("S")
	d.Sees("Uses ↓")
	if got := selectedName(t, l); got != "name-000000" {
		t.Errorf("turned round the first row is %s", got)
	}
}

func TestListSaysThatItLoadsWhenItTakesLong(t *testing.T) {
	l := newItems(newTable(50))
	d := uitest.Drive(t, uitest.HostWidget(&waiting{l}))
	d.SeesNot("Loading")
	d.Ring(patience)
	d.Sees("Loading…")
}

// waiting is a list whose source never answers.
type waiting struct{ *List[item] }

func (w *waiting) Init() (cmd tea.Cmd) {
	w.List.Init()
	return w.List.all.slow.Set(patience)
}

func TestListTriesAgain(t *testing.T) {
	rows := newTable(50)
	rows.err = &model.Error{Kind: model.KindUnavailable, Message: "The store is closed."}
	l, d := showItems(t, rows)
	d.Sees("✗ The store is closed.")
	rows.err = nil
	d.Press("r")
	if got := selectedName(t, l); got != "name-000000" {
		t.Errorf("the cursor is on %s", got)
	}
	rows.err = &model.Error{Kind: model.KindUnavailable, Message: "The store is closed."}
	d.Send(kit.Changed{})
	d.Sees("name-000000")
	d.Sees("✗ The store is closed.  r try again")
}

func TestListMarks(t *testing.T) {
	rows := newTable(50)
	l, d := showItems(t, rows)
	if got := l.Targets(); len(got) != 1 || got[0].name != "name-000000" {
		t.Errorf("without marks the targets are %v", got)
	}
	d.Press(" ", " ", "down", " ")
	rows.insert(item{id: "a", name: "aaa"})
	rows.rows[1].uses = 777
	d.Send(kit.Changed{})
	got := l.Targets()
	if len(got) != 3 || got[0].name != "name-000000" || got[0].uses != 777 || got[2].name != "name-000003" {
		t.Errorf("the targets are %v", got)
	}
	d.Sees("3 marked")
	if _, did := l.Back(); !did || len(l.Marked()) != 0 {
		t.Error("esc did not take the marks away")
	}
}

func TestListDrawsForeignTextSafely(t *testing.T) {
	rows := newTable(1)
	rows.rows[0].name = "a\x1b]52;c;eA==\x07b\u202ec\nd"
	_, d := showItems(t, rows)
	d.Sees("a\uFFFD]52;c;eA==\uFFFDb\uFFFDc\uFFFDd")
}
