package terminal

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// framesPerSecond is how often a remote terminal is drawn at most.
const framesPerSecond = 60

// pace draws a model no more often than its frames are sent. Bubble Tea asks for
// the view after each message and throws away all but the last one of a frame,
// which is most of the work where many sessions load their lists again after each
// change. What comes after a pause is drawn at once.
type pace struct {
	tea.Model
	*frames
}

// frames is what was drawn, and when.
type frames struct {
	every time.Duration
	text  string
	at    time.Time
	due   bool // the next one is on its way
}

// frameDue says that the next frame may be drawn.
type frameDue struct{}

func newPace(m tea.Model) pace {
	return pace{m, &frames{every: time.Second / framesPerSecond}}
}

// Update gives the model a message.
func (p pace) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(frameDue); ok {
		p.due = false
		return p, nil
	}
	m, cmd := p.Model.Update(msg)
	return pace{m, p.frames}, tea.Batch(cmd, p.next())
}

// next returns the command that brings the next frame, unless that is on its way or
// may be drawn at once.
func (f *frames) next() tea.Cmd {
	wait := f.every - time.Since(f.at)
	if f.due || wait <= 0 {
		return nil
	}
	f.due = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return frameDue{} })
}

// View draws the model, or returns the last frame while the next one is on its way.
func (p pace) View() string {
	if !p.due {
		p.text, p.at = p.Model.View(), time.Now()
	}
	return p.text
}
