package users_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest/world"
)

const (
	laptopKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPzKPmEAeV3Qd1mrGuH1gzoQWFhsQUs9sVAtoMTrzcWB bob@laptop"
	deskKey   = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDs4x4oBPwUVf3xsdV0RlbwqDyPWQrBaRvqXSJnOtEoT bob@desk"
)

func (p people) addKey(line string) model.SSHKey {
	p.TB.Helper()
	k, err := p.AddSSHKey(p.TB.Context(), p.bob, model.SSHKeyRequest{Line: line, Password: model.NewSecret(world.Password)})
	p.Must(err)
	return k
}

func TestRule_11_6_TheQuestionBeforeAResetSaysThatTheKeysGo(t *testing.T) {
	p := staffed(t)
	k := p.addKey(laptopKey)
	d := onBob(p.as(p.Ada))
	d.Press("P")
	d.Sees("Their SSH key is removed too")
	d.Press("esc")
	p.addKey(deskKey)
	byKey, _, err := p.LogInWithKey(t.Context(), k.Fingerprint, world.Origin)
	p.Must(err)
	d.Press("P")
	d.Sees("Their 2 SSH keys are removed too")
	d.CheckLayout()
	d.Golden(t, "reset_with_keys")
	d.Press("enter") // the cursor starts on Cancel
	_, err = p.WhoAmI(t.Context(), byKey, p.Acme)
	p.Must(err)
	d.Press("P", "right", "enter")
	d.Sees("One-time code for Bob Birch")
	d.Sees("✓ Made a one-time code for Bob Birch. Removed 2 SSH keys.")
	if _, err = p.WhoAmI(t.Context(), byKey, p.Acme); model.KindOf(err) != model.KindUnauthenticated {
		t.Errorf("the session that the key opened goes on: %v", err)
	}
}

func TestAnOperatorSeesAndRemovesSomebodysKeys(t *testing.T) {
	p := staffed(t)
	p.addKey(laptopKey)
	p.addKey(deskKey)
	d := onBob(p.as(p.Ada))
	d.Press("enter")
	d.Sees("K SSH keys")
	d.Press("K")
	d.Sees("SSH keys of Bob Birch")
	d.Sees("bob@laptop")
	d.SeesNot("register")
	d.CheckLayout()
	d.Golden(t, "keys")
	d.Press("n") // registering is for the person alone
	d.SeesNot("Register an SSH key")
	d.Press("x", "right", "enter")
	d.Sees("✓ Removed bob@")
	keys, err := p.SSHKeysOf(t.Context(), p.Ada, p.bob.User())
	p.Must(err)
	if len(keys) != 1 {
		t.Fatalf("Bob has %+v", keys)
	}
	d.Press("x")
	p.Must(p.RemoveSSHKey(t.Context(), p.bob, keys[0].Fingerprint))
	d.Send(kit.Changed{})
	d.Sees("✗ This key was removed meanwhile.")
	d.Press("esc")
	d.Sees("Bob Birch has no SSH keys.")
}

func TestWhoIsNoOperatorHasNoKeyForTheKeysOfOthers(t *testing.T) {
	p := staffed(t)
	d := onBob(p.as(p.logIn("mia@acme.example")))
	d.Press("enter")
	d.SeesNot("SSH keys")
	d.Press("K")
	d.SeesNot("SSH keys of")
}
