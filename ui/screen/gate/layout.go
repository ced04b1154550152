package gate

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
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
// few the text falls away from its beginning, so that the form stays whole.
func (c column) view(t kit.Theme, text []line, form *widget.Form) string {
	width := min(c.width, columnMost)
	lines := strings.Split(form.View(width, c.height), "\n")
	lines = append(intro(t, text, width, c.height-len(lines)), lines...)
	above := min(max((c.height-len(lines))/3, 0), 4)
	left := strings.Repeat(" ", (c.width-width)/2)
	out := make([]string, above, above+len(lines))
	for _, l := range lines {
		out = append(out, left+l)
	}
	return strings.Join(out, "\n")
}

// intro draws as much of the end of text as there is room for, and an empty line
// after it where that fits too.
func intro(t kit.Theme, text []line, width, room int) []string {
	for ; len(text) > 0; text = text[1:] {
		lines := paint(t, text, width)
		switch {
		case text[0].text == "":
		case len(lines) < room:
			return append(lines, "")
		case len(lines) == room:
			return lines
		}
	}
	return nil
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

// keys lists what works in a gate with a form: the form's keys, esc under the
// word for where it leads, and the way out of the program.
func keys(s *kit.Session, form *widget.Form, esc string) []key.Binding {
	list := form.Keys()
	for i, b := range list {
		if key.Matches(tea.KeyMsg{Type: tea.KeyEsc}, b) {
			list[i] = kit.Named(b, esc)
		}
	}
	return append(list, s.Keys.Interrupt)
}
