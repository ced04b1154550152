package terminal

import "bytes"

// Limits on what a terminal can make a session keep.
const (
	maxGrapheme = 128      // bytes of one grapheme that counts as one key
	maxAnswer   = 4 << 10  // bytes of an answer; of a longer one the middle is lost
	maxPaste    = 64 << 10 // bytes of a paste; what comes after them is left out
)

// decoder holds the input that no key has been made of yet.
type decoder struct {
	pending []byte
	answers func(seq []byte)
}

// feed adds what was read.
func (d *decoder) feed(b []byte) { d.pending = append(d.pending, b...) }

// next returns the next key or paste. When there is none, the verdict says
// what is missing: nothing, ambiguous, unfinished or pasting.
func (d *decoder) next() ([]byte, verdict) {
	for len(d.pending) > 0 {
		n, v := split(d.pending)
		switch v {
		case whole:
			return shorten(d.take(n)), whole
		case answer:
			d.answers(d.take(n))
		case junk:
			d.take(n)
		default:
			d.bound(v)
			return nil, v
		}
	}
	return nil, nothing
}

// giveUp is next when no more is to be expected: a key by itself is returned,
// the beginning of something longer is dropped.
func (d *decoder) giveUp(v verdict) []byte {
	n := len(d.pending)
	switch {
	case bytes.HasPrefix(d.pending, []byte("\x1b\x1b")):
		return d.take(1)
	case v == ambiguous && n > 1 && d.pending[n-1] == esc: // the last one is a key of its own
		return d.take(n - 1)
	case v == ambiguous:
		return d.take(n)
	}
	d.take(n)
	return nil
}

func (d *decoder) take(n int) []byte {
	seq := d.pending[:n:n]
	d.pending = d.pending[n:]
	if len(d.pending) == 0 {
		d.pending = nil
	}
	return seq
}

// bound leaves out the middle of what has become too long. What it keeps at the
// end is enough to recognise a terminator that comes in two parts.
func (d *decoder) bound(v verdict) {
	head, tail := 3, 1
	switch {
	case v == pasting && len(d.pending) > maxPaste+len(pasteEnd):
		head, tail = maxPaste, len(pasteEnd)-1
	case v == pasting || len(d.pending) <= maxAnswer:
		return
	}
	d.pending = append(d.pending[:head], d.pending[len(d.pending)-tail:]...)
}

// shorten cuts a paste to maxPaste, its marks included.
func shorten(seq []byte) []byte {
	if len(seq) <= maxPaste {
		return seq
	}
	return append(seq[:maxPaste-len(pasteEnd)], pasteEnd...)
}
