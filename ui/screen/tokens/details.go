package tokens

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/explain"
	"example.com/latchkey/ui/widget"
)

// Details is one token with all that is known of it.
type Details struct {
	session *kit.Session
	of      subject
	row     model.TokenView
	block   *widget.Detail
	load    *kit.Question[model.TokenDetails]
	ready   *kit.Question[opening]
	facts   *kit.Question[revoking]
}

func newDetails(s *kit.Session, of subject, row model.TokenView) *Details {
	d := &Details{
		session: s, of: of, row: row,
		block: widget.NewDetail(s),
		load:  kit.NewQuestion[model.TokenDetails](s),
		ready: kit.NewQuestion[opening](s),
		facts: kit.NewQuestion[revoking](s),
	}
	d.block.Show(append([]widget.Fact{{Label: "Name", Value: row.Name, Tone: kit.Strong}}, commonFacts(s, row)...))
	return d
}

func (d *Details) ref() model.TokenRef { return model.TokenRef{Org: d.row.Org, ID: d.row.ID} }

// Init loads the token.
func (d *Details) Init() tea.Cmd {
	return d.load.Ask(func(ctx context.Context) (model.TokenDetails, error) {
		return d.session.Authority.TokenDetails(ctx, d.session.Actor(), d.ref())
	})
}

// Update takes a message.
func (d *Details) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return d, d.press(msg)
	case kit.Changed:
		return d, d.Init()
	case madeRoom:
		return d, tea.Batch(kit.Say(kit.Done, msg.text()), d.prepare(generating{like: &d.row}))
	case generated:
		return d, tea.Batch(openReveal(d.session, msg), kit.Say(kit.Done, msg.notice()), d.Init())
	case revoked:
		return d, tea.Batch(kit.Say(msg.notice()), d.Init())
	}
	return d, d.answer(msg)
}

func (d *Details) answer(msg tea.Msg) tea.Cmd {
	if a, ok := d.load.Answer(msg); ok {
		return d.loaded(a)
	}
	if a, ok := d.ready.Answer(msg); ok {
		return openForm(d.session, d.of, a)
	}
	if a, ok := d.facts.Answer(msg); ok {
		return openRevoke(d.session, a)
	}
	return nil
}

func (d *Details) loaded(a kit.Answer[model.TokenDetails]) tea.Cmd {
	if a.Err != nil {
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	d.row = a.Value.TokenView
	d.block.Show(detailFacts(d.session, a.Value))
	return nil
}

func (d *Details) press(msg tea.KeyMsg) tea.Cmd {
	k := d.session.Keys
	switch {
	case key.Matches(msg, k.Explain):
		return kit.Show(explain.OfToken(d.session, d.row))
	case key.Matches(msg, k.Revoke) && d.row.Alive():
		return d.facts.Ask(aboutRevoking(d.session, []model.TokenView{d.row}))
	case key.Matches(msg, k.Regenerate) && d.row.Alive() && d.of.generates():
		return d.prepare(generating{again: &d.row})
	case key.Matches(msg, keyLike) && !d.row.Alive() && d.of.generates():
		return d.prepare(generating{like: &d.row})
	}
	return d.block.Update(msg)
}

func (d *Details) prepare(g generating) tea.Cmd {
	return d.ready.Ask(prepare(d.session, d.of, g))
}

// View draws the facts.
func (d *Details) View() string { return d.block.View() }

// SetSize says how many cells there are.
func (d *Details) SetSize(width, height int) { d.block.SetSize(width, height) }

// Title names the token.
func (d *Details) Title() string { return "API token " + model.Printable(d.row.Name) }

// Status is empty.
func (d *Details) Status() string { return "" }

// Keys lists what works now.
func (d *Details) Keys() []key.Binding {
	keys := append(rowKeys(d.session.Keys, d.of, d.row), d.session.Keys.Explain)
	return append(keys, d.block.Keys()...)
}

// CapturesText is false: there is nothing to type.
func (d *Details) CapturesText() bool { return false }

// Help says what the place is for.
func (d *Details) Help() string {
	return "All that is known of one token: what it acts as, when it ends or why it ended, and from where it is used."
}

var (
	_ kit.Screen = (*Details)(nil)
	_ kit.Helper = (*Details)(nil)
)
