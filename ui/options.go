package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/ui/kit"
)

// Tab is one of the program's main places.
type Tab struct {
	Title  string
	Places []Place // at least one; with more, a line under the tabs names them
}

// Place is a place within a tab. Its screen is made when it is first shown and
// stays until the tabs are built anew.
type Place struct {
	Name    string
	Command string // what leads there after a colon, as in "service-users"
	Open    func() kit.Screen
}

// Command is something that can be typed after a colon. Places are commands
// by themselves.
type Command struct {
	Name    string
	Summary string // what it does, in a few words
	Run     func(args string) tea.Cmd
}

// Options says what Root shows and what it does when. Only Tabs is needed.
type Options struct {
	Program  string                   // "" is latchkey
	Header   func() (org, who string) // what stands beside the program's name; quick, it runs for each frame
	Gate     kit.Screen               // shown at first, without the tabs; nil is the tabs at once
	Tabs     func() []Tab             // asked each time that the tabs are built
	Commands []Command                // besides the places
	Idle     time.Duration            // how long without a key until OnIdle; 0 is never
	OnIdle   func() tea.Cmd           // runs while the tabs are shown
	QuitNote func() string            // what else quitting would end, in a sentence; "" is nothing
}
