package sshserver

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net"
	"slices"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/ssh"
	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Options says what a Server serves. Authority, HostKey, Screens and Run are
// needed.
type Options struct {
	Authority *model.Authority
	HostKey   gossh.Signer

	// Screens returns the screens for somebody. The session has its terminal
	// already, and ends with its Context. The error's sentence is shown instead.
	Screens func(s *kit.Session, who Caller) (tea.Model, error)
	// Run runs a subcommand and returns its exit code.
	Run func(ctx context.Context, c Command) int

	Log    *slog.Logger // nil is none
	Limits Limits       // DefaultLimits where zero
}

// Limits bound what others can take of the machine.
type Limits struct {
	Handshake  time.Duration // until somebody has to have logged in, the time for typing left out
	Typing     time.Duration // for each password that is asked for
	Waiting    int           // connections that have not logged in
	PerAddress int           // of these from one address
	Settle     time.Duration // in which a new one does not count for PerAddress: it may be about to speak
	Tries      int           // wrong passwords on one connection
	Offers     int           // of a connection's attempts of all kinds: keys that nobody has, too
	Sessions   int           // connections that have logged in
	Idle       time.Duration // without a byte either way, over TCP
	Farewell   time.Duration // that people have when the server goes
}

// DefaultLimits are the limits that latchkey has. Idle is a little more than the
// time after which screens lock, which is output and begins it anew.
var DefaultLimits = Limits{
	Handshake: 20 * time.Second, Typing: time.Minute, Waiting: 100, PerAddress: 10, Settle: 250 * time.Millisecond, Tries: 3, Offers: 12,
	Sessions: 200, Idle: 10*time.Minute + 10*time.Second, Farewell: 3 * time.Second,
}

// Server is the SSH door. It serves any number of listeners.
type Server struct {
	options  Options
	limits   Limits
	log      *slog.Logger
	ssh      *ssh.Server
	waiting  *waitingRoom
	sessions *sessions

	mu        sync.Mutex
	listeners map[net.Listener]struct{}
	open      map[*conn]bool // true: has logged in
	closed    bool
	handlers  sync.WaitGroup
}

// New returns a server that listens nowhere yet.
func New(o Options) *Server {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	limits := o.Limits.orDefaults()
	s := &Server{
		options: o, limits: limits, log: o.Log,
		waiting:   newWaitingRoom(limits),
		sessions:  newSessions(limits.Sessions),
		listeners: map[net.Listener]struct{}{},
		open:      map[*conn]bool{},
	}
	s.ssh = &ssh.Server{
		Version:              "latchkey",
		HostSigners:          []ssh.Signer{o.HostKey},
		ServerConfigCallback: s.config,
		ConnCallback:         remember,
		ChannelHandlers:      map[string]ssh.ChannelHandler{"session": s.channel},
		RequestHandlers:      map[string]ssh.RequestHandler{},
		SubsystemHandlers:    map[string]ssh.SubsystemHandler{},
	}
	return s
}

func (l Limits) orDefaults() Limits {
	d := DefaultLimits
	for _, one := range []struct{ at, or *time.Duration }{
		{&l.Handshake, &d.Handshake}, {&l.Typing, &d.Typing}, {&l.Idle, &d.Idle}, {&l.Farewell, &d.Farewell}, {&l.Settle, &d.Settle},
	} {
		if *one.at == 0 {
			*one.at = *one.or
		}
	}
	for _, one := range []struct{ at, or *int }{
		{&l.Waiting, &d.Waiting}, {&l.PerAddress, &d.PerAddress}, {&l.Tries, &d.Tries},
		{&l.Offers, &d.Offers}, {&l.Sessions, &d.Sessions},
	} {
		if *one.at == 0 {
			*one.at = *one.or
		}
	}
	return l
}

// Serve takes connections from l until ctx is done, which ends the listener and
// nothing else; Shutdown ends the sessions. The error is nil then, and that of
// the listener otherwise.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	if !s.track(l) {
		return l.Close()
	}
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	for {
		c, err := l.Accept()
		switch {
		case err == nil:
			s.handle(c)
		case ctx.Err() != nil || errors.Is(err, net.ErrClosed):
			return nil
		case !passing(err):
			return err
		default: // no file descriptors left, as a rule: some will be free soon
			s.log.Warn("a connection could not be accepted", "error", err)
			if !pause(ctx, 50*time.Millisecond) {
				return nil
			}
		}
	}
}

// pause waits for d, and reports false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

func (s *Server) track(l net.Listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.listeners[l] = struct{}{}
	return true
}

// handle serves one connection in a goroutine of its own.
func (s *Server) handle(raw net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = raw.Close()
		return
	}
	c := s.admit(raw)
	s.open[c] = false
	s.handlers.Add(1)
	go func() {
		defer s.handlers.Done()
		defer s.contain("connection")
		s.ssh.HandleConn(c)
	}()
}

// contain keeps a fault in one session from ending the others.
func (s *Server) contain(what string) {
	if r := recover(); r != nil {
		s.log.Error("a fault in latchkey ended a session", "in", what, "fault", r, "stack", stack())
	}
}

// Shutdown ends the server: no new connections, a word to those on the screens,
// then the end of all sessions, at the latest when ctx is done.
func (s *Server) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	for l := range s.listeners {
		_ = l.Close()
	}
	s.mu.Unlock()
	s.sessions.farewell(ctx, s.limits.Farewell)
	s.closeAll()
	finished := make(chan struct{})
	go func() {
		s.handlers.Wait()
		close(finished)
	}()
	select {
	case <-finished:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Server) closeAll() {
	s.mu.Lock()
	open := slices.Collect(maps.Keys(s.open))
	s.mu.Unlock()
	for _, c := range open { // Close takes the lock
		_ = c.Close()
	}
}

// Sessions returns how many people are on the screens and how many commands run.
func (s *Server) Sessions() int { return s.sessions.count() }
