package attach

import (
	"context"
	"io"
	"os"
	"time"

	"github.com/muesli/cancelreader"
	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/term"

	"example.com/latchkey/cmd/internal/terminal"
	"example.com/latchkey/model"
)

// leaveScreen undoes what screens that ended without a word have left behind:
// bracketed paste off, alternate screen left, cursor shown, colours as they were.
const leaveScreen = "\x1b[?2004l\x1b[?1049l\x1b[?25h\x1b[0m"

// Screens shows the screens of the other end on this terminal until the person
// leaves, and returns the exit code. The terminal is as it was then, whatever
// happened. Errors: KindInvalid without a terminal, KindUnavailable when the
// other end is gone.
func (c *Client) Screens(ctx context.Context, s Streams) (int, error) {
	in, out := tty(s.Stdin), tty(s.Stdout)
	if in == nil || out == nil {
		return 0, failure(model.KindInvalid, nil, "latchkey needs a terminal for its screens; for scripts use the subcommands: latchkey --help")
	}
	x, err := c.open(ctx, s, "")
	if err != nil {
		return 0, err
	}
	defer x.client.Close()
	width, height, err := term.GetSize(int(out.Fd()))
	if err != nil {
		width, height = 80, 24
	}
	if err := x.remote.RequestPty(orElse(s.getenv("TERM"), "dumb"), height, width, gossh.TerminalModes{}); err != nil {
		return 0, goneError(err)
	}
	return x.onTerminal(in, out)
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// onTerminal starts the screens, with this terminal in raw mode until they end.
func (x *session) onTerminal(in, out *os.File) (int, error) {
	before, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return 0, failure(model.KindUnavailable, err, "The terminal cannot be used: it does not take other settings.")
	}
	defer func() { _ = term.Restore(int(in.Fd()), before) }()
	x.suspend = func() {
		_ = term.Restore(int(in.Fd()), before)
		terminal.StopProcess(x.ctx, in)
		_, _ = term.MakeRaw(int(in.Fd()))
		x.tellSize(out)
	}
	keys, err := x.remote.StdinPipe()
	if err != nil {
		return 0, goneError(err)
	}
	x.remote.Stdout, x.remote.Stderr = out, out
	if err := x.remote.Shell(); err != nil {
		return 0, goneError(err)
	}
	defer x.watchSize(out)()
	defer passKeys(keys, in)()
	code, err := x.wait()
	if err != nil || x.ctx.Err() != nil { // it could not tidy up itself
		_, _ = io.WriteString(out, leaveScreen)
	}
	return code, err
}

// passKeys passes on what is typed, until the function that it returns is called:
// from then on keys are for whoever comes after.
func passKeys(to io.WriteCloser, in *os.File) func() {
	source, err := cancelreader.NewReader(in)
	if err != nil {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(to, source)
		_ = to.Close() // the terminal is gone
	}()
	return func() {
		if source.Cancel() {
			select {
			case <-done:
			case <-time.After(time.Second): // it waits for the other end, not for a key
			}
		}
		_ = source.Close()
	}
}

func (x *session) tellSize(out *os.File) {
	if width, height, err := term.GetSize(int(out.Fd())); err == nil {
		_ = x.remote.WindowChange(height, width)
	}
}
