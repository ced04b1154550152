package widget

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// FormOptions says what a form asks and what it does.
type FormOptions struct {
	Intro  string // a paragraph above the fields
	Fields []Field
	Submit string // the button that submits: "Generate"
	Cancel string // the button that does not; "" leaves it out
	Busy   string // said while the submission runs: "Checking…"

	// OnSubmit returns the command that does what the form is for. The form is
	// busy from then on, until Failed or Ready.
	OnSubmit func(Values) tea.Cmd
	// OnCancel returns the command that leaves; nil is none.
	OnCancel func() tea.Cmd
}

// Form is fields under each other and a row of buttons. It keeps what was typed
// whatever happens, and shows an error under the field that it is about.
type Form struct {
	session  *kit.Session
	options  FormOptions
	controls []control
	buttons  buttons
	at       int // the control with the cursor; len(controls) is the buttons
	busy     bool
	err      error
	rejected bool // err is about a paste that was not taken
}

// NewForm returns a form with the cursor in its first field.
func NewForm(s *kit.Session, o FormOptions) *Form {
	f := &Form{session: s, options: o, buttons: buttons{labels: []string{o.Submit}}}
	if o.Cancel != "" {
		f.buttons.labels = []string{o.Cancel, o.Submit}
	}
	for _, field := range o.Fields {
		f.controls = append(f.controls, field.build(s))
	}
	f.focus(0)
	return f
}

// Failed ends the busy state and shows err: under the field that it names, or
// above the buttons. The cursor goes to that field.
func (f *Form) Failed(err error) {
	f.busy, f.err = false, err
	if at := f.culprit(); at >= 0 {
		f.focus(at)
	}
}

// Ready ends the busy state, for a form that is used again.
func (f *Form) Ready() { f.busy, f.err = false, nil }

// Focus puts the cursor into a field, for a form that knows the answer to those
// before it.
func (f *Form) Focus(name model.Field) {
	for i, c := range f.controls {
		if c.label().Name == name {
			f.focus(i)
		}
	}
}

// Unsaved reports whether something was typed that leaving would lose.
func (f *Form) Unsaved() bool {
	for _, c := range f.controls {
		if c.typed() {
			return true
		}
	}
	return false
}

// CapturesText reports whether the cursor is in a field that takes text.
func (f *Form) CapturesText() bool {
	return f.at < len(f.controls) && f.controls[f.at].text()
}

// Values returns what the fields hold.
func (f *Form) Values() Values {
	v := Values{byName: map[model.Field]any{}}
	for _, c := range f.controls {
		v.byName[c.label().Name] = c.value()
	}
	return v
}

// Keys lists the bindings that work in the form.
func (f *Form) Keys() []key.Binding {
	k := f.session.Keys
	if f.busy {
		return nil
	}
	keys := []key.Binding{kit.Named(k.Submit, f.enters()), kit.Named(k.Next, "next field")}
	if f.at < len(f.controls) && !f.controls[f.at].text() {
		keys = append(keys, k.Toggle)
	}
	if f.options.OnCancel != nil {
		keys = append(keys, k.Cancel)
	}
	return keys
}

// enters says what enter does where the cursor is.
func (f *Form) enters() string {
	switch {
	case f.at == len(f.controls) && !f.buttons.last():
		return "cancel"
	case f.at >= len(f.controls)-1:
		return "submit"
	}
	return "next"
}

// Update takes a message. A form looks at keys alone.
func (f *Form) Update(msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyMsg)
	k := f.session.Keys
	switch {
	case !ok || f.busy:
		return nil
	case key.Matches(press, k.Cancel):
		return f.cancel()
	case f.at < len(f.controls) && f.controls[f.at].update(k, press):
		f.inspect(f.controls[f.at])
		return nil
	case key.Matches(press, k.Submit):
		return f.enter()
	}
	f.move(press)
	return nil
}

// inspect shows why a field did not take what was typed, until it takes
// something.
func (f *Form) inspect(c control) {
	if problem := c.problem(); problem != nil || f.rejected {
		f.err, f.rejected = problem, problem != nil
	}
}

// move moves the cursor between fields and buttons.
func (f *Form) move(msg tea.KeyMsg) {
	k, n := f.session.Keys, len(f.controls)+1
	switch {
	case f.at == len(f.controls) && !f.leavesButtons(msg):
		f.buttons.press(k, msg)
	case key.Matches(msg, k.Next, k.Down):
		f.focus((f.at + 1) % n)
		f.buttons.at = len(f.buttons.labels) - 1 // on the way down the button that submits comes next
	case key.Matches(msg, k.Previous, k.Up):
		f.focus((f.at + n - 1) % n)
	}
}

// leavesButtons reports whether a key leads from the buttons to a field.
func (f *Form) leavesButtons(msg tea.KeyMsg) bool {
	k := f.session.Keys
	return key.Matches(msg, k.Up, k.Down) ||
		key.Matches(msg, k.Next) && f.buttons.last() ||
		key.Matches(msg, k.Previous) && f.buttons.at == 0
}

// focus puts the cursor on a field or, past the last one, on the buttons.
func (f *Form) focus(at int) {
	for i, c := range f.controls {
		c.focus(i == at)
	}
	if f.at = at; at == len(f.controls) {
		f.buttons.at = 0
	}
}

// enter goes on to the next field, and submits from the last one.
func (f *Form) enter() tea.Cmd {
	switch {
	case f.at < len(f.controls)-1:
		f.focus(f.at + 1)
		return nil
	case f.at == len(f.controls) && !f.buttons.last():
		return f.cancel()
	}
	for _, c := range f.controls {
		if problem := c.problem(); problem != nil {
			f.Failed(problem)
			return nil
		}
	}
	f.busy, f.err, f.rejected = true, nil, false
	return f.options.OnSubmit(f.Values())
}

func (f *Form) cancel() tea.Cmd {
	if f.options.OnCancel == nil {
		return nil
	}
	return f.options.OnCancel()
}

// culprit returns the field that the error is about, -1 when it is none of the
// form's.
func (f *Form) culprit() int {
	name := model.FieldOf(f.err)
	for i, c := range f.controls {
		if f.err != nil && name != "" && c.label().Name == name {
			return i
		}
	}
	return -1
}
