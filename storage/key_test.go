package storage

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

func TestMillisSortAsTimesDo(t *testing.T) {
	times := []time.Time{
		{}, time.Unix(-1, 0), time.Unix(0, 0), time.UnixMilli(255), time.UnixMilli(256),
		time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	if !slices.IsSortedFunc(times, func(a, b time.Time) int { return strings.Compare(millis(a), millis(b)) }) {
		t.Error("keys of times are not in the order of the times")
	}
}

func TestSortableIsCutWhereARuneEnds(t *testing.T) {
	for n := range 70 {
		part := sortable(strings.Repeat("a", n) + strings.Repeat("é", 64))
		if len(part) > maxFold || len(part) < maxFold-1 || !utf8.ValidString(part) {
			t.Errorf("after %d letters: %d bytes, %q", n, len(part), part)
		}
	}
	if got := sortable("A\x00ﬁ"); got != "a fi" {
		t.Errorf("sortable = %q", got)
	}
}

// TestKeysFit: the longest names and ids make keys that every engine takes.
func TestKeysFit(t *testing.T) {
	id := strings.Repeat("i", maxID)
	long := model.Token{
		ID: model.TokenID(id), Org: model.OrgID(id), Name: strings.Repeat("n", 500),
		Subject: model.Subject{ServiceUser: model.ServiceUserID(id)},
	}
	keys := usedKeys(long, time.Now())
	for _, l := range tokenLinks(long) {
		keys = append(keys, l.at)
	}
	for _, k := range keys {
		if len(k) > engine.MaxKey {
			t.Errorf("%s has %d bytes", k, len(k))
		}
	}
}

func TestKeyIsReadable(t *testing.T) {
	k := newKey("token.by-used", "org_1", millis(time.UnixMilli(1)), "tok_1")
	if got, want := k.String(), `token.by-used/org_1/\x80//////\x01/tok_1`; got != want {
		t.Errorf("key = %s, want %s", got, want)
	}
}
