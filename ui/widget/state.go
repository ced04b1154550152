package widget

import (
	"fmt"
	"strings"

	"example.com/latchkey/ui/kit"
)

// Condition is how a thing fares. It is always shown as a glyph and a word, so
// that nothing depends on colour.
type Condition int

// The conditions.
const (
	Fine    Condition = iota // ● works
	Soon                     // ◐ works, but not for long or not wholly
	Over                     // ○ has ended by itself
	Refused                  // ✗ was ended, or is not let through
)

// State returns the cell for a condition in the words that fit the thing:
// "● active", "✗ revoked".
func State(c Condition, word string) Cell {
	switch c {
	case Soon:
		return Cell{"◐ " + word, kit.Warn}
	case Over:
		return Cell{"○ " + word, kit.Muted}
	case Refused:
		return Cell{"✗ " + word, kit.Bad}
	}
	return Cell{"● " + word, kit.Good}
}

// The days left from which on a bar is yellow, and red.
const (
	daysSoon = 7
	daysLast = 3
)

// DaysBar returns the cell that shows how many days of a limit are left: ten
// marks and the number.
func DaysBar(left, limit int) Cell {
	const marks = 10
	left = max(left, 0)
	full := marks
	if limit > 0 {
		full = min(max(left*marks/limit, min(left, 1)), marks)
	}
	tone := kit.Good
	switch {
	case left <= daysLast:
		tone = kit.Bad
	case left <= daysSoon:
		tone = kit.Warn
	}
	return Cell{fmt.Sprintf("%s%s %2d", strings.Repeat("▰", full), strings.Repeat("▱", marks-full), left), tone}
}
