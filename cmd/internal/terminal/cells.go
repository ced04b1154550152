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

// reader reads what is written to a terminal.
type reader struct {
	cells cells
	style string // in force after what was read
	sure  bool   // it is known which column shows what
}

// carried stands for the style that something before a line has left in force.
const carried = "?"

// read reads a line. Sure is only one whose style is its own, and ends with it.
func (r *reader) read(text string) {
	r.cells, r.sure = r.cells[:0], true
	if r.style != "" {
		r.style, r.sure = carried, false
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
		default:
			r.sure = false
		}
	}
	r.cells = r.cells.trim()
	r.sure = r.sure && r.style == ""
}

func (r *reader) put(character string, width int) {
	r.sure = r.sure && sameEverywhere(character, width)
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

// sameEverywhere reports whether terminals agree that a character takes so many
// columns, whatever stands beside it. They do on letters of Europe, punctuation,
// lines and symbols, and on those of East Asia; not on emoji, on scripts that join
// letters or run from right to left, nor on what is made of several code points.
func sameEverywhere(character string, width int) bool {
	r, n := utf8.DecodeRuneInString(character)
	narrow := r < 0x0590 || 0x2010 <= r && r < 0x2c00
	wide := 0x2e80 <= r && r < 0xa4d0 || '가' <= r && r <= '힣' || '！' <= r && r <= '｠' || 0x20000 <= r
	return n == len(character) && (narrow && width == 1 || wide && width == 2)
}
