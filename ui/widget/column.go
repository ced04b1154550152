package widget

import (
	"cmp"
	"slices"

	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Cell is the text of one row in one column, and what it means.
type Cell struct {
	Text string
	Tone kit.Tone
}

// Column is one column of a list. Its width depends on the width of the screen
// alone, never on the rows, so that nothing moves while scrolling.
type Column[T any] struct {
	Title    string
	Sort     model.Sort // the order that this column stands for; "" when there is none
	Min      int        // cells; at least the title's own
	Ideal    int        // cells, where there is room; at least Min
	Flex     bool       // takes what is left over, up to 48 cells
	Right    bool       // for numbers
	Priority int        // 0 always stays; the highest number falls away first
	Cell     func(T) Cell
}

// gap is the room between two columns, and flexMost where a flexible column
// stops to grow: further apart the eye loses the row.
const (
	gap      = 2
	flexMost = 48
)

// span is what the layout needs to know of a column.
type span struct {
	min, ideal, priority int
	flex                 bool
}

func (c Column[T]) span() span {
	least := max(c.Min, ansi.StringWidth(c.Title))
	if c.Sort != "" {
		least = max(least, ansi.StringWidth(c.Title)+2) // the arrow
	}
	return span{min: least, ideal: max(least, c.Ideal), priority: c.Priority, flex: c.Flex}
}

// layout returns the width of each column within width cells, 0 for those that
// fall away.
func layout(spans []span, width int) []int {
	widths := make([]int, len(spans))
	left := width
	for _, i := range kept(spans, width) {
		widths[i] = spans[i].min
		left -= spans[i].min + gap
	}
	left += gap
	for _, i := range byPriority(spans) {
		if grow := min(spans[i].ideal-widths[i], left); widths[i] > 0 && grow > 0 {
			widths[i] += grow
			left -= grow
		}
	}
	for i, s := range spans {
		if s.flex && widths[i] > 0 {
			grow := min(left, flexMost-widths[i])
			widths[i] = max(1, widths[i]+max(min(left, 0), grow))
			left -= grow
		}
	}
	return widths
}

// kept returns the columns that have room at their least width; those of
// priority 0 stay in any case.
func kept(spans []span, width int) []int {
	order := byPriority(spans)
	for {
		need := -gap
		for _, i := range order {
			need += spans[i].min + gap
		}
		last := len(order) - 1
		if need <= width || last < 0 || spans[order[last]].priority == 0 {
			return order
		}
		order = order[:last]
	}
}

func byPriority(spans []span) []int {
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(spans[a].priority, spans[b].priority)
	})
	return order
}

// align fits text into a column's width.
func align(text string, width int, right bool) string {
	text = Truncate(model.Printable(text), width)
	if right {
		return PadLeft(text, width)
	}
	return Pad(text, width)
}
