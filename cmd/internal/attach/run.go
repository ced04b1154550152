package attach

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/term"

	"example.com/latchkey/cmd/internal/terminal"
	"example.com/latchkey/model"
)

// Run runs a subcommand at the other end, with these streams, and returns its
// exit code. The owner of the store and root need not log in; anybody else does,
// by the token of LATCHKEY_TOKEN or at a prompt. Errors: KindUnauthenticated,
// KindUnavailable when the other end is gone.
func (c *Client) Run(ctx context.Context, s Streams, args []string) (int, error) {
	user, auth, err := c.proof(s)
	if err != nil {
		return 0, err
	}
	x, err := c.open(ctx, s, user, auth...)
	if err != nil {
		return 0, err
	}
	defer x.client.Close()
	if in := tty(s.Stdin); in != nil {
		if before, err := term.GetState(int(in.Fd())); err == nil {
			defer func() { _ = term.Restore(int(in.Fd()), before) }() // a prompt may be cut short
		}
	}
	to, err := x.remote.StdinPipe()
	if err != nil {
		return 0, goneError(err)
	}
	x.stdin = func() {
		go func() {
			_, _ = io.Copy(to, s.Stdin)
			_ = to.Close()
		}()
	}
	x.remote.Stdout, x.remote.Stderr = s.Stdout, s.Stderr
	if err := x.remote.Start(quoted(args)); err != nil {
		return 0, goneError(err)
	}
	return x.wait()
}

// quoted writes words so that the other end splits them as they are.
func quoted(args []string) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	}
	return strings.Join(words, " ")
}

// loggingIn is the user name of whoever has something to prove: without one the
// other end asks nothing.
const loggingIn = "-"

// proof returns how this user logs in.
func (c *Client) proof(s Streams) (user string, auth []gossh.AuthMethod, err error) {
	switch token := s.getenv("LATCHKEY_TOKEN"); {
	case token != "":
		return loggingIn, []gossh.AuthMethod{gossh.Password(token)}, nil
	case c.owner():
		return "", nil, nil
	case tty(s.Stdin) != nil:
		return loggingIn, []gossh.AuthMethod{gossh.KeyboardInteractive(s.ask)}, nil
	}
	return "", nil, failure(model.KindForbidden, nil,
		"Only root and the owner of the data directory act without logging in. Put a user API token into LATCHKEY_TOKEN.")
}

var errNothingTyped = errors.New("nothing was typed")

// ask asks what the other end wants to know, on the terminal.
func (s Streams) ask(_, instruction string, questions []string, echos []bool) ([]string, error) {
	if instruction != "" {
		fmt.Fprintln(s.Stderr, model.Printable(instruction))
	}
	answers := make([]string, 0, len(questions))
	for i, question := range questions {
		text, err := s.askOne(question, echos[i])
		if err != nil {
			return nil, err
		}
		answers = append(answers, text)
	}
	return answers, nil
}

func (s Streams) askOne(question string, echo bool) (string, error) {
	in := tty(s.Stdin)
	if in == nil {
		return "", errNothingTyped
	}
	if !echo {
		return terminal.AskSecret(in, s.Stderr, model.Printable(question))
	}
	fmt.Fprint(s.Stderr, model.Printable(question))
	var line []byte
	for b := make([]byte, 1); ; { // byte by byte: what comes after is for the next question
		if n, err := in.Read(b); err != nil || n == 0 {
			return "", errNothingTyped
		}
		if b[0] == '\n' {
			return strings.TrimSuffix(string(line), "\r"), nil
		}
		line = append(line, b[0])
	}
}
