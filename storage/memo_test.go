package storage

import (
	"fmt"
	"testing"
)

// TestMemo: what was read is what is at a key until it is written, and there is a
// bound on how much is kept.
func TestMemo(t *testing.T) {
	var m memo
	recalled := func(k string) string {
		last, ok := m.recall(key(k))
		return fmt.Sprintf("%s %v %t", last.value, last.record, ok)
	}
	m.renew(overlay{"a": []byte("1")}, decodings{"a": 1})
	if got := recalled("a"); got != " <nil> false" {
		t.Errorf("what nobody has read is kept: %s", got)
	}
	for _, k := range []string{"a", "b", "c", "d"} {
		m.keep(key(k), memory{[]byte("1"), 1})
	}
	m.renew(overlay{"a": []byte("2"), "b": []byte("2"), "c": nil}, decodings{"a": 2})
	for k, want := range map[string]string{"a": "2 2 true", "b": "2 <nil> true", "c": " <nil> false", "d": "1 1 true"} {
		if got := recalled(k); got != want {
			t.Errorf("%s is recalled as %s, want %s", k, got, want)
		}
	}
	for n := range 2 * memoMost {
		m.keep(key(fmt.Sprint(n)), memory{})
	}
	if len(m.known) != memoMost {
		t.Errorf("%d are kept", len(m.known))
	}
	if _, ok := (*memo)(nil).recall(key("a")); ok {
		t.Error("no memo recalls something")
	}
}
