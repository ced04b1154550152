package terminal

import (
	"fmt"
	"strings"
	"sync"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// twins are two terminals. What is written reaches one as it is, and the other
// through a Writer; they have to show the same after each Write.
type twins struct {
	mu      sync.Mutex
	plain   *vt.Emulator
	through counted
	writer  *Writer
	frames  int      // that were written
	shorter int      // of which less was sent
	differ  []string // what they have shown differently
}

// counted is a terminal that counts the bytes that it gets.
type counted struct {
	*vt.Emulator
	bytes int
}

func (c *counted) Write(p []byte) (int, error) {
	c.bytes += len(p)
	return c.Emulator.Write(p)
}

func newTwins(width, height int) *twins {
	t := &twins{plain: vt.NewEmulator(width, height), through: counted{Emulator: vt.NewEmulator(width, height)}}
	t.writer = NewWriter(&t.through)
	return t
}

// Write writes p to both, and compares them.
func (t *twins) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.through.bytes
	_, _ = t.plain.Write(p)
	n, err := t.writer.Write(p)
	if _, ok := parseFrame(string(p)); ok {
		t.frames++
	}
	if t.through.bytes-before < len(p) {
		t.shorter++
	}
	t.compare(fmt.Sprintf("after %q", p))
	return n, err
}

// resize gives both another size. What was on them moves, as it does on many.
func (t *twins) resize(width, height int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, v := range []*vt.Emulator{t.plain, t.through.Emulator} {
		v.Resize(width, height)
		_, _ = v.WriteString("\x1b[H\x1b[L")
	}
}

func (t *twins) compare(when string) {
	if a, b := t.plain.CursorPosition(), t.through.CursorPosition(); a != b {
		t.differ = append(t.differ, fmt.Sprintf("%s the cursor is at %v, and has to be at %v", when, b, a))
	}
	for y := range t.plain.Height() {
		for x := range t.plain.Width() {
			if a, b := cellAt(t.plain, x, y), cellAt(t.through.Emulator, x, y); !a.Equal(&b) {
				t.differ = append(t.differ, fmt.Sprintf("%s, in column %d of line %d, there is %+v, and has to be %+v", when, x+1, y+1, b, a))
			}
		}
	}
}

// cellAt returns what a terminal shows at a place. What was never written is blank.
func cellAt(v *vt.Emulator, x, y int) uv.Cell {
	if c := v.CellAt(x, y); c != nil && !c.IsZero() {
		return *c
	}
	return uv.EmptyCell
}

// said returns how the terminals differed; "" when they did not.
func (t *twins) said() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.differ[:min(len(t.differ), 3)], "\n")
}

// counts returns how many frames were written so far, and of how many of them less
// was sent.
func (t *twins) counts() (frames, shorter int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.frames, t.shorter
}

// bytes returns how many bytes were sent so far.
func (t *twins) bytes() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.through.bytes
}

// sheet is a program that shows a text.
type sheet string

func (s sheet) Init() tea.Cmd { return nil }
func (s sheet) View() string  { return string(s) }

func (s sheet) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if next, ok := msg.(sheet); ok {
		return next, nil
	}
	return s, nil
}

// drawn is Bubble Tea drawing sheets on twins, in a time of the test's own.
type drawn struct {
	*tea.Program
	*twins
	ended chan struct{}
}

// draw begins to draw. It has to be in a bubble of synctest.
func draw(width, height int) *drawn {
	t := newTwins(width, height)
	d := &drawn{twins: t, ended: make(chan struct{}), Program: tea.NewProgram(sheet(""), tea.WithOutput(t),
		tea.WithInput(strings.NewReader("")), tea.WithAltScreen(), tea.WithFPS(120), tea.WithoutSignalHandler())}
	go func() {
		defer close(d.ended)
		_, _ = d.Run()
	}()
	d.wait()
	return d
}

// send gives the program a message, and waits until that is drawn.
func (d *drawn) send(msg tea.Msg) {
	d.Send(msg)
	d.wait()
}

// wait lets the time of two frames pass.
func (d *drawn) wait() {
	<-time.After(time.Second / 60)
	synctest.Wait()
}

func (d *drawn) resize(width, height int) {
	d.twins.resize(width, height)
	d.send(tea.WindowSizeMsg{Width: width, Height: height})
}

func (d *drawn) end() {
	d.Quit()
	<-d.ended
}
