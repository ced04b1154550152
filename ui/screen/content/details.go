package content

import (
	"context"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Details is one item: what is known of it, and under that who sees it and
// through what.
type Details struct {
	session *kit.Session
	row     model.ItemView
	load    *kit.Question[model.ItemDetails]
	list    *widget.List[seen]
	deeds   *deeds
	width   int
	height  int
}

func newDetails(s *kit.Session, row model.ItemView) *Details {
	d := &Details{session: s, row: row, load: kit.NewQuestion[model.ItemDetails](s), deeds: newDeeds(s)}
	d.list = widget.NewList(s, widget.ListOptions[seen]{
		Source:   sightings{s, s.Org(), ref(row.Item)},
		ID:       seenID,
		Columns:  d.columns(),
		Empty:    "Nobody sees it.", // its owner is always there
		Note:     d.note,
		Beside:   d.besideSeen,
		NoFilter: true,
	})
	return d
}

// note says who sees the item beside those in the list, or who is left out.
func (d *Details) note() string {
	switch {
	case foreign(d.session, d.row.Item):
		return "It is from " + d.row.OrgName + ": shown is what you see it through."
	case level(d.session, d.row) < model.LevelEdit:
		return "Shown is what you see it through; who may edit it sees all."
	}
	return "Holders of an override see it too."
}

// Init loads the item, and who sees it.
func (d *Details) Init() tea.Cmd {
	a, item := asking(d.session), ref(d.row.Item)
	return tea.Batch(d.list.Init(), d.load.Ask(func(ctx context.Context) (model.ItemDetails, error) {
		return a.ItemDetails(ctx, a.actor, item, a.org)
	}))
}

// Update takes a message.
func (d *Details) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if cmd, ok := d.press(msg); ok {
			return d, cmd
		}
	case kit.Changed:
		return d, d.Init()
	case done:
		if msg.gone {
			return d, tea.Sequence(kit.Leave(d), kit.Say(kit.Done, msg.text))
		}
		return d, tea.Batch(kit.Say(kit.Done, msg.text), d.Init())
	}
	if a, ok := d.load.Answer(msg); ok {
		return d, d.loaded(a)
	}
	return d, tea.Batch(d.deeds.answer(msg), d.list.Update(msg))
}

// loaded takes the answer. An item that is gone, or seen no more, has no page to
// stay on.
func (d *Details) loaded(a kit.Answer[model.ItemDetails]) tea.Cmd {
	switch {
	case model.KindOf(a.Err) == model.KindNotFound:
		return tea.Sequence(kit.Leave(d), kit.Say(kit.Failed, model.Sentence(a.Err)))
	case a.Err != nil:
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	d.row = a.Value.ItemView
	d.SetSize(d.width, d.height)
	return nil
}

// mayChange reports whether the keys for a grant are worth showing.
func (d *Details) mayChange(v seen) bool {
	switch {
	case v.isOwner():
		return false
	case v.grant.Rule:
		return !foreign(d.session, d.row.Item) && d.session.Profile.Can(model.OverrideManageAll)
	}
	return level(d.session, d.row) >= model.LevelEdit
}

// press answers to the keys that are shown, and to no others.
func (d *Details) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	k := d.session.Keys
	if v, ok := d.list.Selected(); ok {
		if who, ok := d.explains(v); ok && key.Matches(msg, k.Explain) {
			return d.deeds.explain(d.row.Item, who), true
		}
		if d.mayChange(v) && key.Matches(msg, keyLevel) {
			return kit.Open(levelForm(d.session, d.on(v), v.grant)), true
		}
		if d.mayChange(v) && key.Matches(msg, keyTake) {
			return d.deeds.takeBack(v.grant, d.on(v)), true
		}
	}
	if key.Matches(msg, keyDestroy) && level(d.session, d.row) >= model.LevelDelete {
		return kit.Open(deletion(d.session, d.row)), true
	}
	return d.deeds.press(msg, d.row)
}

// on says what a grant is on.
func (d *Details) on(v seen) string {
	if v.grant.Rule {
		return onWords(v.grant)
	}
	return name(d.row.Item)
}

// explains returns whose request for the item is explained with the cursor on a
// row: that of the person or service user in it, where the person may ask that.
func (d *Details) explains(v seen) (model.Subject, bool) {
	who, ok := v.owner, v.isOwner() && !foreign(d.session, d.row.Item)
	if !v.isOwner() {
		who, ok = subjectOf(v.grant.To, d.session.Org())
	}
	need := model.UsersManage
	if who.IsServiceUser() {
		need = model.ServiceUsersManage
	}
	return who, ok && d.session.Profile.Can(need)
}

// Keys lists what works now.
func (d *Details) Keys() []key.Binding {
	var keys []key.Binding
	if v, ok := d.list.Selected(); ok && d.mayChange(v) {
		keys = append(keys, keyLevel, keyTake)
	}
	keys = append(keys, d.deeds.keys(d.row)...)
	if level(d.session, d.row) >= model.LevelDelete {
		keys = append(keys, keyDestroy)
	}
	return append(keys, d.list.Keys()...)
}

// leastRows is what the list keeps of the screen, and leastLine the height from
// which on something stands above it.
const (
	leastRows = 6
	leastLine = 8
)

// above is what is known of the item: a line for each thing, or all of it in one
// where there is little room.
func (d *Details) above() []string {
	t := d.session.Theme
	if d.height < leastLine {
		return nil
	}
	lines := widget.Facts(t, itemFacts(d.session, d.row), d.width)
	if len(lines)+2+leastRows > d.height {
		return []string{t.Paint(kit.Muted, widget.Truncate(d.short(), d.width)), ""}
	}
	heading := t.Paint(kit.Strong, widget.Truncate("Who sees it, and through what", d.width))
	return append(lines, "", heading)
}

// short is what is known of the item in one line.
func (d *Details) short() string {
	parts := []string{"of " + d.row.OwnerName}
	if foreign(d.session, d.row.Item) {
		parts = []string{"from " + d.row.OrgName}
	}
	if d.row.SiteName != "" {
		parts = append(parts, "at "+d.row.SiteName)
	}
	if d.row.Ref != "" {
		parts = append(parts, d.row.Ref)
	}
	return model.Printable(strings.Join(append(parts, "added "+d.session.Day(d.row.CreatedAt)), " · "))
}

// View draws what is known, and the list.
func (d *Details) View() string {
	return strings.Join(append(d.above(), d.list.View()), "\n")
}

// SetSize says how many cells there are.
func (d *Details) SetSize(width, height int) {
	d.width, d.height = width, height
	d.list.SetSize(width, height-len(d.above()))
}

// Title names the item.
func (d *Details) Title() string { return name(d.row.Item) }

// Status is its kind.
func (d *Details) Status() string { return string(d.row.Kind) }

// CapturesText is false: what is typed is typed into dialogs.
func (d *Details) CapturesText() bool { return false }

// Help says what the place is for.
func (d *Details) Help() string {
	return "One item, and who sees it: its owner, those with whom it is shared, and those whom a rule for all items of the kind gives it. " +
		"Each level has what the one before it has: view, edit, delete. Whoever may edit it can share it, and only who may delete it can give that level."
}

var (
	_ kit.Screen = (*Details)(nil)
	_ kit.Helper = (*Details)(nil)
)
