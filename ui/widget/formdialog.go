package widget

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// FormDialogOptions says what a form in a dialog asks and what it does.
type FormDialogOptions[T any] struct {
	Title  string
	Intro  string
	Help   string // what the dialog is for, for "?"
	Fields []Field
	Submit string    // "Generate"
	Busy   string    // "Checking…"; "" is "Working…"
	About  kit.Watch // whether what it is about is still there; nil where that cannot go

	// Run does what the form is for, inside a command. Its error is shown under
	// the field that it names, and the form stays.
	Run func(context.Context, Values) (T, error)
	// Done makes the outcome that the screen under the dialog gets.
	Done func(T) tea.Msg
	// Failed, where there is one, returns what to do about an error besides
	// showing it, such as to offer a way out in another dialog.
	Failed func(error) tea.Cmd
}

// FormDialog is a form in a box. It closes when Run has succeeded.
type FormDialog[T any] struct {
	session *kit.Session
	options FormDialogOptions[T]
	form    *Form
	run     *kit.Question[T]
	done    bool // it was, and the form is about to close
}

// NewFormDialog returns a form in a dialog, to be opened with kit.Open.
func NewFormDialog[T any](s *kit.Session, o FormDialogOptions[T]) *FormDialog[T] {
	d := &FormDialog[T]{session: s, options: o, run: kit.NewQuestion[T](s)}
	d.form = NewForm(s, FormOptions{
		Intro:    o.Intro,
		Fields:   o.Fields,
		Submit:   o.Submit,
		Cancel:   "Cancel",
		Busy:     orWorking(o.Busy),
		OnSubmit: d.submit,
		OnCancel: func() tea.Cmd { return kit.Close(d, nil) },
	})
	return d
}

func (d *FormDialog[T]) submit(v Values) tea.Cmd {
	return d.run.Ask(func(ctx context.Context) (T, error) { return d.options.Run(ctx, v) })
}

// Init has nothing to load.
func (d *FormDialog[T]) Init() tea.Cmd { return nil }

// Update takes keys and the answer of Run.
func (d *FormDialog[T]) Update(msg tea.Msg) (kit.Dialog, tea.Cmd) {
	answer, ok := d.run.Answer(msg)
	switch {
	case !ok:
		return d, d.form.Update(msg)
	case answer.Err == nil:
		d.done = true
		return d, kit.Close(d, d.options.Done(answer.Value))
	}
	d.form.Failed(answer.Err)
	if d.options.Failed != nil {
		return d, d.options.Failed(answer.Err)
	}
	return d, nil
}

// View draws the box, no larger than width by height cells.
func (d *FormDialog[T]) View(width, height int) string {
	inside := BoxInside(width)
	body, at := d.form.body(inside)
	return boxed(d.session.Theme, d.options.Title, body, d.form.foot(inside, height-len(body)), at, width, height)
}

// Keys lists the form's bindings.
func (d *FormDialog[T]) Keys() []key.Binding { return d.form.Keys() }

// Help says what the dialog is for.
func (d *FormDialog[T]) Help() string { return d.options.Help }

// Unsaved reports whether something was typed.
func (d *FormDialog[T]) Unsaved() bool { return d.form.Unsaved() }

// Watch looks after what the form is about.
func (d *FormDialog[T]) Watch() kit.Watch { return d.options.About }

// Busy reports whether it is being done, or was.
func (d *FormDialog[T]) Busy() bool { return d.run.Pending() || d.done }

func orWorking(busy string) string {
	if busy == "" {
		return "Working…"
	}
	return busy
}

var (
	_ kit.Dialog  = (*FormDialog[int])(nil)
	_ kit.Unsaved = (*FormDialog[int])(nil)
	_ kit.Watched = (*FormDialog[int])(nil)
)
