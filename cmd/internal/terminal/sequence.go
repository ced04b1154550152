package terminal

import (
	"bytes"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

const esc = 0x1b

// The marks that a terminal puts around pasted text.
var (
	pasteStart = []byte("\x1b[200~")
	pasteEnd   = []byte("\x1b[201~")
)

// verdict says what the bytes at the beginning of the input are.
type verdict int

const (
	nothing    verdict = iota // there are no bytes
	whole                     // one key or one paste, for the program
	answer                    // an OSC, DCS, APC, PM or SOS string, not for the program
	junk                      // bytes that mean nothing
	ambiguous                 // a key by itself, or the beginning of something longer
	unfinished                // the beginning of something longer
	pasting                   // a paste whose end has not come
)

// split tells what b begins with, and of how many bytes that consists when it
// is whole, an answer or junk. b is not empty.
func split(b []byte) (int, verdict) {
	switch {
	case b[0] == esc:
		return splitEscape(b)
	case b[0] < utf8.RuneSelf:
		return 1, whole
	default:
		return splitText(b)
	}
}

// splitText splits off one grapheme, so that an emoji of several code points is
// one key; of one that is monstrous or damaged it takes the first code point only.
func splitText(b []byte) (int, verdict) {
	n, v := splitRune(b)
	if v != whole {
		return n, v
	}
	if _, _, g, _ := ansi.DecodeSequence(b, ansi.NormalState, nil); g <= maxGrapheme && utf8.Valid(b[:g]) {
		n = g
	}
	return n, whole
}

func splitRune(b []byte) (int, verdict) {
	if !utf8.FullRune(b) {
		return 0, unfinished
	}
	if r, n := utf8.DecodeRune(b); r != utf8.RuneError || n > 1 {
		return n, whole
	}
	return 1, junk
}

func splitEscape(b []byte) (int, verdict) {
	if len(b) == 1 {
		return 0, ambiguous
	}
	switch b[1] {
	case esc:
		return splitTwoEscapes(b)
	case '[':
		return splitCSI(b)
	case 'O':
		return splitSS3(b)
	case ']', 'P', 'X', '^', '_':
		return splitString(b)
	}
	return splitAlt(b)
}

// splitAlt splits off alt with a character.
func splitAlt(b []byte) (int, verdict) {
	n, v := splitRune(b[1:])
	if v == junk {
		return 1, whole
	}
	return n + 1, v
}

// splitTwoEscapes tells the escape key from alt with a key that is itself an
// escape sequence, which many terminals send with an escape in front.
func splitTwoEscapes(b []byte) (int, verdict) {
	if len(b) == 2 {
		return 0, ambiguous
	}
	if b[2] != '[' && b[2] != 'O' || bytes.HasPrefix(b[1:], pasteStart) {
		return 1, whole
	}
	n, v := splitEscape(b[1:])
	return n + 1, v
}

func splitCSI(b []byte) (int, verdict) {
	if len(b) == 2 {
		return 0, ambiguous
	}
	if bytes.HasPrefix(b, pasteStart) {
		return splitPaste(b)
	}
	_, _, n, state := ansi.DecodeSequence(b, ansi.NormalState, nil)
	switch last := b[n-1]; {
	case state != ansi.NormalState && last == '$': // urxvt's shift with a key ends so
		return 0, ambiguous
	case state != ansi.NormalState:
		return 0, unfinished
	case n == 2: // alt+[ and something else
		return 2, whole
	case last < '@': // cut off by a control character
		return n, junk
	case n == 3 && last == '[':
		return splitConsoleKey(b)
	}
	return n, whole
}

// splitConsoleKey splits off F1 to F5 of the Linux console, ESC [ [ A.
func splitConsoleKey(b []byte) (int, verdict) {
	switch {
	case len(b) == 3:
		return 0, unfinished
	case b[3] < 'A' || b[3] > 'E':
		return 3, junk
	}
	return 4, whole
}

// splitSS3 splits off ESC O, perhaps a digit for the modifiers, and a letter.
func splitSS3(b []byte) (int, verdict) {
	for i := 2; i < len(b); i++ {
		switch {
		case b[i] >= '@' && b[i] <= '~':
			return i + 1, whole
		case b[i] < '0' || b[i] > '9' || i > 3:
			return 2, whole // alt+O and something else
		}
	}
	if len(b) == 2 {
		return 0, ambiguous
	}
	return 0, unfinished
}

// splitString splits off what a terminal answers to a question. Two bytes of it
// alone are a key with alt.
func splitString(b []byte) (int, verdict) {
	if len(b) == 2 {
		return 0, ambiguous
	}
	seq, _, n, state := ansi.DecodeSequence(b, ansi.NormalState, nil)
	switch {
	case state != ansi.NormalState:
		return 0, unfinished
	case n == 2 && len(b) == 3 && b[n] == esc: // an empty answer, or two keys
		return 0, ambiguous
	case n == 2 && !bytes.HasPrefix(b[n:], []byte("\x1b\\")):
		return 2, whole
	case terminated(seq):
		return n, answer
	case n == len(b)-1 && b[n] == esc: // half of the terminator ESC \
		return 0, unfinished
	}
	return n, junk
}

func terminated(seq []byte) bool {
	last := seq[len(seq)-1]
	return last == ansi.BEL && ansi.HasOscPrefix(seq) || last == ansi.ST || bytes.HasSuffix(seq, []byte("\x1b\\"))
}

func splitPaste(b []byte) (int, verdict) {
	end := bytes.Index(b, pasteEnd)
	if end < 0 {
		return 0, pasting
	}
	return end + len(pasteEnd), whole
}
