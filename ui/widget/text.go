package widget

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Truncate cuts text to width cells, at a grapheme, with … for what is gone.
// Text may be styled.
func Truncate(text string, width int) string {
	return ansi.Truncate(text, max(width, 0), "…")
}

// Pad fills text with blanks on its right up to width cells.
func Pad(text string, width int) string {
	return text + blanks(width-ansi.StringWidth(text))
}

// PadLeft fills text with blanks on its left up to width cells.
func PadLeft(text string, width int) string {
	return blanks(width-ansi.StringWidth(text)) + text
}

// Fit makes text exactly width cells wide.
func Fit(text string, width int) string { return Pad(Truncate(text, width), width) }

// Spread puts left and right at the two ends of a line of width cells. The
// right one falls away when there is no room for it beside the left.
func Spread(left, right string, width int) string {
	gap := width - ansi.StringWidth(left) - ansi.StringWidth(right)
	if right == "" || gap < 2 {
		return Truncate(left, width)
	}
	return left + blanks(gap) + right
}

// Whole joins entries with blanks between them for as long as they fit into
// width as a whole, and returns how many did.
func Whole(entries []string, between, width int) (line string, count int) {
	var b strings.Builder
	for i, entry := range entries {
		need := ansi.StringWidth(entry)
		if i > 0 {
			need += between
		}
		if need > width {
			return b.String(), i
		}
		if i > 0 {
			b.WriteString(blanks(between))
		}
		b.WriteString(entry)
		width -= need
	}
	return b.String(), len(entries)
}

// KeyEntries draws the enabled bindings as the key bar shows them: the key's
// name and what it does.
func KeyEntries(t kit.Theme, keys []key.Binding) []string {
	var entries []string
	for _, b := range keys {
		if b.Enabled() {
			entries = append(entries, t.Key.Render(b.Help().Key)+" "+t.Paint(kit.Muted, b.Help().Desc))
		}
	}
	return entries
}

// Wrap breaks printable text into lines of at most width cells, at spaces where
// there are any.
func Wrap(text string, width int) []string {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		lines = append(lines, strings.Split(ansi.Wrap(model.Printable(part), max(width, 1), ""), "\n")...)
	}
	return lines
}

// paragraph is Wrap with every line in a tone.
func paragraph(t kit.Theme, tone kit.Tone, text string, width int) []string {
	lines := Wrap(text, width)
	for i := range lines {
		lines[i] = t.Paint(tone, lines[i])
	}
	return lines
}

// scroll returns the part of lines that height can show, with line focus in it.
func scroll(lines []string, focus, height int) []string {
	if len(lines) <= height {
		return lines
	}
	top := min(max(focus-height+1, 0), len(lines)-height)
	return lines[top : top+height]
}

func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }
