//go:build linux

package terminal

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/cmd/internal/terminal/ptytest"
)

// painter tells the size that it knew when it was drawn first.
type painter struct {
	drawn chan tea.WindowSizeMsg
	size  tea.WindowSizeMsg
}

func (p painter) Init() tea.Cmd { return nil }

func (p painter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		p.size = size
	}
	return p, nil
}

func (p painter) View() string {
	select {
	case p.drawn <- p.size:
	default:
	}
	return "drawn"
}

// TestTheFirstFrameHasItsSize: nothing has to be drawn blank before.
func TestTheFirstFrameHasItsSize(t *testing.T) {
	pty := ptytest.Open(t)
	terminal, err := Open(pty.TTY, pty.TTY, []string{"TERM=xterm-256color"})
	if err != nil {
		t.Fatal(err)
	}
	drawn, ended := make(chan tea.WindowSizeMsg, 1), make(chan error, 1)
	go func() {
		_, err := terminal.Run(t.Context(), painter{drawn: drawn})
		ended <- err
	}()
	if got, want := <-drawn, (tea.WindowSizeMsg{Width: 80, Height: 24}); got != want {
		t.Errorf("it is drawn first with %v, want %v", got, want)
	}
	pty.Hangup()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
