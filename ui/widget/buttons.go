package widget

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// buttons is a row of buttons with one under the cursor. The last one acts,
// the others are ways out.
type buttons struct {
	labels []string
	at     int
	danger bool // the last one destroys something
}

// press moves between the buttons and reports whether msg is a key for that.
func (b *buttons) press(k kit.Keys, msg tea.KeyMsg) bool {
	switch {
	case key.Matches(msg, k.Left, k.Previous) && b.at > 0:
		b.at--
	case key.Matches(msg, k.Right, k.Next) && b.at < len(b.labels)-1:
		b.at++
	case key.Matches(msg, k.Next):
		b.at = 0
	case key.Matches(msg, k.Previous):
		b.at = len(b.labels) - 1
	default:
		return false
	}
	return true
}

// last reports whether the button that acts is under the cursor.
func (b *buttons) last() bool { return b.at == len(b.labels)-1 }

// view draws the row at the right of width cells. Without focus no button is
// under the cursor.
func (b *buttons) view(t kit.Theme, width int, focused bool) string {
	var row []string
	for i, label := range b.labels {
		label = "[ " + model.Printable(label) + " ]"
		switch {
		case !focused || i != b.at:
			row = append(row, " "+label)
		case b.danger && b.last():
			row = append(row, t.Paint(kit.Bad, "›")+t.Danger.Render(label))
		default:
			row = append(row, t.Paint(kit.Current, "›")+t.Focused.Render(label))
		}
	}
	return PadLeft(strings.Join(row, "  "), width)
}
