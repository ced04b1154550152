package serviceusers

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/compare"
	"example.com/latchkey/ui/screen/explain"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/widget"
)

// List is the list of the current organisation's service users.
type List struct {
	session  *kit.Session
	org      model.OrgID
	list     *widget.List[model.ServiceUserView]
	quota    *kit.Question[model.Quota]
	have     model.Quota
	form     *kit.Question[opening]
	affected *kit.Question[affected]
}

// done is the outcome of every dialog here: something was done, and this says
// what.
type done struct{ text string }

// New returns the list of the service users of the session's current
// organisation.
func New(s *kit.Session) kit.Screen { return At(s, "") }

// At is New with the cursor on one of them.
func At(s *kit.Session, which model.ServiceUserID) kit.Screen {
	return &List{
		session:  s,
		org:      s.Org(),
		quota:    kit.NewQuestion[model.Quota](s),
		form:     kit.NewQuestion[opening](s),
		affected: kit.NewQuestion[affected](s),
		list: widget.NewList(s, widget.ListOptions[model.ServiceUserView]{
			Source:  source{s, s.Org()},
			ID:      func(v model.ServiceUserView) string { return string(v.ID) },
			Columns: columns(s),
			Seek:    string(which),
			Empty: "There are no service users in this organisation yet. A service user stands for a system or an integration " +
				"that should go on whatever happens to the people who set it up: it has permissions and tokens of its own, and it cannot log in. " +
				"Press n to create the first.",
			Beside: func(v model.ServiceUserView) []widget.Fact { return besideFacts(s, v) },
		}),
	}
}

// Init loads the rows and the count of tokens.
func (l *List) Init() tea.Cmd { return tea.Batch(l.list.Init(), l.askQuota()) }

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
		return l, tea.Batch(kit.Say(kit.Done, msg.text), l.Init())
	case settled:
		return l, kit.Open(l.dialogOf(msg.affected))
	}
	return l, tea.Batch(l.answer(msg), l.list.Update(msg))
}

// answer takes the answers to the screen's own questions.
func (l *List) answer(msg tea.Msg) tea.Cmd {
	if a, ok := l.quota.Answer(msg); ok && a.Err == nil {
		l.have = a.Value
	}
	if a, ok := l.form.Answer(msg); ok {
		if a.Err != nil {
			return kit.Say(kit.Failed, model.Sentence(a.Err))
		}
		return kit.Open(l.openForm(a.Value))
	}
	if a, ok := l.affected.Answer(msg); ok {
		if a.Err != nil {
			return kit.Say(kit.Failed, model.Sentence(a.Err))
		}
		return kit.Open(l.dialogOf(a.Value))
	}
	return nil
}

// press answers to the keys that are shown, and to no others.
func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	k := l.session.Keys
	if l.list.CapturesText() {
		return nil, false
	}
	row, selected := l.list.Selected()
	switch {
	case key.Matches(msg, k.New) && l.mayManage():
		return l.form.Ask(l.prepare(nil)), true
	case key.Matches(msg, compare.Key):
		return compare.Open(l.session), true
	case !selected:
		return nil, false
	case key.Matches(msg, k.Open):
		return kit.Show(tokens.OfServiceUser(l.session, row.ServiceUser)), true
	case key.Matches(msg, k.Explain):
		return kit.Show(explain.OfSubject(l.session, row.Org, model.Subject{ServiceUser: row.ID})), true
	case !l.mayManage():
		return nil, false
	case key.Matches(msg, keyEdit):
		return l.form.Ask(l.prepare(&row)), true
	case key.Matches(msg, keyDisable):
		return l.affected.Ask(l.about(toggle(row), row)), true
	case key.Matches(msg, keyDelete):
		return l.affected.Ask(l.about(deleting, row)), true
	}
	return nil, false
}

// toggle is what d does.
func toggle(u model.ServiceUserView) step {
	if u.Disabled {
		return enabling
	}
	return disabling
}

// View draws the list.
func (l *List) View() string { return l.list.View() }

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) { l.list.SetSize(width, height) }

// Title names the place.
func (l *List) Title() string { return "Service users" }

// Status is how many of the organisation's service-user tokens are active.
func (l *List) Status() string {
	if l.have.Most == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d tokens active", l.have.Count(), l.have.Most)
}

// CapturesText reports whether a filter is being typed.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the filter.
func (l *List) Back() (tea.Cmd, bool) { return l.list.Back() }

// Help says what the place is for.
func (l *List) Help() string {
	return "Service users stand for systems and integrations. They cannot log in, take no seat, and their tokens are untouched by whatever happens to any person. Enter leads to the tokens of one, e to what it may do and why. An organisation can have 20 of their tokens active at once."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
