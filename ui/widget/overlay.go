package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/ui/kit"
)

// Overlay puts a dialog into the middle of the first height lines of a screen,
// dimmed behind it; the lines below them stay as they are. A dialog as wide as
// the screen has its lines to itself, with nothing before or after them.
func Overlay(t kit.Theme, screen, dialog string, width, height int) string {
	back := strings.Split(screen, "\n")
	block := strings.Split(dialog, "\n")
	block = block[:min(len(block), height)]
	span := 0
	for _, line := range block {
		span = max(span, min(ansi.StringWidth(line), width))
	}
	top, left := (height-len(block))/2, (width-span)/2
	for i := range back {
		switch {
		case i >= height:
		case i < top || i >= top+len(block):
			back[i] = dim(t, back[i])
		default:
			back[i] = splice(t, back[i], block[i-top], left, span)
		}
	}
	return strings.Join(back, "\n")
}

// splice puts line over back from cell left on, span cells wide.
func splice(t kit.Theme, back, line string, left, span int) string {
	line = ansi.Truncate(line, span, "")
	plain := ansi.Strip(back)
	after := ansi.TruncateLeft(plain, left+span, "")
	if left == 0 && after == "" {
		return line
	}
	before := Pad(ansi.Truncate(plain, left, ""), left)
	after = PadLeft(after, ansi.StringWidth(plain)-left-span) // half of a wide character is a blank
	return dim(t, before) + Pad(line, span) + dim(t, after)
}

func dim(t kit.Theme, line string) string {
	if line = ansi.Strip(line); strings.TrimSpace(line) == "" {
		return line
	}
	return t.Dimmed.Render(line)
}
