package attach

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/term"

	"example.com/latchkey/cmd/internal/terminal"
	"example.com/latchkey/model"
)

// Streams are the person's end.
type Streams struct {
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Environ []string
}

func (s Streams) getenv(name string) string {
	for _, line := range s.Environ {
		if value, ok := strings.CutPrefix(line, name+"="); ok {
			return value
		}
	}
	return ""
}

// tty returns f as a terminal; nil when it is none.
func tty(f any) *os.File {
	if file, ok := f.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return file
	}
	return nil
}

// session is one session on a connection.
type session struct {
	Streams
	ctx       context.Context
	client    *gossh.Client
	remote    *gossh.Session
	clipboard terminal.Native
	suspend   func()        // gives the terminal back, stops, takes it again
	stdin     func()        // begins to pass stdin on
	served    chan struct{} // closed when the requests of the other end have ended
}

// open logs in over the connection and opens a session with what the other end
// needs to know about this one.
func (c *Client) open(ctx context.Context, s Streams, user string, auth ...gossh.AuthMethod) (*session, error) {
	config := &gossh.ClientConfig{
		User: user, Auth: auth, ClientVersion: "SSH-2.0-latchkey",
		HostKeyCallback: func(string, net.Addr, gossh.PublicKey) error { return nil }, // trusted has looked who it is
	}
	conn, channels, requests, err := gossh.NewClientConn(c.conn, c.path, config)
	if err != nil {
		return nil, loginError(err)
	}
	none := make(chan *gossh.Request)
	close(none)
	x := &session{
		Streams: s, ctx: ctx, client: gossh.NewClient(conn, channels, none),
		clipboard: terminal.SystemClipboard(s.Environ), served: make(chan struct{}),
		suspend: func() {}, stdin: func() {},
	}
	files := x.client.HandleChannelOpen(fileChannel)
	go x.files(files)
	if x.remote, err = x.client.NewSession(); err != nil {
		_ = x.client.Close()
		return nil, goneError(err)
	}
	x.introduce()
	go x.answer(requests)
	return x, nil
}

// introduce says what this end is and can do.
func (x *session) introduce() {
	hello := struct{ StdinTerminal, StdoutTerminal, Clipboard bool }{tty(x.Stdin) != nil, tty(x.Stdout) != nil, x.clipboard != nil}
	_, _ = x.remote.SendRequest(attachRequest, true, gossh.Marshal(hello))
	for _, name := range terminalVariables {
		if value := x.getenv(name); value != "" {
			_ = x.remote.Setenv(name, value) // what is not welcome is left out
		}
	}
}

// terminalVariables are those that say what a terminal can show.
var terminalVariables = []string{
	"COLORTERM", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORFGBG", "LATCHKEY_BACKGROUND",
	"TMUX", "STY", "TERM_PROGRAM", "LANG", "LC_ALL", "LC_CTYPE",
}

// wait waits for the session to end and returns its exit code. When ctx is done
// it cuts the connection and returns 1.
func (x *session) wait() (int, error) {
	stop := context.AfterFunc(x.ctx, func() { _ = x.client.Close() })
	defer stop()
	err := x.remote.Wait()
	_ = x.client.Close()
	var exit *gossh.ExitError
	switch {
	case err == nil:
		return 0, nil
	case errors.As(err, &exit):
		return exit.ExitStatus(), nil
	case x.ctx.Err() != nil:
		return 1, nil
	}
	return 0, goneError(err)
}

func goneError(err error) error {
	return failure(model.KindUnavailable, err, "The latchkey that this was attached to has ended.")
}

// loginError tells a log-in that was refused from a connection that broke.
func loginError(err error) error {
	if strings.Contains(err.Error(), "unable to authenticate") {
		return failure(model.KindUnauthenticated, err, "That does not let you in.")
	}
	return goneError(err)
}
