package storage

// memo keeps what those who write one after the other have read, for the next of
// them: it is the newest there is, since all that is written goes through it. To get
// a record from the engine, verify and decode it takes many times as long.
type memo struct{ known map[string]memory }

// memory is what is at a key.
type memory struct {
	value  []byte // sealed; it verifies
	record any    // the payload decoded; nil when it was not
}

// decodings are decoded payloads by their keys. Nobody changes them.
type decodings map[string]any

// memoMost is how many records are kept, of about 1 KiB each.
const memoMost = 4096

// recall returns what is at k, if it was read lately.
func (m *memo) recall(k key) (memory, bool) {
	if m == nil {
		return memory{}, false
	}
	last, ok := m.known[string(k)]
	return last, ok
}

// keep remembers what was read at k.
func (m *memo) keep(k key, read memory) {
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
	m.known[string(k)] = read
}

// renew puts what is written in the place of what was read.
func (m *memo) renew(written overlay, decoded decodings) {
	for k, value := range written {
		if _, ok := m.known[k]; !ok {
			continue
		}
		if value == nil {
			delete(m.known, k)
			continue
		}
		m.known[k] = memory{value, decoded[k]}
	}
}
