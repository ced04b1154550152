package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// The least and the most room of the details beside a list, and the width from
// which on they are shown: that of a terminal of 120 columns without the
// frame's margins.
const (
	wideFrom    = 118
	besideLeast = 34
	besideMost  = 60
	marker      = 2 // cells for the cursor and the mark
)

// View draws the list in its size.
func (l *List[T]) View() string {
	if !l.wide() {
		return strings.Join(l.lines(l.width), "\n")
	}
	room := l.besideRoom()
	width := l.width - room - 2*gap
	left, right := l.lines(width), l.beside(room)
	for i, line := range left {
		if i > 0 && i <= len(right) {
			left[i] = Pad(line, width+2*gap) + right[i-1]
		}
	}
	return strings.Join(left, "\n")
}

// besideRoom is what the columns leave when they are as wide as they like.
func (l *List[T]) besideRoom() int {
	columns := marker - gap
	for _, s := range l.spans {
		columns += s.ideal + gap
	}
	return max(min(l.width-columns-2*gap, besideMost), besideLeast)
}

func (l *List[T]) wide() bool {
	return l.options.Beside != nil && l.width >= wideFrom && len(l.pane().window.rows) > 0
}

// lines draws header, rows and foot.
func (l *List[T]) lines(width int) []string {
	if l.height <= 0 {
		return nil
	}
	widths := layout(l.spans, width-marker)
	lines := append([]string{l.header(widths)}, l.body(widths, width)...)
	for len(lines) < l.height {
		lines = append(lines, "")
	}
	if foot := l.foot(width); foot != "" {
		lines[l.height-1] = Truncate(foot, width)
	}
	return lines[:l.height]
}

// rowLines is how many rows the list shows: one line is the header's and, where
// there is room, one the foot's.
func (l *List[T]) rowLines() int {
	if l.height < 8 {
		return max(l.height-1, 1)
	}
	return l.height - 2
}

func (l *List[T]) header(widths []int) string {
	if len(l.pane().window.rows) == 0 {
		return ""
	}
	return l.join(widths, blanks(marker), func(c Column[T]) Cell {
		return Cell{Text: c.Title + l.arrow(c), Tone: kit.Muted}
	})
}

// arrow points up for A to Z and first to last.
func (l *List[T]) arrow(c Column[T]) string {
	switch {
	case c.Sort == "" || c.Sort != l.all.order.Sort || l.filter.active():
		return ""
	case l.all.order.Descending:
		return " ↓"
	}
	return " ↑"
}

func (l *List[T]) body(widths []int, width int) []string {
	p := l.pane()
	if len(p.window.rows) == 0 {
		return l.instead(width)
	}
	var lines []string
	top := p.window.visible(l.rowLines())
	for i, row := range top {
		lines = append(lines, l.row(widths, row, p.window.top+i == p.window.cursor))
	}
	return lines
}

// row draws one row. The one under the cursor has the › and its name in the
// accent.
func (l *List[T]) row(widths []int, row T, current bool) string {
	t := l.session.Theme
	mark := " "
	if l.isMarked(l.options.ID(row)) {
		mark = t.Paint(kit.Accent, "*")
	}
	if !current {
		return l.join(widths, " "+mark, func(c Column[T]) Cell { return c.Cell(row) })
	}
	first := true
	return l.join(widths, t.Paint(kit.Current, "›")+mark, func(c Column[T]) Cell {
		cell := c.Cell(row)
		if first {
			first, cell.Tone = false, kit.Current
		}
		return cell
	})
}

// join puts the cells of a line side by side.
func (l *List[T]) join(widths []int, lead string, cell func(Column[T]) Cell) string {
	var b strings.Builder
	b.WriteString(lead)
	first := true
	for i, c := range l.options.Columns {
		if widths[i] == 0 {
			continue
		}
		if !first {
			b.WriteString(blanks(gap))
		}
		first = false
		shown := cell(c)
		b.WriteString(l.session.Theme.Paint(shown.Tone, align(shown.Text, widths[i], c.Right)))
	}
	return strings.TrimRight(b.String(), " ")
}

// instead says why there are no rows.
func (l *List[T]) instead(width int) []string {
	p, t := l.pane(), l.session.Theme
	switch {
	case p.err != nil:
		why := paragraph(t, kit.Bad, "✗ "+model.Sentence(p.err), width)
		if !p.passing() {
			return why
		}
		return append(why, t.Key.Render("r")+" "+t.Paint(kit.Muted, "try again"))
	case p.late:
		return []string{t.Paint(kit.Muted, "Loading…")}
	case l.filter.active() && p.loaded && !l.filter.searching() && len(l.filter.found) == 0:
		return paragraph(t, kit.Muted, "Nothing here matches “"+l.filter.input.Value()+"”.", width)
	case !l.filter.active() && p.loaded:
		return paragraph(t, kit.Muted, l.options.Empty, width)
	}
	return nil
}

// foot is the list's last line: the filter, what is under way, or a hint.
func (l *List[T]) foot(width int) string {
	p, t := l.pane(), l.session.Theme
	switch {
	case l.filter.typing || l.filter.active():
		return l.filterLine(width)
	case len(p.window.rows) == 0:
		return ""
	case p.err != nil:
		said := t.Paint(kit.Bad, "✗ "+model.Printable(model.Sentence(p.err)))
		if !p.passing() {
			return said
		}
		return said + "  " + t.Key.Render("r") + " try again"
	case p.late:
		return t.Paint(kit.Muted, "Loading…")
	case len(l.marked) > 0:
		return t.Paint(kit.Accent, kit.Count(len(l.marked))+" marked")
	case l.options.Note != nil && l.height >= 8:
		return t.Paint(kit.Muted, model.Printable(l.options.Note()))
	}
	return ""
}

func (l *List[T]) filterLine(width int) string {
	t, in := l.session.Theme, l.filter.input
	note := l.filterNote()
	in.Width = max(width-ansi.StringWidth(note)-5, 8)
	text := in.View()
	if !l.filter.typing {
		text = t.Paint(kit.Strong, model.Printable(in.Value()))
	}
	return Truncate(t.Paint(kit.Current, "/")+" "+Pad(strings.TrimRight(text, " "), 1)+"  "+note, width)
}

// filterNote says how far the search is.
func (l *List[T]) filterNote() string {
	t, f := l.session.Theme, &l.filter
	names := func(n int) string { return kit.Plural(n, "name") }
	switch {
	case f.err != nil:
		return t.Paint(kit.Bad, "✗ "+model.Printable(model.Sentence(f.err)))
	case f.searching():
		return t.Paint(kit.Muted, "searching … "+names(len(f.snapshot))+" so far")
	case !f.active():
		return t.Paint(kit.Muted, names(len(f.snapshot)))
	}
	return t.Paint(kit.Muted, kit.Count(len(f.found))+" of "+names(f.among))
}

// beside draws the details of the row under the cursor.
func (l *List[T]) beside(width int) []string {
	row, ok := l.Selected()
	if !ok {
		return nil
	}
	lines := Facts(l.session.Theme, l.options.Beside(row), width)
	return lines[:min(len(lines), l.height-1)]
}
