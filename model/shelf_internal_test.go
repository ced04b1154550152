package model

import (
	"errors"
	"strconv"
	"testing"
)

// A shelf gives a copy to those alone whose state of the store has just that: what
// has changed since is read again, and what may have is not kept.
func TestRule_5_1_ASharedCopyIsOfTheStateThatIsRead(t *testing.T) {
	f := newFreshness()
	s := newShelf[string, int](f, 10)
	store := map[string]int{"a": 1, "b": 1}
	change := func(k string, during func()) {
		c := changing{freshness: f}
		c.hold(recordKey{kind: k})
		during()
		store[k]++
		c.release()
	}
	reads := 0
	find := func(k string, begin uint64) int {
		t.Helper()
		c, err := s.find(k, begin, records{{kind: k}}, func(v *int) error {
			reads++
			*v = store[k]
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return c.value
	}
	want := func(what string, got, value, times int) {
		t.Helper()
		if got != value || reads != times {
			t.Errorf("%s: the value is %d after %d reads, want %d after %d", what, got, reads, value, times)
		}
		reads = 0
	}
	nothing := func() {}
	want("for the first time", find("a", f.begin()), 1, 1)
	want("again", find("a", f.begin()), 1, 0)
	change("a", nothing)
	want("changed", find("a", f.begin()), 2, 1)
	want("and again", find("a", f.begin()), 2, 0)

	before := f.begin()
	change("b", nothing)
	want("by who began before another change", find("a", before), 2, 1)
	want("by who began after it", find("a", f.begin()), 2, 0)
	change("a", func() { want("while it changes", find("a", f.begin()), 2, 1) })
	want("what was read meanwhile", find("a", f.begin()), 3, 1)
}

func TestAShelfIsBoundedAndKeepsNoErrors(t *testing.T) {
	s := newShelf[string, int](newFreshness(), 3)
	failed := errors.New("it cannot be read")
	if _, err := s.find("x", 0, records{}, func(*int) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("the error is %v", err)
	}
	for i := range 10 {
		k := strconv.Itoa(i)
		for n := range 2 {
			c, err := s.find(k, 0, records{}, func(v *int) error {
				if n > 0 {
					t.Errorf("%s was dropped for itself", k)
				}
				*v = i
				return nil
			})
			if err != nil || c.value != i {
				t.Errorf("%s is %v (%v)", k, c, err)
			}
		}
		if len(s.copies) > 3 {
			t.Errorf("there are %d copies, of 3 at the most", len(s.copies))
		}
	}
}
