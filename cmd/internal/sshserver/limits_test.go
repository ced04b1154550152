package sshserver

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// silent connects and says nothing.
func (w *world) silent() net.Conn {
	w.t.Helper()
	c, err := net.Dial("tcp", w.tcp)
	w.must(err)
	w.t.Cleanup(func() { _ = c.Close() })
	return c
}

// cut waits until the server has ended a connection.
func cut(t *testing.T, c net.Conn) {
	t.Helper()
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.Copy(io.Discard, c); timedOut(err) {
		t.Fatal("the connection is still open")
	}
}

// timedOut reports whether a read ended because nothing came in time.
func timedOut(err error) bool {
	var slow net.Error
	return errors.As(err, &slow) && slow.Timeout()
}

func TestWhoSaysNothingIsSentAway(t *testing.T) {
	w := newWorld(t, Limits{Handshake: 300 * time.Millisecond})
	began := time.Now()
	cut(t, w.silent())
	if took := time.Since(began); took < 300*time.Millisecond {
		t.Errorf("cut after %v", took)
	}
	// Somebody who has logged in may be as silent as they like.
	c := w.adas()
	cut(t, w.silent())
	cut(t, w.silent())
	if got := w.who(c); got != "ada@acme.example" {
		t.Errorf("it is %s", got)
	}
}

// TestTypingTakesItsTime: who is asked for a password has the time to find it.
func TestTypingTakesItsTime(t *testing.T) {
	w := newWorld(t, Limits{Handshake: 400 * time.Millisecond, Typing: 20 * time.Second})
	slow := gossh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
		if len(questions) == 0 {
			return nil, nil
		}
		cut(t, w.silent()) // the time for a handshake passes twice
		cut(t, w.silent())
		return []string{password}, nil
	})
	if _, err := w.dial("ada@acme.example", slow); err != nil {
		t.Error(err)
	}
}

func TestIdleConnectionsEnd(t *testing.T) {
	w := newWorld(t, Limits{Idle: 300 * time.Millisecond})
	c := w.adas()
	if err := c.Wait(); err == nil {
		t.Error("it ended in a friendly way")
	}
}

// TestTheOldestSilentOneGoes: of one address ten wait, and the eleventh takes the
// place of the one that has been silent for longest.
func TestTheOldestSilentOneGoes(t *testing.T) {
	w := newWorld(t, Limits{PerAddress: 3, Settle: 1})
	first, second := w.silent(), w.silent()
	talks := w.silent()
	if _, err := io.WriteString(talks, "SSH-2.0-slow\r\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAtLeast(talks, make([]byte, 32), 32); err != nil { // the server has heard it
		t.Fatal(err)
	}
	w.silent()
	cut(t, first)
	w.silent()
	cut(t, second)
	w.adas() // and there is always room for one who logs in
	_ = talks.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if _, err := io.Copy(io.Discard, talks); !timedOut(err) {
		t.Errorf("the one that talks was cut: %v", err)
	}
}

func TestMoreSessionsThanThereAre(t *testing.T) {
	w := newWorld(t, Limits{Sessions: 2})
	one := w.adas()
	w.bobs()
	said := w.refused(t, "one more", "ada@acme.example", gossh.Password(password))
	if !strings.Contains(said, "as many sessions as it takes") {
		t.Errorf("it is told %q", said)
	}
	for range 2 { // several sessions on one connection count as well
		w.sit(one).sees("0 of 10 active")
	}
	if _, err := one.NewSession(); err == nil || !strings.Contains(err.Error(), "as many sessions") {
		t.Errorf("got %v", err)
	}
	_ = one.Close()
	if err := one.Wait(); err == nil {
		t.Error("the connection is still there")
	}
	w.until("a place is free", func() bool {
		_, err := w.dial("ada@acme.example", gossh.Password(password))
		return err == nil
	})
}

// until asks again and again, for a while.
func (w *world) until(what string, ok func() bool) {
	w.t.Helper()
	for late := time.Now().Add(20 * time.Second); !ok(); {
		if time.Now().After(late) {
			w.t.Fatalf("never: %s", what)
		}
	}
}

// TestFlood: 500 connections that say nothing, opened again as they are cut, keep
// nobody out, be they from the address of the one who logs in or from many. How
// long a log-in takes is compared with one in peace.
func TestFlood(t *testing.T) {
	t.Run("from one address", func(t *testing.T) { flood(t, 1) })
	t.Run("from many addresses", func(t *testing.T) { flood(t, 100) })
}

func flood(t *testing.T, addresses int) {
	w := newWorld(t, Limits{})
	peace := w.logInTime(t)
	for i := range 500 {
		c, err := w.silentFrom(i % addresses)
		if err != nil {
			t.Skipf("this machine has one address for itself: %v", err)
		}
		t.Cleanup(func() { _ = c.Close() }) // nobody closes them at this end before
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		w.keepFlooding(addresses, stop)
	}()
	defer func() { close(stop); <-stopped }()
	flood := w.logInTime(t)
	t.Logf("a log-in takes %v in peace, %v in the flood", peace, flood)
	if flood > 100*peace && flood > 2*time.Second {
		t.Errorf("a log-in takes %v in the flood, %v without", flood, peace)
	}
	w.server.waiting.mu.Lock()
	defer w.server.waiting.mu.Unlock()
	if n := len(w.server.waiting.list); n > DefaultLimits.Waiting {
		t.Errorf("%d connections wait", n)
	}
}

// keepFlooding opens connections that say nothing, and keeps the last 200 of them,
// until stop is closed.
func (w *world) keepFlooding(addresses int, stop <-chan struct{}) {
	var held []net.Conn
	for i := 0; !isClosed(stop); i++ {
		c, err := w.silentFrom(i % addresses)
		if err != nil {
			continue
		}
		if held = append(held, c); len(held) > 200 {
			_ = held[0].Close()
			held = held[1:]
		}
	}
	for _, c := range held {
		_ = c.Close()
	}
}

// silentFrom connects from one of this machine's addresses for itself, and says
// nothing.
func (w *world) silentFrom(n int) (net.Conn, error) {
	from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(1+n))}}
	return from.Dial("tcp", w.tcp)
}

// logInTime is the best of a few, so that it is about the server and not about
// what else the machine does.
func (w *world) logInTime(t *testing.T) time.Duration {
	t.Helper()
	best := time.Hour
	for range 5 {
		began := time.Now()
		c, err := w.dial("ada@acme.example", gossh.Password(password))
		if err != nil {
			t.Fatal(err)
		}
		if got := w.who(c); got != "ada@acme.example" {
			t.Fatalf("it is %s", got)
		}
		best = min(best, time.Since(began))
		_ = c.Close()
	}
	return best
}

// TestAClientThatTakesNothing: it stops reading and goes on resizing. Others are
// not delayed, and the server can end.
func TestAClientThatTakesNothing(t *testing.T) {
	w := newWorld(t, Limits{})
	c := w.adas()
	s, err := c.NewSession()
	w.must(err)
	w.must(s.RequestPty("xterm", 24, 80, nil))
	out, err := s.StdoutPipe() // that nobody reads
	w.must(err)
	in, err := s.StdinPipe()
	w.must(err)
	w.must(s.Shell())
	if _, err := io.ReadAtLeast(out, make([]byte, 100), 100); err != nil {
		t.Fatal(err)
	}
	for range 3000 { // more than the window of the channel takes
		w.must(s.WindowChange(40, 120))
		w.must(s.WindowChange(24, 80))
		if _, err := in.Write([]byte("\x0c")); err != nil { // draw again
			t.Fatal(err)
		}
	}
	other := w.sit(w.bobs())
	other.sees("0 of 10 active")
	other.types("n")
	other.sees("Generate API token for Acme")
	w.stop()
}

// TestManySessions: many people page through their lists at once, and filter.
func TestManySessions(t *testing.T) {
	w := newWorld(t, Limits{})
	many := 8
	if os.Getenv("LATCHKEY_SLOW") != "" {
		many = 50
	}
	var seats []*seat
	for range many {
		seats = append(seats, w.sit(w.adas()))
	}
	for _, p := range seats {
		p.sees("0 of 10 active")
		p.types("3")
	}
	for _, p := range seats {
		p.sees("Bob Birch")
		p.types("/birch\r")
	}
	for _, p := range seats {
		p.sees("birch")
		p.types(":tokens\r")
	}
	for _, p := range seats {
		p.sees("0 of 10 active")
	}
	if n := w.server.Sessions(); n != many {
		t.Errorf("%d sessions", n)
	}
}
