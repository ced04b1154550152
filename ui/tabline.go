package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/ui/kit"
)

// between is the room between two tabs.
const between = 3

func (r *Root) tabLine(width int) string {
	t := r.session.Theme
	var titles []string
	for _, tab := range r.tabs.open {
		titles = append(titles, tab.title)
	}
	return row(t, titles, r.tabs.at, width, t.CurrentTab.Render, kit.Plain)
}

func (r *Root) placeLine(width int) string {
	t := r.session.Theme
	var names []string
	for _, p := range r.tabs.tab().places {
		names = append(names, p.Name)
	}
	strong := func(names ...string) string { return t.Paint(kit.Strong, names[0]) }
	return row(t, names, r.tabs.tab().at, width, strong, kit.Muted)
}

// row draws names side by side, the current one marked. Where they do not all
// fit it shows those around the current one, whole, and ‹ › for more.
func row(t kit.Theme, names []string, at, width int, current func(...string) string, others kit.Tone) string {
	first, last := around(names, at, width)
	var shown []string
	for i := first; i <= last; i++ {
		if i == at {
			shown = append(shown, current(names[i]))
			continue
		}
		shown = append(shown, t.Paint(others, names[i]))
	}
	line := strings.Join(shown, strings.Repeat(" ", between))
	if first > 0 {
		line = t.Paint(kit.Muted, "‹ ") + line
	}
	if last < len(names)-1 {
		line += t.Paint(kit.Muted, " ›")
	}
	return line
}

// around returns the longest run of names around the current one that fits.
func around(names []string, at, width int) (first, last int) {
	first, last = at, at
	used := ansi.StringWidth(names[at])
	for grown := true; grown; {
		grown = false
		for _, next := range []int{last + 1, first - 1} {
			if next < 0 || next >= len(names) {
				continue
			}
			need := used + between + ansi.StringWidth(names[next])
			if need+arrows(min(first, next), max(last, next), len(names)) > width {
				continue
			}
			used, grown = need, true
			first, last = min(first, next), max(last, next)
		}
	}
	return first, last
}

// arrows is the room of the marks for names that are not shown.
func arrows(first, last, n int) int {
	room := 0
	if first > 0 {
		room += 2
	}
	if last < n-1 {
		room += 2
	}
	return room
}
