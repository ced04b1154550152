package bench

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/cmd/internal/terminal"
)

// cursorMoves is how often the cursor is moved, a screen down at the most.
const cursorMoves = 25

// cursorBytes moves the cursor in a real program, and counts what reaches the
// terminal at the other end of a connection.
func cursorBytes(ctx context.Context, r *run) (report Report, err error) {
	w, err := r.list(ctx, min(r.Tokens, mostFiltered))
	if err != nil {
		return report, err
	}
	st, err := w.show(ctx, 120, 40)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, st.close()) }()
	if err := st.settle(ctx); err != nil {
		return report, err
	}
	sizes, err := st.countMoves(ctx)
	if err != nil {
		return report, err
	}
	report.Figures = []Figure{value("a move, 120 × 40", Bytes, sizes, atMost(400))}
	report.LimitedBy = "The cells that change, and where they are: two names in the list, and the details beside it."
	return report, nil
}

// countMoves returns how many bytes each move of the cursor wrote.
func (st *stage) countMoves(ctx context.Context) ([]float64, error) {
	in, keys := io.Pipe()
	defer keys.Close()
	out := &counter{wrote: make(chan struct{}, 1)}
	remote := terminal.NewRemote(in, out, []string{"TERM=xterm-256color"})
	remote.Resize(120, 40)
	ended := make(chan error, 1)
	go func() { ended <- remote.Run(ctx, shown{st.root}) }()
	out.take(ctx)
	var sizes []float64
	for range cursorMoves {
		if _, err := io.WriteString(keys, "\x1b[B"); err != nil {
			return nil, errors.Join(err, <-ended)
		}
		sizes = append(sizes, float64(out.take(ctx)))
	}
	return sizes, errors.Join(keys.Close(), <-ended, ctx.Err())
}

// shown is a program that has loaded already.
type shown struct{ root tea.Model }

func (s shown) Init() tea.Cmd { return nil }

func (s shown) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := s.root.Update(msg)
	return s, cmd
}

func (s shown) View() string { return s.root.View() }

// counter is a terminal that counts.
type counter struct {
	mu    sync.Mutex
	bytes bytes.Buffer
	wrote chan struct{}
}

func (c *counter) Write(text []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case c.wrote <- struct{}{}:
	default:
	}
	return c.bytes.Write(text)
}

// quiet is how long a program that has drawn writes nothing.
const quiet = 100 * time.Millisecond

// take waits until something was written and nothing more comes, and returns how
// many bytes that were.
func (c *counter) take(ctx context.Context) int {
	select {
	case <-c.wrote:
	case <-ctx.Done():
	case <-time.After(patience):
	}
	for {
		select {
		case <-c.wrote:
			continue
		case <-ctx.Done():
		case <-time.After(quiet):
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		n := c.bytes.Len()
		c.bytes.Reset()
		return n
	}
}
