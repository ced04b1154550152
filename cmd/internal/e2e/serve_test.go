//go:build linux

package e2e

import (
	"bufio"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// daemon is a latchkey serve that runs.
type daemon struct {
	t         testing.TB
	cmd       *exec.Cmd
	data      string
	port      string
	hostKey   string
	stderr    strings.Builder
	announced []string
	lines     *bufio.Scanner // what it says on, after the host key
}

// serve sets a store up and serves it.
func serve(t *testing.T, args ...string) *daemon {
	t.Helper()
	d := &daemon{t: t, data: shortDir(t)}
	d.latchkey(password, "init", "--org", "Acme", "--name", "Ada Ashby", "--email", "ada@acme.example")
	d.start(args...)
	return d
}

// start starts the daemon and waits until it has said where it listens.
func (d *daemon) start(args ...string) {
	d.t.Helper()
	d.cmd = exec.Command(binary, append([]string{"--data", d.data, "serve", "--ssh", "127.0.0.1:0"}, args...)...)
	d.cmd.Stderr = &d.stderr
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := d.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() {
		_ = d.cmd.Process.Kill()
		_ = d.cmd.Wait()
	})
	d.lines = bufio.NewScanner(out)
	for d.lines.Scan() {
		d.announced = append(d.announced, d.lines.Text())
		if at, ok := strings.CutPrefix(d.lines.Text(), "listening on tcp "); ok {
			_, d.port, _ = net.SplitHostPort(at)
		}
		if key, ok := strings.CutPrefix(d.lines.Text(), "host key "); ok {
			d.hostKey = key
			return
		}
	}
	d.t.Fatalf("it does not serve: %q %s", d.announced, d.stderr.String())
}

// latchkey runs a subcommand on the daemon's data directory.
func (d *daemon) latchkey(stdin string, args ...string) string {
	d.t.Helper()
	cmd := exec.Command(binary, append([]string{"--data", d.data}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		d.t.Fatalf("latchkey %q: %v\n%s%s", args, err, out, said.String())
	}
	return string(out)
}

// ssh is an OpenSSH client on its way to the daemon.
func (d *daemon) ssh(user string, args ...string) *exec.Cmd {
	d.t.Helper()
	return openSSH(d.t, d.port, user, args...)
}

// openSSH is an OpenSSH client that knows nobody's keys but the ones it is given.
func openSSH(t testing.TB, port, user string, args ...string) *exec.Cmd {
	t.Helper()
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("OpenSSH's client is not installed; whether it can log in cannot be seen")
	}
	home := t.TempDir()
	cmd := exec.Command("ssh", append([]string{
		"-F", "none", "-p", port, "-l", user,
		"-o", "UserKnownHostsFile=" + filepath.Join(home, "known"), "-o", "StrictHostKeyChecking=accept-new",
		"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "LogLevel=ERROR",
	}, args...)...)
	cmd.Env = []string{"TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + home, "PATH=" + os.Getenv("PATH")}
	return cmd
}

// sitBySSH opens the screens with OpenSSH, in a terminal of its own.
func (d *daemon) sitBySSH(user string, args ...string) *person {
	d.t.Helper()
	return sitAt(d.t, d.ssh(user, append(args, "127.0.0.1")...))
}

// keyPair makes a key pair with OpenSSH's own tool and returns its path.
func keyPair(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "id")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada@laptop", "-f", path).CombinedOutput(); err != nil {
		t.Skipf("ssh-keygen: %v\n%s", err, out)
	}
	return path
}

// TestOpenSSH: two people with OpenSSH's client, each at a terminal; one makes a
// token and the other sees it appear. Then programs, by a key that was registered
// on the screens.
func TestOpenSSH(t *testing.T) {
	t.Parallel()
	d := serve(t)
	first, second := d.sitBySSH("ada@acme.example"), d.sitBySSH("ada@acme.example")
	for _, p := range []*person{first, second} {
		p.WaitFor("Password: ")
		p.Type(password + "\r")
		p.sees("0 of 10 active")
	}
	secret := first.generate("nightly")
	second.sees("nightly")
	second.sees("1 of 10 active")
	first.resize(120, 40, strings.Repeat("─", 118))
	first.Type("\x1bq")
	second.Type("q")
	_ = second.leaves()
	second.givenBack()
	d.sameKey(second)

	key := keyPair(t)
	line, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	third := d.sitBySSH("whoever", "-o", "PreferredAuthentications=keyboard-interactive")
	third.WaitFor("E-mail: ")
	third.Type("ada@acme.example\r")
	third.WaitFor("Password: ")
	third.Type(password + "\r")
	third.sees("1 of 10 active")
	third.Type(":profile\r")
	third.sees("s SSH keys")
	third.Type("s")
	third.sees("No SSH keys")
	third.Type("n")
	third.sees("Register an SSH key")
	third.Type("\x1b[200~" + string(line) + "\x1b[201~\r\r" + password + "\r")
	third.sees("ada@laptop")
	third.sees("Registered")

	out, err := d.ssh("box", "-i", key, "127.0.0.1", "token", "list", "--org", "Acme", "--json").Output()
	var tokens []struct{ Name, State string }
	if err != nil || json.Unmarshal(out, &tokens) != nil || len(tokens) != 1 || tokens[0].Name != "nightly" || tokens[0].State != "active" {
		t.Fatalf("got %s, %v", out, err)
	}
	verify := d.ssh("box", "-i", key, "127.0.0.1", "token", "verify")
	verify.Stdin = strings.NewReader(secret + "\n")
	if out, err := verify.Output(); err != nil || string(out) != "ok\n" {
		t.Fatalf("got %q, %v", out, err)
	}
	third.Type("x")
	third.sees("Remove ada@laptop?")
	third.Type("\t\r")
	third.sees("Removed")
	d.refuses(t, key)
}

// sameKey checks that the fingerprint that was announced is the one that the
// client has noted.
func (d *daemon) sameKey(p *person) {
	d.t.Helper()
	out, err := exec.Command("ssh-keygen", "-l", "-f", filepath.Join(home(p), "known")).Output()
	if err != nil || !strings.Contains(string(out), d.hostKey) {
		d.t.Errorf("announced was %s, the client has %s (%v)", d.hostKey, out, err)
	}
}

func home(p *person) string {
	for _, line := range p.cmd.Env {
		if dir, ok := strings.CutPrefix(line, "HOME="); ok {
			return dir
		}
	}
	return ""
}

// refuses checks that a wrong key, an unknown user and a wrong password get the
// same from OpenSSH.
func (d *daemon) refuses(t *testing.T, removed string) {
	t.Helper()
	said := map[string]bool{}
	for _, args := range [][]string{
		{"ada@acme.example", removed}, {"ada@acme.example", keyPair(t)}, {"eve@acme.example", keyPair(t)}, {"", keyPair(t)},
	} {
		user := args[0]
		if user == "" {
			user = "root"
		}
		out, err := d.ssh(user, "-i", args[1], "-o", "BatchMode=yes", "127.0.0.1", "org", "list").CombinedOutput()
		if code := exitCode(err); code != 255 {
			t.Errorf("%s: exit code %d\n%s", user, code, out)
		}
		said[strings.Replace(string(out), user+"@", "USER@", 1)] = true
	}
	if len(said) != 1 {
		t.Errorf("the refusals differ: %v", said)
	}
}

// TestOverSSHNothingOfTheMachineIsNamed: what a program gets from elsewhere.
func TestOverSSHNothingOfTheMachineIsNamed(t *testing.T) {
	t.Parallel()
	d := serve(t)
	made := strings.Fields(d.latchkey(password, "token", "generate", "--org", "Acme", "--user", "ada@acme.example", "--name", "cli"))[0]
	askpass := filepath.Join(t.TempDir(), "askpass")
	if err := os.WriteFile(askpass, []byte("#!/bin/sh\necho "+made+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (string, int) {
		cmd := d.ssh("token", append([]string{"127.0.0.1", "--"}, args...)...)
		cmd.Env = append(cmd.Env, "SSH_ASKPASS="+askpass, "SSH_ASKPASS_REQUIRE=force", "LATCHKEY_TOKEN=x")
		out, err := cmd.CombinedOutput()
		return string(out), exitCode(err)
	}
	if out, code := run("org", "list"); code != 0 || !strings.Contains(out, "Acme") || !strings.Contains(out, "Administrator") {
		t.Fatalf("exit code %d: %s", code, out)
	}
	for _, args := range [][]string{
		{"--data", d.data, "org", "list"}, {"org", "list", "--data=elsewhere"}, {"--key-file", "/etc/passwd", "org", "list"}, {"--socket", "/x", "org", "list"},
		{"init", "--org", "x", "--name", "y", "--email", "z@z.example"}, {"demo"}, {"serve"},
	} {
		if out, code := run(args...); code != 2 {
			t.Errorf("%q: exit code %d: %s", args, code, out)
		}
	}
	if out, code := run("org", "create", "--name", "Globex"); code != 3 {
		t.Errorf("an administrator by token creates an organisation: exit code %d: %s", code, out)
	}
	if out, code := run("--help"); code != 0 || strings.Contains(out, "--data") || strings.Contains(out, "demo") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// TestSIGTERM: it ends within ten seconds, tells who is there, and nothing that
// was acknowledged is missing.
func TestSIGTERM(t *testing.T) {
	t.Parallel()
	d := serve(t)
	p := sit(t, d.data)
	p.sees("Log in to latchkey")
	p.Type("ada@acme.example\r" + password + "\r")
	p.sees("0 of 10 active")
	p.generate("nightly")
	began := time.Now()
	_ = d.cmd.Process.Signal(syscall.SIGTERM)
	p.sees("latchkey stops on this machine in 3 seconds.")
	p.WaitFor("latchkey has stopped on this machine.")
	_ = p.leaves()
	p.givenBack()
	if err := d.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v\n%s", err, d.stderr.String())
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v to end", took)
	}
	if out := d.latchkey("", "token", "list", "--org", "Acme"); !strings.Contains(out, "nightly") {
		t.Errorf("the token is gone:\n%s", out)
	}
	if _, err := os.Lstat(filepath.Join(d.data, "latchkey.sock")); !os.IsNotExist(err) {
		t.Error("the socket is left behind")
	}
	key := d.hostKey
	d.start()
	if d.hostKey != key {
		t.Error("the host key is another one")
	}
}

// TestServeAfterKill9: a socket that is left over is in nobody's way.
func TestServeAfterKill9(t *testing.T) {
	t.Parallel()
	d := serve(t)
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
	if out := d.latchkey("", "org", "list"); !strings.Contains(out, "Acme") {
		t.Errorf("got %s", out)
	}
	d.start()
	if out := d.latchkey("", "org", "list"); !strings.Contains(out, "Acme") {
		t.Errorf("got %s", out)
	}
	if err := os.Remove(filepath.Join(d.data, "ssh_host_ed25519_key")); err != nil {
		t.Fatal(err)
	}
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
	out, err := exec.Command(binary, "--data", d.data, "serve", "--ssh", "127.0.0.1:0").CombinedOutput()
	if exitCode(err) != 5 || !strings.Contains(string(out), "every client would take another one for an attack") {
		t.Errorf("without its host key it serves: %v\n%s", err, out)
	}
}

// TestASecondServe is not told to serve, as whoever opens the store otherwise is:
// it is told that the first one lets everybody in.
func TestASecondServe(t *testing.T) {
	t.Parallel()
	d := serve(t)
	out, err := exec.Command(binary, "--data", d.data, "serve").CombinedOutput()
	if code := exitCode(err); code != 5 {
		t.Errorf("exit code %d", code)
	}
	said := string(out)
	if !strings.Contains(said, "is in use by latchkey (process ") || !strings.Contains(said, "It is served already: `latchkey` and its subcommands join by themselves.") {
		t.Errorf("it says %q", said)
	}
	if strings.Contains(said, "or run `latchkey serve`") {
		t.Errorf("it is told to do what it does: %q", said)
	}
}
