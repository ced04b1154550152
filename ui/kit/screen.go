package kit

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// Screen is one place in the program. Root keeps a stack of them and gives the
// top one the room between the frame's rules. A screen is a pointer: Root tells
// screens apart by identity.
type Screen interface {
	// Init returns the command that loads what the screen shows. It runs each
	// time that the screen comes to the top anew.
	Init() tea.Cmd
	// Update takes a message and returns the screen as it is then. It does no
	// I/O; what takes time is a command. Keys come to the screen on top alone,
	// Changed to the one that is seen, all other messages to every open screen.
	Update(tea.Msg) (Screen, tea.Cmd)
	// View draws the screen in the size of the last SetSize, no larger. The
	// title line is the frame's, not the screen's.
	View() string
	// SetSize says how many cells the screen has.
	SetSize(width, height int)
	// Title names the place, as in "API tokens".
	Title() string
	// Status is the screen's one number, at the right of the title line, as in
	// "4 of 10 active". It may be empty.
	Status() string
	// Keys lists the bindings that work at this moment, the most useful first.
	// The key bar shows as many as fit, whole entries only; help shows all.
	Keys() []key.Binding
	// CapturesText reports whether the screen takes typed characters, so that
	// the global keys (q ? : tab and the like) stand aside. While it does, esc
	// is the screen's own too.
	CapturesText() bool
}

// Dialog is a pop-up over the dimmed screen. It gets every key first, and ends
// with the command that Close makes. A dialog is a pointer. Before Init, and
// when the screen changes its size, it gets a tea.WindowSizeMsg with the room
// that it has.
type Dialog interface {
	Init() tea.Cmd
	Update(tea.Msg) (Dialog, tea.Cmd)
	// View draws the dialog within width by height cells, as a block of its own
	// width; Root puts it into the middle.
	View(width, height int) string
	// Keys lists the bindings that work in the dialog.
	Keys() []key.Binding
}

// Backer is implemented by a screen that uses esc for itself first (to clear a
// filter, say). Back reports whether it did, with the command that follows from
// it; when it did not, Root leaves the screen.
type Backer interface {
	Back() (tea.Cmd, bool)
}

// Helper is implemented by a screen or dialog that can say in a sentence or
// two what it is for. The help of "?" begins with it.
type Helper interface {
	Help() string
}

// Unsaved is implemented by a screen or dialog that can hold what would be
// lost by leaving. Root asks before it quits while one of them says yes.
type Unsaved interface {
	Unsaved() bool
}
