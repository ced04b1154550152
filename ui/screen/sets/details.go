package sets

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Details is one permission set: what it allows, and who holds it.
type Details struct {
	session *kit.Session
	row     model.SetView
	held    model.SetPreview
	block   *widget.Detail
	load    *kit.Question[loaded]
	changes *changes
}

// loaded is a set as it is now, with its holders where the person may change it.
type loaded struct {
	set  model.SetView
	held model.SetPreview
}

func newDetails(s *kit.Session, row model.SetView) *Details {
	d := &Details{session: s, row: row, block: widget.NewDetail(s), load: kit.NewQuestion[loaded](s), changes: newChanges(s)}
	d.block.Show(d.facts())
	return d
}

// Init loads the set and its holders.
func (d *Details) Init() tea.Cmd {
	s, actor, row, from := d.session, d.session.Actor(), d.row, d.changes.source
	may := d.changes.may()
	return d.load.Ask(func(ctx context.Context) (loaded, error) {
		set, err := from.fresh(ctx, row)
		if err != nil || !may {
			return loaded{set: set}, err
		}
		held, err := s.Authority.HoldersOf(ctx, actor, row.Org, row.ID)
		return loaded{set, held}, err
	})
}

// Update takes a message.
func (d *Details) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if cmd, ok := d.changes.press(msg, d.row); ok {
			return d, cmd
		}
		return d, d.block.Update(msg)
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
	return d, d.changes.answer(msg)
}

// loaded takes the answer. A set that is gone has no details to stay on.
func (d *Details) loaded(a kit.Answer[loaded]) tea.Cmd {
	switch {
	case model.KindOf(a.Err) == model.KindNotFound:
		return kit.Leave(d)
	case a.Err != nil:
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	d.row, d.held = a.Value.set, a.Value.held
	d.block.Show(d.facts())
	return nil
}

func (d *Details) facts() []widget.Fact {
	v := d.row
	facts := []widget.Fact{
		{Label: "Seat", Value: string(v.Seat)},
		{Label: "Held by", Value: v.Holders.String()},
		{},
		{Value: "Allows", Tone: kit.Strong},
	}
	facts = append(facts, allows(d.session.Profile.Org.KnownPermissions(), v.Permissions)...)
	if len(d.held.Subjects) > 0 {
		facts = append(facts, widget.Fact{}, widget.Fact{Value: "Holders", Tone: kit.Strong}, widget.Fact{Value: who(d.held)})
	}
	return append(facts, d.tokens()...)
}

// tokens lists the tokens that act with the set.
func (d *Details) tokens() []widget.Fact {
	list := mostRecentFirst(d.held.Tokens)
	if len(list) == 0 {
		return nil
	}
	facts := []widget.Fact{{}, {Value: "Active tokens that act with it", Tone: kit.Strong}}
	for _, v := range list {
		facts = append(facts, widget.Fact{Label: v.Name, Value: v.Owner + " · " + used(d.session, v)})
	}
	return facts
}

// View draws the facts.
func (d *Details) View() string { return d.block.View() }

// SetSize says how many cells there are.
func (d *Details) SetSize(width, height int) { d.block.SetSize(width, height) }

// Title names the set.
func (d *Details) Title() string { return "Permission set " + name(d.row) }

// Status is how many permissions it has.
func (d *Details) Status() string { return kit.Plural(len(d.row.Permissions), "permission") }

// Keys lists what works now.
func (d *Details) Keys() []key.Binding { return append(d.changes.keys(d.row), d.block.Keys()...) }

// CapturesText is false: there is nothing to type.
func (d *Details) CapturesText() bool { return false }

// Help says what the place is for.
func (d *Details) Help() string {
	return "What holders of the set may do, and who they are. Their tokens may do the same: a person's have that person's set, a service user's all of its sets together."
}

var (
	_ kit.Screen = (*Details)(nil)
	_ kit.Helper = (*Details)(nil)
)
