package model

import "sync"

// shelf keeps copies of what was read of the store, to be shared by all who want the
// same.
type shelf[K comparable, V any] struct {
	freshness *freshness
	most      int // copies

	mu     sync.Mutex
	copies map[K]*copied[V]
}

// copied is a value with the state of the records that it was read from. It is not
// changed once it is made. What is looked at first stands first.
type copied[V any] struct {
	stamps  [3]stamp
	lasting bool // it may be kept, for as long as the stamps are fresh
	value   V
}

// records are the keys of those that a value was read from; zero for none.
type records [3]recordKey

func newShelf[K comparable, V any](f *freshness, most int) *shelf[K, V] {
	return &shelf[K, V]{freshness: f, most: most, copies: map[K]*copied[V]{}}
}

// find returns the copy of k. When there is none, or it may have changed since begin,
// read has it from a state of the store that is not older than begin.
func (s *shelf[K, V]) find(k K, begin uint64, of records, read func(*V) error) (*copied[V], error) {
	s.mu.Lock()
	c := s.copies[k]
	s.mu.Unlock()
	if c != nil && s.freshness.fresh(c.stamps[:]) && s.freshness.begin() == begin {
		return c, nil
	}
	c = &copied[V]{}
	if err := read(&c.value); err != nil {
		return nil, err
	}
	if c.lasting = s.freshness.stamp(c.stamps[:], begin, of[:]); c.lasting {
		s.put(k, c)
	}
	return c, nil
}

// put keeps a copy, and drops any other when there are too many.
func (s *shelf[K, V]) put(k K, c *copied[V]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.copies[k] = c
	for other := range s.copies {
		if len(s.copies) <= s.most {
			return
		}
		if other != k {
			delete(s.copies, other)
		}
	}
}
