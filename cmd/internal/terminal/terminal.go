package terminal

import (
	"context"
	"os"
	"time"

	// Before Bubble Tea's own init, which would ask the terminal.
	_ "example.com/latchkey/cmd/internal/terminal/background"

	"github.com/charmbracelet/lipgloss"
	"golang.org/x/term"

	"example.com/latchkey/model"
)

// Terminal is the terminal that this process was started on.
type Terminal struct {
	in, out   *os.File
	environ   []string
	writer    *Writer
	renderer  *lipgloss.Renderer
	clipboard *Clipboard
	files     *Files

	escapeWait time.Duration
	grace      time.Duration             // for the program to end when it is told to
	stop       func(ctx context.Context) // stops this process until it is continued
}

// Open returns the terminal behind in and out. environ is the environment of
// the process. The error is of KindInvalid when in or out is not a terminal.
func Open(in, out *os.File, environ []string) (*Terminal, error) {
	if !term.IsTerminal(int(in.Fd())) || !term.IsTerminal(int(out.Fd())) {
		return nil, failure(model.KindInvalid, nil,
			"latchkey needs a terminal for its screens; for scripts use the subcommands: latchkey --help")
	}
	writer := NewWriter(out)
	t := &Terminal{
		in: in, out: out, environ: environ, writer: writer,
		renderer:   NewRenderer(out, environ),
		clipboard:  NewClipboard(writer, environ, SystemClipboard(environ)),
		files:      NewFiles(environ),
		escapeWait: escapeWait,
		grace:      2 * time.Second,
	}
	t.stop = func(ctx context.Context) { StopProcess(ctx, in) }
	return t, nil
}

// Renderer returns the renderer that all styles of this terminal's screens are
// made with.
func (t *Terminal) Renderer() *lipgloss.Renderer { return t.renderer }

// Clipboard returns the clipboard of the person at this terminal.
func (t *Terminal) Clipboard() *Clipboard { return t.clipboard }

// Files returns the files of the person at this terminal.
func (t *Terminal) Files() *Files { return t.files }
