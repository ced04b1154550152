package content

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// List is the list of items.
type List struct {
	session *kit.Session
	source  *source
	list    *widget.List[model.ItemView]
	deeds   *deeds
	width   int
	height  int
}

// New returns the list of the items that the person sees in the current
// organisation; of all that it has, for an operator.
func New(s *kit.Session) kit.Screen { return At(s, model.ItemRef{}) }

// At is New with the cursor on an item.
func At(s *kit.Session, item model.ItemRef) kit.Screen {
	own := item.Org == "" || item.Org == s.Org()
	l := &List{session: s, source: newSource(s, "", s.Profile.Operator && own), deeds: newDeeds(s)}
	seek := ""
	if item.ID != "" {
		seek = idOf(item)
	}
	l.fill(seek)
	return l
}

// fill makes the list one of the source's rows. With another sight the columns
// are others.
func (l *List) fill(seek string) {
	l.list = widget.NewList(l.session, widget.ListOptions[model.ItemView]{
		Source:  l.source,
		ID:      id,
		Columns: l.columns(),
		Seek:    seek,
		Empty:   l.empty(),
		Note:    l.note,
		Beside:  l.beside,
	})
	l.list.SetSize(l.width, l.height)
}

func (l *List) empty() string {
	switch {
	case l.source.kind != "" && l.source.all:
		return "There are no " + l.source.kind.Plural() + " in this organisation. Press n to add one, or f for the items of another kind."
	case l.source.kind != "":
		return "You see no " + l.source.kind.Plural() + ". Press n to add one, or f for the items of another kind."
	case l.source.all:
		return "There are no items in this organisation yet. " + whatItemsAre + " Press n to add the first."
	}
	return "There are no items that you see. " + whatItemsAre + " You see what you own and what was granted to you. Press n to add one."
}

const whatItemsAre = "Items are what requests are about: templates, inspections, assets, or kinds of the organisation's own. " +
	"Each has an owner and can be shared with people, service users, groups and sites."

// note says whose sight is shown, where there is a choice.
func (l *List) note() string {
	switch {
	case !l.twoSights():
		return ""
	case l.source.all:
		return "All items of the organisation. Press a for what you see as a member."
	}
	return "What you see as a member. Press a for all items of the organisation."
}

// twoSights reports whether the person is an operator and a member.
func (l *List) twoSights() bool { return l.session.Profile.Operator && l.session.Profile.Member }

// Init loads the rows.
func (l *List) Init() tea.Cmd { return l.list.Init() }

// again loads the rows once more, with the cursor on an item that was made.
func (l *List) again(made string) tea.Cmd {
	if made == "" {
		return l.Init()
	}
	return l.list.Find(made)
}

// show narrows the list to a kind, or gives another sight.
func (l *List) show(kind model.ItemKind, all bool) tea.Cmd {
	l.source = newSource(l.session, kind, all)
	l.fill("")
	return l.list.Init()
}

// nextKind returns the kind after the one that is shown: all of them after the
// last.
func (l *List) nextKind() model.ItemKind {
	kinds := l.session.Profile.Org.ItemKinds()
	if at := slices.Index(kinds, l.source.kind) + 1; at < len(kinds) {
		return kinds[at]
	}
	return ""
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
	return l, tea.Batch(l.deeds.answer(msg), l.list.Update(msg))
}

// press answers to the keys that are shown, and to no others.
func (l *List) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	if l.list.CapturesText() {
		return nil, false
	}
	row, selected := l.list.Selected()
	switch {
	case key.Matches(msg, l.session.Keys.New):
		return l.deeds.create(l.source.kind), true
	case key.Matches(msg, keyKind):
		return l.show(l.nextKind(), l.source.all), true
	case key.Matches(msg, keyAll) && l.twoSights():
		return l.show(l.source.kind, !l.source.all), true
	case key.Matches(msg, keyNewKind) && l.mayNameKinds():
		return kit.Open(kindForm(l.session)), true
	case !selected:
		return nil, false
	case key.Matches(msg, l.session.Keys.Open):
		return kit.Show(newDetails(l.session, row)), true
	case key.Matches(msg, keyDelete) && level(l.session, row) >= model.LevelDelete:
		return kit.Open(deletion(l.session, row)), true
	}
	return l.deeds.press(msg, row)
}

// mayNameKinds reports whether the key for that is worth showing.
func (l *List) mayNameKinds() bool { return l.session.Profile.Can(model.OrgManage) }

// View draws the list.
func (l *List) View() string { return l.list.View() }

// SetSize says how many cells there are.
func (l *List) SetSize(width, height int) {
	l.width, l.height = width, height
	l.list.SetSize(width, height)
}

// Title names the place, and the kind that is shown.
func (l *List) Title() string {
	if l.source.kind == "" {
		return "Items"
	}
	plural := l.source.kind.Plural()
	return "Items · " + strings.ReplaceAll(plural, "-", " ")
}

// Status is how many there are, as far as that is known.
func (l *List) Status() string { return l.source.count() }

// CapturesText reports whether a filter is being typed.
func (l *List) CapturesText() bool { return l.list.CapturesText() }

// Back clears the filter, then shows all kinds again.
func (l *List) Back() (tea.Cmd, bool) {
	if cmd, ok := l.list.Back(); ok {
		return cmd, true
	}
	if l.source.kind != "" {
		return l.show("", l.source.all), true
	}
	return nil, false
}

// Help says what the place is for.
func (l *List) Help() string {
	return whatItemsAre + " After the permission it is decided here which of them a request can see, edit or delete. " +
		"Enter shows one, with everybody who sees it and through what. f goes through the kinds."
}

var (
	_ kit.Screen = (*List)(nil)
	_ kit.Backer = (*List)(nil)
	_ kit.Helper = (*List)(nil)
)
