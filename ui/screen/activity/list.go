package activity

import (
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
	source  source
	filter  string // as it was typed
	width   int
	height  int
	list    *widget.List[model.EntryView]
}

// New returns the activity of the session's current organisation.
func New(s *kit.Session) kit.Screen {
	from := source{session: s, org: s.Org()}
	return &List{
		session: s,
		org:     s.Org(),
		source:  from,
		list: widget.NewList(s, widget.ListOptions[model.EntryView]{
			Source:     from,
			ID:         id,
			Columns:    columns(s),
			Sort:       model.SortCreated,
			Descending: true,
			Empty:      emptyLog,
			Beside:     func(v model.EntryView) []widget.Fact { return facts(s, v) },
			NoFilter:   true,
		}),
	}
}

// Init loads the newest entries, or those that are shown again.
func (l *List) Init() tea.Cmd { return l.list.Init() }

// Update takes a message.
func (l *List) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if cmd, ok := l.press(msg); ok {
			return l, cmd
		}
	case filtered:
		return l, l.show(msg)
	case exported:
		return l, kit.Say(kit.Done, msg.notice())
	}
	return l, l.list.Update(msg)
}

func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	row, selected := l.list.Selected()
	switch {
	case key.Matches(msg, l.session.Keys.Open) && selected:
		return kit.Show(newDetails(l.session, l.org, row)), true
	case key.Matches(msg, l.session.Keys.Filter):
		return kit.Open(filterForm(l.session, l.filter)), true
	case key.Matches(msg, keyExport):
		return askExport(l.session, l.org, l.source.filter), true
	}
	return nil, false
}

// show lists what a filter lets through.
func (l *List) show(f filtered) tea.Cmd {
	l.filter, l.source.filter = f.text, f.filter
	l.list.SetSize(l.width, l.listHeight())
	return l.list.ShowFrom(l.source, l.empty())
}

const emptyLog = "Nothing has happened in this organisation yet. Every change, every log-in and every refused attempt will stand here, and nobody can take it out again."

func (l *List) empty() string {
	if l.source.filter.IsZero() {
		return emptyLog
	}
	return "No entry fits the filter. Press esc to see everything, or / to change it."
}

var keyExport = kit.Bind("export", "e")

// View draws the filter, where there is one, and the list.
func (l *List) View() string {
	if l.source.filter.IsZero() {
		return l.list.View()
	}
	return widget.FilterLine(l.session.Theme, model.Printable(l.filter), l.width) + "\n" + l.list.View()
}

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) {
	l.width, l.height = width, height
	l.list.SetSize(width, l.listHeight())
}

func (l *List) listHeight() int {
	if l.source.filter.IsZero() {
		return l.height
	}
	return max(l.height-1, 1)
}

// Title names the place.
func (l *List) Title() string { return "Activity" }

// Status is empty: a log has no end that is worth a number.
func (l *List) Status() string { return "" }

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	keys := []key.Binding{l.session.Keys.Filter, keyExport}
	if _, ok := l.list.Selected(); ok {
		keys = append([]key.Binding{kit.Named(l.session.Keys.Open, "details")}, keys...)
	}
	return append(keys, l.list.Keys()...)
}

// CapturesText is false: there is nothing to type.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the filter.
func (l *List) Back() (tea.Cmd, bool) {
	if l.source.filter.IsZero() {
		return l.list.Back()
	}
	return l.show(filtered{}), true
}

// Help says what the place is for.
func (l *List) Help() string {
	return "What happened in the organisation: every change, log-in and refused attempt, by whom, to what and from where. What was done with a token stands under the name of whom the token acts as. Refused log-ins from one address are one entry an hour, with a count."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
