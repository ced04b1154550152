package terminal

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// shown is what a terminal shows of the frames that were written to it. Bubble Tea
// writes a line whole in which anything has changed; shown makes of that the cells
// that have. It understands the frames of full-screen programs, with lines that leave
// no doubt about which column shows what. All else is written as it came, and what
// is on the screen is not known from then on, until it is drawn again.
type shown struct {
	lines   []string // as they were written; "" for one that is not known
	sized   bool     // Bubble Tea knows how large the screen is: no line wraps, no frame scrolls
	was, is reader   // of a line, and of what takes its place
}

// shorten returns what makes the terminal show the same as p would. It is not
// longer than p.
func (s *shown) shorten(p []byte) []byte {
	text, style := string(p), s.is.style
	if f, ok := parseFrame(text); ok {
		if f.fresh {
			s.forget()
		}
		if out, ok := s.draw(f); ok {
			if f.fresh || !s.sized || len(out) >= len(p) {
				return p
			}
			return out
		}
	}
	s.forget()
	s.is = reader{style: style}
	s.is.read(text)
	return p
}

// forget is for when nobody knows what is on the screen.
func (s *shown) forget() { s.lines = nil }

// draw returns what draws a frame. It reports false for one that leaves doubt.
func (s *shown) draw(f frame) (out []byte, ok bool) {
	if more := len(f.lines) - len(s.lines); more > 0 {
		s.lines = append(s.lines, make([]string, more)...)
	}
	for row, line := range f.lines {
		if line == "" {
			continue
		}
		if out, ok = s.drawLine(out, row, line); !ok {
			return nil, false
		}
	}
	return append(out, f.end...), true
}

// drawLine appends what draws a line, and keeps it. It reports false for one that
// leaves doubt.
func (s *shown) drawLine(out []byte, row int, line string) ([]byte, bool) {
	text, erases := strings.CutSuffix(line, ansi.EraseLineRight) // as one does that is shorter than the screen is wide
	if s.is.read(text); !s.is.sure {
		return nil, false
	}
	s.sized = s.sized || erases
	before := s.lines[row]
	if s.sized {
		s.lines[row] = strings.Clone(line)
	}
	if before == "" {
		out = append(out, ansi.CursorPosition(1, row+1)...)
		return append(out, line...), true
	}
	s.was.read(strings.TrimSuffix(before, ansi.EraseLineRight))
	return appendChanges(out, row, s.was.cells, s.is.cells), true
}

// near is how many columns that stay as they are cost no more than a jump over
// them.
const near = 8

// appendChanges appends what makes a line that shows was show is.
func appendChanges(out []byte, row int, was, is cells) []byte {
	end := max(len(was), len(is))
	next := func(column int) int { // that changes
		for column < end && was.at(column) == is.at(column) {
			column++
		}
		return column
	}
	for from := next(0); from < end; {
		to := from + 1
		changed := next(to)
		for ; changed < end && changed-to < near; changed = next(to) {
			to = changed + 1
		}
		out = append(out, ansi.CursorPosition(from+1, row+1)...)
		if to > len(is) {
			out = appendCells(out, is[min(from, len(is)):])
			return append(out, ansi.EraseLineRight...)
		}
		out = appendCells(out, is[from:to])
		from = changed
	}
	return out
}

// appendCells appends what shows cells, with no style in force before and after.
func appendCells(out []byte, cells cells) []byte {
	style := ""
	for _, c := range cells {
		if c.style != style {
			out = appendReset(out, style)
			out = append(out, c.style...)
			style = c.style
		}
		if !c.second {
			out = append(out, c.text...)
		}
	}
	return appendReset(out, style)
}

// appendReset appends what ends a style.
func appendReset(out []byte, style string) []byte {
	if style == "" {
		return out
	}
	return append(out, ansi.ResetStyle...)
}
