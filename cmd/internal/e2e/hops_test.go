//go:build linux

package e2e

import (
	"encoding/base64"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const sshd = "/usr/sbin/sshd" // it starts itself again, by its whole path

// box is a machine with OpenSSH's server: this one, on a port of its own.
type box struct {
	t    *testing.T
	user string // who may log in: whoever runs the test
	key  string // by this key
	port string
}

// startBox runs an sshd for each connection, as inetd would, so that the port is
// taken before anybody is told of it.
func startBox(t *testing.T) *box {
	t.Helper()
	if _, err := os.Stat(sshd); err != nil {
		t.Skip("OpenSSH's server is not installed; whether a secret comes through it cannot be seen")
	}
	here, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	b := &box{t: t, user: here.Username, key: keyPair(t)}
	config := b.configure()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, b.port, _ = net.SplitHostPort(listener.Addr().String())
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() { b.receive(conn.(*net.TCPConn), config) })
		}
	})
	t.Cleanup(func() { // the clients have ended, and each sshd with its own
		_ = listener.Close()
		running.Wait()
	})
	return b
}

// configure writes what sshd has to know, and returns where.
func (b *box) configure() string {
	b.t.Helper()
	if os.Getuid() == 0 { // an sshd of root's insists on it, and the system makes it only when it starts its own; it stays, for the next one
		if err := os.Mkdir("/run/sshd", 0o755); err != nil && !os.IsExist(err) {
			b.t.Fatal(err)
		}
	}
	config := filepath.Join(b.t.TempDir(), "sshd_config")
	text := strings.Join([]string{
		"HostKey " + keyPair(b.t), "AuthorizedKeysFile " + b.key + ".pub", "AllowUsers " + b.user, "PermitRootLogin prohibit-password",
		"AuthenticationMethods publickey", "StrictModes no", "UsePAM no", "PidFile none", "PrintMotd no", "PrintLastLog no",
	}, "\n")
	if err := os.WriteFile(config, []byte(text+"\n"), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return config
}

// receive lets one connection in, and returns when it has ended.
func (b *box) receive(conn *net.TCPConn, config string) {
	file, err := conn.File()
	_ = conn.Close()
	if err != nil {
		b.t.Error(err)
		return
	}
	defer file.Close()
	var said strings.Builder
	cmd := exec.Command(sshd, "-i", "-e", "-f", config)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = file, file, &said
	if err := cmd.Run(); err != nil && b.t.Failed() {
		b.t.Logf("sshd: %v\n%s", err, said.String())
	}
}

// runs sits at a terminal and runs a command on the box.
func (b *box) runs(command string) *person {
	b.t.Helper()
	return sitAt(b.t, openSSH(b.t, b.port, b.user, "-i", b.key, "-t", "127.0.0.1", command))
}

// TestTwoHops: from a desktop by OpenSSH to the box, and there latchkey, attached
// to the one that serves. The secret goes through both to the terminal (OSC 52),
// as does another size; and the terminal is given back.
func TestTwoHops(t *testing.T) {
	t.Parallel()
	d, b := serve(t), startBox(t)
	p := b.runs("LANG=C.UTF-8 DISPLAY=localhost:10.0 HOME=" + t.TempDir() + " " + binary + " --data " + d.data)
	p.sees("Log in to latchkey")
	p.Type("ada@acme.example\r" + password + "\r")
	p.sees("0 of 10 active")
	secret := p.generate("nightly")
	p.sees("Sent to your terminal (OSC 52)")
	p.WaitFor("\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(secret)))
	p.Type("\x1b")
	p.sees("n generate")
	p.resize(120, 40, strings.Repeat("─", 118))
	p.Type("q")
	if err := p.leaves(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	p.givenBack()
	if list := d.latchkey("", "token", "list", "--org", "Acme"); !strings.Contains(list, "nightly") {
		t.Errorf("there is no such token:\n%s", list)
	}
	if log := d.latchkey("", "activity", "list", "--org", "Acme", "action:login"); !strings.Contains(log, "this box, uid ") {
		t.Errorf("it did not attach:\n%s", log)
	}
}
