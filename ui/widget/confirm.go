package widget

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// listMost is how many things a confirmation names before "and 12 more".
const listMost = 8

// ConfirmOptions says what is asked before something is done.
type ConfirmOptions[T any] struct {
	Title  string    // "Revoke laptop-sync?"
	Facts  []Fact    // what tells a person whether it is safe
	List   []string  // the things that it is about, when they are several
	Text   string    // what will happen
	Action string    // the button that does it: "Revoke"
	Busy   string    // "Revoking…"; "" is "Working…"
	Danger bool      // the action takes something away
	About  kit.Watch // whether what it is about is still there; nil where that cannot go

	// Left says Title and Text again for those of the List that are left, by their
	// numbers in it, when About says that others have gone; nil says nothing.
	Left func(left []int) (title, text string)

	// Run does it, inside a command; nil does nothing. Its error is shown in
	// place and the question stays.
	Run func(context.Context) (T, error)
	// Done makes the outcome that the screen under the dialog gets.
	Done func(T) tea.Msg
}

// Confirm asks before something is done. The cursor starts on Cancel, and only
// the button does it: no single letter, so that a stray key does no harm.
type Confirm[T any] struct {
	session *kit.Session
	options ConfirmOptions[T]
	buttons buttons
	run     *kit.Question[T]
	gone    []kit.Gone // of each in the List, what became of it; nil while all are there
	done    bool       // it was, and the question is about to close
	err     error
	room    tea.WindowSizeMsg
	top     int // the first line of the body that is seen
}

// NewConfirm returns a question, to be opened with kit.Open.
func NewConfirm[T any](s *kit.Session, o ConfirmOptions[T]) *Confirm[T] {
	return &Confirm[T]{
		session: s,
		options: o,
		buttons: buttons{labels: []string{"Cancel", o.Action}, danger: o.Danger},
		run:     kit.NewQuestion[T](s),
	}
}

// Init has nothing to load.
func (d *Confirm[T]) Init() tea.Cmd { return nil }

// Update takes keys and the answer of Run.
func (d *Confirm[T]) Update(msg tea.Msg) (kit.Dialog, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return d, d.press(msg)
	case tea.WindowSizeMsg:
		d.room = msg
	}
	answer, ok := d.run.Answer(msg)
	if !ok {
		return d, nil
	}
	if d.err = answer.Err; d.err != nil {
		return d, nil
	}
	d.done = true
	return d, kit.Close(d, d.options.Done(answer.Value))
}

func (d *Confirm[T]) press(msg tea.KeyMsg) tea.Cmd {
	k := d.session.Keys
	switch {
	case d.Busy():
		return nil
	case key.Matches(msg, k.Cancel):
		return kit.Close(d, nil)
	case d.buttons.press(k, msg):
		return nil
	case !key.Matches(msg, k.Submit):
		d.top = Scrolled(k, msg, d.top, 1, d.hidden())
		return nil
	case !d.buttons.last():
		return kit.Close(d, nil)
	}
	return d.act()
}

func (d *Confirm[T]) act() tea.Cmd {
	if d.options.Run == nil {
		var none T
		d.done = true
		return kit.Close(d, d.options.Done(none))
	}
	d.err = nil
	return d.run.Ask(d.options.Run)
}

// View draws the box, no larger than width by height cells.
func (d *Confirm[T]) View(width, height int) string {
	inside := BoxInside(width)
	body, foot := d.body(inside), d.foot(inside)
	page := len(body) - hiddenLines(body, foot, height)
	return boxed(d.session.Theme, d.options.Title, body, foot, page-1+d.top, width, height)
}

// hidden is how many lines of the body the box has no room for.
func (d *Confirm[T]) hidden() int {
	inside := BoxInside(d.room.Width)
	return hiddenLines(d.body(inside), d.foot(inside), d.room.Height)
}

func (d *Confirm[T]) foot(width int) []string {
	t := d.session.Theme
	foot := []string{d.buttons.view(t, width, true)}
	if d.run.Pending() {
		foot = []string{PadLeft(t.Paint(kit.Muted, orWorking(d.options.Busy)), width)}
	}
	if d.err != nil {
		foot = append(paragraph(t, kit.Bad, "✗ "+model.Sentence(d.err), width), foot...)
	}
	return foot
}

func (d *Confirm[T]) body(width int) []string {
	t, o := d.session.Theme, d.options
	lines := Facts(t, o.Facts, width)
	if len(lines) > 0 && len(o.List) > 0 {
		lines = append(lines, "")
	}
	for i, name := range o.List {
		if i == listMost && len(o.List) > listMost+1 {
			lines = append(lines, t.Paint(kit.Muted, "and "+kit.Count(len(o.List)-i)+" more"))
			break
		}
		lines = append(lines, d.item(i, name, width))
	}
	if o.Text == "" {
		return lines
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	return append(lines, paragraph(t, kit.Plain, o.Text, width)...)
}

// item is the line of one of several things: what is asked about it, or what
// became of it meanwhile.
func (d *Confirm[T]) item(i int, name string, width int) string {
	if d.gone == nil || !d.gone[i].Is() {
		return "· " + Truncate(model.Printable(name), width-2)
	}
	gone := d.gone[i]
	return d.session.Theme.Paint(kit.Muted, Truncate("✗ "+gone.Name+" · "+gone.Says(d.session), width))
}

// Keys lists the bindings that work in the dialog.
func (d *Confirm[T]) Keys() []key.Binding {
	k := d.session.Keys
	if d.run.Pending() {
		return nil
	}
	keys := []key.Binding{k.Submit, kit.Named(k.Next, "other button"), k.Cancel}
	if d.hidden() > 0 {
		keys = append(keys, kit.Named(k.Down, "read on"))
	}
	return keys
}

// Watch looks after what the question is about.
func (d *Confirm[T]) Watch() kit.Watch { return d.options.About }

// Busy reports whether it is being done, or was.
func (d *Confirm[T]) Busy() bool { return d.run.Pending() || d.done }

// Dwindle has the question say which of the things that it lists have gone, and
// ask about the others.
func (d *Confirm[T]) Dwindle(each []kit.Gone) {
	if d.options.Left == nil || len(each) != len(d.options.List) {
		return
	}
	var left []int
	for i, gone := range each {
		if !gone.Is() {
			left = append(left, i)
		}
	}
	if len(left) < len(each) {
		d.gone = each
		d.options.Title, d.options.Text = d.options.Left(left)
	}
}

var (
	_ kit.Dialog    = (*Confirm[int])(nil)
	_ kit.Dwindling = (*Confirm[int])(nil)
)
