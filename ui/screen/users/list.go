package users

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// List is the list of the current organisation's people.
type List struct {
	session *kit.Session
	actions actions
	list    *widget.List[model.MemberView]
	count   *kit.Question[int]
	people  int
}

// New returns the list of the people of the session's current organisation.
func New(s *kit.Session) kit.Screen { return At(s, "") }

// At is New with the cursor on somebody.
func At(s *kit.Session, who model.UserID) kit.Screen {
	return &List{
		session: s,
		actions: newActions(s),
		count:   kit.NewQuestion[int](s),
		list: widget.NewList(s, widget.ListOptions[model.MemberView]{
			Source:  source{s, s.Org()},
			ID:      func(v model.MemberView) string { return string(v.User) },
			Columns: columns(s),
			Seek:    string(who),
			Empty: "There is nobody in this organisation yet. A person who is added can work in it with what their permission set allows, " +
				"and make API tokens that act as them. Press n to add the first.",
			Beside:   func(v model.MemberView) []widget.Fact { return besideFacts(s, v) },
			Markable: true,
		}),
	}
}

// Init loads the rows and counts the people.
func (l *List) Init() tea.Cmd {
	if !l.actions.mayManage() {
		return l.list.Init() // it says what is missing
	}
	return tea.Batch(l.list.Init(), l.count.Ask(askCount(l.session, l.actions.org)))
}

// Update takes a message.
func (l *List) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if press, ok := msg.(tea.KeyMsg); ok {
		if cmd, ok := l.press(press); ok {
			return l, cmd
		}
	}
	if cmd, ok := l.actions.outcome(msg); ok {
		l.list.Unmark()
		return l, tea.Batch(cmd, l.Init())
	}
	if _, ok := msg.(kit.Changed); ok {
		return l, l.Init()
	}
	if a, ok := l.count.Answer(msg); ok && a.Err == nil {
		l.people = a.Value
	}
	return l, tea.Batch(l.actions.answer(msg), l.list.Update(msg))
}

// press answers to the keys that are shown, and to no others.
func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	k, a := l.session.Keys, l.actions
	if l.list.CapturesText() {
		return nil, false
	}
	row, selected := l.list.Selected()
	switch {
	case key.Matches(msg, k.New) && a.mayManage():
		return a.dialog.Ask(a.adding()), true
	case !selected:
		return nil, false
	case key.Matches(msg, k.Open):
		return kit.Show(newPerson(l.session, row)), true
	case key.Matches(msg, k.Explain):
		return kit.Show(explainPerson(l.session, row)), true
	}
	return a.press(msg, l.possible(row))
}

// possible lists what can be done now: to those who are marked or, without any,
// to the person under the cursor.
func (l *List) possible(row model.MemberView) []action {
	if marked := l.list.Marked(); len(marked) > 0 {
		return l.actions.onMarked(marked)
	}
	return l.actions.inList(row)
}

// View draws the list.
func (l *List) View() string { return l.list.View() }

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) { l.list.SetSize(width, height) }

// Title names the place.
func (l *List) Title() string { return "Users" }

// Status is how many people there are.
func (l *List) Status() string {
	if l.people == 0 {
		return ""
	}
	return kit.Plural(l.people, "person", "people")
}

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	k, a := l.session.Keys, l.actions
	if l.list.CapturesText() {
		return l.list.Keys()
	}
	var bindings []key.Binding
	if a.mayManage() {
		bindings = append(bindings, kit.Named(k.New, "add"))
	}
	if row, selected := l.list.Selected(); selected {
		bindings = append(bindings, kit.Named(k.Open, "details"), k.Explain)
		bindings = append(bindings, keys(l.possible(row))...)
	}
	return append(bindings, l.list.Keys()...)
}

// CapturesText reports whether a filter is being typed.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the filter.
func (l *List) Back() (tea.Cmd, bool) { return l.list.Back() }

// Help says what the place is for.
func (l *List) Help() string {
	return "The people of the organisation; service users are not among them. Enter leads to one person and their API tokens, e to what they may do and why. " +
		"A deactivated person takes no seat and can be reactivated; their tokens have expired for good. " +
		"Whoever has just been added is invited until they choose a password with their one-time code. " +
		"Nobody can give, take or reset more than they have themselves."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
