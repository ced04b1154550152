//go:build linux

// Package ptytest gives a test a pseudo-terminal: a real terminal device with
// the test sitting at it.
//
// What does a test get? TTY is the end that the program under test takes for
// its terminal. Type presses keys. What the program writes is collected all the
// time, as a terminal does, and nothing is ever answered; WaitFor blocks until
// it has written some text, and Sees until the screen shows some, or they fail the
// test when the terminal is closed or the time limit passes without it.
package ptytest

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"golang.org/x/sys/unix"
)

// limit is how long a test waits before it gives up.
const limit = 30 * time.Second

// Pty is a terminal of 80 columns and 24 lines.
type Pty struct {
	TTY *os.File // for the program

	t      testing.TB
	master *os.File
	mu     sync.Mutex
	grown  *sync.Cond
	out    strings.Builder
	closed bool
}

// Open returns a new terminal, which is closed when the test ends.
func Open(t testing.TB) *Pty {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("this machine has no pseudo-terminals: %v", err)
	}
	tty, err := openTTY(master)
	if err != nil {
		t.Fatal(err)
	}
	p := &Pty{TTY: tty, t: t, master: master}
	p.grown = sync.NewCond(&p.mu)
	go p.collect()
	t.Cleanup(p.Close)
	return p
}

// openTTY unlocks the other end of master, opens it and gives it a size.
func openTTY(master *os.File) (*os.File, error) {
	conn, err := master.SyscallConn()
	if err != nil {
		return nil, err
	}
	var number int
	var failed error
	err = conn.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed == nil {
			number, failed = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
		_ = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	})
	if err != nil || failed != nil {
		return nil, fmt.Errorf("opening a pseudo-terminal: %v %v", err, failed)
	}
	return os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
}

// collect reads what the program writes until the terminal is closed.
func (p *Pty) collect() {
	buf := make([]byte, 4096)
	for {
		n, err := p.master.Read(buf)
		p.mu.Lock()
		p.out.Write(buf[:n])
		p.closed = err != nil
		p.grown.Broadcast()
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Type writes keys as a terminal sends them, in one piece.
func (p *Pty) Type(keys string) {
	p.t.Helper()
	if _, err := p.master.WriteString(keys); err != nil {
		p.t.Fatalf("typing %q: %v", keys, err)
	}
}

// Output returns all that the program has written so far.
func (p *Pty) Output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

// WaitFor waits until the program has written text, wherever.
func (p *Pty) WaitFor(text string) {
	p.t.Helper()
	p.Await(fmt.Sprintf("%q", text), func(out string) bool { return strings.Contains(out, text) })
}

// Sees waits until the screen shows text, and returns all that it shows. Of a
// full-screen program it looks at whole frames: in half of one there are still keys
// at the bottom that mean nothing any more.
func (p *Pty) Sees(text string) string {
	p.t.Helper()
	var last string
	p.Await("a screen with "+text, func(out string) bool {
		last = Screen(out)
		return strings.Contains(last, text) && rests(out)
	})
	return last
}

// rest is how a frame ends, with the cursor at the beginning of the last line, and
// what is written between two frames.
var rest = regexp.MustCompile(`(\x1b\[\d*;?H|\x07|\x1b\\)$`)

// rests reports whether the program is not in the middle of a frame.
func rests(out string) bool {
	fullScreen := strings.LastIndex(out, "\x1b[?1049h") > strings.LastIndex(out, "\x1b[?1049l")
	return !fullScreen || rest.MatchString(out[max(len(out)-10, 0):])
}

// Screen returns what a terminal shows to which out was written.
func Screen(out string) string {
	v := vt.NewEmulator(80, 24)
	defer v.Close()
	_, _ = v.WriteString(out)
	return v.String()
}

// Await waits until all that the program has written so far satisfies ok. What
// names that for the failure.
func (p *Pty) Await(what string, ok func(out string) bool) {
	p.t.Helper()
	giveUp := time.AfterFunc(limit, func() { p.Hangup() })
	defer giveUp.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for !ok(p.out.String()) {
		if p.closed {
			p.t.Fatalf("the program never wrote %s; it wrote %q", what, p.out.String())
		}
		p.grown.Wait()
	}
}

// Settings returns the terminal's modes: echo, lines or keys, and so on.
func (p *Pty) Settings() unix.Termios {
	p.t.Helper()
	settings, err := unix.IoctlGetTermios(int(p.TTY.Fd()), unix.TCGETS)
	if err != nil {
		p.t.Fatal(err)
	}
	return *settings
}

// Hangup is the window being closed, or the line being cut.
func (p *Pty) Hangup() { _ = p.master.Close() }

// Close closes both ends.
func (p *Pty) Close() {
	p.Hangup()
	_ = p.TTY.Close()
}
