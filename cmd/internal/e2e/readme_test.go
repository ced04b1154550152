//go:build linux

package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// unitText returns the systemd unit in the README.
func unitText(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "```ini\n")
	block, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatal("README.md has no unit")
	}
	return block
}

// unit returns the settings of the unit, by the names in it.
func unit(t *testing.T) map[string][]string {
	t.Helper()
	settings := map[string][]string{}
	for line := range strings.Lines(unitText(t)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			settings[name] = append(settings[name], value)
		}
	}
	return settings
}

// TestSystemdKnowsTheUnitOfTheREADME: every setting in it, in the section where it
// stands. A setting that it does not know it would pass over in silence, and with
// it what keeps latchkey in its place.
func TestSystemdKnowsTheUnitOfTheREADME(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed; whether systemd knows every setting cannot be seen")
	}
	text := unitText(t)
	if here := strings.Replace(text, "/usr/local/bin/latchkey", binary, 1); here != text {
		text = here
	} else {
		t.Error("it starts another program")
	}
	for name, c := range map[string]struct {
		text  string
		wrong bool
	}{
		"latchkey": {text, false},
		"wrong":    {strings.Replace(text, "ProtectSystem=", "ProtectSytem=", 1), true}, // so that it is known to complain
	} {
		file := filepath.Join(t.TempDir(), name+".service")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(analyze, "verify", "--man=no", file).CombinedOutput()
		if wrong := err != nil || strings.Contains(string(out), name+".service"); wrong != c.wrong {
			t.Errorf("of the %s unit it says: %v\n%s", name, err, out)
		}
	}
}

// TestTheUnitOfTheREADME: its command serves, with nothing but the paths, the
// address and the group being others; its time to stop is more than latchkey
// takes.
func TestTheUnitOfTheREADME(t *testing.T) {
	u := unit(t)
	for name, want := range map[string]string{
		"StateDirectory": "latchkey", "StateDirectoryMode": "0700", "RuntimeDirectory": "latchkey",
		"RuntimeDirectoryMode": "0750", "User": "latchkey", "Group": "latchkey",
	} {
		if got := strings.Join(u[name], " "); got != want {
			t.Errorf("%s=%s, want %s", name, got, want)
		}
	}
	if seconds, err := strconv.Atoi(strings.Join(u["TimeoutStopSec"], "")); err != nil || seconds <= 10 {
		t.Errorf("TimeoutStopSec=%v", u["TimeoutStopSec"])
	}
	dir := t.TempDir()
	run := filepath.Join(dir, "r")
	words := strings.Fields(strings.NewReplacer(
		"/usr/local/bin/latchkey", binary, "/run/latchkey", run, "10.0.0.5:2222", "127.0.0.1:0",
		"--socket-group latchkey", "--socket-group "+strconv.Itoa(os.Getgid()),
	).Replace(strings.Join(u["ExecStart"], " ")))
	cmd := exec.Command(words[0], words[1:]...)
	data := strings.Replace(strings.Join(u["Environment"], " "), "/var/lib/latchkey", filepath.Join(dir, "d"), 1)
	cmd.Env = []string{data, "PATH=" + os.Getenv("PATH")}
	said, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	var lines []string
	for in := bufio.NewScanner(said); in.Scan(); {
		lines = append(lines, in.Text())
		if strings.HasPrefix(in.Text(), "host key ") {
			break
		}
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{"listening on unix " + filepath.Join(dir, "d", "latchkey.sock"), "listening on unix " + run + "/latchkey.sock", "listening on tcp 127.0.0.1:"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	// The first run, as the README has it, and then whoever has no store of their own.
	setUp := exec.Command(binary, "--socket", run+"/latchkey.sock", "init", "--org", "Acme", "--name", "Ada Ashby", "--email", "ada@acme.example")
	setUp.Stdin = strings.NewReader(password)
	if out, err := setUp.CombinedOutput(); err != nil {
		t.Fatalf("init: %v\n%s", err, out)
	}
	list := exec.Command(binary, "org", "list")
	list.Env = []string{"LATCHKEY_SOCKET=" + run + "/latchkey.sock", "HOME=" + dir}
	if out, err := list.CombinedOutput(); err != nil || !strings.Contains(string(out), "Acme") {
		t.Fatalf("org list: %v\n%s", err, out)
	}
}
