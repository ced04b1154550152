//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"example.com/latchkey/cmd/internal/terminal/ptytest"
)

// Somebody else's numbers on this machine, and a group of theirs.
const (
	strangersUID  = 65534
	strangersGID  = 65534
	admins        = 60789
	otherStranger = 65533
)

// TestTheSocketOfAGroup: its members use the store and log in; root and the one
// that latchkey runs as need not; whoever is in no such group is not let near.
func TestTheSocketOfAGroup(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be somebody else")
	}
	dir, err := os.MkdirTemp("", "lk") // t.TempDir is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "latchkey")
	if out, err := exec.Command("cp", binary, program).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	socket := filepath.Join(dir, "run", "latchkey.sock")
	d := serve(t, "--socket", socket, "--socket-group", "60789")
	secret := strings.Fields(d.latchkey(password, "token", "generate", "--org", "Acme", "--user", "ada@acme.example", "--name", "cli"))[0]
	as := func(uid uint32, groups []uint32, env ...string) *exec.Cmd {
		cmd := exec.Command(program, "--socket", socket, "org", "list")
		cmd.Env = append([]string{"HOME=" + dir}, env...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: strangersGID, Groups: groups}}
		return cmd
	}
	for name, c := range map[string]struct {
		cmd  *exec.Cmd
		code int
		says string
	}{
		"a member":            {as(strangersUID, []uint32{admins}), 3, "Put a user API token into LATCHKEY_TOKEN"},
		"a member, by token":  {as(strangersUID, []uint32{admins}, "LATCHKEY_TOKEN="+secret), 0, "Acme"},
		"a member, bad token": {as(strangersUID, []uint32{admins}, "LATCHKEY_TOKEN=nonsense"), 3, "That does not let you in"},
		"a stranger":          {as(otherStranger, nil), 3, "You may not use the socket"},
		"root":                {as(0, nil), 0, "Acme"},
		"root, by token":      {as(0, nil, "LATCHKEY_TOKEN="+secret), 0, "Acme"},
	} {
		out, err := c.cmd.CombinedOutput()
		if code := exitCode(err); code != c.code || !strings.Contains(string(out), c.says) {
			t.Errorf("%s: exit code %d, want %d:\n%s", name, code, c.code, out)
		}
	}

	// At a terminal a member is asked, and on the screens logs in like anybody.
	p := &person{Pty: ptytest.Open(t), t: t, cmd: as(strangersUID, []uint32{admins}, "TERM=xterm-256color")}
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = p.TTY, p.TTY, p.TTY
	p.start()
	p.WaitFor("E-mail: ")
	p.Type("ada@acme.example\r")
	p.WaitFor("Password: ")
	for p.Settings().Lflag&syscall.ECHO != 0 { // it asks, and stops the echo, at the same time
		runtime.Gosched()
	}
	p.Type(password + "\r")
	p.WaitFor("Administrator")
	if err := p.leaves(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(p.Output(), password) {
		t.Error("the password was echoed")
	}
	q := &person{Pty: ptytest.Open(t), t: t, cmd: as(strangersUID, []uint32{admins}, "TERM=xterm-256color", "LANG=C.UTF-8")}
	q.cmd.Args = q.cmd.Args[:3]
	q.cmd.Stdin, q.cmd.Stdout, q.cmd.Stderr = q.TTY, q.TTY, q.TTY
	q.start()
	q.sees("Log in to latchkey")
	if strings.Contains(ptytest.Screen(q.Output()), "ada@acme.example") {
		t.Error("the screens tell a stranger who was here last")
	}
	q.Type("ada@acme.example\r" + password + "\r")
	q.sees("1 of 10 active")
	if out := d.latchkey("", "activity", "list", "--org", "Acme"); !strings.Contains(out, "this box, uid 65534") {
		t.Errorf("the activity does not name the user of the machine:\n%s", out)
	}
}
