package terminal

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"
)

// wantsSuspend tells ctrl+z, typed or asked for by the model.
func wantsSuspend(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.SuspendMsg:
		return true
	case tea.KeyMsg:
		return msg.Type == tea.KeyCtrlZ
	}
	return false
}

// suspend gives the terminal back, stops what runs at the person's end, and takes
// the terminal again. Bubble Tea's own way loses the key after it, since it cannot end a Read
// of ours, and waits for ever where nothing can stop the process.
func suspend(ctx context.Context, p *tea.Program, keys *KeyReader, stop func(context.Context)) {
	keys.pause()
	err := p.ReleaseTerminal()
	if err == nil {
		stop(ctx)
	}
	keys.resume()
	if ctx.Err() != nil {
		return
	}
	_ = p.RestoreTerminal()
	go p.Send(tea.ResumeMsg{})
}
