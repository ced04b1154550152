//go:build torture && linux

package torture

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// TestFloodOfLogIns: 500 clients at once try wrong passwords at the SSH door, from
// fifty addresses. What the passwords' hashing takes in memory stays bounded, and
// tokens are verified over HTTP meanwhile.
func TestFloodOfLogIns(t *testing.T) {
	b := newBox(t)
	p := b.latchkey("serve", "--ssh", "127.0.0.1:0", "--http", "127.0.0.1:0")
	address := p.said("listening on tcp ")
	url := "http" + p.said("listening on http")
	v := &verifier{t: t, url: url, secret: b.secret}
	calm := v.until(after(rounds(1, 10)))
	before := p.memory("VmRSS")
	over := make(chan struct{})
	go func() {
		defer close(over)
		flood(address, 500)
	}()
	flooded := v.until(over)
	peak := p.memory("VmHWM")
	t.Logf("memory %d MiB before, %d MiB at most; verifying takes %v (of %d) when it is calm, %v (of %d) in the flood, 99 of 100 below %v and %v",
		before>>20, peak>>20, median(calm), len(calm), median(flooded), len(flooded), most(calm), most(flooded))
	if peak > 400<<20 {
		t.Errorf("the flood took it from %d to %d MiB", before>>20, peak>>20)
	}
	if ratio := float64(median(flooded)) / float64(median(calm)); ratio > 10 {
		t.Errorf("verifying takes %.1f times as long in the flood: %v, not %v", ratio, median(flooded), median(calm))
	}
}

// most is what 99 of 100 are below.
func most(list []time.Duration) time.Duration { return percentile(list, 99) }

// after is closed after so many seconds.
func after(seconds int) <-chan struct{} {
	over := make(chan struct{})
	time.AfterFunc(time.Duration(seconds)*time.Second, func() { close(over) })
	return over
}

// flood is so many clients at once, each with three wrong passwords. What they are
// told does not matter here: the door lets the oldest go when there are too many.
func flood(address string, many int) {
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			from := &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(1+i%50))}
			conn, err := (&net.Dialer{LocalAddr: from, Timeout: time.Minute}).Dial("tcp", address)
			if err != nil {
				return
			}
			defer conn.Close()
			_ = conn.SetDeadline(time.Now().Add(time.Minute))
			wrong := gossh.RetryableAuthMethod(gossh.PasswordCallback(func() (string, error) { return "a wrong password, this", nil }), 3)
			_, _, _, _ = gossh.NewClientConn(conn, address, &gossh.ClientConfig{
				User: fmt.Sprintf("somebody-%d@acme.example", i), Auth: []gossh.AuthMethod{wrong},
				HostKeyCallback: gossh.InsecureIgnoreHostKey(), //nolint:gosec // whose it is is not what is tested
			})
		})
	}
	all.Wait()
}

// verifier asks about one good token, again and again.
type verifier struct {
	t           *testing.T
	url, secret string
}

// until asks until over is closed, and returns how long each answer took. Each is a
// yes.
func (v *verifier) until(over <-chan struct{}) []time.Duration {
	v.t.Helper()
	var took []time.Duration
	for {
		began := time.Now()
		if status, err := v.ask(); err != nil || status != http.StatusOK {
			v.t.Fatalf("status %d, %v", status, err)
		}
		took = append(took, time.Since(began))
		select {
		case <-over:
			return took
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func (v *verifier) ask() (int, error) {
	r, err := http.NewRequest(http.MethodGet, v.url+"/v1/verify", nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Authorization", "Bearer "+v.secret)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode, response.Body.Close()
}

// memory returns a figure of the process in bytes: what it has in memory, or had at
// most.
func (p *process) memory(figure string) int64 {
	p.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), figure+":")
	fields := strings.Fields(rest)
	if len(fields) < 2 {
		p.t.Fatalf("there is no %s", figure)
	}
	n, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		p.t.Fatal(err)
	}
	return n << 10
}
