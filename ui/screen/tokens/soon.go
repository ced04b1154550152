package tokens

import (
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

var keySoon = kit.Bind("ends soon", "f")

// The words for a list that is narrowed down to what ends soon.
const (
	soonWords   = "ends within 7 days"
	noneEndSoon = "No token here ends within 7 days. Press esc to see all of them."
)

// filtered reports whether only what ends soon is shown.
func (l *List) filtered() bool { return l.source.query.Filter.EndsWithin > 0 }

// endingSoon shows only what ends soon, or everything again. Marks go: nobody
// sees any more what they are on.
func (l *List) endingSoon(only bool) tea.Cmd {
	l.source.query.Filter.EndsWithin = 0
	if only {
		l.source.query.Filter.EndsWithin = model.EndsSoon
	}
	l.list.Unmark()
	l.list.SetSize(l.width, l.listHeight())
	return l.list.ShowFrom(l.source, l.empty())
}

func (l *List) listHeight() int {
	if l.filtered() {
		return max(l.height-1, 1)
	}
	return l.height
}
