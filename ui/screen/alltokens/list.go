package alltokens

import (
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/widget"
)

// List is the list of all tokens of the current organisation.
type List struct {
	session       *kit.Session
	org           model.OrgID
	list          *widget.List[model.TokenView]
	source        source
	revoking      *tokens.Revoking
	everything    *kit.Question[everything]
	width, height int
}

// New returns the list of all tokens of the session's current organisation,
// for holders of tokens.manage.
func New(s *kit.Session) kit.Screen {
	from := source{session: s, org: s.Org()}
	return &List{
		session:    s,
		org:        s.Org(),
		source:     from,
		revoking:   tokens.NewRevoking(s),
		everything: kit.NewQuestion[everything](s),
		list: widget.NewList(s, widget.ListOptions[model.TokenView]{
			Source:   from,
			ID:       func(v model.TokenView) string { return string(v.ID) },
			Columns:  columns(s),
			Empty:    noTokens,
			Beside:   func(v model.TokenView) []widget.Fact { return tokens.Facts(s, v) },
			Markable: true,
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
	case filtered:
		return l, l.show(msg.filter)
	case found:
		return l, msg.show(l.session)
	case ended:
		l.list.Unmark()
		return l, tea.Batch(kit.Say(kit.Done, msg.notice()), l.Init())
	case tokens.Revoked:
		l.list.Unmark()
		return l, tea.Batch(msg.Notice(), l.Init())
	}
	if a, ok := l.everything.Answer(msg); ok {
		return l, openEverything(l.session, a)
	}
	return l, tea.Batch(l.revoking.Answer(msg), l.list.Update(msg))
}

// show lists what a filter lets through. Marks go: nobody sees any more what
// they are on.
func (l *List) show(f model.TokenFilter) tea.Cmd {
	l.source.filter = f
	l.list.Unmark()
	l.list.SetSize(l.width, l.listHeight())
	return l.list.ShowFrom(l.source, l.empty())
}

const noTokens = "No tokens here. The API tokens of all people and service users of this organisation stand in this list, the ended ones included."

func (l *List) empty() string {
	if l.filtered() {
		return "No token fits. Press f to look for others, or esc to see all of them."
	}
	return noTokens
}

func (l *List) filtered() bool { return l.source.filter != model.TokenFilter{} }

// View draws the filter, where there is one, and the list.
func (l *List) View() string {
	if !l.filtered() {
		return l.list.View()
	}
	return widget.FilterLine(l.session.Theme, filterWords(l.source.filter), l.width) + "\n" + l.list.View()
}

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) {
	l.width, l.height = width, height
	l.list.SetSize(width, l.listHeight())
}

func (l *List) listHeight() int {
	if l.filtered() {
		return max(l.height-1, 1)
	}
	return l.height
}

// Title names the place.
func (l *List) Title() string { return "All API tokens" }

// Status is empty: counting a million tokens is not worth a number.
func (l *List) Status() string { return "" }

// CapturesText reports whether a name is being typed.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the name filter or the marks, then the filter.
func (l *List) Back() (tea.Cmd, bool) {
	if cmd, did := l.list.Back(); did || !l.filtered() {
		return cmd, did
	}
	return l.show(model.TokenFilter{}), true
}

// Help says what the place is for.
func (l *List) Help() string {
	return "The API tokens of everybody in this organisation. Narrow them down with f to what needs care, mark with space and revoke several with one question. " +
		"O revokes all tokens of the owner under the cursor, A those of the whole organisation, F says which token a secret belongs to."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
