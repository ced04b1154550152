package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// noticeTime is how long a notice stays that needs no answer, and noticeMost
// how many lines a long one may take. They go over what is above the notice
// line, so that nothing moves.
const (
	noticeTime = 10 * time.Second
	noticeMost = 3
)

// notice is what just happened.
type notice struct {
	kit.Notice
	timer *kit.Timer
}

func (n *notice) show(next kit.Notice) tea.Cmd {
	n.Notice = next
	n.timer.Stop()
	if next.Kind == kit.Busy || next.Kind == kit.Failed {
		return nil
	}
	return n.timer.Set(noticeTime)
}

func (n *notice) clear() {
	n.Notice = kit.Notice{}
	n.timer.Stop()
}

// leave is called when the person goes to another place: what went well has
// been read by then.
func (n *notice) leave() {
	if n.Kind == kit.Info || n.Kind == kit.Done || n.Kind == kit.Care {
		n.clear()
	}
}

// dismiss takes a failure away and reports whether there was one.
func (n *notice) dismiss() bool {
	if n.Kind != kit.Failed || n.Text == "" {
		return false
	}
	n.clear()
	return true
}

// lines draws the notice, one line when there is none.
func (n *notice) lines(t kit.Theme, width int) []string {
	if n.Text == "" {
		return []string{""}
	}
	glyph, tone := "·", kit.Muted
	switch n.Kind {
	case kit.Busy:
		glyph = "◌"
	case kit.Done:
		glyph, tone = "✓", kit.Good
	case kit.Failed:
		glyph, tone = "✗", kit.Bad
	case kit.Care:
		glyph, tone = "◐", kit.Warn
	}
	lines := widget.Wrap(n.Text, width-2)
	if len(lines) > noticeMost {
		lines = lines[:noticeMost]
		lines[noticeMost-1] = widget.Truncate(lines[noticeMost-1], width-3) + "…"
	}
	for i, line := range lines {
		lead := "  "
		if i == 0 {
			lead = t.Paint(tone, glyph) + " "
		}
		if n.Kind == kit.Busy {
			line = t.Paint(kit.Muted, line)
		}
		lines[i] = lead + line
	}
	return lines
}
