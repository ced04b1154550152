package widget

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Choice is a field for one of a few options: left, right and space go through
// them.
type Choice struct {
	Label
	Options []Option
	Value   string // the option that is chosen at first; "" is the first one
}

func (f Choice) build(*kit.Session) control {
	at := slices.IndexFunc(f.Options, func(o Option) bool { return o.Value == f.Value })
	c := &choiceControl{Label: f.Label, options: f.Options, at: max(at, 0)}
	c.first = c.at
	return c
}

type choiceControl struct {
	Label
	options   []Option
	at, first int
	focused   bool
}

func (c *choiceControl) focus(on bool) { c.focused = on }

func (c *choiceControl) update(k kit.Keys, msg tea.KeyMsg) bool {
	n := len(c.options)
	switch {
	case n == 0:
		return false
	case key.Matches(msg, k.Right, k.Toggle):
		c.at = (c.at + 1) % n
	case key.Matches(msg, k.Left):
		c.at = (c.at + n - 1) % n
	default:
		return false
	}
	return true
}

func (c *choiceControl) view(t kit.Theme, width int) ([]string, int) {
	if len(c.options) == 0 {
		return []string{t.Paint(kit.Muted, "none")}, 0
	}
	text := Truncate(model.Printable(c.options[c.at].Label), width-4)
	if !c.focused {
		return []string{text}, 0
	}
	return []string{text + t.Paint(kit.Accent, " ‹ ›")}, 0
}

func (c *choiceControl) typed() bool { return c.at != c.first }
func (c *choiceControl) text() bool  { return false }

func (c *choiceControl) value() any {
	if len(c.options) == 0 {
		return ""
	}
	return c.options[c.at].Value
}

// Checklist is a field for any number of options: up and down go through them,
// space ticks.
type Checklist struct {
	Label
	Options []Option
	Values  []string // the options that are ticked at first
}

func (f Checklist) build(*kit.Session) control {
	c := &checklistControl{Label: f.Label, options: f.Options}
	for _, o := range f.Options {
		c.ticked = append(c.ticked, slices.Contains(f.Values, o.Value))
	}
	c.first = slices.Clone(c.ticked)
	return c
}

type checklistControl struct {
	Label
	options       []Option
	ticked, first []bool
	at            int
	focused       bool
}

func (c *checklistControl) focus(on bool) { c.focused = on }

func (c *checklistControl) update(k kit.Keys, msg tea.KeyMsg) bool {
	switch {
	case len(c.options) == 0:
		return false
	case key.Matches(msg, k.Up) && c.at > 0:
		c.at--
	case key.Matches(msg, k.Down) && c.at < len(c.options)-1:
		c.at++
	case key.Matches(msg, k.Toggle):
		c.ticked[c.at] = !c.ticked[c.at]
	default:
		return false
	}
	return true
}

func (c *checklistControl) view(t kit.Theme, width int) ([]string, int) {
	if len(c.options) == 0 {
		return []string{t.Paint(kit.Muted, "none")}, 0
	}
	var lines []string
	for i, o := range c.options {
		box := "[ ] "
		if c.ticked[i] {
			box = "[x] "
		}
		line := Truncate(box+model.Printable(o.Label), width)
		if c.focused && i == c.at {
			line = t.Paint(kit.Current, line)
		}
		lines = append(lines, line)
	}
	return lines, c.at
}

func (c *checklistControl) typed() bool { return !slices.Equal(c.ticked, c.first) }
func (c *checklistControl) text() bool  { return false }

func (c *checklistControl) value() any {
	values := []string{}
	for i, o := range c.options {
		if c.ticked[i] {
			values = append(values, o.Value)
		}
	}
	return values
}
