package profile

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// SSHKeys are the public keys that a person logs in with over SSH: the session's
// own person, or somebody whom an operator looks at.
type SSHKeys struct {
	session *kit.Session
	of      keySource
	list    *widget.List[model.SSHKey]
	asks    *kit.Question[bool] // whether the form asks for the password
	added   kit.Watch           // on the key that was registered last; nil for none
	gone    *kit.Question[kit.Gone]
}

// NewSSHKeys returns the keys of the session's person.
func NewSSHKeys(s *kit.Session) kit.Screen {
	return newSSHKeys(s, keySource{session: s},
		"No SSH keys yet. With one you log in over SSH without your password. Press n to register the public key of a pair that you have.")
}

// SSHKeysOf returns the keys of somebody for an operator, who can remove them.
// Registering one is for that person alone.
func SSHKeysOf(s *kit.Session, user model.UserID, name string) kit.Screen {
	return newSSHKeys(s, keySource{s, user, name}, model.Printable(name)+" has no SSH keys.")
}

func newSSHKeys(s *kit.Session, of keySource, empty string) kit.Screen {
	v := &SSHKeys{session: s, of: of, asks: kit.NewQuestion[bool](s), gone: kit.NewQuestion[kit.Gone](s)}
	v.list = widget.NewList(s, widget.ListOptions[model.SSHKey]{
		Source:   of,
		ID:       func(k model.SSHKey) string { return k.Fingerprint },
		Columns:  keyColumns(s),
		Empty:    empty,
		NoFilter: true,
		Beside:   func(k model.SSHKey) []widget.Fact { return keyFacts(s, k) },
	})
	return v
}

// Init loads the keys.
func (v *SSHKeys) Init() tea.Cmd { return v.list.Init() }

// Update takes a message.
func (v *SSHKeys) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if answer, ok := v.asks.Answer(msg); ok {
		return v, openKeyForm(v.session, answer)
	}
	if answer, ok := v.gone.Answer(msg); ok && answer.Value.Is() {
		v.added = nil
		return v, kit.Say(kit.Info, answer.Value.Name+" was removed meanwhile.")
	}
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if cmd, ok := v.press(msg); ok {
			return v, cmd
		}
	case kit.Changed:
		if v.added != nil {
			return v, tea.Batch(v.gone.Ask(v.added), v.list.Update(msg))
		}
	case keyAdded:
		v.added = meanwhile.SSHKey(msg.SSHKey, v.of.all)
		return v, tea.Batch(kit.Say(kit.Done, "Registered "+model.Printable(msg.Name)+"."), v.Init())
	case keyRemoved:
		v.added = nil
		v.gone.Drop()
		return v, tea.Batch(kit.Say(kit.Done, "Removed "+model.Printable(msg.name)+". Sessions that it opened have ended."), v.Init())
	}
	return v, v.list.Update(msg)
}

func (v *SSHKeys) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	k := v.session.Keys
	row, selected := v.list.Selected()
	switch {
	case key.Matches(msg, k.New) && v.of.own():
		return v.prepare(), true
	case selected && key.Matches(msg, k.Revoke):
		return kit.Open(removeKey(v.session, v.of, row)), true
	}
	return nil, false
}

// prepare finds out what the form has to ask for.
func (v *SSHKeys) prepare() tea.Cmd {
	actor := v.session.Actor()
	return v.asks.Ask(func(ctx context.Context) (bool, error) {
		return v.session.Authority.AsksPasswordForKey(ctx, actor)
	})
}

// View draws the list.
func (v *SSHKeys) View() string { return v.list.View() }

// SetSize says how many cells there are.
func (v *SSHKeys) SetSize(width, height int) { v.list.SetSize(width, height) }

// Title names the place.
func (v *SSHKeys) Title() string {
	if v.of.own() {
		return "SSH keys"
	}
	return "SSH keys of " + model.Printable(v.of.name)
}

// Status is empty.
func (v *SSHKeys) Status() string { return "" }

// Keys lists what works now.
func (v *SSHKeys) Keys() []key.Binding {
	k := v.session.Keys
	var keys []key.Binding
	if v.of.own() {
		keys = append(keys, kit.Named(k.New, "register"))
	}
	if _, selected := v.list.Selected(); selected {
		keys = append(keys, kit.Named(k.Revoke, "remove"))
	}
	return append(keys, v.list.Keys()...)
}

// CapturesText is false: there is nothing to type.
func (v *SSHKeys) CapturesText() bool { return v.list.CapturesText() }

// Help says what the place is for.
func (v *SSHKeys) Help() string {
	if !v.of.own() {
		return "The public keys that this person logs in with over SSH, in whatever organisation they work. Removing a key ends the sessions that it opened. Resetting the password removes all of them."
	}
	return "The public keys that you log in with over SSH. A key says who you are, whatever the user name in the command. The private key stays on your own machine; compare fingerprints with ssh-keygen -l. Removing a key ends the sessions that it opened."
}

var (
	_ kit.Screen = (*SSHKeys)(nil)
	_ kit.Helper = (*SSHKeys)(nil)
)
