package groups

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/roster"
	"example.com/latchkey/ui/widget"
)

// List is the list of the current organisation's groups.
type List struct {
	session *kit.Session
	list    *widget.List[model.GroupView]
	gives   *roster.Gives
	ending  *kit.Question[roster.Ending]
}

// New returns the list of the groups of the session's current organisation.
func New(s *kit.Session) kit.Screen { return At(s, "") }

// At is New with the cursor on a group.
func At(s *kit.Session, group model.GroupID) kit.Screen {
	l := &List{session: s, gives: roster.NewGives(s), ending: kit.NewQuestion[roster.Ending](s)}
	l.list = widget.NewList(s, widget.ListOptions[model.GroupView]{
		Source:  source{s, s.Org()},
		ID:      id,
		Columns: l.columns(),
		Seek:    string(group),
		Empty:   l.empty(),
		Note:    l.note,
		Beside:  l.beside,
	})
	return l
}

func (l *List) empty() string {
	text := "There are no groups in this organisation yet. A group is a list of people who are to reach the same things: " +
		"what is granted to it counts for all who are in it. "
	if !l.mayManage() {
		return text + "Whoever has the permission " + string(model.GroupsManage) + " creates them."
	}
	return text + "Press n to create the first."
}

// note says why some see the names alone.
func (l *List) note() string {
	if l.mayManage() {
		return ""
	}
	return "Members are shown to holders of " + string(model.GroupsManage) + "."
}

// Init loads the rows.
func (l *List) Init() tea.Cmd {
	l.gives.Forget()
	return tea.Batch(l.list.Init(), l.look())
}

// again loads the rows once more, with the cursor on a group that was made.
func (l *List) again(made model.GroupID) tea.Cmd {
	if made == "" {
		return l.Init()
	}
	return l.list.Find(string(made))
}

// look reads what the group under the cursor gives.
func (l *List) look() tea.Cmd {
	row, ok := l.list.Selected()
	if !ok {
		return nil
	}
	return l.gives.Look(roster.Group(row.Group))
}

// Update takes a message.
func (l *List) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if cmd, ok := l.press(msg); ok {
			return l, cmd
		}
	case kit.Changed:
		return l, l.Init()
	case done:
		return l, tea.Batch(kit.Say(kit.Done, msg.text), l.again(msg.made))
	}
	l.gives.Update(msg)
	return l, tea.Batch(l.answer(msg), l.list.Update(msg), l.look())
}

// answer takes the answer to what a deletion would touch.
func (l *List) answer(msg tea.Msg) tea.Cmd {
	a, ok := l.ending.Answer(msg)
	switch {
	case !ok:
		return nil
	case a.Err != nil:
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	s, actor, it := l.session, l.session.Actor(), a.Value.Place()
	return kit.Open(a.Value.Question(s, func(ctx context.Context) error {
		return s.Authority.DeleteGroup(ctx, actor, it.Org, model.GroupID(it.ID))
	}, func(said string) tea.Msg { return done{text: said} }))
}

// press answers to the keys that are shown, and to no others.
func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	s, k := l.session, l.session.Keys
	if l.list.CapturesText() || !l.mayManage() {
		return nil, false
	}
	row, selected := l.list.Selected()
	switch {
	case key.Matches(msg, k.New):
		return kit.Open(createForm(s)), true
	case !selected:
		return nil, false
	case key.Matches(msg, k.Open):
		return roster.Open(s, roster.Group(row.Group)), true
	case key.Matches(msg, roster.KeyGives):
		return roster.ShowGiven(s, roster.Group(row.Group)), true
	case key.Matches(msg, keyRename):
		return kit.Open(renameForm(s, row.Group)), true
	case key.Matches(msg, keyDelete):
		return l.ending.Ask(roster.ReadEnding(s, roster.Group(row.Group))), true
	}
	return nil, false
}

// View draws the list.
func (l *List) View() string { return l.list.View() }

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) { l.list.SetSize(width, height) }

// Title names the place.
func (l *List) Title() string { return "Groups" }

// Status is empty: nobody counts groups.
func (l *List) Status() string { return "" }

// CapturesText reports whether a filter is being typed.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the filter.
func (l *List) Back() (tea.Cmd, bool) { return l.list.Back() }

// Help says what the place is for.
func (l *List) Help() string {
	return "A group is a list of people who are to reach the same things. Items are granted to it, alone or by a rule for all of a kind, and whoever is in it has that level. " +
		"Groups are flat: none is in another. Service users are in none; a grant can name them. Enter leads to the people in one."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
