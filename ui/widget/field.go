package widget

import (
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Field declares one field of a form: Text, Password, Choice or Checklist.
type Field interface {
	// build returns the field as the session's form runs it.
	build(*kit.Session) control
}

// Label is what every kind of field has. Name is how errors and values name
// it.
type Label struct {
	Name  model.Field
	Label string
	Help  string // a sentence shown while the field has the cursor
}

func (l Label) label() Label { return l }

// problem is what fields have none of that take no text.
func (Label) problem() error { return nil }

// control is a field at work.
type control interface {
	label() Label
	focus(bool)
	// update takes a key and reports whether it used it; keys that it does not
	// use move the cursor on.
	update(kit.Keys, tea.KeyMsg) bool
	// view draws the value in width cells, in one line or more, and says in
	// which of them the cursor is.
	view(t kit.Theme, width int) (lines []string, at int)
	// problem is why what was last typed was not taken, nil when it was.
	problem() error
	// typed reports whether the person has changed the value.
	typed() bool
	// text reports whether the field takes typed characters.
	text() bool
	value() any
}

// Option is one of several things to choose from.
type Option struct{ Value, Label string }

// Values is what a form holds when it is submitted.
type Values struct{ byName map[model.Field]any }

// Text returns what was typed into a Text field.
func (v Values) Text(name model.Field) string { return valueOf[string](v, name) }

// Secret returns what was typed into a Password field.
func (v Values) Secret(name model.Field) model.Secret { return valueOf[model.Secret](v, name) }

// Choice returns the value of the option chosen in a Choice field.
func (v Values) Choice(name model.Field) string { return valueOf[string](v, name) }

// Checked returns the values of the options ticked in a Checklist field.
func (v Values) Checked(name model.Field) []string { return valueOf[[]string](v, name) }

func valueOf[T any](v Values, name model.Field) T {
	value, _ := v.byName[name].(T) // a field that the form does not have is empty
	return value
}
