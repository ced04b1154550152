package sets

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// List is the list of the current organisation's permission sets.
type List struct {
	session *kit.Session
	list    *widget.List[model.SetView]
	changes *changes
}

// New returns the list of the permission sets of the session's current
// organisation.
func New(s *kit.Session) kit.Screen { return At(s, "") }

// At is New with the cursor on one of them.
func At(s *kit.Session, which model.SetID) kit.Screen {
	return &List{
		session: s,
		changes: newChanges(s),
		list: widget.NewList(s, widget.ListOptions[model.SetView]{
			Source:  source{s, s.Org()},
			ID:      id,
			Columns: columns(),
			Seek:    string(which),
			Empty:   "There are no permission sets here.", // an organisation always has Administrator
			Beside:  func(v model.SetView) []widget.Fact { return besideFacts(s, v) },
		}),
	}
}

// Init loads the rows.
func (l *List) Init() tea.Cmd { return l.list.Init() }

// Update takes a message.
func (l *List) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if cmd, ok := l.press(msg); ok {
			return l, cmd
		}
	case done:
		return l, tea.Batch(kit.Say(kit.Done, msg.text), l.Init())
	case named:
		l.session.Profile.Org = msg.org
		return l, kit.Say(kit.Done, msg.text())
	}
	return l, tea.Batch(l.changes.answer(msg), l.list.Update(msg))
}

// press answers to the keys that are shown, and to no others.
func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	if l.list.CapturesText() {
		return nil, false
	}
	row, selected := l.list.Selected()
	switch {
	case key.Matches(msg, l.session.Keys.Open) && selected:
		return kit.Show(newDetails(l.session, row)), true
	case key.Matches(msg, l.session.Keys.New) && l.changes.may():
		return l.changes.create(), true
	case key.Matches(msg, keyName) && l.changes.may():
		return kit.Open(nameForm(l.session)), true
	case !selected:
		return nil, false
	}
	return l.changes.press(msg, row)
}

// View draws the list.
func (l *List) View() string { return l.list.View() }

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) { l.list.SetSize(width, height) }

// Title names the place.
func (l *List) Title() string { return "Permission sets" }

// Status is empty: they are all in sight.
func (l *List) Status() string { return "" }

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	if l.list.CapturesText() {
		return l.list.Keys()
	}
	var keys []key.Binding
	row, selected := l.list.Selected()
	if selected {
		keys = append(keys, kit.Named(l.session.Keys.Open, "details"))
	}
	if l.changes.may() {
		keys = append(keys, kit.Named(l.session.Keys.New, "create"))
	}
	if selected {
		keys = append(keys, l.changes.keys(row)...)
	}
	if l.changes.may() {
		keys = append(keys, keyName)
	}
	return append(keys, l.list.Keys()...)
}

// CapturesText reports whether a filter is being typed.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the filter.
func (l *List) Back() (tea.Cmd, bool) { return l.list.Back() }

// Help says what the place is for.
func (l *List) Help() string {
	return "A permission set says what people and service users may do, and so what their tokens may do. People hold one, service users one or more. " +
		"A change counts from the very next request. Nobody gives more than they have themselves."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
