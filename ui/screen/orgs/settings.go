package orgs

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Settings is what is set for the current organisation.
type Settings struct {
	session *kit.Session
	profile current
	block   *widget.Detail
	err     error
}

// NewSettings returns the settings of the session's current organisation.
func NewSettings(s *kit.Session) kit.Screen {
	v := &Settings{session: s, profile: newCurrent(s), block: widget.NewDetail(s)}
	v.show()
	return v
}

// Init loads the organisation.
func (v *Settings) Init() tea.Cmd { return v.profile.ask() }

// Update takes a message.
func (v *Settings) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return v, v.press(msg)
	case kit.Changed:
		return v, v.Init()
	case changed:
		return v, tea.Batch(kit.Say(kit.Done, msg.text), v.Init())
	}
	if ok, err := v.profile.answer(msg); ok {
		v.err = err
		v.show()
	}
	return v, nil
}

func (v *Settings) show() {
	s, o := v.session, v.session.Profile.Org
	var shown []widget.Fact
	if v.err != nil {
		shown = append(shown, widget.Fact{Value: "✗ " + model.Sentence(v.err), Tone: kit.Bad}, widget.Fact{})
	}
	if o.ID == "" {
		v.block.Show(append(shown, widget.Fact{Value: "You work in no organisation at the moment. Type :orgs to choose one.", Tone: kit.Muted}))
		return
	}
	shown = append(shown, widget.Fact{Label: "Name", Value: o.Name, Tone: kit.Strong})
	shown = append(append(shown, facts(s, o)...), widget.Fact{Label: "Id", Value: string(o.ID), Tone: kit.Muted})
	if !mayManage(s, o.ID) {
		shown = append(shown, widget.Fact{}, widget.Fact{Value: "Changing these takes the permission " + string(model.OrgManage) + ", which your set does not have.", Tone: kit.Muted})
	}
	v.block.Show(shown)
}

// press answers to the keys that are shown, and to no others.
func (v *Settings) press(msg tea.KeyMsg) tea.Cmd {
	s, o := v.session, v.session.Profile.Org
	switch {
	case v.err != nil && key.Matches(msg, s.Keys.Retry):
		return v.Init()
	case o.ID == "" || !mayManage(s, o.ID):
	case key.Matches(msg, keyRename):
		return kit.Open(renameForm(s, o))
	case key.Matches(msg, keySSO):
		return kit.Open(ssoForm(s, o))
	case key.Matches(msg, keyInactivity):
		return kit.Open(inactivityForm(s, o))
	}
	return v.block.Update(msg)
}

// View draws the facts.
func (v *Settings) View() string { return v.block.View() }

// SetSize says how many cells there are.
func (v *Settings) SetSize(width, height int) { v.block.SetSize(width, height) }

// Title names the place.
func (v *Settings) Title() string { return "Settings" }

// Status is empty.
func (v *Settings) Status() string { return "" }

// Keys lists what works now.
func (v *Settings) Keys() []key.Binding {
	s := v.session
	var keys []key.Binding
	if v.err != nil {
		keys = append(keys, s.Keys.Retry)
	}
	if id := s.Org(); id != "" && mayManage(s, id) {
		keys = append(keys, keyRename, keySSO, keyInactivity)
	}
	return append(keys, v.block.Keys()...)
}

// CapturesText is false: there is nothing to type.
func (v *Settings) CapturesText() bool { return false }

// Help says what the place is for.
func (v *Settings) Help() string {
	return "What holds for the whole organisation: its name, how its people log in, and after how long without use the tokens of its service users end."
}

var (
	_ kit.Screen = (*Settings)(nil)
	_ kit.Helper = (*Settings)(nil)
)
