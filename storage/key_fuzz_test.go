package storage

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// FuzzKeys: whatever ids, names and times there are, their keys fit, lead to one
// record alone, and lie in the order of what they are made of.
func FuzzKeys(f *testing.F) {
	long := strings.Repeat("n", 500)
	f.Add("org_1", "org_2", "Nightly export", "nightly export", int64(0), int64(-1))
	f.Add("a", "a\x00b", "a", "a\x00b", int64(255), int64(256))
	f.Add("a", "ab", "ﬁ", "FI", int64(math.MinInt64), int64(math.MaxInt64))
	f.Add("a/", "a", "İ", "i̇", time.Time{}.UnixMilli(), int64(1))
	f.Add(long, long+"1", long, long+"1", int64(1), int64(1))
	f.Add(":", "::", strings.Repeat("é", 64), "\xff\x80"+strings.Repeat("\x80", 80), int64(1), int64(2))
	f.Fuzz(func(t *testing.T, a, b, name, other string, at, then int64) {
		wantParts(t, asID(a), asID(b), name, other)
		wantNames(t, name, other)
		wantTimes(t, at, then)
		of := keysOf(asID(a), name, time.UnixMilli(at))
		for _, k := range of {
			if k.tooLong() {
				t.Errorf("%s has %d bytes, more than %d", k, len(k), engine.MaxKey)
			}
			_ = k.text() // it shows any key
		}
		if asID(a) != asID(b) {
			wantApart(t, of, keysOf(asID(b), other, time.UnixMilli(then)))
		}
	})
}

// asID makes an id of a text that checkID takes.
func asID(text string) string {
	text = strings.ReplaceAll(text, "\x00", ".")
	return cmp.Or(text[:min(len(text), maxID)], "i")
}

// keysOf are the keys of one of everything, with one id and one name.
func keysOf(id, name string, at time.Time) []key {
	token := model.Token{
		ID: model.TokenID(id), Org: model.OrgID(id), Name: name, Subject: model.Subject{ServiceUser: model.ServiceUserID(id)},
	}
	keys := append(usedKeys(refOf(token), token.Subject, at), tokenKey(refOf(token)))
	for _, l := range slices.Concat(tokenLinks(token)[:3], longAccess(id, name, token.Subject)) { // the rest are of its hash alone
		keys = append(keys, l.at)
	}
	return keys
}

// wantApart: the records of two ids have no key in common.
func wantApart(t *testing.T, of, others []key) {
	t.Helper()
	for _, k := range others {
		if slices.ContainsFunc(of, func(o key) bool { return string(o) == string(k) }) {
			t.Errorf("two ids have the key %s in common", k)
		}
	}
}

// wantParts: a key tells its parts, and is in the range of no others. The last
// part can be anything.
func wantParts(t *testing.T, a, b, last, other string) {
	t.Helper()
	k, l := newKey("t", a, last), newKey("t", b, other)
	if same := a == b && last == other; (string(k) == string(l)) != same {
		t.Errorf("%q and %q, %q and %q have the keys %s and %s", a, last, b, other, k, l)
	}
	if in := strings.HasPrefix(string(k), string(within("t", b))); in != (a == b) {
		t.Errorf("%s lies under %s: %t", k, within("t", b), in)
	}
	if !strings.HasPrefix(string(k), string(all("t"))) || strings.HasPrefix(string(k), string(all("t."))) {
		t.Errorf("%s lies in another table", k)
	}
}

// wantNames: as parts of a key names lie in the order of the folded ones, as far
// as they take part in it, and are told apart by all of them.
func wantNames(t *testing.T, name, other string) {
	t.Helper()
	part, text := sortable(name), strings.ReplaceAll(fold(name), "\x00", " ")
	if !utf8.ValidString(part) || strings.Contains(part, "\x00") || !strings.HasPrefix(text, part) {
		t.Errorf("%q is sorted as %q", name, part)
	}
	if len(part) > maxFold || len(part) < min(len(text), maxFold-utf8.UTFMax+1) {
		t.Errorf("%q is sorted by %d of %d bytes", name, len(part), len(text))
	}
	beside := strings.ReplaceAll(fold(other), "\x00", " ")
	if len(text) <= maxFold && len(beside) <= maxFold && text != beside {
		k, l := newKey("t", part, "z"), newKey("t", sortable(other), "a") // the ids after the names do not decide
		if got := strings.Compare(string(k), string(l)); got != strings.Compare(text, beside) {
			t.Errorf("%q and %q lie in the order %d", name, other, got)
		}
	}
	if (hashed(name) == hashed(other)) != (fold(name) == fold(other)) || len(hashed(name)) != hashLen {
		t.Errorf("%q and %q are not told apart by their hashes", name, other)
	}
}

// wantTimes: times and numbers lie in their order.
func wantTimes(t *testing.T, at, then int64) {
	t.Helper()
	if got := strings.Compare(millis(time.UnixMilli(at)), millis(time.UnixMilli(then))); got != cmp.Compare(at, then) {
		t.Errorf("%d and %d lie in the order %d", at, then, got)
	}
	if got := strings.Compare(uint64Part(uint64(at)), uint64Part(uint64(then))); got != cmp.Compare(uint64(at), uint64(then)) {
		t.Errorf("%d and %d lie in the order %d", uint64(at), uint64(then), got)
	}
}
