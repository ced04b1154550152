// Package background keeps Bubble Tea from questioning the terminal.
//
// What is the problem? The init function of Bubble Tea v1 asks the terminal for
// its background colour whenever stdout is a terminal. Every subcommand of a
// program that links it waits for the answer: a round trip, and five seconds
// where none comes.
//
// What does this package do? Its own init tells lipgloss the answer before
// Bubble Tea can ask. Go initialises packages whose imports are ready in the
// order of their import paths, and example.com/… comes before
// github.com/charmbracelet/bubbletea, so that importing this package anywhere in
// a program, for nothing but its init, is enough.
//
// Which colours do screens then get? Those of their session's renderer, see
// terminal.NewRenderer. The default renderer, which this package sets, belongs
// to no terminal: whatever is drawn with it by mistake is plain, everywhere.
package background

import (
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

func init() {
	lipgloss.SetHasDarkBackground(true)
	lipgloss.SetColorProfile(termenv.Ascii)
}
