package sets

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

var (
	keyEdit   = kit.Bind("edit", "e")
	keyCopy   = kit.Bind("copy", "y")
	keyDelete = kit.Bind("delete", "x")
	keyName   = kit.Bind("add a permission", "a")
)

// done is the outcome of a dialog here: something was done, and this says what.
type done struct {
	text string
	gone bool // the set is no more
}

// changes is what can be done with a set, from the list and from its details.
type changes struct {
	session *kit.Session
	source  source
	form    *kit.Question[opening]
}

// opening is what has to be known before a pop-up opens: what it is for, the
// set as it is now, and who asks.
type opening struct {
	what    key.Binding
	set     model.SetView // zero for a new one
	draft   *draft        // an edit to go on with
	profile model.Profile
}

func newChanges(s *kit.Session) *changes {
	return &changes{s, source{s, s.Org()}, kit.NewQuestion[opening](s)}
}

// may reports whether the keys that change something are worth showing.
func (c *changes) may() bool { return c.session.Profile.Can(model.PermissionSetsManage) }

// keys lists what can be done with a set.
func (c *changes) keys(v model.SetView) []key.Binding {
	switch {
	case !c.may():
		return nil
	case v.Administrator:
		return []key.Binding{keyEdit, keyCopy}
	}
	return []key.Binding{keyEdit, keyCopy, keyDelete}
}

// press answers to the keys that are shown for a set, and to no others.
func (c *changes) press(msg tea.KeyMsg, v model.SetView) (tea.Cmd, bool) {
	for _, b := range c.keys(v) {
		if key.Matches(msg, b) {
			return c.ask(opening{what: b, set: v}), true
		}
	}
	return nil, false
}

func (c *changes) create() tea.Cmd { return c.ask(opening{what: c.session.Keys.New}) }

// ask reads what a pop-up needs. The set is read again, since the row on the
// screen may be old; the profile, since the organisation's names may be.
func (c *changes) ask(o opening) tea.Cmd {
	s, actor, from := c.session, c.session.Actor(), c.source
	return c.form.Ask(func(ctx context.Context) (opening, error) {
		var err error
		if o.set.ID != "" {
			if o.set, err = from.fresh(ctx, o.set); err != nil {
				return o, err
			}
		}
		o.profile, err = s.Authority.WhoAmI(ctx, actor, from.org)
		return o, err
	})
}

// answer takes the answer to ask, and the outcomes that lead to another pop-up.
func (c *changes) answer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case edited:
		return c.review(msg)
	case reconsidered:
		return c.ask(opening{what: keyEdit, set: model.SetView{PermissionSet: msg.draft.before}, draft: &msg.draft})
	}
	a, ok := c.form.Answer(msg)
	if !ok {
		return nil
	}
	if a.Err != nil {
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	return tea.Batch(kit.Open(c.open(a.Value)), a.Value.warning())
}

// warning says that the set is another one than the draft began with.
func (o opening) warning() tea.Cmd {
	if o.draft == nil || o.draft.fits(o.set) {
		return nil
	}
	return kit.Say(kit.Info, name(o.set)+" was changed meanwhile. Your changes are made to what it is now.")
}

func (c *changes) open(o opening) kit.Dialog {
	switch o.what.Help().Key {
	case keyEdit.Help().Key:
		return editForm(c.session, newDraft(o))
	case keyDelete.Help().Key:
		return deleteQuestion(c.session, o.set)
	}
	return createForm(c.session, o)
}

// review shows what an edit would do, or says that it is done where it takes
// nothing away and gives nothing.
func (c *changes) review(e edited) tea.Cmd {
	if e.saved {
		return kit.Send(done{text: "Saved " + model.Printable(e.draft.request.Name) + "."})
	}
	return kit.Open(newReview(c.session, e))
}
