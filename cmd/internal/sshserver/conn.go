package sshserver

import (
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/charmbracelet/ssh"
)

// conn is one connection, with the time that it has: to log in at first, then
// until it has been idle for too long.
type conn struct {
	net.Conn
	server  *Server
	address string // for people and for counting: an IP address, or "this box"
	since   time.Time
	peer    *Peer // who is at the other end of a unix socket; nil over TCP
	spoke   atomic.Bool
	wrong   atomic.Int32 // wrong passwords so far

	mu    sync.Mutex
	known bool // logged in
	end   *time.Timer
	once  sync.Once
}

// Peer is who is at the other end of a unix socket, as the system says.
type Peer struct {
	UID   uint32
	Known bool // false where the system does not say
}

// connKey is where the context of a connection has its conn.
type connKey struct{}

// admit takes a connection in.
func (s *Server) admit(raw net.Conn) *conn {
	c := &conn{Conn: raw, server: s, address: "this box", since: time.Now()}
	if u, ok := raw.(*net.UnixConn); ok {
		c.peer = peerOf(u)
	} else if host, _, err := net.SplitHostPort(raw.RemoteAddr().String()); err == nil {
		c.address = host
	}
	c.mu.Lock()
	c.end = time.AfterFunc(s.limits.Handshake, func() { _ = c.Close() })
	c.mu.Unlock()
	s.waiting.enter(c)
	return c
}

// remember puts a connection where its log-in finds it.
func remember(ctx ssh.Context, c net.Conn) net.Conn {
	ctx.SetValue(connKey{}, c)
	return c
}

// local reports whether the other end is on this machine's unix socket.
func (c *conn) local() bool { return c.peer != nil }

// from says where somebody comes from, for the activity log.
func (c *conn) from() string {
	switch {
	case c.peer == nil:
		return c.address
	case c.peer.Known:
		return fmt.Sprintf("this box, uid %d", c.peer.UID)
	}
	return "this box"
}

// heard reports whether the client has said anything, read yet or not: in a flood
// the one who talks may have to wait to be read.
func (c *conn) heard() bool {
	if c.spoke.Load() {
		return true
	}
	raw, ok := c.Conn.(syscall.Conn)
	if !ok {
		return false
	}
	control, err := raw.SyscallConn()
	if err != nil {
		return false
	}
	n := 0
	err = control.Control(func(fd uintptr) {
		n, _, _ = syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
	})
	return err == nil && n > 0
}

// typing gives a person who has not logged in the time to type.
func (c *conn) typing() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.known {
		c.end.Reset(c.server.limits.Typing)
	}
}

// loggedIn ends the wait, and reports false when there are too many connections
// already. From now on only idleness ends this one, and on the machine itself not
// even that.
func (c *conn) loggedIn() bool {
	if !c.server.seat(c) {
		return false
	}
	c.server.waiting.leave(c)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known = true
	if c.local() {
		c.end.Stop()
		return true
	}
	c.end.Reset(c.server.limits.Idle)
	return true
}

// seat counts c among the connections that have logged in.
func (s *Server) seat(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	seated := 0
	for _, known := range s.open {
		if known {
			seated++
		}
	}
	if _, here := s.open[c]; !here || seated >= s.limits.Sessions {
		return false
	}
	s.open[c] = true
	return true
}

// alive is called for every byte that passes.
func (c *conn) alive() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known && !c.local() {
		c.end.Reset(c.server.limits.Idle)
	}
}

// Read reads what the client sent.
func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.spoke.Store(true)
		c.alive()
	}
	return n, err
}

// Write sends to the client. Only what it takes counts as a sign of life.
func (c *conn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if err == nil {
		c.alive()
	}
	return n, err
}

// SetDeadline does nothing: the library would take the ones away that are here.
func (c *conn) SetDeadline(time.Time) error { return nil }

// Close closes the connection.
func (c *conn) Close() (err error) {
	c.once.Do(func() {
		c.mu.Lock()
		c.end.Stop()
		c.mu.Unlock()
		c.server.waiting.leave(c)
		c.server.mu.Lock()
		delete(c.server.open, c)
		c.server.mu.Unlock()
		err = c.Conn.Close()
	})
	return err
}

// passing reports whether accepting may go well again.
func passing(err error) bool {
	for _, one := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED, syscall.EINTR} {
		if errors.Is(err, one) {
			return true
		}
	}
	return false
}

func stack() string { return string(debug.Stack()) }
