//go:build linux

package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// followed is what activity --follow prints, line by line.
type followed struct {
	t     *testing.T
	lines *bufio.Reader
	stuck *time.Timer
}

// ready waits until the notice says that from now on nothing is missed.
func ready(t *testing.T, notices io.Reader) {
	t.Helper()
	if line, err := bufio.NewReader(notices).ReadString('\n'); !strings.HasPrefix(line, "New entries are printed as they come") {
		t.Fatalf("it says %q, %v", line, err)
	}
}

// next returns the next line.
func (f *followed) next() string {
	f.t.Helper()
	line, err := f.lines.ReadString('\n')
	if err != nil {
		f.t.Fatalf("the next line: %q, %v", line, err)
	}
	return line
}

// follow starts activity --follow on a data directory, and kills it if it is
// still there after half a minute.
func follow(t *testing.T, data string, args ...string) (*exec.Cmd, *followed) {
	t.Helper()
	cmd := exec.Command(binary, append([]string{"--data", data, "activity", "--follow", "--org", "Acme"}, args...)...)
	out, outErr := cmd.StdoutPipe()
	notices, err := cmd.StderrPipe()
	if outErr != nil || err != nil {
		t.Fatal(outErr, err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	f := &followed{t, bufio.NewReader(out), time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })}
	t.Cleanup(func() {
		f.stuck.Stop()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	ready(t, notices)
	return cmd, f
}

// interrupt is ctrl+c, which is a good end.
func interrupt(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	_ = cmd.Process.Signal(syscall.SIGINT)
	if err := cmd.Wait(); err != nil {
		t.Errorf("after ctrl+c: %v", err)
	}
}

// TestFollowTheActivity attached to who has the store: table lines and JSON lines,
// of what the filter lets through.
func TestFollowTheActivity(t *testing.T) {
	t.Parallel()
	d := serve(t)
	d.latchkey("", "service-user", "create", "--org", "Acme", "--name", "before", "--set", "Guest")
	people, table := follow(t, d.data)
	programs, lines := follow(t, d.data, "--json", "action:service_user", "target:ci")
	for _, name := range []string{"other", "ci-1", "ci-2"} {
		d.latchkey("", "service-user", "create", "--org", "Acme", "--name", name, "--set", "Guest")
	}
	if line := table.next(); !strings.HasPrefix(line, "WHEN ") {
		t.Errorf("the head is %q", line)
	}
	for _, name := range []string{"other", "ci-1", "ci-2"} {
		if line := table.next(); !strings.Contains(line, "service_user.create") || !strings.Contains(line, "  "+name+" ") {
			t.Errorf("got %q, want that of %s", line, name)
		}
	}
	for _, name := range []string{"ci-1", "ci-2"} {
		var entry struct{ Action, Target string }
		line := lines.next()
		if err := json.Unmarshal([]byte(line), &entry); err != nil || entry.Action != "service_user.create" || entry.Target != name {
			t.Errorf("got %s, %v, want that of %s", line, err, name)
		}
	}
	interrupt(t, people)
	interrupt(t, programs)
}

// TestFollowTheActivityEmbedded: who follows has the store, and lets the others at
// it.
func TestFollowTheActivityEmbedded(t *testing.T) {
	t.Parallel()
	d := &daemon{t: t, data: shortDir(t)}
	d.latchkey(password, "init", "--org", "Acme", "--name", "Ada Ashby", "--email", "ada@acme.example")
	cmd, f := follow(t, d.data, "--json")
	d.latchkey("", "service-user", "create", "--org", "Acme", "--name", "ci", "--set", "Guest")
	if line := f.next(); !strings.Contains(line, `"target":"ci"`) {
		t.Errorf("got %s", line)
	}
	interrupt(t, cmd)
	if out := d.latchkey("", "service-user", "list", "--org", "Acme"); !strings.Contains(out, "ci") {
		t.Errorf("got %s", out)
	}
}

// TestFollowTheActivityOverSSH ends with the connection, or with latchkey, which
// is no good end.
func TestFollowTheActivityOverSSH(t *testing.T) {
	t.Parallel()
	d := serve(t)
	client, err := d.dial()
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	s, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, outErr := s.StdoutPipe()
	notices, err := s.StderrPipe()
	if outErr != nil || err != nil {
		t.Fatal(outErr, err)
	}
	if err := s.Start("activity --follow --org Acme --json action:service_user"); err != nil {
		t.Fatal(err)
	}
	ready(t, notices)
	d.latchkey("", "service-user", "create", "--org", "Acme", "--name", "ci", "--set", "Guest")
	f := &followed{t: t, lines: bufio.NewReader(out)}
	if line := f.next(); !strings.Contains(line, `"target":"ci"`) {
		t.Errorf("got %s", line)
	}
	_ = d.cmd.Process.Signal(syscall.SIGTERM)
	if exit, ok := s.Wait().(*gossh.ExitError); !ok || exit.ExitStatus() != 5 {
		t.Errorf("it ends with %v", exit)
	}
}

// TestAcceptOlderIsForTheBox: nobody is served it, and beside a latchkey that runs
// it says that the store is in use.
func TestAcceptOlderIsForTheBox(t *testing.T) {
	t.Parallel()
	d := serve(t)
	client, err := d.dial()
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for call, want := range map[string]string{
		"activity accept-older":       `there is no command "activity accept-older"`,
		"activity accept-older --yes": "unknown flag: --yes",
		"help activity":               "export",
	} {
		s, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		text, err := s.CombinedOutput(call)
		exit, _ := err.(*gossh.ExitError)
		if refused := exit != nil && exit.ExitStatus() == 2; refused != (call != "help activity") || !strings.Contains(string(text), want) {
			t.Errorf("%s over SSH: %v: %s", call, err, text)
		}
		if call == "help activity" && strings.Contains(string(text), "accept-older") {
			t.Errorf("the help offers it: %s", text)
		}
	}
	here, err := exec.Command(binary, "--data", d.data, "activity", "accept-older", "--yes").CombinedOutput()
	if exitCode(err) != 5 || !strings.Contains(string(here), "is in use by latchkey") {
		t.Errorf("on the box: exit code %d: %s", exitCode(err), here)
	}
	if conn, err := net.Dial("unix", filepath.Join(d.data, "latchkey.sock")); err != nil {
		t.Errorf("the daemon has ended: %v", err)
	} else {
		_ = conn.Close()
	}
}
