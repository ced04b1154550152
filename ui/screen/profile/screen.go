package profile

import (
	"github.com/charmbracelet/bubbles/key"

	"example.com/latchkey/ui/kit"
)

var (
	keyName     = kit.Bind("change name", "e")
	keyPassword = kit.Bind("change password", "p")
	keySSH      = kit.Bind("SSH keys", "s")
	keyCopyOff  = kit.Bind("turn copying off", "c")
	keyCopyOn   = kit.Named(keyCopyOff, "turn copying on")
)

// View draws the facts.
func (p *Profile) View() string { return p.block.View() }

// SetSize says how many cells there are.
func (p *Profile) SetSize(width, height int) { p.block.SetSize(width, height) }

// Title names the place.
func (p *Profile) Title() string { return "Profile" }

// Status is empty.
func (p *Profile) Status() string { return "" }

// Keys lists what works now.
func (p *Profile) Keys() []key.Binding {
	keys := []key.Binding{keyName, keyPassword, keyCopyOff, keySSH}
	if p.session.Profile.NoAutoCopy {
		keys[2] = keyCopyOn
	}
	if p.err != nil {
		keys = append([]key.Binding{p.session.Keys.Retry}, keys...)
	}
	return append(keys, p.block.Keys()...)
}

// CapturesText is false: there is nothing to type.
func (p *Profile) CapturesText() bool { return false }

// Help says what the place is for.
func (p *Profile) Help() string {
	return "Who you are here. The name and the password are yours in all your organisations; the permission set is the one that the current organisation gave you."
}

var (
	_ kit.Screen = (*Profile)(nil)
	_ kit.Helper = (*Profile)(nil)
)
