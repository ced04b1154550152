//go:build linux

package e2e

import (
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// TestFiftySessionsAndKill9: fifty people page through lists and filter, one makes
// service users as fast as they come, and the daemon is killed in the middle.
// Nothing that was acknowledged is missing afterwards, and the log is whole.
func TestFiftySessionsAndKill9(t *testing.T) {
	many := 5
	if os.Getenv("LATCHKEY_SLOW") != "" {
		many = 50
	}
	d := serve(t)
	ready, over := make(chan struct{}, many), sync.WaitGroup{}
	for range many { // one after the other: of one address no more than ten log in at once
		client, err := d.dial()
		if err != nil {
			t.Fatal(err)
		}
		over.Go(func() { d.page(client, ready) })
	}
	for range many {
		<-ready
	}
	client, err := d.dial()
	if err != nil {
		t.Fatal(err)
	}
	made := make(chan string)
	go func() {
		defer close(made)
		for n := 0; ; n++ {
			name := fmt.Sprintf("robot-%03d", n)
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
	var acknowledged []string
	for name := range made {
		if acknowledged = append(acknowledged, name); len(acknowledged) == 30 {
			_ = d.cmd.Process.Kill() // while the next ones are under way
		}
	}
	_ = d.cmd.Wait()
	over.Wait()
	d.start()
	list := d.latchkey("", "service-user", "list", "--org", "Acme")
	for _, name := range acknowledged {
		if !strings.Contains(list, name) {
			t.Errorf("%s was acknowledged and is missing", name)
		}
	}
	if len(acknowledged) < 30 {
		t.Errorf("only %d were made", len(acknowledged))
	}
	if out := d.latchkey("", "activity", "verify"); !strings.Contains(out, "all in order") {
		t.Errorf("the log: %s", out)
	}
}

func (d *daemon) dial() (*gossh.Client, error) {
	return gossh.Dial("tcp", net.JoinHostPort("127.0.0.1", d.port), &gossh.ClientConfig{
		User: "ada@acme.example", Auth: []gossh.AuthMethod{gossh.Password(password)},
		HostKeyCallback: func(_ string, _ net.Addr, key gossh.PublicKey) error {
			if got := gossh.FingerprintSHA256(key); got != d.hostKey {
				return fmt.Errorf("the host key is %s, announced was %s", got, d.hostKey)
			}
			return nil
		},
	})
}

// page pages through the lists until the connection is gone.
func (d *daemon) page(client *gossh.Client, ready chan<- struct{}) {
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
	buf := make([]byte, 32<<10)
	for _, key := range strings.SplitAfter(strings.Repeat("2|G|g|/|r|o|\r|:|tokens|\r|3|s|S|", 10000), "|") {
		if _, err := io.WriteString(keys, strings.TrimSuffix(key, "|")); err != nil {
			return
		}
		if _, err := out.Read(buf); err != nil { // what it draws, before the next key
			return
		}
	}
}
