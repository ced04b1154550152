package tokens

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/compare"
	"example.com/latchkey/ui/screen/explain"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// List is the list of one subject's tokens in the current org.
type List struct {
	session *kit.Session
	of      subject
	list    *widget.List[model.TokenView]
	source  source
	quota   *kit.Question[model.Quota]
	have    model.Quota
	ready   *kit.Question[opening]
	facts   *kit.Question[revoking]
	first   *generating // what the form opens for as soon as the list is shown
	width   int
	height  int
}

// subject is whose tokens a screen is about: the person's own, those of a
// service user, or those of a person that somebody looks at.
type subject struct {
	serviceUser model.ServiceUserID
	user        model.UserID
	name        string
	elsewhere   bool // in another org than the current one
}

func (s subject) isServiceUser() bool { return s.serviceUser != "" }

// generates reports whether tokens are made here: a person's are made by that
// person alone (rule 4.3), and only in the current org.
func (s subject) generates() bool { return s.user == "" && !s.elsewhere }

// watch looks after the service user, where it is one, that a token is made for.
func (s subject) watch(session *kit.Session) kit.Watch {
	if !s.isServiceUser() {
		return nil
	}
	return meanwhile.ServiceUser(session, session.Org(), s.serviceUser, s.name)
}

// New returns the list of the person's own tokens: My profile → Settings → API
// tokens.
func New(s *kit.Session) *List { return newList(s, subject{}, "") }

// OfServiceUser returns the list of a service user's tokens.
func OfServiceUser(s *kit.Session, u model.ServiceUser) *List {
	return newList(s, subject{serviceUser: u.ID, name: u.Name}, "")
}

// OfUser returns the list of a person's tokens in the current org, for somebody
// else to see and to revoke.
func OfUser(s *kit.Session, user model.UserID, name string) *List {
	return newList(s, subject{user: user, name: name}, "")
}

// At returns the list that a token of the current org is in, with the cursor on
// it.
func At(s *kit.Session, v model.TokenView) *List { return newList(s, subjectOf(s, v), v.ID) }

// ForServiceUser returns the list of a service user's tokens with the form open
// that generates one with the name and the note of another token.
func ForServiceUser(s *kit.Session, u model.ServiceUser, like model.TokenView) *List {
	l := OfServiceUser(s, u)
	l.first = &generating{like: &like}
	return l
}

func newList(s *kit.Session, of subject, at model.TokenID) *List {
	l := &List{
		session: s,
		of:      of,
		source:  source{session: s, query: model.TokenQuery{Org: s.Org(), ServiceUser: of.serviceUser, User: of.user}},
		quota:   kit.NewQuestion[model.Quota](s),
		ready:   kit.NewQuestion[opening](s),
		facts:   kit.NewQuestion[revoking](s),
	}
	l.list = widget.NewList(s, widget.ListOptions[model.TokenView]{
		Source:     l.source,
		ID:         func(v model.TokenView) string { return string(v.ID) },
		Columns:    columns(s),
		Sort:       model.SortCreated,
		Descending: true,
		Seek:       string(at),
		Empty:      l.empty(),
		Note:       l.note,
		Beside:     func(v model.TokenView) []widget.Fact { return besideFacts(s, v) },
		Markable:   true,
	})
	return l
}

func (l *List) empty() string {
	if l.filtered() {
		return noneEndSoon
	}
	if l.source.query.HideEnded {
		return "There are no active tokens here. Press a to show the ended ones, or n to generate one."
	}
	if !l.of.generates() {
		return model.Printable(l.of.name) + " has no API tokens in this organisation."
	}
	if l.of.isServiceUser() {
		return "This service user has no tokens yet. An integration that should outlive the people who set it up uses one.\n\nPress n to generate the first."
	}
	return "You have no API tokens in this organisation yet. A token lets a script or a tool act as you.\n\nPress n to generate one."
}

func (l *List) note() string {
	if l.filtered() {
		return ""
	}
	if l.source.query.HideEnded {
		return "Ended tokens are hidden · press a to show them"
	}
	return "Ended tokens are shown · press a to hide them"
}

// Init loads the rows and the count.
func (l *List) Init() tea.Cmd { return tea.Batch(l.list.Init(), l.askQuota(), l.begin()) }

// begin opens the form that the list was opened for, the first time.
func (l *List) begin() tea.Cmd {
	if l.first == nil {
		return nil
	}
	first := *l.first
	l.first = nil
	return l.prepare(first)
}

// askQuota counts what limits the generating of tokens.
func (l *List) askQuota() tea.Cmd {
	if !l.of.generates() {
		return nil
	}
	return l.quota.Ask(l.source.quota)
}

// Update takes a message.
func (l *List) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if cmd, ok := l.press(msg); ok {
			return l, cmd
		}
	case kit.Changed:
		return l, tea.Batch(l.list.Update(msg), l.askQuota())
	case madeRoom:
		return l, tea.Batch(kit.Say(kit.Done, msg.text()), l.Init(), l.prepare(generating{}))
	case generated:
		return l, tea.Batch(openReveal(l.session, msg), kit.Say(kit.Done, msg.notice()), l.Init())
	case widget.RevealClosed:
		return l, l.list.Init()
	case revoked:
		l.list.Unmark()
		return l, tea.Batch(kit.Say(msg.notice()), l.Init())
	}
	return l, tea.Batch(l.answer(msg), l.list.Update(msg))
}

// answer takes the answers to the screen's own questions.
func (l *List) answer(msg tea.Msg) tea.Cmd {
	if a, ok := l.quota.Answer(msg); ok && a.Err == nil {
		l.have = a.Value
	}
	if a, ok := l.ready.Answer(msg); ok {
		return openForm(l.session, l.of, a)
	}
	if a, ok := l.facts.Answer(msg); ok {
		return openRevoke(l.session, a)
	}
	return nil
}

func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	if l.list.CapturesText() {
		return nil, false
	}
	k := l.session.Keys
	row, selected := l.list.Selected()
	switch {
	case key.Matches(msg, k.New) && l.of.generates():
		return l.prepare(generating{}), true
	case key.Matches(msg, keyEnded):
		l.source.query.HideEnded = !l.source.query.HideEnded
		return l.list.ShowFrom(l.source, l.empty()), true
	case key.Matches(msg, keySoon):
		return l.endingSoon(!l.filtered()), true
	case key.Matches(msg, compare.Key) && l.of.generates():
		return compare.Open(l.session), true
	case !selected:
		return nil, false
	case key.Matches(msg, keyLike) && l.of.generates():
		return l.prepare(generating{like: &row}), true
	case key.Matches(msg, k.Open):
		return kit.Show(newDetails(l.session, l.of, row)), true
	case key.Matches(msg, k.Explain):
		return kit.Show(explain.OfToken(l.session, row)), true
	case key.Matches(msg, k.Revoke):
		return l.askRevoke(), true
	case key.Matches(msg, k.Regenerate) && l.of.generates():
		return l.prepare(generating{again: &row}), true
	}
	return nil, false
}

func (l *List) prepare(g generating) tea.Cmd {
	if g.again != nil && !g.again.Alive() {
		return kit.Say(kit.Failed, fmt.Sprintf("%s has ended (%s) and stays so. Press N to generate a new one like it.", model.Printable(g.again.Name), g.again.End))
	}
	return l.ready.Ask(prepare(l.session, l.of, g))
}

// Selected returns the token under the cursor, if there is one.
func (l *List) Selected() (model.TokenView, bool) { return l.list.Selected() }

func (l *List) askRevoke() tea.Cmd {
	return l.facts.Ask(aboutRevoking(l.session, l.list.Targets()))
}

// View draws the filter, where there is one, and the list.
func (l *List) View() string {
	if !l.filtered() {
		return l.list.View()
	}
	return widget.FilterLine(l.session.Theme, soonWords, l.width) + "\n" + l.list.View()
}

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) {
	l.width, l.height = width, height
	l.list.SetSize(width, l.listHeight())
}

// Title names the place.
func (l *List) Title() string {
	if l.of.name != "" {
		return "API tokens of " + model.Printable(l.of.name)
	}
	return "API tokens"
}

// Status is how many tokens are active, of how many.
func (l *List) Status() string {
	if l.have.Most == 0 {
		return ""
	}
	text := fmt.Sprintf("%d of %d active", l.have.Count(), l.have.Most)
	if l.of.isServiceUser() {
		return text + " in the organisation"
	}
	elsewhere := l.have.Elsewhere
	for _, v := range l.have.Active {
		if v.Org != l.source.query.Org {
			elsewhere++
		}
	}
	if elsewhere > 0 {
		text += fmt.Sprintf(" · %d in other organisations", elsewhere)
	}
	return text
}

var (
	keyEnded = kit.Bind("ended tokens", "a")
	keyLike  = kit.Bind("new one like it", "N")
)

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	k := l.session.Keys
	if l.list.CapturesText() {
		return l.list.Keys()
	}
	var keys []key.Binding
	if l.of.generates() {
		keys = append(keys, kit.Named(k.New, "generate"))
	}
	row, selected := l.list.Selected()
	if selected {
		keys = append(keys, rowKeys(k, l.of, row)...)
		keys = append(keys, kit.Named(k.Open, "details"), k.Explain)
	}
	keys = append(keys, l.list.Keys()...)
	if selected && !l.filtered() {
		keys = append(keys, keySoon, keyEnded)
	}
	if l.of.generates() {
		keys = append(keys, compare.Key)
	}
	return keys
}

// rowKeys lists what can be done with a token of a subject.
func rowKeys(k kit.Keys, of subject, row model.TokenView) []key.Binding {
	switch {
	case row.Alive() && of.generates():
		return []key.Binding{k.Revoke, k.Regenerate}
	case row.Alive():
		return []key.Binding{k.Revoke}
	case of.generates():
		return []key.Binding{keyLike}
	}
	return nil
}

// CapturesText reports whether a filter is being typed.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the name filter or the marks, then the filter.
func (l *List) Back() (tea.Cmd, bool) {
	if cmd, did := l.list.Back(); did || !l.filtered() {
		return cmd, did
	}
	return l.endingSoon(false), true
}

// Help says what the place is for.
func (l *List) Help() string {
	if !l.of.generates() {
		return "The API tokens of one person in this organisation. They act as that person. Whoever manages tokens can revoke them; generating and regenerating is for the person alone."
	}
	if l.of.isServiceUser() {
		return "The API tokens of a service user act as that service user. They are untouched by whatever happens to any person. An organisation can have 20 of them active at once, over all of its service users."
	}
	return "Your API tokens act as you, in this organisation only; another organisation needs another token. Ten can be active at once, over all your organisations. A token that is not used for 30 days expires."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
