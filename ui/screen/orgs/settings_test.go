package orgs_test

import (
	"example.com/latchkey/ui/uitest/world"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/orgs"
)

func TestSettingsViews(t *testing.T) {
	w := world.Old(t)
	d := w.Open(w.SessionOf(w.Ada), "Organisation", orgs.NewSettings)
	d.CheckLayout()
	d.Golden(t, "settings")
	d.Press("e")
	d.Golden(t, "rename")
	d.Press("esc", "o")
	d.Golden(t, "sso")
	d.Press("esc", "l")
	d.Golden(t, "inactivity")
}

func TestSettingsOfSomebodyWithoutRights(t *testing.T) {
	w := world.Old(t)
	bob := w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	d := w.Open(w.SessionOf(bob), "Organisation", orgs.NewSettings)
	d.Golden(t, "without rights")
	d.Press("e", "o", "l")
	d.SeesNot("Rename Acme")
	d.SeesNot("Cancel")
}

func TestRenameInSettings(t *testing.T) {
	w := world.Old(t)
	d := w.Open(w.SessionOf(w.Ada), "Organisation", orgs.NewSettings)
	d.Press("e", "ctrl+u")
	d.Press("enter")
	d.Sees("✗ Type a name.")
	d.Type("Acme Works")
	d.Press("enter")
	d.Sees("✓ Renamed Acme to Acme Works.")
	d.Sees("latchkey  Acme Works")
	d.Sees("Name        Acme Works")
}

func TestSSOMode(t *testing.T) {
	w := world.Old(t)
	d := w.Open(w.SessionOf(w.Ada), "Organisation", orgs.NewSettings)
	d.Press("o", "right", "right", "right", "enter")
	d.Type("acme")
	d.Press("enter")
	d.Sees("✗ acme is not a domain; it needs a form like")
	d.Press("ctrl+u")
	d.Type("Labs.example, @acme.example")
	d.Press("enter")
	d.Sees("by SSO for acme.example, labs.example, with a password for others")
	d.Press("o", "left", "left", "left", "enter", "enter")
	d.Sees("Log-in      with a password, SSO is off")
}

func TestInactivityLimit(t *testing.T) {
	w := world.Old(t)
	s := w.SessionOf(w.Ada)
	d := w.Open(s, "Organisation", orgs.NewSettings)
	d.Sees("no limit for service users' tokens")
	d.Press("l", "right", "right", "enter")
	d.Sees("✓ Saved: service users' tokens end after 45 days without use.")
	d.Sees("Inactivity  service users' tokens end after 45 days without use")
	if got := s.Profile.Org.ServiceTokenInactivity; got != 45*24*time.Hour {
		t.Fatalf("the profile has the limit %v", got)
	}
}

func TestSettingsShowWhatOthersChange(t *testing.T) {
	w := world.Old(t)
	d := w.Open(w.SessionOf(w.Ada), "Organisation", orgs.NewSettings)
	_, err := w.RenameOrg(t.Context(), w.Ada, w.Acme, "Acme Works")
	w.Must(err)
	d.Send(kit.Changed{})
	d.Sees("Name        Acme Works")
}

func TestSettingsSayWhyTheyCannotBeRead(t *testing.T) {
	w := world.Old(t)
	s := w.SessionOf(w.Ada)
	d := w.Open(s, "Organisation", orgs.NewSettings)
	s.ActAs(model.Actor{})
	d.Send(kit.Changed{})
	d.Sees("✗ Log in first.")
	s.ActAs(w.Ada)
	d.Press("r")
	d.SeesNot("Log in first.")
}
