package sshserver

import (
	"context"
	"fmt"
	"io"
	"sync"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/ssh"
	gossh "golang.org/x/crypto/ssh"

	"example.com/latchkey/cmd/internal/terminal"
	"example.com/latchkey/model"
)

// session is one session channel: the screens on a terminal, or one command.
type session struct {
	server *Server
	conn   *gossh.ServerConn
	ch     gossh.Channel
	caller Caller
	ctx    context.Context
	cancel context.CancelFunc

	env      environment
	pty      *ptyRequest
	attached *client // the client is package attach; nil for any other
	started  bool

	mu     sync.Mutex
	remote *terminal.Remote // of screens
	why    string           // the sentence that the session ends with
}

// channel serves one session channel.
func (s *Server) channel(_ *ssh.Server, c *gossh.ServerConn, open gossh.NewChannel, ctx ssh.Context) {
	defer s.contain("session")
	caller, ok := callerOf(c)
	if !ok {
		_ = open.Reject(gossh.Prohibited, "log in first")
		return
	}
	x := &session{server: s, conn: c, caller: caller, env: environment{}}
	x.ctx, x.cancel = context.WithCancel(ctx)
	defer x.cancel()
	if !s.sessions.enter(x) {
		_ = open.Reject(gossh.ResourceShortage, "latchkey has as many sessions as it takes, or is stopping; try again later")
		return
	}
	defer s.sessions.leave(x)
	ch, requests, err := open.Accept()
	if err != nil {
		return
	}
	x.ch = ch
	defer ch.Close()
	x.serve(requests)
}

// serve answers the requests of the client until what it started has ended, or
// the client has gone.
func (x *session) serve(requests <-chan *gossh.Request) {
	var done chan struct{}
	for {
		select {
		case req, ok := <-requests:
			if !ok {
				x.cancel()
				if done != nil {
					<-done
				}
				return
			}
			run, answer := x.request(req)
			if req.WantReply {
				_ = req.Reply(answer, nil)
			}
			if run != nil {
				done = make(chan struct{})
				go x.start(run, done)
			}
		case <-done:
			go gossh.DiscardRequests(requests)
			return
		}
	}
}

// start runs what the session is for and tells the client how it ended. A fault
// in it ends this session alone.
func (x *session) start(run func() int, done chan<- struct{}) {
	defer close(done)
	code := exitFault
	func() {
		defer x.server.contain("session")
		code = run()
	}()
	if code == exitFault {
		x.say("That ended because of a fault in latchkey. The log has the details.")
		code = 1
	}
	_, _ = x.ch.SendRequest("exit-status", false, gossh.Marshal(exitStatus{uint32(code)}))
	_ = x.ch.CloseWrite()
}

// exitFault stands for a run that never returned.
const exitFault = -1

// request answers one request. Run is what it started, if anything.
func (x *session) request(req *gossh.Request) (run func() int, answer bool) {
	switch req.Type {
	case "pty-req":
		return nil, x.takePty(req)
	case "window-change":
		return nil, x.resize(req)
	case "env":
		var r envRequest
		return nil, !x.started && read(req, &r) && x.env.set(r.Name, r.Value)
	case AttachRequest:
		return nil, x.attach(req)
	case "signal":
		x.cancel()
		return nil, true
	case "shell":
		return x.begin(x.screens, "")
	case "exec":
		var r execRequest
		if !read(req, &r) {
			return nil, false
		}
		return x.begin(func() int { return x.command(r.Command) }, r.Command)
	}
	return nil, false
}

func (x *session) begin(run func() int, command string) (func() int, bool) {
	if x.started {
		return nil, false
	}
	x.started = true
	if command == "" {
		run = x.screens
	}
	if command == "" && x.pty != nil {
		x.mu.Lock()
		x.remote = terminal.NewRemote(x.ch, x.ch, x.env.environ(x.pty.Term))
		x.remote.Resize(cells(x.pty.Columns), cells(x.pty.Rows))
		x.mu.Unlock()
	}
	return run, true
}

func (x *session) takePty(req *gossh.Request) bool {
	var r ptyRequest
	if x.started || x.pty != nil || !read(req, &r) {
		return false
	}
	x.pty = &r
	return true
}

func (x *session) resize(req *gossh.Request) bool {
	var r windowChange
	if x.pty == nil || !read(req, &r) {
		return false
	}
	x.pty.Columns, x.pty.Rows = r.Columns, r.Rows
	if x.remote != nil { // only begin writes to it, in this goroutine
		x.remote.Resize(cells(r.Columns), cells(r.Rows))
	}
	return true
}

func (x *session) attach(req *gossh.Request) bool {
	var h hello
	if x.started || x.caller.Peer == nil || !read(req, &h) {
		return false
	}
	x.attached = &client{conn: x.conn, hello: h}
	return true
}

// tell gives the screens a message, where there are any.
func (x *session) tell(msg tea.Msg) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.remote != nil {
		x.remote.Tell(msg)
	}
}

// end ends the session with a sentence.
func (x *session) end(why string) {
	x.mu.Lock()
	if x.why == "" {
		x.why = why
	}
	x.mu.Unlock()
	x.cancel()
}

// aside is where a person reads what is no output. On a terminal there is one
// stream: of two a client may show the second first.
func (x *session) aside() io.Writer {
	if x.pty != nil {
		return x.ch
	}
	return x.ch.Stderr()
}

// say writes a line for the person.
func (x *session) say(sentence string) {
	if sentence == "" {
		return
	}
	end := "\n"
	if x.pty != nil {
		end = "\r\n"
	}
	_, _ = fmt.Fprintf(x.aside(), "latchkey: %s%s", model.Printable(sentence), end)
}
