package widget

import "example.com/latchkey/ui/kit"

// FilterLine draws the line above a list that is narrowed down: to what, and how
// to see everything again.
func FilterLine(t kit.Theme, words string, width int) string {
	return Truncate(t.Paint(kit.Muted, "Filter  ")+t.Paint(kit.Accent, words)+t.Paint(kit.Muted, "  · esc shows everything"), width)
}
