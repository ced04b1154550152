//go:build linux

package e2e

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// The recipient of these tests, and its identity.
const (
	recipient = "age19qhyd53xnd60ru54h2md4c7z9x3ra5va2e7wnj0zdy3neyjspduq4wyee2"
	identity  = "AGE-SECRET-KEY-1ZATWUGKFTJARFNGCAK07H2NR9E9Q7T69X3UE984ARKF3M2H5CXSQ8THWAV"
)

// TestABackupAtATerminal: its passphrase is asked for twice, and whether to undo
// what came after it.
func TestABackupAtATerminal(t *testing.T) {
	t.Parallel()
	data, dir := filepath.Join(t.TempDir(), "data"), t.TempDir()
	p := sit(t, data)
	p.setUp()
	p.Type("\x03")
	p.ends(0)
	file := filepath.Join(dir, "b.age")

	p = sit(t, data, "backup", file)
	p.answers("Passphrase of the backup: ", "a cow on the sun")
	p.answers("The same again: ", "a cow on the son")
	p.says("the two are not the same; nothing was written")
	p.ends(2)
	holdsOnly(t, dir)

	p = sit(t, data, "backup", file)
	for _, prompt := range []string{"Passphrase of the backup: ", "The same again: "} {
		p.answers(prompt, "a cow on the sun")
	}
	p.says("is a backup of", "The key file is not in it")
	p.ends(0)
	if strings.Contains(p.Output(), "cow") {
		t.Error("the passphrase was shown")
	}
	p = sit(t, data, "backup", "-")
	p.says("a backup is nothing for a terminal")
	p.ends(2)

	p = sit(t, data)
	p.logIn(password)
	p.sees("0 of 10 active")
	p.Type("\x03")
	p.ends(0)
	for answer, code := range map[string]int{"no": 1, "yes": 0} {
		p = sit(t, data, "restore", file, filepath.Join(dir, answer))
		p.answers("Passphrase of the backup: ", "a cow on the sun")
		p.says("and no revocation came after it.")
		p.breaksBetweenWords()
		p.WaitFor("Type yes to go back to the backup: ")
		p.Type(answer + "\r")
		p.ends(code)
	}
	holdsOnly(t, dir, "b.age", "yes")

	p = sit(t, data, "restore", "-", filepath.Join(dir, "typed"))
	p.says("a backup cannot be typed")
	p.ends(2)
}

// TestABackupIsAskedForBesideOthers: the latchkey that has the store asks at the
// terminal of whoever wants the backup, and the file is theirs.
func TestABackupIsAskedForBesideOthers(t *testing.T) {
	t.Parallel()
	d, dir := serve(t), t.TempDir()
	p := sit(t, d.data, "backup", filepath.Join(dir, "b.age"))
	p.answers("Passphrase of the backup: ", "a cow on the sun")
	p.answers("The same again: ", "a cow on the sun")
	p.says("is a backup of")
	p.ends(0)
	holdsOnly(t, dir, "b.age")
	d.latchkey("a cow on the sun\n", "restore", filepath.Join(dir, "b.age"), filepath.Join(dir, "restored"))
}

// answers types an answer to a prompt, which the terminal does not show from the
// moment on that the prompt is seen.
func (p *person) answers(prompt, text string) {
	p.t.Helper()
	p.WaitFor(prompt)
	if p.Settings().Lflag&syscall.ECHO != 0 {
		p.t.Errorf("at %q what is typed is shown", prompt)
	}
	p.Type(text + "\r")
}

// breaksBetweenWords checks that no line is longer than the terminal is wide, so
// that it is the program that breaks them.
func (p *person) breaksBetweenWords() {
	p.t.Helper()
	for line := range strings.Lines(p.Output()) {
		words := strings.Fields(line)
		if len([]rune(strings.TrimRight(line, "\r\n"))) > 80 && len(words) > 1 {
			p.t.Errorf("the terminal breaks the line %q", line)
		}
	}
}

// holdsOnly checks what is in a directory, with all that is hidden.
func holdsOnly(t *testing.T, dir string, names ...string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range list {
		found = append(found, e.Name())
	}
	if strings.Join(found, " ") != strings.Join(names, " ") {
		t.Errorf("%s holds %q, want %q", dir, found, names)
	}
}

// TestABackupOverSSH: an operator takes one from elsewhere, in a pipe.
func TestABackupOverSSH(t *testing.T) {
	t.Parallel()
	d := serve(t)
	client, err := d.dial()
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	run := func(stdin, call string, want int) (out []byte, said string) {
		t.Helper()
		s, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var stderr strings.Builder
		s.Stdin, s.Stderr = strings.NewReader(stdin), &stderr
		out, err = s.Output(call)
		code := 0
		if exit, ok := err.(*gossh.ExitError); ok {
			code = exit.ExitStatus()
		} else if err != nil {
			t.Fatal(err)
		}
		if code != want {
			t.Fatalf("%s: exit code %d, want %d: %s", call, code, want, stderr.String())
		}
		return out, stderr.String()
	}
	if _, said := run("", "backup stolen.age --recipient "+recipient, 2); !strings.Contains(said, "have it written to stdout") {
		t.Errorf("a file there: %s", said)
	}
	run("", "backup - --recipients-file /etc/passwd", 2)
	run("", "backup - --force", 2)
	run("", "restore x y", 2)
	if out, _ := run("", "backup -", 2); len(out) > 0 {
		t.Error("without a passphrase there is a backup")
	}
	dir := t.TempDir()
	for name, call := range map[string]string{"by-recipient": "backup - --recipient " + recipient, "by-passphrase": "backup - --json"} {
		out, said := run("a cow on the sun\n", call, 0)
		if !strings.Contains(said, "20") {
			t.Errorf("%s: it says %q", name, said)
		}
		write(t, filepath.Join(dir, name), string(out))
	}
	write(t, filepath.Join(dir, "identity"), identity)
	d.latchkey("", "restore", filepath.Join(dir, "by-recipient"), filepath.Join(dir, "one"), "--identity", filepath.Join(dir, "identity"), "--yes")
	d.latchkey("a cow on the sun\n", "restore", filepath.Join(dir, "by-passphrase"), filepath.Join(dir, "two"), "--yes")

	s, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if out, err := s.CombinedOutput("backup - --recipient " + recipient); err == nil || !bytes.Contains(out, []byte("nothing for a terminal")) {
		t.Errorf("on a terminal: %v, %.100q", err, out)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// serveMuch serves a store of about so many megabytes.
func serveMuch(t *testing.T, megabytes int) *daemon {
	t.Helper()
	d := &daemon{t: t, data: shortDir(t)}
	d.latchkey(password, "init", "--org", "Acme", "--name", "Ada Ashby", "--email", "ada@acme.example")
	opened, err := datadir.Open(t.Context(), datadir.Options{Dir: d.data})
	if err != nil {
		t.Fatal(err)
	}
	for i := range megabytes {
		err := opened.Store.Update(t.Context(), func(tx model.Tx) error {
			for j := range 16 {
				id := fmt.Sprintf("org_%026d", 100*i+j)
				if err := tx.PutOrg(model.Org{ID: model.OrgID(id), Name: id, SSODomains: []string{strings.Repeat("x", 60<<10)}}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	d.start()
	return d
}

// TestABackupThatBreaksOffIsNone: of a stream that ends in the middle no file is
// left.
func TestABackupThatBreaksOffIsNone(t *testing.T) {
	t.Parallel()
	d := serveMuch(t, 40)
	dir := t.TempDir()
	var said strings.Builder
	cmd := exec.Command(binary, "--data", d.data, "backup", filepath.Join(dir, "b.age"), "--recipient", recipient)
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.After(30 * time.Second)
	for tick := time.NewTicker(time.Millisecond); !growing(dir); {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("nothing is written")
		}
	}
	_ = d.cmd.Process.Kill()
	if code := exitCode(cmd.Wait()); code != 5 || !strings.Contains(said.String(), "has ended") {
		t.Errorf("exit code %d: %s", code, said.String())
	}
	holdsOnly(t, dir)
}

// growing reports whether a file in dir has some bytes.
func growing(dir string) bool {
	list, _ := filepath.Glob(filepath.Join(dir, ".b.age.*"))
	for _, path := range list {
		if info, err := os.Stat(path); err == nil && info.Size() > 0 {
			return true
		}
	}
	return false
}

// TestABackupThatNobodyReadsHoldsNothingUp: latchkey goes on, and ends when it is
// told to.
func TestABackupThatNobodyReadsHoldsNothingUp(t *testing.T) {
	t.Parallel()
	d := serveMuch(t, 8)
	cmd := exec.Command(binary, "--data", d.data, "backup", "-", "--recipient", recipient)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 100)); err != nil { // it has begun
		t.Fatal(err)
	}
	d.latchkey("", "service-user", "create", "--org", "Acme", "--name", "ci", "--set", "Guest")
	_ = d.cmd.Process.Signal(syscall.SIGTERM)
	ended := make(chan error, 1)
	go func() { ended <- d.cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("it ended with %v\n%s", err, d.stderr.String())
		}
	case <-time.After(15 * time.Second):
		t.Fatal("it does not end")
	}
	_, _ = io.Copy(io.Discard, out)
	if code := exitCode(cmd.Wait()); code != 5 && code != 1 {
		t.Errorf("the backup ends with %d", code)
	}
}
