package storage

import (
	"errors"
	"slices"
	"time"

	"example.com/latchkey/storage/engine"
)

// table keeps the records of one kind. V is the model's value, R the record
// that is stored of it.
type table[V, R any] struct {
	noun   string // for sentences: "There is no such …"
	key    func(V) key
	pack   func(V) R
	unpack func(R) V
	links  func(V) []link // what leads to the record, besides its own key; nil for nothing
}

// link is an entry that leads to a record: a place in an order, or a unique
// name that no other record may have meanwhile.
type link struct {
	at    key
	taken error // for whoever wants the unique name; nil for a place in an order
}

// get returns the record at k. It is of KindNotFound when there is none.
func (tb table[V, R]) get(t *tx, k key) (V, error) {
	value, err := tb.find(t, k)
	if errors.Is(err, engine.ErrNotFound) {
		err = notFound(tb.noun)
	}
	return value, err
}

// find is get with engine.ErrNotFound for a record that is not there.
func (tb table[V, R]) find(t *tx, k key) (V, error) {
	record, err := getRecord[R](t, k)
	if err != nil {
		var none V
		return none, err
	}
	return tb.unpack(record), nil
}

// getBy returns the record that the link at k leads to.
func (tb table[V, R]) getBy(t *tx, k key) (V, error) {
	var none V
	target, err := t.get(k)
	if errors.Is(err, engine.ErrNotFound) {
		return none, notFound(tb.noun)
	}
	if err != nil {
		return none, err
	}
	return tb.follow(t, target)
}

// errMissing is the cause when a record is not where a link says.
var errMissing = errors.New("a link leads to this record, but it is missing")

// follow returns the record that a link leads to. It has to be there.
func (tb table[V, R]) follow(t *tx, target key) (V, error) {
	value, err := tb.find(t, target)
	if errors.Is(err, engine.ErrNotFound) {
		err = t.damaged(target, errMissing)
	}
	return value, err
}

// list returns the records that the entries under a prefix lead to, in order.
func (tb table[V, R]) list(t *tx, prefix key) ([]V, error) {
	items, err := t.scanAll(engine.Range{Prefix: prefix})
	if err != nil {
		return nil, err
	}
	return tb.followAll(t, items)
}

func (tb table[V, R]) followAll(t *tx, items []engine.Item) ([]V, error) {
	values := make([]V, len(items))
	for i, item := range items {
		var err error
		if values[i], err = tb.follow(t, item.Value); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// records returns the records that lie in r themselves, in order.
func (tb table[V, R]) records(t *tx, r engine.Range) ([]V, error) {
	items, err := t.scanAll(r)
	if err != nil {
		return nil, err
	}
	values := make([]V, len(items))
	for i, item := range items {
		if values[i], err = tb.decode(t, item); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// decode returns the record in an item that was scanned.
func (tb table[V, R]) decode(t *tx, item engine.Item) (V, error) {
	record, err := decode[R](t, item.Key, item.Value)
	if err != nil {
		var none V
		return none, err
	}
	return tb.unpack(record), nil
}

// until returns up to n of the records that the entries under a prefix lead
// to, in order, as long as the time that follows the prefix is not after the
// given one. Entries know milliseconds only: the caller looks closer.
func (tb table[V, R]) until(t *tx, prefix key, last time.Time, n int) ([]V, error) {
	items, err := t.scanUntil(prefix, millis(last), n)
	if err != nil {
		return nil, err
	}
	return tb.followAll(t, items)
}

// set writes a value that nothing leads to but its own key.
func (tb table[V, R]) set(t *tx, value V) error { return t.setRecord(tb.key(value), tb.pack(value)) }

// put writes value and moves its links. It returns what was there before; the
// pointer is nil for a new record.
func (tb table[V, R]) put(t *tx, value V) (*V, error) {
	k := tb.key(value)
	old, err := tb.find(t, k)
	switch {
	case err == nil:
		return &old, tb.replace(t, k, tb.linksOf(old), value)
	case errors.Is(err, engine.ErrNotFound):
		return nil, tb.replace(t, k, nil, value)
	}
	return nil, err
}

// delete removes value and its links.
func (tb table[V, R]) delete(t *tx, value V) error {
	for _, l := range tb.linksOf(value) {
		if err := t.delete(l.at); err != nil {
			return err
		}
	}
	return t.delete(tb.key(value))
}

// deleteAt removes the record at k and its links; none there is no error.
func (tb table[V, R]) deleteAt(t *tx, k key) error {
	value, err := tb.find(t, k)
	if errors.Is(err, engine.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return tb.delete(t, value)
}

func (tb table[V, R]) linksOf(value V) []link {
	if tb.links == nil {
		return nil
	}
	return tb.links(value)
}

// replace writes the record and only those links that changed.
func (tb table[V, R]) replace(t *tx, k key, before []link, value V) error {
	after := tb.linksOf(value)
	for _, l := range after {
		if !has(before, l) {
			if err := t.setLink(l, k); err != nil {
				return err
			}
		}
	}
	for _, l := range before {
		if !has(after, l) {
			if err := t.delete(l.at); err != nil {
				return err
			}
		}
	}
	return t.setRecord(k, tb.pack(value))
}

// setLink makes l lead to target. A unique name is read before it is written,
// so that of two who want it at once one runs into a conflict.
func (t *tx) setLink(l link, target key) error {
	if l.taken != nil {
		_, err := t.get(l.at)
		if err == nil {
			return l.taken
		}
		if !errors.Is(err, engine.ErrNotFound) {
			return err
		}
	}
	return t.set(l.at, target)
}

func has(links []link, l link) bool {
	return slices.ContainsFunc(links, func(other link) bool { return string(other.at) == string(l.at) })
}
