//go:build torture && linux

package torture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/cmd/internal/terminal/ptytest"
)

const password = "a horse on the moon"

// killsOfAStore is how many times one store is killed before the next one begins
// empty: what is checked is all of it, each time.
const killsOfAStore = 20

// TestKillTheDaemon kills latchkey serve with SIGKILL under eight writers: six
// make service users and tokens over the socket, two put items over HTTP.
func TestKillTheDaemon(t *testing.T) {
	var total, entries uint64
	var b *box
	n := rounds(5, 200)
	for round := range n {
		if round%killsOfAStore == 0 {
			b = newBox(t)
		}
		p := b.latchkey("serve", "--ssh", "127.0.0.1:0", "--http", "127.0.0.1:0")
		url := p.said("listening on http")
		total += b.underLoad(p, round, func() []func() {
			return []func(){
				load(fmt.Sprint(round), writers-2, b.socket, b.note),
				b.putItems(round, 2, "http"+url),
			}
		})
		entries = mustBeWhole(t, b.data, b.ledger)
	}
	if len(b.ledger.items) == 0 || len(b.ledger.revoked) == 0 {
		t.Errorf("%d items were put and %d tokens revoked: that is no test of either", len(b.ledger.items), len(b.ledger.revoked))
	}
	t.Logf("%d kills, %d acknowledged changes; the last log has %d entries", n, total, entries)
}

// TestKillTheEmbeddedProgram kills the screens, which have the store and let
// eight subcommands at it.
func TestKillTheEmbeddedProgram(t *testing.T) {
	var total, entries uint64
	var b *box
	n := rounds(2, 200)
	for round := range n {
		if round%killsOfAStore == 0 {
			b = newBox(t)
		}
		total += b.underLoad(b.screens(), round, func() []func() {
			return []func(){load(fmt.Sprint(round), writers, b.socket, b.note)}
		})
		entries = mustBeWhole(t, b.data, b.ledger)
	}
	t.Logf("%d kills, %d acknowledged changes; the last log has %d entries", n, total, entries)
}

// TestKillASubcommand kills subcommands that have the store for themselves, at
// any moment from the start on.
func TestKillASubcommand(t *testing.T) {
	b := newBox(t)
	n, killed := rounds(10, 200), 0
	for round := range n {
		name := fmt.Sprintf("alone-%05d", round)
		p := b.latchkey("service-user", "create", "--org", "Acme", "--set", "Guest", "--name", name)
		select {
		case <-p.over:
		case <-time.After(time.Duration(rand.IntN(150)) * time.Millisecond):
			p.kill()
			killed++
		}
		if p.state().Success() {
			b.note("made " + name)
		}
		if round%10 == 9 {
			mustBeWhole(t, b.data, b.ledger)
		}
	}
	t.Logf("%d subcommands, %d of them killed, %d acknowledged", n, killed, b.ledger.size())
}

// TestKillTheFirstRun kills init at any moment: it can be done again, and when it
// was done there is what it made.
func TestKillTheFirstRun(t *testing.T) {
	n, killed := rounds(5, 200), 0
	for range n {
		b := emptyBox(t)
		p := b.begin(password, "init", "--org", "Acme", "--name", "Ada Ashby", "--email", "ada@acme.example")
		select {
		case <-p.over:
		case <-time.After(time.Duration(rand.IntN(500)) * time.Millisecond):
			p.kill()
			killed++
		}
		if p.state().Success() {
			mustBeWhole(t, b.data, b.ledger)
			continue
		}
		again := b.begin(password, "init", "--org", "Acme", "--name", "Ada Ashby", "--email", "ada@acme.example")
		if !again.state().Success() && !strings.Contains(again.out.String(), "latchkey is set up already") {
			t.Fatalf("after a kill, once more: %s", again.out.String())
		}
		mustBeWhole(t, b.data, b.ledger)
	}
	t.Logf("%d first runs, %d of them killed", n, killed)
}

// box is a data directory, and what was acknowledged of it.
type box struct {
	*testing.T
	data   string
	secret string // of a token that may put items
	ledger *ledger
}

// newBox is one with a store that was set up.
func newBox(t *testing.T) *box {
	t.Helper()
	b := emptyBox(t)
	b.secret = setUp(t, b.data)
	return b
}

func emptyBox(t *testing.T) *box {
	t.Helper()
	dir, err := os.MkdirTemp("", "lk") // short: a socket's path has to be
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() { // what happened cannot be made to happen again
			t.Logf("what is left of the store is in %s", dir)
			return
		}
		_ = os.RemoveAll(dir)
	})
	return &box{T: t, data: filepath.Join(dir, "d"), ledger: newLedger()}
}

// setUp makes a store with one org and one person, and returns the secret of a
// token of theirs.
func setUp(t *testing.T, data string) string {
	t.Helper()
	run := func(args ...string) string {
		cmd := exec.Command(binary, append([]string{"--data", data}, args...)...)
		cmd.Stdin = strings.NewReader(password)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("latchkey %q: %v\n%s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	run("init", "--org", "Acme", "--name", "Ada Ashby", "--email", "ada@acme.example")
	return run("token", "generate", "--org", "Acme", "--user", "ada@acme.example", "--name", "put")
}

func (b *box) note(line string) {
	if err := b.ledger.note(line); err != nil {
		b.Error(err)
	}
}

// underLoad begins work, kills a process in the middle of it and returns how many
// changes were acknowledged.
func (b *box) underLoad(p *process, round int, begin func() []func()) uint64 {
	b.Helper()
	before := b.ledger.size()
	reached := b.ledger.reaches(1+rand.IntN(250), p.over)
	waits := begin()
	select {
	case <-reached:
	case <-time.After(time.Minute):
		b.Errorf("round %d: only %d changes were acknowledged in a minute", round, b.ledger.size()-before)
	}
	<-time.After(time.Duration(rand.IntN(3000)) * time.Microsecond) // not always right after an acknowledgement
	p.kill()
	for _, wait := range waits {
		wait()
	}
	return uint64(b.ledger.size() - before)
}

// process is latchkey, as it runs.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  said
	over chan struct{} // closed when it has ended
}

func (b *box) latchkey(args ...string) *process { return b.begin("", args...) }

// begin is latchkey with something on its standard input.
func (b *box) begin(stdin string, args ...string) *process {
	b.Helper()
	p := &process{t: b.T, cmd: exec.Command(binary, append([]string{"--data", b.data}, args...)...)}
	p.cmd.Stdin = strings.NewReader(stdin)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	p.start()
	return p
}

// screens opens the screens in a terminal of their own.
func (b *box) screens() *process {
	b.Helper()
	pty := ptytest.Open(b)
	p := &process{t: b.T, cmd: exec.Command(binary, "--data", b.data)}
	p.cmd.Env = []string{"TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + filepath.Dir(b.data), "PATH=" + os.Getenv("PATH")}
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = pty.TTY, pty.TTY, pty.TTY
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	p.start()
	return p
}

func (p *process) start() {
	p.t.Helper()
	p.over = make(chan struct{})
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.over)
	}()
	p.t.Cleanup(p.kill)
}

// kill is kill -9. The process has ended when it returns.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.over
}

// state is how it ended.
func (p *process) state() *os.ProcessState {
	<-p.over
	return p.cmd.ProcessState
}

// said waits for a line that begins so and returns the rest of it.
func (p *process) said(begin string) string {
	p.t.Helper()
	late := time.After(30 * time.Second)
	for tick := time.NewTicker(2 * time.Millisecond); ; {
		for line := range strings.Lines(p.out.String()) {
			if rest, ok := strings.CutPrefix(line, begin); ok && strings.HasSuffix(rest, "\n") {
				return strings.TrimSpace(rest)
			}
		}
		select {
		case <-tick.C:
		case <-p.over:
			p.t.Fatalf("it has ended, and never said %q: %s", begin, p.out.String())
		case <-late:
			p.t.Fatalf("it does not say %q: %s", begin, p.out.String())
		}
	}
}

// socket is a hand at the socket in the data directory, as soon as it answers.
func (b *box) socket() (hand, error) {
	path := filepath.Join(b.data, "latchkey.sock")
	late := time.After(30 * time.Second)
	for tick := time.NewTicker(5 * time.Millisecond); ; {
		conn, err := net.Dial("unix", path)
		if err == nil {
			c, chans, reqs, err := gossh.NewClientConn(conn, path, &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()}) //nolint:gosec // the socket is the test's own
			if err != nil {
				return nil, err
			}
			return overSocket(gossh.NewClient(c, chans, reqs)), nil
		}
		select {
		case <-tick.C:
		case <-late:
			return nil, err
		}
	}
}

// putItems lets so many writers put items over HTTP until latchkey is gone.
func (b *box) putItems(round, many int, url string) (wait func()) {
	ctx, stop := context.WithCancel(b.Context())
	waits := make(chan struct{}, many)
	for i := range many {
		go func() {
			defer func() { waits <- struct{}{} }()
			for n := 0; ; n++ {
				ref := fmt.Sprintf("item-%d-%d-%05d", round, i, n)
				if err := put(ctx, url, b.secret, ref); err != nil {
					return
				}
				b.note("item " + ref)
			}
		}()
	}
	return func() {
		stop()
		for range many {
			<-waits
		}
	}
}

func put(ctx context.Context, url, secret, ref string) error {
	body := bytes.NewReader([]byte(`{"name":"` + ref + `"}`))
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, url+"/v1/items/template/"+ref, body)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+secret)
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusCreated {
		return errors.Join(err, fmt.Errorf("status %d", response.StatusCode))
	}
	return nil
}
