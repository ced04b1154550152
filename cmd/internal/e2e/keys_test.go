//go:build linux

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestKeysOutOfTheirOwnersHands: an operator sees and removes the keys of an
// account by subcommands, and a reset removes all of them and ends what they opened.
func TestKeysOutOfTheirOwnersHands(t *testing.T) {
	t.Parallel()
	d := serve(t)
	const email = "ada@acme.example"
	atDesk := d.sitBySSH(email)
	atDesk.WaitFor("Password: ")
	atDesk.Type(password + "\r")
	atDesk.sees("0 of 10 active")
	atDesk.Type(":profile\r")
	atDesk.sees("s SSH keys")
	atDesk.Type("s")
	atDesk.sees("No SSH keys")
	var pairs []string
	for _, name := range []string{"laptop", "phone"} {
		pairs = append(pairs, atDesk.registers(t, name))
	}
	var keys []struct{ Name, Fingerprint string }
	if out := d.latchkey("", "user", "ssh-keys", email, "--json"); json.Unmarshal([]byte(out), &keys) != nil || len(keys) != 2 {
		t.Fatalf("got %s", out)
	}
	d.latchkey("", "user", "remove-ssh-key", email, "--key", "laptop")
	if out := d.latchkey("", "user", "ssh-keys", email); strings.Contains(out, "laptop") || !strings.Contains(out, "phone") {
		t.Errorf("left are %s", out)
	}
	if out, err := d.ssh("box", "-i", pairs[0], "-o", "BatchMode=yes", "127.0.0.1", "org", "list").CombinedOutput(); exitCode(err) != 255 {
		t.Errorf("the key that was removed lets in: %s", out)
	}

	byKey := d.sitBySSH("box", "-i", pairs[1])
	byKey.sees("0 of 10 active")
	reset := exec.Command(binary, "--data", d.data, "user", "reset-password", email, "--org", "Acme")
	var said strings.Builder
	reset.Stderr = &said
	if out, err := reset.Output(); err != nil || len(strings.TrimSpace(string(out))) != 20 {
		t.Fatalf("got %s, %v: %s", out, err, said.String())
	}
	if !strings.Contains(said.String(), "Removed their SSH key phone (SHA256:") {
		t.Errorf("it says %s", said.String())
	}
	byKey.WaitFor("This session has ended, because its key was removed")
	if out := d.latchkey("", "user", "ssh-keys", email, "--json"); out != "[]\n" {
		t.Errorf("left are %s", out)
	}
	atDesk.sees("No SSH keys") // by password: it goes on
}

// registers makes a key pair, registers the public key and returns the path of the
// other.
func (p *person) registers(t *testing.T, name string) string {
	t.Helper()
	key := keyPair(t)
	line, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	p.Type("n")
	p.sees("Register an SSH key")
	p.Type("\x1b[200~" + string(line) + "\x1b[201~\r" + name + "\r" + password + "\r")
	p.sees("Registered " + name)
	return key
}
