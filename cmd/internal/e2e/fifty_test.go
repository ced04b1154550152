//go:build linux

package e2e

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// TestFiftySessionsAndKill9: fifty people page through lists and filter, gateways
// ask ten thousand times, one makes service users as fast as they come, and the
// daemon is killed in the middle. Nothing that was acknowledged is missing
// afterwards, a token that was revoked stays so, and the log is whole.
func TestFiftySessionsAndKill9(t *testing.T) {
	many, questions := 5, 500
	if os.Getenv("LATCHKEY_SLOW") != "" {
		many, questions = 50, 10_000
	}
	d, urls := serveHTTP(t)
	good, revoked := d.token("good"), d.token("revoked")
	people := d.sessions(many)
	g := d.ask(urls[0], good, questions)
	late := time.Now().Add(2 * time.Minute)
	var acknowledged []string
	for name := range d.makeServiceUsers() {
		acknowledged = append(acknowledged, name)
		if len(acknowledged) == 15 {
			mustVerify(t, http.DefaultClient, urls[0], revoked, 200)
			d.latchkey("", "token", "revoke", "revoked", "--org", "Acme")
			mustVerify(t, http.DefaultClient, urls[0], revoked, 401)
		}
		enough := len(acknowledged) >= 30 && g.answered.Load() >= g.enough && people.filtered.Load() == int64(many)
		if enough || time.Now().After(late) {
			g.over.Store(true)
			_ = d.cmd.Process.Kill() // while the next ones are under way
		}
	}
	_ = d.cmd.Wait()
	people.sessions.Wait()
	g.gateways.Wait()
	t.Logf("%d service users were made, %d questions answered", len(acknowledged), g.answered.Load())
	d.start("--http", "127.0.0.1:0")
	url := d.urls(1)[0]
	mustVerify(t, http.DefaultClient, url, good, 200)
	mustVerify(t, http.DefaultClient, url, revoked, 401)
	list := d.latchkey("", "service-user", "list", "--org", "Acme")
	for _, name := range acknowledged {
		if !strings.Contains(list, name) {
			t.Errorf("%s was acknowledged and is missing", name)
		}
	}
	if n := people.filtered.Load(); len(acknowledged) < 30 || g.answered.Load() < g.enough || n < int64(many) {
		t.Errorf("only %d were made, %d questions answered, and %d people saw a filtered list", len(acknowledged), g.answered.Load(), n)
	}
	if out := d.latchkey("", "activity", "verify"); !strings.Contains(out, "all in order") {
		t.Errorf("the log: %s", out)
	}
}

// paging are people who page and filter, each in a session.
type paging struct {
	sessions sync.WaitGroup
	filtered atomic.Int64 // how many have seen a filtered list
}

// sessions opens as many sessions that page until the daemon is gone.
func (d *daemon) sessions(many int) *paging {
	d.t.Helper()
	p, ready := &paging{}, make(chan struct{}, many)
	for range many { // one after the other: of one address no more than ten log in at once
		client, err := d.dial()
		if err != nil {
			d.t.Fatal(err)
		}
		p.sessions.Go(func() { d.page(client, ready, func() { p.filtered.Add(1) }) })
	}
	for range many {
		<-ready
	}
	return p
}

// makeServiceUsers makes service users until the daemon is gone. The names come
// as they are acknowledged.
func (d *daemon) makeServiceUsers() <-chan string {
	d.t.Helper()
	client, err := d.dial()
	if err != nil {
		d.t.Fatal(err)
	}
	made := make(chan string)
	go func() {
		defer close(made)
		for n := 0; ; n++ {
			name := fmt.Sprintf("robot-%05d", n)
			s, err := client.NewSession()
			if err != nil {
				return
			}
			if err := s.Run("service-user create --org Acme --set Standard --name " + name); err != nil {
				return
			}
			made <- name
		}
	}()
	return made
}

// asking are gateways that ask about one good token.
type asking struct {
	gateways sync.WaitGroup
	answered atomic.Int64
	enough   int64
	over     atomic.Bool // set before the daemon is killed
}

// ask begins to ask, and goes on until the daemon is gone. Every answer before is
// a yes.
func (d *daemon) ask(url, secret string, enough int) *asking {
	g := &asking{enough: int64(enough)}
	for range 4 {
		client := &http.Client{Transport: &http.Transport{}}
		g.gateways.Go(func() {
			defer client.CloseIdleConnections()
			for {
				status, err := verify(client, url, secret)
				if err == nil && status == http.StatusOK {
					g.answered.Add(1)
					continue
				}
				if !g.over.Load() {
					d.t.Errorf("the status is %d (%v) after %d answers", status, err, g.answered.Load())
				}
				return
			}
		})
	}
	return g
}

func (d *daemon) dial() (*gossh.Client, error) { return gossh.Dial("tcp", d.address(), d.client()) }

func (d *daemon) address() string { return net.JoinHostPort("127.0.0.1", d.port) }

// client is Ada's, who knows the key of the daemon.
func (d *daemon) client() *gossh.ClientConfig {
	return &gossh.ClientConfig{
		User: "ada@acme.example", Auth: []gossh.AuthMethod{gossh.Password(password)},
		HostKeyCallback: func(_ string, _ net.Addr, key gossh.PublicKey) error {
			if got := gossh.FingerprintSHA256(key); got != d.hostKey {
				return fmt.Errorf("the host key is %s, announced was %s", got, d.hostKey)
			}
			return nil
		},
	}
}

// matched is what a filtered list says of itself.
var matched = regexp.MustCompile(`[0-9] of [0-9,]+ names?`)

// page pages through the lists and filters one, which filtered is told of, until the connection is gone.
func (d *daemon) page(client *gossh.Client, ready chan<- struct{}, filtered func()) {
	defer client.Close()
	s, err := client.NewSession()
	if err == nil {
		err = s.RequestPty("xterm-256color", 24, 80, nil)
	}
	keys, pipeErr := s.StdinPipe()
	out, outErr := s.StdoutPipe()
	if err == nil && pipeErr == nil && outErr == nil {
		err = s.Shell()
	}
	if err == nil {
		_, err = io.ReadAtLeast(out, make([]byte, 500), 500) // the first frame
	}
	if err != nil {
		d.t.Error(err)
		ready <- struct{}{}
		return
	}
	ready <- struct{}{}
	drawn, shown, over := make(chan struct{}, 1), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		watch(out, drawn, shown)
	}()
	seen := shown
	for _, key := range strings.SplitAfter(strings.Repeat(":|service-users|\r|G|g|/|rob|\r|G|g|j|:|tokens|\r|3|s|S|", 10000), "|") {
		if _, err := io.WriteString(keys, strings.TrimSuffix(key, "|")); err != nil {
			break
		}
		if key == "rob|" && seen != nil { // once, it is waited for
			select {
			case <-over:
				return
			case <-seen:
				filtered()
				seen = nil
			}
		}
		select {
		case <-over:
			return
		case <-drawn:
		case <-time.After(50 * time.Millisecond): // a key that changes nothing draws nothing
		}
	}
	<-over
}

// watch reads what is drawn until there is no more. It closes shown when it is a
// filtered list for the first time.
func watch(out io.Reader, drawn, shown chan<- struct{}) {
	seen := false
	var tail []byte // what came last, in case the words are cut in two
	for buf := make([]byte, 32<<10); ; {
		n, err := out.Read(buf)
		if err != nil {
			return
		}
		if tail = append(tail, buf[:n]...); !seen && matched.Match(tail) {
			seen = true
			close(shown)
		}
		tail = append(tail[:0], tail[max(0, len(tail)-50):]...)
		select {
		case drawn <- struct{}{}:
		default:
		}
	}
}
