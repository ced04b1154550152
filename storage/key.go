package storage

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// key is where a value lies: a table's name and its parts.
type key []byte

// newKey joins a table's name and the parts, a zero byte before each part.
func newKey(table string, parts ...string) key {
	return key(table + "\x00" + strings.Join(parts, "\x00"))
}

// within is the prefix of every key that has more parts than these.
func within(table string, parts ...string) key {
	return append(newKey(table, parts...), 0)
}

// all is the prefix of every key of a table.
func all(table string) key { return key(table + "\x00") }

// String shows a key in an alarm: a slash for each zero byte, binary escaped.
func (k key) String() string {
	return strings.Trim(strconv.QuoteToASCII(strings.ReplaceAll(string(k), "\x00", "/")), `"`)
}

func (k key) tooLong() bool { return len(k) > engine.MaxKey }

// maxID is how long an id may be, in bytes; the model's have 30. The longest
// keys have three and a name, or five and a word (that of a rule).
const maxID = 40

// checkID refuses what would break the layout as a part of a key.
func checkID[T ~string](id T) error {
	if id == "" || len(id) > maxID || strings.ContainsRune(string(id), 0) {
		return internal(nil, "latchkey made the id %q, which cannot be stored.", string(id))
	}
	return nil
}

// checkIDOrNone is checkID for an id that may be none.
func checkIDOrNone[T ~string](id T) error {
	if id == "" {
		return nil
	}
	return checkID(id)
}

// maxFold is how much of a name takes part in an order, in bytes.
const maxFold = 64

// fold is a name as names are compared: in lower case and NFKC.
func fold(name string) string { return strings.ToLower(norm.NFKC.String(name)) }

// sortable is the folded name as a part of a key, cut where a rune ends.
func sortable(name string) string {
	text := strings.ReplaceAll(fold(name), "\x00", " ")
	if len(text) <= maxFold {
		return text
	}
	cut := maxFold
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut]
}

// hashed is the whole folded name as a part of a key.
func hashed(name string) string {
	sum := sha256.Sum256([]byte(fold(name)))
	return string(sum[:])
}

// millis is a time as a part of a key. With the sign bit turned over, the
// zero time and others before 1970 sort before all later ones.
func millis(t time.Time) string {
	return uint64Part(uint64(t.UnixMilli()) ^ 1<<63)
}

func uint64Part(n uint64) string {
	return string(binary.BigEndian.AppendUint64(nil, n))
}

// day is a day (UTC) as a part of a key.
func day(t time.Time) string { return t.UTC().Format("20060102") }

// subject is a token's subject as a part of a key.
func subject(s model.Subject) string { return s.Kind() + ":" + s.ID() }

// owner is an item's owner as a part of a key: who it is, in which term.
func owner(o model.Owner) string { return subject(o.Subject) + ":" + strconv.Itoa(o.Term) }

// grantee is whom a grant is given to, as two parts of a key.
func grantee(g model.Grantee) string { return string(g.Org) + "\x00" + string(g.Kind) + ":" + g.ID }
