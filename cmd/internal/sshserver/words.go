package sshserver

import (
	"errors"
	"strings"
)

var errUnclosed = errors.New("a quotation mark is not closed")

// words splits the text of a command as a shell does, as far as quoting goes:
// nothing is expanded. OpenSSH sends the words of its own command line joined by
// blanks; the attached client quotes each.
func words(text string) ([]string, error) {
	w := wordReader{rest: []rune(text)}
	for len(w.rest) > 0 {
		if err := w.step(); err != nil {
			return nil, err
		}
	}
	w.finish()
	return w.list, nil
}

type wordReader struct {
	rest []rune
	list []string
	word strings.Builder
	open bool // there is a word, empty perhaps
}

func (w *wordReader) step() error {
	r := w.rest[0]
	w.rest = w.rest[1:]
	switch r {
	case ' ', '\t', '\n':
		w.finish()
		return nil
	case '\'', '"':
		w.open = true
		return w.quoted(r)
	case '\\':
		if len(w.rest) == 0 {
			return errUnclosed
		}
		r = w.rest[0]
		w.rest = w.rest[1:]
	}
	w.open = true
	w.word.WriteRune(r)
	return nil
}

// quoted reads up to the closing mark. A backslash means something between
// double ones only.
func (w *wordReader) quoted(mark rune) error {
	for i := 0; i < len(w.rest); i++ {
		r := w.rest[i]
		switch {
		case r == mark:
			w.rest = w.rest[i+1:]
			return nil
		case r == '\\' && mark == '"' && i+1 < len(w.rest) && strings.ContainsRune("\"\\$`", w.rest[i+1]):
			i++
			r = w.rest[i]
		}
		w.word.WriteRune(r)
	}
	return errUnclosed
}

func (w *wordReader) finish() {
	if w.open {
		w.list = append(w.list, w.word.String())
		w.word.Reset()
		w.open = false
	}
}
