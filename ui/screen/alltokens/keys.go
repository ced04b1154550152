package alltokens

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/explain"
	"example.com/latchkey/ui/screen/tokens"
)

var (
	keyNarrow = kit.Bind("narrow down", "f")
	keyFind   = kit.Bind("find by secret", "F")
	keyOwner  = kit.Bind("all of the owner", "O")
	keyAll    = kit.Bind("all of the organisation", "A")
)

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	k := l.session.Keys
	if l.list.CapturesText() {
		return l.list.Keys()
	}
	var keys []key.Binding
	row, selected := l.list.Selected()
	if selected {
		keys = append(keys, kit.Named(k.Open, "details"), k.Explain)
	}
	if len(l.living()) > 0 {
		keys = append(keys, k.Revoke)
	}
	if l.may() {
		keys = append(keys, keyNarrow, keyFind)
	}
	keys = append(keys, l.list.Keys()...)
	if selected && l.mayRevokeAllOf(row) {
		keys = append(keys, keyOwner)
	}
	if selected && l.mayRevokeAll() {
		keys = append(keys, keyAll)
	}
	return keys
}

// press answers to the keys that are shown, and to no others.
func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	s, k := l.session, l.session.Keys
	row, selected := l.list.Selected()
	switch {
	case l.list.CapturesText():
		return nil, false
	case key.Matches(msg, keyNarrow) && l.may():
		return kit.Open(filterForm(s, l.source.filter)), true
	case key.Matches(msg, keyFind) && l.may():
		return kit.Open(findForm(s)), true
	case !selected:
		return nil, false
	case key.Matches(msg, k.Open):
		return kit.Show(tokens.NewDetails(s, row)), true
	case key.Matches(msg, k.Explain):
		return kit.Show(explain.OfToken(s, row)), true
	case key.Matches(msg, k.Revoke):
		return l.askRevoke(), true
	case key.Matches(msg, keyOwner) && l.mayRevokeAllOf(row):
		return l.everything.Ask(l.ofOwner(row)), true
	case key.Matches(msg, keyAll) && l.mayRevokeAll():
		return l.everything.Ask(l.ofOrg()), true
	}
	return nil, false
}

func (l *List) askRevoke() tea.Cmd {
	living := l.living()
	if len(living) == 0 {
		return kit.Say(kit.Failed, "That has ended already; there is nothing to revoke.")
	}
	return l.revoking.Ask(living)
}

// living returns the tokens that revoking is meant for and that have not ended.
func (l *List) living() []model.TokenView {
	var living []model.TokenView
	for _, v := range l.list.Targets() {
		if v.Alive() {
			living = append(living, v)
		}
	}
	return living
}

// may reports whether the screen's own keys are worth showing; what they lead
// to authorises for itself. So do the two below.
func (l *List) may() bool { return l.session.Profile.Can(model.TokensManage) }

func (l *List) mayRevokeAllOf(v model.TokenView) bool {
	if v.Subject.IsServiceUser() {
		return l.session.Profile.Can(model.ServiceUsersManage)
	}
	return l.may()
}

func (l *List) mayRevokeAll() bool {
	return l.may() && l.session.Profile.Can(model.ServiceUsersManage)
}
