package compare

import (
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// The room between columns, that of the labels, the width from which on these
// stand beside the columns and not above them, and where a line becomes too
// long to be read.
const (
	gap       = 3
	labels    = 18
	labelFrom = 70
	most      = 112
)

// lines draws the whole page in its width.
func (p *Page) lines() []string {
	t, width := p.session.Theme, min(p.width, most)
	lines := append(widget.Wrap(intro, width), "")
	if width >= labelFrom {
		lines = append(lines, beside(t, width)...)
	} else {
		lines = append(lines, above(t, width)...)
	}
	for _, line := range widget.Wrap(outro, width) {
		lines = append(lines, t.Paint(kit.Muted, line))
	}
	return lines
}

// beside draws the table with the labels in a column of their own.
func beside(t kit.Theme, width int) []string {
	room := (width - labels - gap) / 2
	head := pair(t, kit.Strong, headService, headUser, room)
	lines := []string{widget.Pad("", labels) + head[0], ""}
	for _, r := range table {
		label := t.Paint(kit.Muted, widget.Fit(r.what, labels))
		for _, line := range pair(t, kit.Plain, r.service, r.user, room) {
			lines = append(lines, label+line)
			label = widget.Pad("", labels)
		}
		lines = append(lines, "")
	}
	return lines
}

// above draws the table with each label on a line of its own.
func above(t kit.Theme, width int) []string {
	room := (width - gap) / 2
	lines := append(pair(t, kit.Strong, headService, headUser, room), "")
	for _, r := range table {
		lines = append(lines, t.Paint(kit.Muted, widget.Truncate(r.what, width)))
		lines = append(lines, pair(t, kit.Plain, r.service, r.user, room)...)
		lines = append(lines, "")
	}
	return lines
}

// pair draws two texts side by side, each wrapped into room cells.
func pair(t kit.Theme, tone kit.Tone, left, right string, room int) []string {
	l, r := widget.Wrap(left, room), widget.Wrap(right, room)
	var lines []string
	for i := range max(len(l), len(r)) {
		lines = append(lines, t.Paint(tone, widget.Fit(at(l, i), room))+widget.Pad("", gap)+t.Paint(tone, at(r, i)))
	}
	return lines
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
