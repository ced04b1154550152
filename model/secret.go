package model

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"strings"
)

// The parts of a token's secret (rule 3.9): prefix, random part, checksum.
const (
	PrefixUser        = "lku_"
	PrefixServiceUser = "lks_"

	secretRandomLen   = 32 // base62 characters: 190 bits
	secretChecksumLen = 6  // base62 characters of a CRC-32
	secretLen         = 4 + secretRandomLen + secretChecksumLen
)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// isBase62 tells the characters of base62.
var isBase62 = func() (is [256]bool) {
	for i := range len(base62) {
		is[base62[i]] = true
	}
	return is
}()

// Secret holds what nobody but its owner may read: a token's secret, a
// password, a one-time code. However it is printed, logged or marshalled it
// shows only a hint; the full text leaves it through Reveal alone.
//
// The text stands behind a pointer, because package fmt prints what lies in the
// hidden field of another type, or under %p and %w, without asking the methods
// below: then it is an address that shows. Compare two with Equal: == does not compile.
type Secret struct {
	_    [0]func()
	text *string
}

// NewSecret wraps text that came from a person.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{text: &text}
}

// Reveal returns the full text. Every call is a place where a secret can leak:
// keep them few.
func (s Secret) Reveal() string {
	if s.IsZero() {
		return ""
	}
	return *s.text
}

// Equal reports whether two are of one text. How long it takes says nothing of
// where they differ.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// IsZero reports whether there is no text at all.
func (s Secret) IsZero() bool { return s.text == nil }

// Hint returns what may be shown of a token's secret: its prefix and last four
// characters, as in lku_…x7Qp. Anything that is not a well-formed token secret
// (a password, say) is "…" whole.
func (s Secret) Hint() string {
	if !s.WellFormed() {
		return "…"
	}
	return s.Reveal()[:4] + "…" + s.LastFour()
}

// LastFour returns the last four characters of a well-formed token secret and
// "" for anything else.
func (s Secret) LastFour() string {
	if !s.WellFormed() {
		return ""
	}
	return s.Reveal()[secretLen-4:]
}

// WellFormed reports whether the text can be a token's secret: a known prefix,
// 38 base62 characters and a checksum that fits (rule 3.9). It needs no store.
func (s Secret) WellFormed() bool {
	t := s.Reveal()
	if !s.fits() || (!strings.HasPrefix(t, PrefixUser) && !strings.HasPrefix(t, PrefixServiceUser)) {
		return false
	}
	for i := 4; i < len(t); i++ {
		if !isBase62[t[i]] {
			return false
		}
	}
	body := t[:secretLen-secretChecksumLen]
	sum := checksum(body)
	return t[len(body):] == string(sum[:])
}

// fits reports whether the text is as long as a token's secret, which all that are
// well-formed are.
func (s Secret) fits() bool { return len(s.Reveal()) == secretLen }

// String, GoString, Format, MarshalJSON, MarshalText and LogValue all show
// the hint.
func (s Secret) String() string { return s.Hint() }

// GoString shows the hint.
func (s Secret) GoString() string { return s.Hint() }

// Format shows the hint under every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.Hint()) }

// MarshalJSON writes the hint as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.Hint()) }

// MarshalText writes the hint.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.Hint()), nil }

// LogValue shows the hint in structured logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.Hint()) }

// newTokenSecret draws a secret with the given prefix from random. The error
// is of KindInternal: without randomness there is no token.
func newTokenSecret(random io.Reader, prefix string) (Secret, error) {
	part, err := randomBase62(random, secretRandomLen)
	if err != nil {
		return Secret{}, err
	}
	body := prefix + part
	sum := checksum(body)
	return NewSecret(body + string(sum[:])), nil
}

// randomBase62 returns n characters, each of the 62 equally likely: bytes of
// 248 and above are drawn again, since 248 is the last multiple of 62.
func randomBase62(random io.Reader, n int) (string, error) {
	out := make([]byte, 0, n)
	buf := make([]byte, n)
	for len(out) < n {
		if _, err := io.ReadFull(random, buf); err != nil {
			return "", noRandomness(err)
		}
		for _, b := range buf {
			if b < 248 && len(out) < n {
				out = append(out, base62[b%62])
			}
		}
	}
	return string(out), nil
}

// checksum returns the CRC-32 (IEEE 802.3 polynomial) of body as six base62
// characters, most significant first.
func checksum(body string) (out [secretChecksumLen]byte) {
	sum := ^uint32(0) // byte by byte: package crc32 would have a copy of the text made
	for i := range len(body) {
		sum = crc32.IEEETable[byte(sum)^body[i]] ^ sum>>8
	}
	sum = ^sum
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = base62[sum%62]
		sum /= 62
	}
	return out
}
