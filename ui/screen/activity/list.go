package activity

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// List is the activity of the current organisation, the newest entry first.
type List struct {
	session *kit.Session
	org     model.OrgID
	list    *widget.List[model.EntryView]
}

// New returns the activity of the session's current organisation.
func New(s *kit.Session) kit.Screen {
	return &List{
		session: s,
		org:     s.Org(),
		list: widget.NewList(s, widget.ListOptions[model.EntryView]{
			Source:     source{s, s.Org()},
			ID:         id,
			Columns:    columns(s),
			Sort:       model.SortCreated,
			Descending: true,
			Empty:      "Nothing has happened in this organisation yet. Every change, every log-in and every refused attempt will stand here, and nobody can take it out again.",
			Beside:     func(v model.EntryView) []widget.Fact { return facts(s, v) },
			NoFilter:   true,
		}),
	}
}

// Init loads the newest entries, or those that are shown again.
func (l *List) Init() tea.Cmd { return l.list.Init() }

// Update takes a message.
func (l *List) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if press, ok := msg.(tea.KeyMsg); ok && key.Matches(press, l.session.Keys.Open) {
		if row, selected := l.list.Selected(); selected {
			return l, kit.Show(newDetails(l.session, l.org, row))
		}
	}
	return l, l.list.Update(msg)
}

// View draws the list.
func (l *List) View() string { return l.list.View() }

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) { l.list.SetSize(width, height) }

// Title names the place.
func (l *List) Title() string { return "Activity" }

// Status is empty: a log has no end that is worth a number.
func (l *List) Status() string { return "" }

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	// There is one order only, which can be reversed but not exchanged.
	sort := l.session.Keys.Sort.Help().Key
	keys := slices.DeleteFunc(l.list.Keys(), func(b key.Binding) bool { return b.Help().Key == sort })
	if _, ok := l.list.Selected(); ok {
		keys = append([]key.Binding{kit.Named(l.session.Keys.Open, "details")}, keys...)
	}
	return keys
}

// CapturesText is false: there is nothing to type.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back has nothing to clear.
func (l *List) Back() (tea.Cmd, bool) { return l.list.Back() }

// Help says what the place is for.
func (l *List) Help() string {
	return "What happened in the organisation: every change, log-in and refused attempt, by whom, to what and from where. What was done with a token stands under the name of whom the token acts as. Refused log-ins from one address are one entry an hour, with a count."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
