package terminal

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// cell is one column of a line.
type cell struct {
	text   string // a character
	style  string // the sequences for colours and attributes that are in force
	second bool   // it is the second column of a wide character
}

var blank = cell{text: " "}

// cells are the columns of a line.
type cells []cell

// at returns what a column shows. Beyond the end it is blank.
func (c cells) at(column int) cell {
	if column < len(c) {
		return c[column]
	}
	return blank
}

// trim leaves out the blank columns at the end.
func (c cells) trim() cells {
	for len(c) > 0 && c[len(c)-1] == blank {
		c = c[:len(c)-1]
	}
	return c
}

// certainty says how far it is known what a terminal makes of a text.
type certainty int

const (
	certain   certainty = iota // which column shows what
	uncertain                  // that nothing but these columns changes
	foreign                    // nothing: it is more than characters and their style
)

// reader reads what is written to a terminal.
type reader struct {
	cells cells
	style string // in force after what was read
	sure  certainty
}

// carried stands for the style that something before a line has left in force.
const carried = "?"

// read reads a line. It is certain only where its style is its own, and ends with
// it.
func (r *reader) read(text string) {
	r.cells, r.sure = r.cells[:0], certain
	if r.style != "" {
		r.style, r.sure = carried, uncertain
	}
	for len(text) > 0 {
		seq, width, n, _ := ansi.DecodeSequence(text, ansi.NormalState, nil)
		text = text[n:]
		switch {
		case width > 0:
			r.put(seq, width)
		case seq == "\x1b[0m" || seq == ansi.ResetStyle:
			r.style = ""
		case setsStyle(seq):
			r.style += seq
		case seq >= "\u00a0": // no control character, so one that joins another
			r.sure = max(r.sure, uncertain)
		default:
			r.sure = foreign
		}
	}
	if r.style != "" {
		r.sure = max(r.sure, uncertain)
	}
	r.cells = r.cells.trim()
}

func (r *reader) put(character string, width int) {
	if !sameEverywhere(character, width) {
		r.sure = max(r.sure, uncertain)
	}
	for i := range width {
		r.cells = append(r.cells, cell{character, r.style, i > 0})
	}
}

// setsStyle reports whether seq is one for colours and attributes (SGR).
func setsStyle(seq string) bool {
	params, begins := strings.CutPrefix(seq, "\x1b[")
	params, ends := strings.CutSuffix(params, "m")
	return begins && ends && strings.Trim(params, "0123456789;:") == ""
}

// sameEverywhere reports whether all terminals agree on the width of a character.
// They do not on emoji, nor where it is made of several code points.
func sameEverywhere(character string, width int) bool {
	r, n := utf8.DecodeRuneInString(character)
	emoji := r < '⺀' || 0x1F000 <= r && r < 0x20000 // among the wide ones
	return n == len(character) && r != utf8.RuneError && (width == 1 || width == 2 && !emoji)
}
