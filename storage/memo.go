package storage

import "bytes"

// memo keeps what was read out of values, for those who write one after the other
// and read the same records: to verify and decode one takes longer than to get it.
// What is at a key is taken for what it was only when it is the same, byte for byte.
type memo struct{ known map[string]memory }

type memory struct {
	value  []byte // sealed; it verifies
	record any    // that nobody changes
}

// memoMost is how many records are kept, of about 1 KiB each.
const memoMost = 4096

// recall returns what value was read as at k lately; nil for nothing.
func (m *memo) recall(k key, value []byte) any {
	if m == nil {
		return nil
	}
	if last := m.known[string(k)]; bytes.Equal(last.value, value) {
		return last.record
	}
	return nil
}

// keep remembers what value is at k.
func (m *memo) keep(k key, value []byte, record any) {
	switch {
	case m == nil:
		return
	case m.known == nil:
		m.known = map[string]memory{}
	case len(m.known) >= memoMost:
		for other := range m.known { // any
			delete(m.known, other)
			break
		}
	}
	m.known[string(k)] = memory{value, record}
}

// renew is keep for a record that is written, if it was read lately.
func (m *memo) renew(k key, value []byte, record any) {
	if m == nil {
		return
	}
	if _, ok := m.known[string(k)]; ok {
		m.known[string(k)] = memory{value, record}
	}
}
