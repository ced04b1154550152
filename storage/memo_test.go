package storage

import (
	"fmt"
	"testing"
)

// TestMemo: what is remembered is of the same bytes alone, and bounded.
func TestMemo(t *testing.T) {
	var m memo
	k := key("key")
	m.renew(k, []byte("unread"), 0)
	if got := m.recall(k, []byte("unread")); got != nil {
		t.Errorf("what nobody has read is kept: %v", got)
	}
	m.keep(k, []byte("one"), 1)
	m.keep(key("other"), []byte("one"), 2)
	if got := m.recall(k, []byte("one")); got != 1 {
		t.Errorf("it is recalled as %v", got)
	}
	if got := m.recall(k, []byte("two")); got != nil {
		t.Errorf("another value is recalled as %v", got)
	}
	m.renew(k, []byte("two"), 3)
	if old, now := m.recall(k, []byte("one")), m.recall(k, []byte("two")); old != nil || now != 3 {
		t.Errorf("written anew, the old value is recalled as %v and the new one as %v", old, now)
	}
	for n := range 2 * memoMost {
		m.keep(key(fmt.Sprint(n)), nil, n)
	}
	if len(m.known) != memoMost {
		t.Errorf("%d are kept", len(m.known))
	}
	none := (*memo)(nil)
	none.keep(k, nil, 1)
	none.renew(k, nil, 1)
	if got := none.recall(k, nil); got != nil {
		t.Errorf("no memo recalls %v", got)
	}
}
