package widget

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Suggest is a field for a line of text with what it could be under it: typing
// narrows that down, up and down choose from it. What is given out is the value
// of the option that is chosen, else what was typed.
type Suggest struct {
	Label
	Options     []Option
	Value       string // of the option that is chosen at first, or a text; the first character typed takes its place
	Placeholder string
	Limit       int                    // characters; 0 is model.MaxNote
	Hides       func(text string) bool // what is typed is shown as dots; nil is never
}

// suggestRows is how many options are seen at a time.
const suggestRows = 6

func (f Suggest) build(s *kit.Session) control {
	in := s.Theme.Input()
	in.CharLimit = model.MaxNote
	if f.Limit > 0 {
		in.CharLimit = f.Limit
	}
	in.Placeholder = model.Printable(f.Placeholder)
	c := &suggestControl{Label: f.Label, input: in, hides: f.Hides, options: f.Options, first: f.Value, fresh: true}
	c.match()
	for i, at := range c.matches {
		if f.Value != "" && f.Options[at].Value == f.Value {
			c.at = i
		}
	}
	if c.at < 0 {
		c.input.SetValue(model.Printable(f.Value))
	}
	return c
}

type suggestControl struct {
	Label
	input   textinput.Model
	hides   func(string) bool
	options []Option
	matches []int // those of the options that fit
	at      int   // of the matches the one that is chosen; -1 is what is typed
	fresh   bool  // nothing was typed yet: every option fits
	focused bool
	first   string
	wrong   error // the last paste was not taken
}

func (c *suggestControl) focus(on bool) {
	if c.focused = on; on {
		c.input.Focus()
		c.input.CursorEnd()
		return
	}
	c.input.Blur()
}

func (c *suggestControl) update(k kit.Keys, msg tea.KeyMsg) bool {
	switch {
	case msg.Type == tea.KeyDown && c.at < len(c.matches)-1:
		c.at++
		return true
	case msg.Type == tea.KeyUp && c.at >= 0:
		c.at--
		return true
	case msg.Type == tea.KeyUp, msg.Type == tea.KeyDown, key.Matches(msg, k.Next, k.Previous, k.Submit):
		return false
	}
	if c.wrong = unusable(c.Name, pasted(msg)); c.wrong == nil {
		c.take(msg)
	}
	return true
}

// take types a key. The first one takes the place of what stood there.
func (c *suggestControl) take(msg tea.KeyMsg) {
	if c.fresh {
		c.fresh = false
		if msg.Type == tea.KeyRunes || c.at >= 0 {
			c.input.SetValue("")
		}
	}
	typeInto(&c.input, msg)
	c.input.EchoMode = textinput.EchoNormal
	if c.hides != nil && c.hides(c.input.Value()) {
		c.input.EchoMode = textinput.EchoPassword
	}
	c.match()
	if c.input.Value() != "" && len(c.matches) > 0 {
		c.at = 0
	}
}

// match finds the options that fit what is typed, those that begin so first. An
// option that is exactly that comes before all.
func (c *suggestControl) match() {
	typed := ""
	if !c.fresh {
		typed = strings.ToLower(strings.TrimSpace(c.input.Value()))
	}
	var same, begin, rest []int
	for i, o := range c.options {
		label := strings.ToLower(o.Label)
		switch {
		case label == typed || strings.ToLower(o.Value) == typed:
			same = append(same, i)
		case strings.HasPrefix(label, typed):
			begin = append(begin, i)
		case strings.Contains(label, typed):
			rest = append(rest, i)
		}
	}
	c.at, c.matches = -1, append(append(same, begin...), rest...)
}

func (c *suggestControl) problem() error { return c.wrong }
func (c *suggestControl) typed() bool    { return c.value() != c.first }
func (c *suggestControl) text() bool     { return true }

func (c *suggestControl) value() any {
	if c.at >= 0 {
		return c.options[c.matches[c.at]].Value
	}
	return strings.TrimSpace(c.input.Value())
}

// view draws what is typed and, under it, what it could be: always in as many
// lines, so that nothing moves while typing.
func (c *suggestControl) view(t kit.Theme, width int) (lines []string, at int) {
	lines = []string{c.typedLine(t, width)}
	rows := min(suggestRows, len(c.options))
	top := min(max(c.at-rows+1, 0), max(len(c.matches)-rows, 0))
	for i := top; i < top+rows; i++ {
		if i >= len(c.matches) {
			lines = append(lines, "")
			continue
		}
		label := Truncate(model.Printable(c.options[c.matches[i]].Label), width-2)
		if i == c.at && c.focused { // one cursor on a screen
			lines = append(lines, t.Paint(kit.Current, "› "+label))
			at = len(lines) - 1
			continue
		}
		lines = append(lines, "  "+t.Paint(kit.Muted, label))
	}
	if len(c.options) > rows {
		lines = append(lines, t.Paint(kit.Muted, c.rest(rows)))
	}
	return lines, at
}

// typedLine draws the text or, without the cursor, what is chosen.
func (c *suggestControl) typedLine(t kit.Theme, width int) string {
	if !c.focused && c.at >= 0 {
		return Truncate(model.Printable(c.options[c.matches[c.at]].Label), width)
	}
	in := c.input
	in.Width = max(width-1, 1) // one cell is the cursor's
	if c.at >= 0 {
		in.Placeholder = "" // that is for when nothing is chosen
	}
	return strings.TrimRight(in.View(), " ")
}

// rest says how many options that fit are not seen.
func (c *suggestControl) rest(rows int) string {
	if more := len(c.matches) - rows; more > 0 {
		return "  " + kit.Count(more) + " more · ↓ goes on"
	}
	return ""
}
