package sshserver

import (
	"context"
	"io"
	"strings"

	"golang.org/x/term"

	"example.com/latchkey/model"
)

// Command is a subcommand that somebody runs from elsewhere. Nothing in it says
// what the caller may do but Caller.
type Command struct {
	Caller  Caller
	Args    []string
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Environ []string // what the client's terminal can show

	// Terminal says that stdout ends in a terminal, and Unseen that nobody can tell:
	// ssh without -t says nothing of what stands at its end.
	Terminal, Unseen bool
	// Prompt asks for a secret on the person's terminal, without echo; nil where
	// stdin is what it is read from.
	Prompt func(prompt string) (model.Secret, error)
}

// command runs a subcommand and returns its exit code.
func (x *session) command(text string) int {
	args, err := words(text)
	if err != nil {
		x.say("The command cannot be read: " + err.Error() + ".")
		return exitUsage
	}
	c := Command{Caller: x.caller, Args: args, Stdin: x.ch, Stdout: x.ch, Stderr: x.ch.Stderr(), Environ: x.env.environ("")}
	switch {
	case x.attached != nil:
		x.atTheirEnd(&c)
	case x.pty != nil:
		x.onPty(&c)
	default:
		c.Unseen = true
	}
	code := x.server.options.Run(x.ctx, c)
	x.mu.Lock()
	why := x.why
	x.mu.Unlock()
	x.say(why)
	return code
}

// atTheirEnd lets the attached client read stdin, when it is asked for, and ask.
func (x *session) atTheirEnd(c *Command) {
	c.Terminal = x.attached.hello.StdoutTerminal
	c.Stdin = &lazyInput{ask: x.attached.wantStdin, from: x.ch}
	if x.attached.hello.StdinTerminal {
		c.Prompt = x.attached.prompt
	}
}

// onPty makes up for the terminal of ssh -t, which the client has in raw mode.
func (x *session) onPty(c *Command) {
	out := lineEnds{x.ch}
	c.Stdout, c.Stderr, c.Terminal = out, out, true
	line := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{x.ch, x.ch}, "")
	c.Stdin = interruptible{x.ch, x.cancel}
	c.Prompt = func(prompt string) (model.Secret, error) {
		text, err := line.ReadPassword(prompt + ": ")
		if err != nil {
			return model.Secret{}, &model.Error{Kind: model.KindInvalid, Message: "Nothing was typed.", Err: err}
		}
		return model.NewSecret(text), nil
	}
}

// lineEnds writes line ends as a terminal in raw mode needs them.
type lineEnds struct{ out io.Writer }

// Write returns how much of p was written.
func (l lineEnds) Write(p []byte) (int, error) {
	if _, err := io.WriteString(l.out, strings.ReplaceAll(string(p), "\n", "\r\n")); err != nil {
		return 0, err
	}
	return len(p), nil
}

// interruptible ends a command when ctrl+c is typed to it, and the input at
// ctrl+d.
type interruptible struct {
	in     io.Reader
	cancel context.CancelFunc
}

// Read reads what is typed.
func (i interruptible) Read(p []byte) (int, error) {
	n, err := i.in.Read(p)
	for at, b := range p[:n] {
		switch b {
		case 0x03:
			i.cancel()
			return 0, context.Canceled
		case 0x04:
			return at, io.EOF
		case '\r':
			p[at] = '\n'
		}
	}
	return n, err
}

// lazyInput asks the client for its stdin when something reads it. What nothing
// reads stays there, for whoever comes after.
type lazyInput struct {
	ask   func()
	asked bool
	from  io.Reader
}

// Read reads the client's stdin.
func (l *lazyInput) Read(p []byte) (int, error) {
	if !l.asked {
		l.asked = true
		l.ask()
	}
	return l.from.Read(p)
}
