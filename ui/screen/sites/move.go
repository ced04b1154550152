package sites

import (
	"context"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// mover is the tree from which a new place for a site is chosen. The site and
// those below it are not in it.
type mover struct {
	session *kit.Session
	site    row
	tree    *tree
	list    *widget.List[row]
}

func newMover(s *kit.Session, site row) *mover {
	m := &mover{session: s, site: site, tree: newTree(s)}
	m.tree.moving, m.tree.lies = site.ID, site.Parent
	m.list = widget.NewList(s, widget.ListOptions[row]{
		Source:  m.tree,
		ID:      id,
		Columns: m.columns(),
		Seek:    string(site.Parent),
		Empty:   "There is nowhere to move it to.", // the top is always there
	})
	return m
}

func (m *mover) columns() []widget.Column[row] {
	return []widget.Column[row]{nameColumn(), {Min: 12, Priority: 1, Cell: func(r row) widget.Cell {
		if m.stays(r) {
			return widget.Cell{Text: "it lies here", Tone: kit.Muted}
		}
		return widget.Cell{}
	}}}
}

// stays reports whether the site lies there already.
func (m *mover) stays(to row) bool { return to.ID == m.site.Parent }

// Init loads the tree.
func (m *mover) Init() tea.Cmd {
	m.tree.forget()
	return m.list.Init()
}

// Update takes a message.
func (m *mover) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if cmd, ok := m.press(msg); ok {
			return m, cmd
		}
	case kit.Changed:
		return m, m.Init()
	case done:
		return m, tea.Sequence(kit.Leave(m), kit.Send(msg)) // the tree under it says it
	}
	return m, m.list.Update(msg)
}

// press answers to the keys that are shown, and to no others.
func (m *mover) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	to, ok := m.list.Selected()
	if !ok || m.list.CapturesText() {
		return nil, false
	}
	for _, b := range folding(m.session.Keys, to, true) {
		if key.Matches(msg, b) {
			m.tree.show(to.ID, to.closed)
			return m.list.Init(), true
		}
	}
	if key.Matches(msg, m.session.Keys.Open) && !m.stays(to) {
		return kit.Open(m.question(to)), true
	}
	return nil, false
}

// question asks before the site is moved: who is a member of it through the sites
// above changes with that.
func (m *mover) question(to row) kit.Dialog {
	s, actor, site := m.session, m.session.Actor(), m.site
	target := "below " + name(to.Site)
	if to.ID == "" {
		target = "to the top"
	}
	return widget.NewConfirm(s, widget.ConfirmOptions[model.Site]{
		Title:  "Move " + name(site.Site) + " " + target + "?",
		Facts:  moveFacts(site, to),
		Action: "Move",
		Busy:   "Moving…",
		Danger: len(leftBehind(site, to)) > 0,
		Run: func(ctx context.Context) (model.Site, error) {
			return s.Authority.MoveSite(ctx, actor, site.Org, site.ID, to.ID, site.Parent)
		},
		Done: func(moved model.Site) tea.Msg {
			return done{"Moved " + name(moved) + " " + target + ".", moved.ID, reached(to)}
		},
	})
}

func moveFacts(site, to row) []widget.Fact {
	facts := []widget.Fact{{Value: consequence(site, to)}, {}, {Label: "From", Value: orTop(site.where())}}
	if to.ID == "" {
		return append(facts, widget.Fact{Label: "To", Value: orTop("")})
	}
	return append(facts, widget.Fact{Label: "To", Value: strings.TrimPrefix(to.where()+" › "+to.Name, " › ")})
}

func orTop(where string) string {
	if where == "" {
		return "the top"
	}
	return where
}

// reached is the sites whose members are members of what lies below to.
func reached(to row) []model.Site {
	if to.ID == "" {
		return nil
	}
	return append(slices.Clone(to.above), to.Site)
}

// leftBehind is the sites whose members are members of a moved one no more, and
// joined those whose members become that.
func leftBehind(site, to row) []model.Site { return without(site.above, reached(to)) }

func joined(site, to row) []model.Site { return without(reached(to), site.above) }

func without(list, other []model.Site) []model.Site {
	return slices.DeleteFunc(slices.Clone(list), func(s model.Site) bool {
		return slices.ContainsFunc(other, func(o model.Site) bool { return o.ID == s.ID })
	})
}

// consequence says whose members reach it no more, and whose do from then on.
func consequence(site, to row) string {
	it := "it"
	if site.Below > 0 {
		it = "it and of the sites below it"
	}
	var text []string
	if gone := leftBehind(site, to); len(gone) > 0 {
		text = append(text, "Members of "+names(gone)+" are no longer members of "+it+", and lose what they reach through that alone.")
	}
	if come := joined(site, to); len(come) > 0 {
		text = append(text, "Members of "+names(come)+" become members of "+it+".")
	}
	return strings.Join(append(text, "That counts from the next request on."), " ")
}

func names(list []model.Site) string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = name(s)
	}
	if n := len(all); n > 1 {
		return strings.Join(all[:n-1], ", ") + " and " + all[n-1]
	}
	return strings.Join(all, "")
}

// View draws the tree.
func (m *mover) View() string { return m.list.View() }

// SetSize says how many cells there are.
func (m *mover) SetSize(width, height int) { m.list.SetSize(width, height) }

// Title says what is chosen here.
func (m *mover) Title() string { return "Move " + name(m.site.Site) + " below …" }

// Status is empty.
func (m *mover) Status() string { return "" }

// Keys lists what works now.
func (m *mover) Keys() []key.Binding {
	to, ok := m.list.Selected()
	if !ok || m.list.CapturesText() {
		return m.list.Keys()
	}
	var keys []key.Binding
	if !m.stays(to) {
		keys = append(keys, kit.Named(m.session.Keys.Open, "move here"))
	}
	return append(append(keys, folding(m.session.Keys, to, true)...), m.list.Keys()...)
}

// CapturesText reports whether a filter is being typed.
func (m *mover) CapturesText() bool { return m.list.CapturesText() }

// Back clears the filter.
func (m *mover) Back() (tea.Cmd, bool) { return m.list.Back() }

// Help says what the place is for.
func (m *mover) Help() string {
	return "Choose the site that " + name(m.site.Site) + " is to lie below. The site itself and those below it are not offered: a site does not lie below itself. You are asked before it moves."
}

var (
	_ kit.Screen = (*mover)(nil)
	_ kit.Backer = (*mover)(nil)
	_ kit.Helper = (*mover)(nil)
)
