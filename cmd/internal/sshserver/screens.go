package sshserver

import (
	"context"
	"errors"

	"example.com/latchkey/cmd/internal/terminal"
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// The exit codes of a session without a subcommand.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitUnavailable = 5
)

// screens runs the screens until the person leaves, and returns the exit code.
func (x *session) screens() int {
	if x.pty == nil {
		x.say("latchkey needs a terminal for its screens: ssh -t. For scripts use the subcommands: --help.")
		return exitUsage
	}
	s := x.kitSession(x.ctx)
	m, err := x.server.options.Screens(s, x.caller)
	if err != nil {
		x.say(model.Sentence(err))
		return exitUnavailable
	}
	err = x.remote.Run(x.ctx, m)
	if err != nil {
		x.server.log.Error("the screens of a session failed", "error", err, "cause", errors.Unwrap(err))
	}
	return x.ended(err)
}

// ended says how the session came to its end, where the person does not know.
func (x *session) ended(err error) int {
	x.mu.Lock()
	why := x.why
	x.mu.Unlock()
	switch {
	case why != "":
		x.say(why)
		return exitUnavailable
	case err != nil:
		x.say(model.Sentence(err))
		return exitFailed
	}
	return exitOK
}

// kitSession returns the session that screens share, with the terminal of the
// person at the other end.
func (x *session) kitSession(ctx context.Context) *kit.Session {
	s := kit.NewSession(ctx, x.remote.Renderer())
	s.Authority = x.server.options.Authority
	s.Origin = x.caller.Origin
	var native terminal.Native
	if x.attached != nil {
		if x.attached.hello.Clipboard {
			native = x.attached.copy
		}
		s.Files = remoteFiles{x.attached}
		x.remote.OnSuspend(x.attached.suspend)
	}
	s.Clipboard = x.remote.Clipboard(native)
	if x.caller.LoggedIn() {
		s.Leave = x.end
	}
	return s
}
