package storage

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"example.com/latchkey/storage/engine"
)

// overlay is what a transaction has written over the engine's state: values by
// their keys, nil for what was deleted.
type overlay map[string][]byte

// has reports whether k was written or deleted.
func (o overlay) has(k key) bool {
	_, ok := o[string(k)]
	return ok
}

// writeTo hands to the engine what was written.
func (o overlay) writeTo(w engine.Writer) error {
	for k, value := range o {
		write := func(k []byte) error { return w.Set(k, value) }
		if value == nil {
			write = w.Delete
		}
		if err := write([]byte(k)); err != nil {
			return err
		}
	}
	return nil
}

// layers are an engine's state with overlays on it, the later over the earlier.
type layers struct {
	engine.Reader
	over []overlay
}

// Get returns the value of key, or engine.ErrNotFound. It must not be changed.
func (l layers) Get(key []byte) ([]byte, error) {
	for _, o := range slices.Backward(l.over) {
		value, written := o[string(key)]
		switch {
		case written && value == nil:
			return nil, engine.ErrNotFound
		case written:
			return value, nil
		}
	}
	return l.Reader.Get(key)
}

// Scan yields what r covers.
func (l layers) Scan(r engine.Range) iter.Seq2[engine.Item, error] {
	items := l.Reader.Scan(r)
	for _, o := range l.over {
		items = o.over(items, r)
	}
	return items
}

// over returns what r covers of stored with the overlay on top, as it is when
// the scan begins.
func (o overlay) over(stored iter.Seq2[engine.Item, error], r engine.Range) iter.Seq2[engine.Item, error] {
	if len(o) == 0 {
		return stored
	}
	return func(yield func(engine.Item, error) bool) {
		own := o.within(r)
		for item, err := range stored {
			for err == nil && len(own) > 0 && inOrder(own[0].Key, item.Key, r.Reverse) < 0 {
				if !yieldWritten(own[0], yield) {
					return
				}
				own = own[1:]
			}
			if err == nil && len(own) > 0 && bytes.Equal(own[0].Key, item.Key) {
				item, own = own[0], own[1:]
				if !yieldWritten(item, yield) {
					return
				}
				continue
			}
			if !yield(item, err) {
				return
			}
		}
		for _, item := range own {
			if !yieldWritten(item, yield) {
				return
			}
		}
	}
}

// within returns what was written in r, in its order, the deleted keys too.
func (o overlay) within(r engine.Range) []engine.Item {
	var items []engine.Item
	for k, value := range o {
		beyond := r.From == nil || inOrder([]byte(k), r.From, r.Reverse) >= 0
		if beyond && strings.HasPrefix(k, string(r.Prefix)) {
			items = append(items, engine.Item{Key: []byte(k), Value: value})
		}
	}
	slices.SortFunc(items, func(a, b engine.Item) int { return inOrder(a.Key, b.Key, r.Reverse) })
	return items
}

// yieldWritten passes an item on unless it was deleted.
func yieldWritten(item engine.Item, yield func(engine.Item, error) bool) (more bool) {
	return item.Value == nil || yield(item, nil)
}

// inOrder compares two keys in the direction of a scan.
func inOrder(a, b []byte, reverse bool) int {
	if reverse {
		return bytes.Compare(b, a)
	}
	return bytes.Compare(a, b)
}
