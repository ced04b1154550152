package profile

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Profile is who is logged in.
type Profile struct {
	session *kit.Session
	block   *widget.Detail
	load    *kit.Question[model.Profile]
	toggle  *kit.Question[model.Profile]
	err     error
}

// New returns the profile of the session's person.
func New(s *kit.Session) kit.Screen {
	p := &Profile{
		session: s,
		block:   widget.NewDetail(s),
		load:    kit.NewQuestion[model.Profile](s),
		toggle:  kit.NewQuestion[model.Profile](s),
	}
	p.show()
	return p
}

// Init loads the profile.
func (p *Profile) Init() tea.Cmd {
	s, actor, org := p.session, p.session.Actor(), p.session.Org()
	return p.load.Ask(func(ctx context.Context) (model.Profile, error) {
		return s.Authority.WhoAmI(ctx, actor, org)
	})
}

// Update takes a message.
func (p *Profile) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return p, p.press(msg)
	case kit.Changed:
		return p, p.Init()
	case renamed:
		return p, tea.Batch(kit.Say(kit.Done, "Saved your name."), p.Init())
	case passwordChanged:
		p.session.ActAs(msg.actor)
		return p, tea.Batch(kit.Say(kit.Done, "Changed your password. Your other sessions have ended."), p.Init())
	}
	if a, ok := p.load.Answer(msg); ok {
		p.took(a)
	}
	if a, ok := p.toggle.Answer(msg); ok {
		return p, p.toggled(a)
	}
	return p, nil
}

// took makes the profile the session's, unless the person has switched orgs
// meanwhile.
func (p *Profile) took(a kit.Answer[model.Profile]) {
	s := p.session
	p.err = a.Err
	if a.Err == nil && a.Value.Org.ID == s.Org() {
		s.Profile, s.CopyOnGenerate = a.Value, !a.Value.NoAutoCopy
	}
	p.show()
}

// toggled takes the answer of the key that turns copying on and off. What did
// not work is said in the notice line: the facts are as they were.
func (p *Profile) toggled(a kit.Answer[model.Profile]) tea.Cmd {
	if a.Err != nil {
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	p.took(a)
	return kit.Say(kit.Done, "Copying is "+copying(a.Value)+".")
}

func (p *Profile) show() {
	var shown []widget.Fact
	if p.err != nil {
		shown = append(shown, widget.Fact{Value: "✗ " + model.Sentence(p.err), Tone: kit.Bad}, widget.Fact{})
	}
	p.block.Show(append(shown, facts(p.session)...))
}

func (p *Profile) press(msg tea.KeyMsg) tea.Cmd {
	switch {
	case p.err != nil && key.Matches(msg, p.session.Keys.Retry):
		return p.Init()
	case key.Matches(msg, keyName):
		return kit.Open(nameForm(p.session))
	case key.Matches(msg, keyPassword):
		return kit.Open(passwordForm(p.session))
	case key.Matches(msg, keySSH):
		return kit.Show(NewSSHKeys(p.session))
	case key.Matches(msg, keyCopyOff):
		return p.turnCopying()
	}
	return p.block.Update(msg)
}

func (p *Profile) turnCopying() tea.Cmd {
	s, actor, org, on := p.session, p.session.Actor(), p.session.Org(), p.session.Profile.NoAutoCopy
	return p.toggle.Ask(func(ctx context.Context) (model.Profile, error) {
		if err := s.Authority.SetAutoCopy(ctx, actor, on); err != nil {
			return model.Profile{}, err
		}
		return s.Authority.WhoAmI(ctx, actor, org)
	})
}
