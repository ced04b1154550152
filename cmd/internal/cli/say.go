package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"example.com/latchkey/model"
)

// say writes text for a person to stderr: printable, and on a terminal in lines
// that break between words alone.
func (e Env) say(text string) {
	text = model.Printable(text)
	if f, ok := onTerminal(e.Stderr); ok {
		text = wrapped(text, widthOf(f))
	}
	fmt.Fprintln(e.Stderr, text)
}

// widthOf returns how many cells a terminal has in a line; 0 when it does not say.
func widthOf(f *os.File) int {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// wrapped breaks text between words into lines of at most width cells. A word that
// is longer than that stays whole, so that it can be copied.
func wrapped(text string, width int) string {
	var out strings.Builder
	column := 0
	for i, word := range strings.Split(text, " ") {
		cells := ansi.StringWidth(word)
		switch {
		case i == 0:
		case width > 0 && column+1+cells > width:
			out.WriteByte('\n')
			column = 0
		default:
			out.WriteByte(' ')
			column++
		}
		out.WriteString(word)
		column += cells
	}
	return out.String()
}
