package orgs

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// List is the list of organisations: a person's own or, for an operator, all.
type List struct {
	session  *kit.Session
	list     *widget.List[model.OrgView]
	profile  current
	switched *kit.Question[model.Profile]
}

// NewList returns the list of the organisations that the person can work in.
func NewList(s *kit.Session) kit.Screen { return At(s, "") }

// At is NewList with the cursor on one of them.
func At(s *kit.Session, org model.OrgID) kit.Screen {
	return &List{
		session:  s,
		profile:  newCurrent(s),
		switched: kit.NewQuestion[model.Profile](s),
		list: widget.NewList(s, widget.ListOptions[model.OrgView]{
			Source:  source{s},
			ID:      func(v model.OrgView) string { return string(v.ID) },
			Columns: columns(s),
			Seek:    string(org),
			Empty:   empty(s),
			Beside:  func(v model.OrgView) []widget.Fact { return besideFacts(s, v) },
		}),
	}
}

func empty(s *kit.Session) string {
	if s.Profile.Operator {
		return "There is no organisation yet. People and tokens belong to one. Press n to create the first."
	}
	return "You are in no organisation at the moment. Whoever manages the people of one can add you by your e-mail."
}

// Init loads the rows, and the profile that the header shows.
func (l *List) Init() tea.Cmd { return tea.Batch(l.list.Init(), l.profile.ask()) }

// Update takes a message.
func (l *List) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if cmd, ok := l.press(msg); ok {
			return l, cmd
		}
	case kit.Changed:
		return l, l.Init()
	case changed:
		return l, tea.Batch(kit.Say(kit.Done, msg.text), l.Init())
	}
	if ok, _ := l.profile.answer(msg); ok {
		return l, nil
	}
	if a, ok := l.switched.Answer(msg); ok {
		return l, l.enter(a)
	}
	return l, l.list.Update(msg)
}

// enter makes the org that the person chose the current one.
func (l *List) enter(a kit.Answer[model.Profile]) tea.Cmd {
	if a.Err != nil {
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	return tea.Sequence(l.session.Enter(a.Value), kit.Say(kit.Done, "You work in "+name(a.Value.Org)+" now."))
}

// press answers to the keys that are shown, and to no others.
func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	if l.list.CapturesText() {
		return nil, false
	}
	s, k := l.session, l.session.Keys
	row, _ := l.list.Selected()
	for _, b := range l.actions() {
		if !key.Matches(msg, b) {
			continue
		}
		switch {
		case key.Matches(msg, k.Open):
			return l.switchTo(row.ID), true
		case key.Matches(msg, k.New):
			return kit.Open(createForm(s)), true
		case key.Matches(msg, keyRename):
			return kit.Open(renameForm(s, row.Org)), true
		case key.Matches(msg, keySuspend):
			return kit.Open(suspendQuestion(s, row.Org)), true
		case key.Matches(msg, keyRevive):
			return kit.Open(reviveQuestion(s, row.Org)), true
		}
	}
	return nil, false
}

func (l *List) switchTo(id model.OrgID) tea.Cmd {
	s, actor := l.session, l.session.Actor()
	return l.switched.Ask(func(ctx context.Context) (model.Profile, error) {
		return s.Authority.SwitchOrg(ctx, actor, id)
	})
}

// View draws the list.
func (l *List) View() string { return l.list.View() }

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) { l.list.SetSize(width, height) }

// Title names the place.
func (l *List) Title() string { return "Organisations" }

// Status is empty: nobody counts organisations.
func (l *List) Status() string { return "" }

// CapturesText reports whether a filter is being typed.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the filter.
func (l *List) Back() (tea.Cmd, bool) { return l.list.Back() }

// Help says what the place is for.
func (l *List) Help() string {
	return "People work in one organisation at a time; enter switches to another one, and the next log-in begins there. A token works in the organisation that it was made in and in no other. Operators see all organisations; they create, suspend and revive them."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
