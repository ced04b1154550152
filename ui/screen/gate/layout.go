package gate

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// columnMost is how wide a gate's column becomes, in cells.
const columnMost = 62

// column is the block in the middle of a gate: some lines of text over a form.
type column struct{ width, height int }

func (c *column) setSize(width, height int) { c.width, c.height = width, height }

// view draws text above a form, in the middle of the screen. Where lines are
// few the text falls away, so that the form stays whole.
func (c column) view(t kit.Theme, text []line, form *widget.Form) string {
	width := min(c.width, columnMost)
	lines := strings.Split(form.View(width, c.height), "\n")
	if intro := paint(t, text, width); len(intro)+1+len(lines) <= c.height {
		lines = append(append(intro, ""), lines...)
	}
	above := min(max((c.height-len(lines))/3, 0), 4)
	left := strings.Repeat(" ", (c.width-width)/2)
	out := make([]string, above, above+len(lines))
	for _, l := range lines {
		out = append(out, left+l)
	}
	return strings.Join(out, "\n")
}

// line is a line of text and what it means.
type line struct {
	text string
	tone kit.Tone
}

func paint(t kit.Theme, text []line, width int) []string {
	var out []string
	for _, l := range text {
		for part := range strings.SplitSeq(ansi.Wordwrap(model.Printable(l.text), width, ""), "\n") {
			out = append(out, t.Paint(l.tone, part))
		}
	}
	return out
}
