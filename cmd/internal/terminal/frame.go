package terminal

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// frame is one drawing of Bubble Tea's in the alternate screen, as its renderer
// writes it: from the top left, line after line, to the beginning of the last one.
type frame struct {
	lines []string // as they are written; "" for one that stays as it is
	fresh bool     // it draws all lines, whatever is on the screen
	end   string   // puts the cursor where the renderer leaves it
}

// parseFrame takes apart what Bubble Tea wrote. It reports false for all that is
// no frame, and for one that is done in another way than the usual one.
func parseFrame(text string) (frame, bool) {
	text, begins := strings.CutPrefix(text, ansi.CursorHomePosition)
	last := strings.LastIndex(text, "\x1b[")
	if !begins || last < 0 {
		return frame{}, false
	}
	f := frame{end: text[last:]}
	text, f.fresh = strings.CutPrefix(text[:last], "\r")
	f.lines = strings.Split(text, "\n")
	if f.end != ansi.CursorPosition(0, len(f.lines)) {
		return frame{}, false
	}
	for i, line := range f.lines[:len(f.lines)-1] {
		if line == "" {
			continue
		}
		var ends bool
		if f.lines[i], ends = strings.CutSuffix(line, "\r"); !ends {
			return frame{}, false
		}
	}
	return f, true
}
