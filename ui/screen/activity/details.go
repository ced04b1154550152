package activity

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Details is one entry with all that it holds.
type Details struct {
	session *kit.Session
	org     model.OrgID
	entry   model.EntryView
	block   *widget.Detail
	load    *kit.Question[[]model.EntryView]
}

func newDetails(s *kit.Session, org model.OrgID, v model.EntryView) *Details {
	d := &Details{session: s, org: org, entry: v, block: widget.NewDetail(s), load: kit.NewQuestion[[]model.EntryView](s)}
	d.block.Show(detailsOf(s, v))
	return d
}

// Init reads the entry again: the count of refused log-ins may have grown.
func (d *Details) Init() tea.Cmd {
	s, actor, org, number := d.session, d.session.Actor(), d.org, d.entry.Seq
	return d.load.Ask(func(ctx context.Context) ([]model.EntryView, error) {
		return s.Authority.Activity(ctx, actor, org, []uint64{number})
	})
}

// Update takes a message.
func (d *Details) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if _, ok := msg.(kit.Changed); ok {
		return d, d.Init()
	}
	a, ok := d.load.Answer(msg)
	switch {
	case !ok:
		return d, d.block.Update(msg)
	case a.Err != nil:
		return d, kit.Say(kit.Failed, model.Sentence(a.Err))
	case len(a.Value) == 1:
		d.entry = a.Value[0]
		d.block.Show(detailsOf(d.session, d.entry))
	}
	return d, nil
}

// View draws the facts.
func (d *Details) View() string { return d.block.View() }

// SetSize says how many cells there are.
func (d *Details) SetSize(width, height int) { d.block.SetSize(width, height) }

// Title names the entry.
func (d *Details) Title() string { return "Activity entry " + id(d.entry) }

// Status is how long ago it happened.
func (d *Details) Status() string { return d.session.Ago(d.entry.At) }

// Keys lists what works now.
func (d *Details) Keys() []key.Binding { return d.block.Keys() }

// CapturesText is false: there is nothing to type.
func (d *Details) CapturesText() bool { return false }

// Help says what the place is for.
func (d *Details) Help() string {
	return "All that one entry of the activity log holds. Names are those of the moment at which it happened; ids stay."
}

var (
	_ kit.Screen = (*Details)(nil)
	_ kit.Helper = (*Details)(nil)
)
