package model

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits on text from outside, in Unicode code points (rule 12.2).
const (
	MaxName = 64
	MaxNote = 256
)

// CleanName returns text as a name by rule 12.2: NFC, 1 to 64 code points, only
// letters, marks, numbers, punctuation, symbols and single inner spaces. Line
// ends and spaces around it, as pasting leaves them, are taken off. The error
// is of KindInvalid and names field.
func CleanName(field Field, text string) (string, error) {
	return cleanLine(field, text, MaxName, false)
}

// cleanNote is CleanName for optional text of up to MaxNote code points.
func cleanNote(field Field, text string) (string, error) {
	return cleanLine(field, text, MaxNote, true)
}

func cleanLine(field Field, text string, most int, optional bool) (string, error) {
	if !utf8.ValidString(text) {
		return "", invalid(field, "The %s is not valid UTF-8 text.", field)
	}
	text = norm.NFC.String(strings.Trim(text, " \t\r\n"))
	if text == "" {
		if optional {
			return "", nil
		}
		return "", invalid(field, "Type %s.", field.some())
	}
	if n := utf8.RuneCountInString(text); n > most {
		return "", invalid(field, "The %s has %d characters; at most %d fit.", field, n, most)
	}
	if r, bad := firstUnprintable(text); bad {
		return "", invalid(field, "The %s contains %s, which it cannot have.", field, describeRune(r))
	}
	if strings.Contains(text, "  ") {
		return "", invalid(field, "The %s has two spaces in a row; one is enough.", field)
	}
	return text, nil
}

func firstUnprintable(text string) (rune, bool) {
	for _, r := range text {
		if !printable(r) {
			return r, true
		}
	}
	return 0, false
}

// printable tells the characters of rule 12.2: the general categories L, M, N,
// P and S of the Unicode standard (section 4.5), and the plain space.
func printable(r rune) bool {
	if r < utf8.RuneSelf {
		return ' ' <= r && r <= '~'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S)
}

func describeRune(r rune) string {
	switch {
	case r == 0x1b:
		return "an escape character (U+001B)"
	case r == '\n' || r == '\r':
		return "a line break"
	case r == '\t':
		return "a tab"
	case unicode.Is(unicode.Cc, r):
		return fmt.Sprintf("a control character (U+%04X)", r)
	case unicode.Is(unicode.Cf, r):
		return fmt.Sprintf("an invisible format character (U+%04X)", r)
	case unicode.Is(unicode.Co, r):
		return fmt.Sprintf("a private-use character (U+%04X)", r)
	case unicode.In(r, unicode.Zl, unicode.Zp):
		return fmt.Sprintf("a line separator (U+%04X)", r)
	case unicode.Is(unicode.Zs, r):
		return fmt.Sprintf("an unusual space (U+%04X)", r)
	}
	return fmt.Sprintf("the unassigned character U+%04X", r)
}

// Printable returns text fit to be shown on a terminal, in a log or in an
// export: every character that rule 12.2 refuses in a name becomes U+FFFD.
// Whatever is shown goes through it, stored text included, since a store may
// hold text from elsewhere.
func Printable(text string) string {
	if _, bad := firstUnprintable(text); !bad && utf8.ValidString(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if printable(r) {
			return r
		}
		return utf8.RuneError
	}, text)
}

// foldName returns name as it is compared: two names that differ in case or in
// compatibility forms alone are the same name.
func foldName(name string) string {
	return strings.ToLower(norm.NFKC.String(name))
}

// CleanEmail returns address in the one form it is stored and compared in:
// trimmed, NFC, lower case. It has to look like local@domain; whether mail
// arrives is nobody's business here. The error is of KindInvalid.
func CleanEmail(address string) (string, error) {
	text, err := cleanLine(FieldEmail, address, 254, false)
	if err != nil {
		return "", err
	}
	text = norm.NFC.String(strings.ToLower(text)) // again: a small letter may compose where its capital did not
	local, domain, ok := strings.Cut(text, "@")
	if !ok || local == "" || domain == "" || strings.ContainsAny(text, " ,;<>\"\\") || strings.Contains(domain, "@") {
		return "", invalid(FieldEmail, "The e-mail needs the form name@domain.")
	}
	return text, nil
}
