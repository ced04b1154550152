package sites

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/roster"
	"example.com/latchkey/ui/widget"
)

// List is the current organisation's tree of sites.
type List struct {
	session *kit.Session
	tree    *tree
	list    *widget.List[row]
	gives   *roster.Gives
	ending  *kit.Question[roster.Ending]
}

// New returns the tree of the sites of the session's current organisation.
func New(s *kit.Session) kit.Screen { return At(s, "") }

// At is New with the cursor on a site.
func At(s *kit.Session, site model.SiteID) kit.Screen {
	l := &List{session: s, tree: newTree(s), gives: roster.NewGives(s), ending: kit.NewQuestion[roster.Ending](s)}
	l.list = widget.NewList(s, widget.ListOptions[row]{
		Source:  l.tree,
		ID:      id,
		Columns: columns(l.mayManage()),
		Seek:    string(site),
		Empty:   l.empty(),
		Note:    l.note,
		Beside:  l.beside,
	})
	return l
}

func (l *List) empty() string {
	text := "There are no sites in this organisation yet. Sites are its places, as a tree: a region, below it plants, below them halls. " +
		"Items can be at a site, and who is a member of a site is also a member of the sites below it. "
	if !l.mayManage() {
		return text + "Whoever has the permission " + string(model.SitesManage) + " creates them."
	}
	return text + "Press n to create the first."
}

// note says what is not shown, and why.
func (l *List) note() string {
	switch {
	case l.tree.cut():
		return "These are the first 10,000 sites; there are more."
	case !l.mayManage():
		return "Members are shown to holders of " + string(model.SitesManage) + "."
	}
	return ""
}

// Init loads the tree.
func (l *List) Init() tea.Cmd {
	l.tree.forget()
	l.gives.Forget()
	return tea.Batch(l.list.Init(), l.look())
}

// again loads the tree once more, with the cursor on a site that was made or moved.
func (l *List) again(d done) tea.Cmd {
	for _, site := range d.open {
		l.tree.show(site.ID, true)
	}
	if d.site == "" {
		return l.Init()
	}
	l.tree.forget()
	return l.list.Find(string(d.site))
}

// look reads what the site under the cursor gives.
func (l *List) look() tea.Cmd {
	r, ok := l.list.Selected()
	if !ok {
		return nil
	}
	return l.gives.Look(roster.Site(r.Site))
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
		return l, tea.Batch(kit.Say(kit.Done, msg.text), l.again(msg))
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
		return s.Authority.DeleteSite(ctx, actor, it.Org, model.SiteID(it.ID))
	}, func(said string) tea.Msg { return done{text: said} }))
}

// press answers to the keys that are shown, and to no others.
func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	if l.list.CapturesText() {
		return nil, false
	}
	r, selected := l.list.Selected()
	for _, b := range folding(l.session.Keys, r, selected) {
		if key.Matches(msg, b) {
			l.tree.show(r.ID, r.closed)
			return l.list.Init(), true
		}
	}
	if !l.mayManage() {
		return nil, false
	}
	if key.Matches(msg, l.session.Keys.New) {
		if selected {
			return kit.Open(createForm(l.session, &r)), true
		}
		return kit.Open(createForm(l.session, nil)), true
	}
	if !selected {
		return nil, false
	}
	return l.pressOn(msg, r)
}

// pressOn answers to the keys for the site under the cursor.
func (l *List) pressOn(msg tea.KeyMsg, r row) (tea.Cmd, bool) {
	s := l.session
	switch {
	case key.Matches(msg, s.Keys.Open):
		return roster.Open(s, roster.Site(r.Site)), true
	case key.Matches(msg, roster.KeyGives):
		return roster.ShowGiven(s, roster.Site(r.Site)), true
	case key.Matches(msg, keyRename):
		return kit.Open(renameForm(s, r.Site)), true
	case key.Matches(msg, keyMove):
		return kit.Show(newMover(s, r)), true
	case key.Matches(msg, keyDelete):
		return l.ending.Ask(roster.ReadEnding(s, roster.Site(r.Site))), true
	}
	return nil, false
}

// View draws the tree.
func (l *List) View() string { return l.list.View() }

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) { l.list.SetSize(width, height) }

// Title names the place.
func (l *List) Title() string { return "Sites" }

// Status is how many sites there are.
func (l *List) Status() string { return l.tree.count() }

// CapturesText reports whether a filter is being typed.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the filter.
func (l *List) Back() (tea.Cmd, bool) { return l.list.Back() }

// Help says what the place is for.
func (l *List) Help() string {
	return "Sites are the places of the organisation, as a tree. A member of a site is also a member of the sites below it; items are granted to a site, or by a rule on all of a kind at a site and below. " +
		"Service users are members of none; a grant can name them. Enter leads to the members of that very site; ← and → close and open what lies below one."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
