//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestRule_4_4_OverPlainSSHASecretTakesShow: ssh without -t tells the other end
// nothing about where stdout ends, so that it may be a terminal, which keeps what
// it has shown.
func TestRule_4_4_OverPlainSSHASecretTakesShow(t *testing.T) {
	t.Parallel()
	d := serve(t)
	atDesk := d.sitBySSH("ada@acme.example")
	atDesk.WaitFor("Password: ")
	atDesk.Type(password + "\r")
	atDesk.sees("0 of 10 active")
	atDesk.Type(":profile\r")
	atDesk.sees("s SSH keys")
	atDesk.Type("s")
	atDesk.sees("No SSH keys")
	key := atDesk.registers(t, "laptop")
	d.latchkey("", "service-user", "create", "--org", "Acme", "--name", "ci", "--set", "Standard")

	generate := func(args ...string) (string, string, error) {
		words := append([]string{"-i", key, "127.0.0.1", "token", "generate", "--org", "Acme", "--service-user", "ci", "--name", "nightly"}, args...)
		cmd := d.ssh("box", words...)
		cmd.Stdin = strings.NewReader(password + "\n")
		var said strings.Builder
		cmd.Stderr = &said
		out, err := cmd.Output()
		return string(out), said.String(), err
	}
	if out, said, err := generate(); exitCode(err) != 2 || out != "" || !strings.Contains(said, "say --show") {
		t.Errorf("got %q, %v: %s", out, err, said)
	}
	if out := d.latchkey("", "token", "list", "--org", "Acme", "--json"); out != "[]\n" {
		t.Errorf("a refusal made a token: %s", out)
	}
	out, said, err := generate("--show")
	if err != nil || !strings.HasPrefix(out, "lks_") {
		t.Fatalf("got %q, %v: %s", out, err, said)
	}

	// At this machine's own end it is known, and a program gets it without a word.
	cmd := exec.Command(binary, "--data", d.data, "token", "generate", "--org", "Acme", "--service-user", "ci", "--name", "weekly")
	cmd.Stderr = os.Stderr
	if out, err := cmd.Output(); err != nil || !strings.HasPrefix(string(out), "lks_") {
		t.Errorf("got %q, %v", out, err)
	}
}
