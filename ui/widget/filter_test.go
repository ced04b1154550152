package widget

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

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

// TestFilterGoesOnWhereItWas: more is typed while names are still being read. What
// fitted before is narrowed, and the names that came since are looked through whole.
func TestFilterGoesOnWhereItWas(t *testing.T) {
	l, d := showItems(t, newTable(3*namesRead))
	d.Hold()
	d.Press("/")
	d.Type("9")
	for len(l.filter.found) == 0 {
		d.Step()
	}
	among := l.filter.among
	for len(l.filter.snapshot) == among {
		d.Step()
	}
	d.Type("9")
	d.Release()
	var want int
	for i := range 3 * namesRead {
		if strings.Contains(fmt.Sprintf("%06d", i), "99") {
			want++
		}
	}
	if got := len(l.filter.found); got != want {
		t.Errorf("%d names were found, want %d", got, want)
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

// TestFilterOfNothingComesToAnEnd: where there are no names there is one look, and
// not another one for ever.
func TestFilterOfNothingComesToAnEnd(t *testing.T) {
	_, d := showItems(t, newTable(0))
	d.Press("/")
	d.Hold()
	d.Type("a")
	for range 20 {
		if d.Held() > 0 {
			d.Step()
		}
	}
	if n := d.Held(); n > 0 {
		t.Errorf("%d commands are still to be run", n)
	}
	d.Sees("0 of 0 names")
	d.Sees("Nothing here matches “a”.")
}

// TestFilterIsReadyForAnythingBeforeItsFirstAnswer: a change and the keys of the
// list may come before a name was looked at.
func TestFilterIsReadyForAnythingBeforeItsFirstAnswer(t *testing.T) {
	rows := newTable(50)
	l, d := showItems(t, rows)
	d.Hold()
	d.Press("/")
	d.Type("00004")
	rows.insert(item{id: "x", name: "name-0000491"})
	d.Send(kit.Changed{})
	d.Press("enter", "g", "G", "j")
	d.SeesNot("Nothing here matches")
	d.Release()
	d.Sees("12 of 51 names")
	if got := selectedName(t, l); got != "name-000004" {
		t.Errorf("the cursor is on %s", got)
	}
}

// TestFilterAnswersWhileNamesChange: however fast others make changes, the list is
// narrowed down, and stays so.
func TestFilterAnswersWhileNamesChange(t *testing.T) {
	rows := newTable(50)
	l, d := showItems(t, rows)
	d.Hold()
	d.Press("/")
	d.Type("name-00004")
	answered := 0
	for n := range 300 { // between any two commands there is a change
		rows.insert(item{id: fmt.Sprint("x", n), name: fmt.Sprintf("name-00004x%03d", n)})
		d.Send(kit.Changed{})
		if d.Held() > 0 {
			d.Step()
		}
		if len(l.matching.window.rows) == 0 || l.filter.searching() {
			if answered > 0 {
				t.Fatalf("after %d changes what was found is gone:\n%s", n, d.View())
			}
			continue
		}
		answered++
	}
	if answered < 250 {
		t.Errorf("the answer was there after %d of 300 changes", answered)
	}
	d.Release()
	d.Sees("310 of 350 names")
}

// TestFilterTypedWhileNamesAreReadAgain: the names that there are serve until then.
func TestFilterTypedWhileNamesAreReadAgain(t *testing.T) {
	rows := newTable(50)
	l, d := showItems(t, rows)
	d.Press("/")
	d.Type("name-00004")
	rows.insert(item{id: "x", name: "name-0000411"})
	d.Hold()
	d.Send(kit.Changed{})
	reading := l.filter.read.Pending()
	d.Type("1")
	if !reading || !l.filter.look.Pending() {
		t.Errorf("the names are read: %v; what was typed is looked for meanwhile: %v", reading, l.filter.look.Pending())
	}
	d.Release()
	d.Sees("2 of 51 names")
	d.Sees("name-0000411")
}

// TestFilterFindsWhatTheNamesContain: whatever is typed and taken away again, and
// whenever the names and the answers come, in the end the list has the names that
// contain it.
func TestFilterFindsWhatTheNamesContain(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rows := newTable(rapid.SampledFrom([]int{60, 2*namesRead + 60}).Draw(r, "names"))
		l, d := showItems(t, rows)
		d.Hold()
		d.Press("/")
		for i := range rapid.IntRange(5, 40).Draw(r, "steps") {
			switch rapid.SampledFrom([]string{"key", "answer", "change", "answer", "backspace"}).Draw(r, "step") {
			case "change":
				if len(rows.rows) <= namesRead { // many are read again when the filter is opened
					rows.remove(rows.rows[rapid.IntRange(0, len(rows.rows)-1).Draw(r, "row")].id)
					rows.insert(item{id: fmt.Sprint("new", i), name: fmt.Sprintf("name-%d", 100*i)})
					d.Send(kit.Changed{})
				}
			case "backspace":
				d.Press("backspace")
			case "key":
				d.Press(rapid.SampledFrom([]string{"0", "1", "00", "e", "-"}).Draw(r, "key"))
			case "answer":
				if d.Held() > 0 {
					d.Step()
				}
			}
		}
		d.Release()
		var want, got []string
		for _, row := range rows.rows {
			if l.filter.query != "" && strings.Contains(row.name, l.filter.query) {
				want = append(want, row.id)
			}
		}
		if l.filter.active() {
			for _, at := range l.filter.found {
				got = append(got, l.filter.snapshot[at].id)
			}
		}
		if !slices.Equal(got, want) {
			r.Fatalf("%q finds %d: %v\nwant %d: %v", l.filter.query, len(got), got, len(want), want)
		}
	})
}
