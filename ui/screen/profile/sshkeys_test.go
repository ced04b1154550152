package profile_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/profile"
	"example.com/latchkey/ui/uitest/world"
)

// Two public keys; nobody has the private ones.
const (
	laptop = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPzKPmEAeV3Qd1mrGuH1gzoQWFhsQUs9sVAtoMTrzcWB ada@laptop"
	desk   = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDs4x4oBPwUVf3xsdV0RlbwqDyPWQrBaRvqXSJnOtEoT ada@desk"
)

func TestSSHKeys(t *testing.T) {
	w := world.Old(t)
	s := w.SessionOf(w.Ada)
	d := w.Open(s, "My profile", profile.NewSSHKeys)
	d.Golden(t, "none")
	d.Press("n")
	d.Golden(t, "form")
	d.Type("not a key")
	d.Press("enter", "enter")
	d.Type(world.Password)
	d.Press("enter")
	d.Sees("✗ That is not a public key.")
	d.Press("ctrl+u")
	d.Paste("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n-----END OPENSSH PRIVATE KEY-----\n")
	d.Sees("✗ That is the private key")
	d.SeesNot("b3Blb")
	d.Type(laptop)
	d.Press("enter", "enter")
	d.Press("ctrl+u", "enter")
	d.Sees("✗ Type your account password.")
	d.Type(world.Password)
	d.Press("enter")
	d.Sees("✓ Registered ada@laptop.")
	w.Pass(72 * time.Hour)
	d.Press("n")
	d.Type(desk)
	d.Press("enter")
	d.Type("The one at home")
	d.Press("enter")
	d.Type(world.Password)
	d.Press("enter")
	d.Sees("✓ Registered The one at home.")
	keys, err := w.SSHKeys(t.Context(), w.Ada)
	w.Must(err)
	_, _, err = w.LogInWithKey(t.Context(), keys[0].Fingerprint, world.Origin)
	w.Must(err)
	d.Send(kit.Changed{})
	d.CheckLayout()
	d.Golden(t, "two")
	d.Press("x")
	d.Golden(t, "remove")
	d.Press("tab", "enter")
	d.Sees("✓ Removed ada@laptop. Sessions that it opened have ended.")
	d.SeesNot(keys[0].Fingerprint)
	if keys, err = w.SSHKeys(t.Context(), w.Ada); err != nil || len(keys) != 1 || keys[0].Name != "The one at home" {
		t.Fatalf("left are %v, %v", keys, err)
	}
}

// TestSSHKeysWithoutAPassword: there is none to ask for (rule 4.2).
func TestSSHKeysWithoutAPassword(t *testing.T) {
	w := world.Old(t)
	s := w.SessionOf(w.Ada)
	d := w.Open(s, "My profile", profile.NewSSHKeys)
	_, err := w.SetSSO(t.Context(), w.Ada, w.Acme, model.SSOOnly, nil)
	w.Must(err)
	d.Press("n")
	d.SeesNot("Password")
	d.Type(laptop)
	d.Press("enter", "enter")
	d.Sees("✓ Registered ada@laptop.")
}

// TestSSHKeysOfATokensSession: the password is asked for (rule 4.6).
func TestSSHKeysOfATokensSession(t *testing.T) {
	w := world.Old(t)
	made, err := w.GenerateToken(t.Context(), w.Ada, model.TokenRequest{Org: w.Acme, Name: "laptop", Password: model.NewSecret(world.Password)})
	w.Must(err)
	actor, _, err := w.LogInWithToken(t.Context(), made.Secret, world.Origin)
	w.Must(err)
	d := w.Open(w.SessionOf(actor), "My profile", profile.NewSSHKeys)
	d.Press("n")
	d.Type(laptop)
	d.Press("enter", "enter")
	d.Type("not the password")
	d.Press("enter")
	d.Sees("✗ Wrong password")
	d.Press("ctrl+u")
	d.Type(world.Password)
	d.Press("enter")
	d.Sees("✓ Registered ada@laptop.")
}

// What was said of a key that somebody else has removed since is not said on.
func TestAKeyThatWasRemovedIsNotSaidToBeRegistered(t *testing.T) {
	w := world.Old(t)
	opal := w.Join("opal@acme.example", "Opal Orr", model.SetStandard)
	w.Must(w.SetOperator(t.Context(), w.Ada, opal.User(), true))
	opal, _, err := w.LogIn(t.Context(), "opal@acme.example", model.NewSecret(world.Password), world.Origin)
	w.Must(err)
	d := w.Open(w.SessionOf(w.Ada), "My profile", profile.NewSSHKeys)
	d.Press("n")
	d.Type(laptop)
	d.Press("enter", "enter")
	d.Type(world.Password)
	d.Press("enter")
	d.Send(kit.Changed{})
	d.Sees("✓ Registered ada@laptop.")
	keys, err := w.SSHKeys(t.Context(), w.Ada)
	w.Must(err)
	w.Must(w.RemoveSSHKeyOf(t.Context(), opal, w.Ada.User(), keys[0].Fingerprint))
	d.Send(kit.Changed{})
	d.Sees("No SSH keys yet.")
	d.SeesNot("Registered")
	d.Sees("ada@laptop was removed meanwhile.")
}

func TestProfileLeadsToTheKeys(t *testing.T) {
	w := world.Old(t)
	d := w.Open(w.SessionOf(w.Ada), "My profile", profile.New)
	d.Sees("s SSH keys")
	d.Press("s")
	d.Sees("No SSH keys yet.")
	d.Sees("n register")
}
