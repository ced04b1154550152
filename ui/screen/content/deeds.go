package content

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/explain"
)

// done is the outcome of every dialog here: something was done, and this says
// what.
type done struct {
	text string
	made string // put the cursor on this row
	gone bool   // the item is no more
}

// opener makes a dialog of what was read for it.
type opener func() kit.Dialog

// deeds are what is done with an item, from the list and from its own page.
type deeds struct {
	session *kit.Session
	dialog  *kit.Question[opener]
}

func newDeeds(s *kit.Session) *deeds {
	return &deeds{session: s, dialog: kit.NewQuestion[opener](s)}
}

// keys are those for what can be done with an item.
func (d *deeds) keys(v model.ItemView) []key.Binding {
	var keys []key.Binding
	have := level(d.session, v)
	if have >= model.LevelEdit {
		keys = append(keys, keyShare, keyEdit)
	}
	if have >= model.LevelDelete {
		keys = append(keys, keyHand)
	}
	return append(keys, d.session.Keys.Explain)
}

// press answers to these keys, and to no others.
func (d *deeds) press(msg tea.KeyMsg, v model.ItemView) (tea.Cmd, bool) {
	have := level(d.session, v)
	switch {
	case key.Matches(msg, d.session.Keys.Explain):
		return d.explain(v.Item, model.Subject{User: d.session.Actor().User()}), true
	case key.Matches(msg, keyShare) && have >= model.LevelEdit:
		return d.share(v.Item), true
	case key.Matches(msg, keyEdit) && have >= model.LevelEdit:
		return d.edit(v), true
	case key.Matches(msg, keyHand) && have >= model.LevelDelete:
		return d.handOver(v), true
	}
	return nil, false
}

// explain leads to what a request of somebody for an item would come to. Who is
// no member of the organisation says there whose request is meant.
func (d *deeds) explain(item model.Item, who model.Subject) tea.Cmd {
	r := model.ExplainRequest{Org: d.session.Org(), Subject: who, Ask: model.Question{Item: ref(item).Address()}}
	if who.User == d.session.Actor().User() && !d.session.Profile.Member {
		r.Org, r.Subject = "", model.Subject{}
	}
	return kit.Show(explain.New(d.session, r))
}

// ask reads what a dialog needs, and opens it then.
func (d *deeds) ask(read func(context.Context) (opener, error)) tea.Cmd { return d.dialog.Ask(read) }

// answer opens the dialog that was asked for, and the one that follows a form.
func (d *deeds) answer(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(handing); ok {
		return kit.Open(msg.question(d.session))
	}
	a, ok := d.dialog.Answer(msg)
	switch {
	case !ok:
		return nil
	case a.Err != nil:
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	return kit.Open(a.Value())
}
