package roster

import (
	"context"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// List is who is a member of a place, with what it gives them above.
type List struct {
	session       *kit.Session
	place         known
	gift          gift
	load          *kit.Question[loaded]
	question      *kit.Question[affected]
	list          *widget.List[model.Membership]
	width, height int
}

// loaded is a place as it is now.
type loaded struct {
	place known
	gift  gift
}

// done is the outcome of a dialog here: something was done, and this says what.
type done struct{ text string }

// Open returns the command that opens the members of a place.
func Open(s *kit.Session, p Place) tea.Cmd {
	return kit.Show(&List{
		session:  s,
		place:    known{Place: p},
		load:     kit.NewQuestion[loaded](s),
		question: kit.NewQuestion[affected](s),
		list: widget.NewList(s, widget.ListOptions[model.Membership]{
			Source:   members{s, p},
			ID:       memberID,
			Columns:  memberColumns(),
			Empty:    empty(s, p),
			Beside:   memberFacts,
			Markable: true,
		}),
	})
}

func empty(s *kit.Session, p Place) string {
	text := "Nobody is in " + p.Name() + " yet. Who is in a group has what is granted to it, from the very next request on. "
	if p.isSite() {
		text = "Nobody was made a member of " + p.Name() + " itself yet. A member has what is granted to the site and to those below it, from the very next request on. "
	}
	if !mayAdd(s) {
		return text + "To add people takes the permission " + string(model.UsersManage) + " too."
	}
	return text + "Press n to add people."
}

// mayAdd reports whether the people of the organisation can be listed, to choose
// from.
func mayAdd(s *kit.Session) bool { return s.Profile.Can(model.UsersManage) }

// Init loads the place and its members.
func (l *List) Init() tea.Cmd { return tea.Batch(l.ask(), l.list.Init()) }

func (l *List) ask() tea.Cmd {
	a, p := asking(l.session), l.place.Place
	return l.load.Ask(func(ctx context.Context) (loaded, error) {
		now, err := p.read(ctx, a)
		if err != nil {
			return loaded{}, err
		}
		gift, err := p.gift(ctx, a)
		return loaded{now, gift}, err
	})
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
		l.list.Unmark()
		return l, tea.Batch(kit.Say(kit.Done, msg.text), l.Init())
	}
	cmd := tea.Batch(l.answer(msg), l.list.Update(msg))
	l.fit() // the facts may have more lines now
	return l, cmd
}

// answer takes the answers to the screen's own questions. A place that is gone
// has no members to stay with.
func (l *List) answer(msg tea.Msg) tea.Cmd {
	if a, ok := l.load.Answer(msg); ok {
		switch {
		case model.KindOf(a.Err) == model.KindNotFound:
			return tea.Sequence(kit.Leave(l), kit.Say(kit.Failed, model.Sentence(a.Err)))
		case a.Err == nil:
			l.place, l.gift = a.Value.place, a.Value.gift
		}
	}
	if a, ok := l.question.Answer(msg); ok {
		if a.Err != nil {
			return kit.Say(kit.Failed, model.Sentence(a.Err))
		}
		return kit.Open(removal(l.session, a.Value))
	}
	return nil
}

// press answers to the keys that are shown, and to no others.
func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	if l.list.CapturesText() {
		return nil, false
	}
	switch {
	case key.Matches(msg, l.session.Keys.New) && mayAdd(l.session):
		return kit.Show(newPicker(l.session, l.place.Place)), true
	case key.Matches(msg, KeyGives):
		return ShowGiven(l.session, l.place.Place), true
	case key.Matches(msg, keyRemove) && len(l.list.Targets()) > 0:
		return l.question.Ask(l.about(l.list.Targets())), true
	}
	return nil, false
}

// View draws what the place gives above its members.
func (l *List) View() string { return strings.Join(append(l.head(), l.list.View()), "\n") }

// calm is the height below which there are members alone, and headMost how many
// lines what stands above them may take.
const (
	calm     = 14
	headMost = 5
)

func (l *List) head() []string {
	if l.height < calm || l.gift.of.ID == "" {
		return nil
	}
	lines := widget.Facts(l.session.Theme, l.facts(), l.width)
	return append(lines[:min(len(lines), headMost)], "")
}

// facts says where a site lies and what the place gives.
func (l *List) facts() []widget.Fact {
	var facts []widget.Fact
	p := l.place
	if len(p.path) > 1 {
		facts = append(facts, widget.Fact{Label: "Lies below", Value: pathWords(p.path[:len(p.path)-1])})
	}
	facts = append(facts, widget.Fact{Label: "Gives", Value: l.gift.short()})
	if text := p.inheritance(); text != "" {
		facts = append(facts, widget.Fact{Value: text, Tone: kit.Muted})
	}
	return facts
}

// inheritance says who else is a member, and of what else (rule 7.4).
func (p known) inheritance() string {
	above, below := len(p.path) > 1, p.below > 0
	switch {
	case above && below:
		return "Members of sites above are members here too; those here, of sites below."
	case above:
		return "Members of the sites above are members here too."
	case below:
		return "Its members are also members of the sites below."
	}
	return ""
}

func pathWords(path []model.Site) string {
	var names []string
	for _, s := range path {
		names = append(names, s.Name)
	}
	return strings.Join(names, " › ")
}

// short says in a line or two what a place gives.
func (g gift) short() string {
	lines := g.lines()
	if len(lines) > 3 {
		lines = append(lines[:2:2], "and more")
	}
	return strings.Join(lines, "\n")
}

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) {
	l.width, l.height = width, height
	l.fit()
}

// fit gives the members the room under the facts.
func (l *List) fit() { l.list.SetSize(l.width, max(l.height-len(l.head()), 1)) }

// Title names the place.
func (l *List) Title() string { return l.place.Name() }

// Status is how many members there are.
func (l *List) Status() string {
	if l.gift.of.ID == "" {
		return ""
	}
	return Members(l.place.members, l.place.more)
}

// Keys lists what works now.
func (l *List) Keys() []key.Binding {
	listed := l.list.Keys()
	if l.list.CapturesText() {
		return listed
	}
	var bindings []key.Binding
	if mayAdd(l.session) {
		bindings = append(bindings, kit.Named(l.session.Keys.New, "add"))
	}
	switch n := len(l.list.Marked()); {
	case n > 0:
		bindings = append(bindings, kit.Named(keyRemove, "remove "+kit.Count(n)))
	case len(l.list.Targets()) > 0:
		bindings = append(bindings, keyRemove)
	}
	return append(append(bindings, KeyGives), listed...)
}

// CapturesText reports whether a filter is being typed.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the filter or the marks.
func (l *List) Back() (tea.Cmd, bool) { return l.list.Back() }

// Help says what the place is for.
func (l *List) Help() string {
	if l.place.isSite() {
		return "Who was made a member of the site itself. A member of a site is also a member of the sites below it, and has what is granted to any of them. Service users are never members; a grant can name them."
	}
	return "Who is in the group, and so has what is granted to it. A change counts from the very next request, also for their API tokens. Nobody is in more than 100 groups. Service users are never in one; a grant can name them."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
