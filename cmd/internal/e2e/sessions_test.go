//go:build linux

package e2e

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	gossh "golang.org/x/crypto/ssh"
)

// sessionsMost is how many sessions a daemon takes.
const sessionsMost = 200

// TestTwoHundredSessions: as many people as latchkey takes sit at their screens at
// once. Each sees what one of them does, and the next one is told that there is no
// room, until somebody leaves.
func TestTwoHundredSessions(t *testing.T) {
	many := 8
	if os.Getenv("LATCHKEY_SLOW") != "" {
		many = sessionsMost
	}
	d := serve(t)
	alone, began := d.resident(), time.Now()
	var people []*onlooker
	for range many {
		people = append(people, d.looksOn())
	}
	for _, p := range people {
		p.sees("0 of 10 active")
	}
	t.Logf("%d sessions show their screens after %v", many, time.Since(began).Round(time.Millisecond))
	began = time.Now()
	people[0].types("n")
	people[0].sees("Generate API token for Acme")
	people[0].types("nightly\t\t\t" + password + "\r")
	for _, p := range people {
		p.sees("1 of 10 active")
	}
	t.Logf("all have seen a token after %v", time.Since(began).Round(time.Millisecond))
	t.Logf("the daemon had %d KiB resident before, and has %d KiB now, the hashing of passwords included", alone, d.resident())
	if many == sessionsMost {
		d.isFull(people)
	}
}

// isFull checks that there is no room for one more, and that there is when one of
// the people has left.
func (d *daemon) isFull(people []*onlooker) {
	d.t.Helper()
	const sentence = "latchkey has as many sessions as it takes; try again later."
	if _, said, err := d.knock(); err == nil || !strings.Contains(said, sentence) {
		d.t.Errorf("one more is told %q, %v", said, err)
	}
	_ = people[1].client.Close()
	for late := time.Now().Add(time.Minute); ; {
		_, said, err := d.knock()
		if err == nil {
			return
		}
		if time.Now().After(late) {
			d.t.Fatalf("there is no room where one has left: %q, %v", said, err)
		}
	}
}

// knock logs in, and returns what was said before that.
func (d *daemon) knock() (*gossh.Client, string, error) {
	var said strings.Builder
	config := d.client()
	config.BannerCallback = func(text string) error {
		said.WriteString(text)
		return nil
	}
	client, err := gossh.Dial("tcp", d.address(), config)
	if err == nil {
		d.t.Cleanup(func() { _ = client.Close() })
	}
	return client, said.String(), err
}

// resident is how many KiB of memory the daemon has.
func (d *daemon) resident() int {
	d.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", d.cmd.Process.Pid))
	if err != nil {
		d.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kib, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		d.t.Fatal(err)
	}
	return kib
}

// onlooker is somebody at the screens, on a terminal of 80 by 24 cells.
type onlooker struct {
	t      testing.TB
	client *gossh.Client
	keys   io.Writer

	mu     sync.Mutex
	drawn  *sync.Cond
	screen *vt.Emulator
	late   bool
}

// looksOn opens the screens over SSH.
func (d *daemon) looksOn() *onlooker {
	d.t.Helper()
	client, said, err := d.knock()
	if err != nil {
		d.t.Fatal(said, err)
	}
	p := &onlooker{t: d.t, client: client, screen: vt.NewEmulator(80, 24)}
	p.drawn = sync.NewCond(&p.mu)
	s, err := client.NewSession()
	if err == nil {
		err = s.RequestPty("xterm-256color", 24, 80, nil)
	}
	if err == nil {
		s.Stdout = p
		p.keys, err = s.StdinPipe()
	}
	if err == nil {
		err = s.Shell()
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

// Write takes what the screens draw.
func (p *onlooker) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drawn.Broadcast()
	return p.screen.Write(b)
}

func (p *onlooker) types(keys string) {
	p.t.Helper()
	if _, err := p.keys.Write([]byte(keys)); err != nil {
		p.t.Fatal(err)
	}
}

// sees waits until the screen shows text.
func (p *onlooker) sees(text string) {
	p.t.Helper()
	late := time.AfterFunc(time.Minute, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.late = true
		p.drawn.Broadcast()
	})
	defer late.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for !strings.Contains(p.screen.String(), text) {
		if p.late {
			p.t.Fatalf("%q never appeared:\n%s", text, p.screen.String())
		}
		p.drawn.Wait()
	}
}
