package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// The width of a dialog with its border, and the cells that border and margin
// take of it.
const (
	boxMost = 70
	boxEdge = 6
)

// boxWidth returns how wide a dialog is on a screen, border included.
func boxWidth(screen int) int { return max(min(screen, boxMost), boxEdge+1) }

// BoxInside returns how many cells a dialog's lines have on a screen.
func BoxInside(screen int) int { return boxWidth(screen) - boxEdge }

// Box draws lines in a border with a title, as wide as dialogs are on a screen.
// The lines are cut to the room inside.
func Box(t kit.Theme, title string, lines []string, screen int) string {
	width := boxWidth(screen)
	title = Truncate(model.Printable(title), width-boxEdge)
	rule := strings.Repeat("─", max(width-ansi.StringWidth(title)-5, 0))
	side := t.Border.Render("│")
	out := []string{t.Border.Render("╭ ") + t.Paint(kit.Strong, title) + t.Border.Render(" "+rule+"─╮")}
	for _, line := range lines {
		out = append(out, side+"  "+Fit(line, width-boxEdge)+"  "+side)
	}
	out = append(out, t.Border.Render("╰"+strings.Repeat("─", width-2)+"╯"))
	return strings.Join(out, "\n")
}

// hiddenLines is how many lines of body a dialog of height lines has no room
// for, besides its border and foot.
func hiddenLines(body, foot []string, height int) int {
	return max(len(body)-max(height-2-len(foot), 1), 0)
}

// boxed draws a dialog: body, the part of it around line focus when it is too
// tall, then foot, which is always seen.
func boxed(t kit.Theme, title string, body, foot []string, focus, width, height int) string {
	room := height - 2 - len(foot)
	if len(body)+2 <= room {
		body = append(append([]string{""}, body...), "")
		focus++
	}
	return Box(t, title, append(scroll(body, focus, max(room, 1)), foot...), width)
}
