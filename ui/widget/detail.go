package widget

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// Detail is a block of facts that scrolls when it is taller than the screen.
type Detail struct {
	session       *kit.Session
	facts         []Fact
	top           int
	width, height int
}

// NewDetail returns a block without facts.
func NewDetail(s *kit.Session) *Detail { return &Detail{session: s} }

// Show replaces the facts; the place in them stays.
func (d *Detail) Show(facts []Fact) { d.facts = facts }

// SetSize says how many cells the block has.
func (d *Detail) SetSize(width, height int) { d.width, d.height = width, height }

// Update scrolls.
func (d *Detail) Update(msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	most := max(len(d.lines())-d.height, 0)
	d.top = Scrolled(d.session.Keys, press, d.top, d.height, most)
	return nil
}

// Scrolled returns the top line that a key leads to, in a text that shows
// height lines from top on and can be scrolled down to most.
func Scrolled(k kit.Keys, msg tea.KeyMsg, top, height, most int) int {
	switch {
	case key.Matches(msg, k.Up):
		top--
	case key.Matches(msg, k.Down):
		top++
	case key.Matches(msg, k.PageUp):
		top -= height
	case key.Matches(msg, k.PageDown):
		top += height
	case key.Matches(msg, k.Top):
		top = 0
	case key.Matches(msg, k.Bottom):
		top = most
	}
	return max(min(top, most), 0)
}

// View draws the lines that fit.
func (d *Detail) View() string {
	lines := d.lines()
	top := min(d.top, max(len(lines)-d.height, 0))
	return strings.Join(lines[top:min(top+d.height, len(lines))], "\n")
}

// Keys lists the bindings for scrolling, when there is something to scroll.
func (d *Detail) Keys() []key.Binding {
	if len(d.lines()) <= d.height {
		return nil
	}
	return []key.Binding{kit.Named(d.session.Keys.Down, "scroll")}
}

func (d *Detail) lines() []string { return Facts(d.session.Theme, d.facts, d.width) }
