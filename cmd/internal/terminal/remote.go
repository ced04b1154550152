package terminal

import (
	"context"
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
)

// remoteGrace is how long a program at the other end of a connection may take
// to end when it is told to. Whoever runs it closes the connection then.
const remoteGrace = 2 * time.Second

// Remote is a terminal at the other end of a connection: a stream of keys, one
// of output, and the environment that the other end sent.
type Remote struct {
	in       io.Reader
	writer   *Writer
	environ  []string
	renderer *lipgloss.Renderer
	sizes    chan tea.WindowSizeMsg
	messages chan tea.Msg
	stop     func(context.Context)
	grace    time.Duration
}

// NewRemote returns the terminal behind in and out. A goroutine reads in while
// Run runs, and after it until in ends.
func NewRemote(in io.Reader, out io.Writer, environ []string) *Remote {
	writer := NewWriter(out)
	return &Remote{
		in: in, writer: writer, environ: environ,
		renderer: NewRenderer(writer, environ),
		sizes:    make(chan tea.WindowSizeMsg, 1),
		messages: make(chan tea.Msg, 1),
		grace:    remoteGrace,
	}
}

// Renderer returns the renderer that all styles of this terminal's screens are
// made with.
func (r *Remote) Renderer() *lipgloss.Renderer { return r.renderer }

// Clipboard returns the clipboard of the person at this terminal: native, unless
// that is nil or fails, else the terminal's own.
func (r *Remote) Clipboard(native Native) *Clipboard {
	return NewClipboard(r.writer, r.environ, native)
}

// OnSuspend makes ctrl+z call stop, which returns when the person is back. By
// itself the key does nothing: this process is not the one to stop.
func (r *Remote) OnSuspend(stop func(context.Context)) { r.stop = stop }

// Resize says what size the terminal has now. It never waits: of sizes that came
// faster than the program takes them the last one counts. It is for one
// goroutine at a time.
func (r *Remote) Resize(width, height int) {
	if width <= 0 || height <= 0 {
		return
	}
	select {
	case <-r.sizes:
	default:
	}
	r.sizes <- tea.WindowSizeMsg{Width: width, Height: height}
}

// Tell gives the program a message, and reports false when an earlier one is
// still on its way. It never waits.
func (r *Remote) Tell(msg tea.Msg) bool {
	select {
	case r.messages <- msg:
		return true
	default:
		return false
	}
}

// Run runs the screens of m until m quits, ctx is done, or the input has ended.
// These are a good end. A panic in m, and a program that hangs, give an error of
// KindInternal, as of Terminal.Run; the caller then closes the streams, which
// sets free whatever still waits for them.
func (r *Remote) Run(ctx context.Context, m tea.Model) error {
	keys := NewKeyReader(r.in, nil)
	defer keys.Close()
	ctx, cancel := context.WithCancel(untilGone(ctx, keys))
	defer cancel()
	var p *tea.Program
	screens := newFence(newPace(m))
	p = tea.NewProgram(screens,
		tea.WithContext(ctx),
		tea.WithInput(keys),
		tea.WithOutput(r.writer),
		tea.WithEnvironment(r.environ),
		tea.WithAltScreen(),
		tea.WithFPS(framesPerSecond),
		tea.WithoutSignalHandler(),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			if !wantsSuspend(msg) {
				return msg
			}
			if r.stop != nil {
				suspend(ctx, p, keys, r.stop)
			}
			return nil
		}),
	)
	go r.feed(ctx, p)
	_, err := driver{r.writer, r.grace}.drive(ctx, p)
	if fault := screens.err(); fault != nil {
		err = fault
	}
	return ending(ctx, err)
}

// feed hands sizes and messages to p. Send waits while the other end takes no
// output, which must keep nobody but this goroutine.
func (r *Remote) feed(ctx context.Context, p *tea.Program) {
	for {
		select {
		case size := <-r.sizes:
			p.Send(size)
		case msg := <-r.messages:
			p.Send(msg)
		case <-ctx.Done():
			return
		}
	}
}
