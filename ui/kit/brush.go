package kit

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
)

// Brush is a style of a piece of one line: what goes before the text and after it.
// A frame has some hundred of these, and a lipgloss.Style works both out anew each
// time.
type Brush struct{ before, after string }

func newBrush(style lipgloss.Style) Brush {
	before, after, _ := strings.Cut(style.Render("x"), "x")
	return Brush{before, after}
}

// Render returns text as the brush paints it.
func (b Brush) Render(text string) string {
	if text == "" {
		return ""
	}
	return b.before + text + b.after
}
