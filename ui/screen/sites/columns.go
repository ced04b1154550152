package sites

import (
	"slices"
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/roster"
	"example.com/latchkey/ui/widget"
)

// wideLevels is how many levels are indented by two cells; further down it is one,
// so that the name keeps its room.
const wideLevels = 4

// branch draws a site's name in the tree. A match of the filter stands alone and
// says what it lies below, the nearest first.
func branch(r row) string {
	if r.found {
		names := []string{r.Name}
		for _, s := range slices.Backward(r.above) {
			names = append(names, s.Name)
		}
		return strings.Join(names, " · ")
	}
	glyph := "  "
	switch {
	case r.closed:
		glyph = "▸ "
	case r.Below > 0:
		glyph = "▾ "
	}
	return strings.Repeat(" ", r.Depth+min(r.Depth, wideLevels)) + glyph + r.Name
}

func nameColumn() widget.Column[row] {
	return widget.Column[row]{Title: "Name", Min: 20, Ideal: 40, Flex: true, Cell: func(r row) widget.Cell {
		return widget.Cell{Text: branch(r)}
	}}
}

// columns are those of who manages sites; others see their names.
func columns(manages bool) []widget.Column[row] {
	list := []widget.Column[row]{nameColumn()}
	below := widget.Column[row]{Title: "Sites below", Right: true, Priority: 2, Cell: func(r row) widget.Cell {
		return number(r.Below)
	}}
	if !manages {
		return append(list, below)
	}
	return append(list, widget.Column[row]{Title: "Members", Right: true, Priority: 1, Cell: func(r row) widget.Cell {
		return roster.Count(r.Members, r.More)
	}}, below)
}

func number(n int) widget.Cell {
	if n == 0 {
		return widget.Cell{Text: "–", Tone: kit.Muted}
	}
	return widget.Cell{Text: kit.Count(n)}
}

// beside is what stands beside a wide list.
func (l *List) beside(r row) []widget.Fact {
	facts := []widget.Fact{{Value: r.Name, Tone: kit.Strong}, {}}
	if len(r.above) > 0 {
		facts = append(facts, widget.Fact{Label: "Lies below", Value: r.where()})
	}
	if r.Below > 0 {
		facts = append(facts, widget.Fact{Label: "Below it", Value: kit.Plural(r.Below, "site")})
	}
	if l.mayManage() {
		facts = append(facts, widget.Fact{Label: "Members", Value: roster.Count(r.Members, r.More).Text + l.inherited(r)})
	}
	facts = append(facts, widget.Fact{Label: "Created", Value: l.session.Exact(r.CreatedAt)})
	facts = append(facts, l.gives.Facts(roster.Site(r.Site))...)
	return append(facts, widget.Fact{}, widget.Fact{Value: id(r), Tone: kit.Muted})
}

// inherited reminds of the members of the sites above.
func (l *List) inherited(r row) string {
	if len(r.above) == 0 {
		return ""
	}
	return ", and those of the " + pick(len(r.above), "site", "sites") + " above"
}

func pick(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func name(s model.Site) string { return model.Printable(s.Name) }
