package widget

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Text is a field for a line of text.
type Text struct {
	Label
	Placeholder string
	Value       string // what stands there at first
	Limit       int    // characters; 0 is model.MaxNote

	Refuse func(pasted string) error // nil, or why a paste is not taken
}

func (f Text) build(s *kit.Session) control {
	in := s.Theme.Input()
	in.CharLimit = model.MaxNote
	if f.Limit > 0 {
		in.CharLimit = f.Limit
	}
	in.Placeholder = model.Printable(f.Placeholder)
	in.SetValue(model.Printable(f.Value))
	return &textControl{Label: f.Label, input: in, first: in.Value(), refuse: f.Refuse}
}

// Password is a field for a secret: it shows a dot for each character, and is
// given out as a model.Secret.
type Password struct {
	Label
	Placeholder string
}

func (f Password) build(s *kit.Session) control {
	in := s.Theme.Input()
	in.CharLimit = 1024
	in.EchoMode = textinput.EchoPassword
	in.Placeholder = model.Printable(f.Placeholder)
	return &textControl{Label: f.Label, input: in, secret: true}
}

type textControl struct {
	Label
	input  textinput.Model
	first  string
	secret bool
	wrong  error // the last paste was not taken
	refuse func(string) error
}

func (c *textControl) focus(on bool) {
	if on {
		c.input.Focus()
		return
	}
	c.input.Blur()
}

func (c *textControl) update(k kit.Keys, msg tea.KeyMsg) bool {
	if msg.Type == tea.KeyUp || msg.Type == tea.KeyDown || key.Matches(msg, k.Next, k.Previous, k.Submit) {
		return false
	}
	if c.wrong = c.refused(pasted(msg)); c.wrong == nil {
		typeInto(&c.input, msg)
	}
	return true
}

// refused says why text is not taken.
func (c *textControl) refused(text string) error {
	if c.refuse != nil {
		if err := c.refuse(text); err != nil {
			return err
		}
	}
	return unusable(c.Name, text)
}

func (c *textControl) problem() error { return c.wrong }

func (c *textControl) view(_ kit.Theme, width int) ([]string, int) {
	c.input.Width = max(width-1, 1) // one cell is the cursor's
	return []string{strings.TrimRight(c.input.View(), " ")}, 0
}

func (c *textControl) typed() bool { return c.input.Value() != c.first }
func (c *textControl) text() bool  { return true }

func (c *textControl) value() any {
	if c.secret {
		return model.NewSecret(c.input.Value())
	}
	return c.input.Value()
}
