package terminal

import (
	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/term"
)

// sized is a program that knows the size of its terminal from the beginning. Bubble
// Tea tells it a moment later, when the first frame may be drawn already: then that
// shows nothing, and the next one comes a whole tick after it.
type sized struct {
	tea.Model
	out uintptr
}

// Init begins the program, and gives it the size. With the first message after that
// it goes on by itself.
func (s *sized) Init() tea.Cmd {
	begin := s.Model.Init()
	width, height, err := term.GetSize(int(s.out))
	if err != nil {
		return begin // it is told later, or that fails too
	}
	m, cmd := s.Model.Update(tea.WindowSizeMsg{Width: width, Height: height})
	s.Model = m
	return tea.Batch(begin, cmd)
}
