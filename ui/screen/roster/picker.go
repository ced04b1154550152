package roster

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// picker is the list of an organisation's people, from which some are made
// members of a place.
type picker struct {
	session *kit.Session
	place   Place
	list    *widget.List[model.MemberView]
	read    *kit.Question[map[model.UserID]bool]
	in      map[model.UserID]bool // who is a member already
	add     *kit.Question[string]
}

func newPicker(s *kit.Session, p Place) *picker {
	it := &picker{session: s, place: p, read: kit.NewQuestion[map[model.UserID]bool](s), add: kit.NewQuestion[string](s)}
	it.list = widget.NewList(s, widget.ListOptions[model.MemberView]{
		Source:   people{s, p.Org},
		ID:       func(v model.MemberView) string { return string(v.User) },
		Columns:  it.columns(),
		Empty:    "There is nobody in this organisation.", // who looks is in it, or an operator
		Markable: true,
	})
	return it
}

func (p *picker) columns() []widget.Column[model.MemberView] {
	return []widget.Column[model.MemberView]{
		{Title: "Name", Sort: model.SortName, Min: 14, Ideal: 20, Flex: true, Cell: func(v model.MemberView) widget.Cell {
			if p.in[v.User] {
				return widget.Cell{Text: v.Name, Tone: kit.Muted}
			}
			return widget.Cell{Text: v.Name}
		}},
		{Title: "E-mail", Min: 16, Ideal: 26, Priority: 2, Cell: func(v model.MemberView) widget.Cell {
			return widget.Cell{Text: v.Email, Tone: kit.Muted}
		}},
		{Title: "Set", Min: 13, Priority: 3, Cell: func(v model.MemberView) widget.Cell {
			return widget.Cell{Text: v.SetName, Tone: kit.Muted}
		}},
		{Title: "State", Min: 15, Priority: 1, Cell: func(v model.MemberView) widget.Cell {
			if p.in[v.User] {
				return widget.Cell{Text: "  in it already", Tone: kit.Muted}
			}
			return state(v.Membership)
		}},
	}
}

// Init loads the people, and who of them is a member already.
func (p *picker) Init() tea.Cmd {
	from := members{p.session, p.place}
	return tea.Batch(p.list.Init(), p.read.Ask(func(ctx context.Context) (map[model.UserID]bool, error) {
		in := map[model.UserID]bool{}
		err := eachMember(ctx, from, func(m model.Membership) bool {
			in[m.User] = true
			return true
		})
		return in, err
	}))
}

// Update takes a message.
func (p *picker) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if p.ready() && key.Matches(msg, p.session.Keys.Open) && !p.list.CapturesText() {
			return p, p.add.Ask(p.adding(p.list.Targets()))
		}
	case kit.Changed:
		return p, p.Init()
	}
	if a, ok := p.read.Answer(msg); ok && a.Err == nil {
		p.in = a.Value
	}
	if a, ok := p.add.Answer(msg); ok {
		return p, p.added(a)
	}
	return p, p.list.Update(msg)
}

// ready reports whether there is somebody to add.
func (p *picker) ready() bool {
	targets := p.list.Targets()
	return !p.add.Pending() && (len(targets) > 1 || len(targets) == 1 && !p.in[targets[0].User])
}

func (p *picker) adding(rows []model.MemberView) func(context.Context) (string, error) {
	a, to := asking(p.session), p.place
	people := make([]model.Membership, len(rows))
	for i, v := range rows {
		people[i] = v.Membership
	}
	return func(ctx context.Context) (string, error) {
		return each(people, "Added ", " to "+to.Name()+".", func(m model.Membership) error { return to.add(ctx, a, m.User) })
	}
}

// added goes back to the members, or stays when nobody was added.
func (p *picker) added(a kit.Answer[string]) tea.Cmd {
	if a.Err != nil {
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	return tea.Sequence(kit.Leave(p), kit.Say(kit.Done, a.Value))
}

// View draws the list.
func (p *picker) View() string { return p.list.View() }

// SetSize says how many cells there are.
func (p *picker) SetSize(width, height int) { p.list.SetSize(width, height) }

// Title says what is chosen here.
func (p *picker) Title() string { return "Add people to " + p.place.Name() }

// Status is empty.
func (p *picker) Status() string { return "" }

// Keys lists what works now.
func (p *picker) Keys() []key.Binding {
	if p.list.CapturesText() || !p.ready() {
		return p.list.Keys()
	}
	word := "add"
	if n := len(p.list.Marked()); n > 1 {
		word += " " + kit.Count(n)
	}
	return append([]key.Binding{kit.Named(p.session.Keys.Open, word)}, p.list.Keys()...)
}

// CapturesText reports whether a filter is being typed.
func (p *picker) CapturesText() bool { return p.list.CapturesText() }

// Back clears the filter or the marks.
func (p *picker) Back() (tea.Cmd, bool) { return p.list.Back() }

// Help says what the place is for.
func (p *picker) Help() string {
	return "Choose who is to be a member: type / and a part of a name or an e-mail, mark several with space, and press enter. Adding gives what is granted to the " + p.place.word() + " from the very next request on."
}

var (
	_ kit.Screen = (*picker)(nil)
	_ kit.Backer = (*picker)(nil)
	_ kit.Helper = (*picker)(nil)
)
