package badgerdb

import (
	"bytes"
	"iter"

	"github.com/dgraph-io/badger/v4"

	"example.com/latchkey/storage/engine"
)

// txn is one transaction, for reading or for both.
type txn struct {
	txn      *badger.Txn
	scanning bool
	wrote    bool
	ended    bool
}

func (t *txn) end() {
	t.ended = true
	t.txn.Discard()
}

// Get returns a copy of the value of key.
func (t *txn) Get(key []byte) ([]byte, error) {
	item, err := t.txn.Get(key)
	if err != nil {
		return nil, translate("get", err)
	}
	value, err := item.ValueCopy(nil)
	return value, translate("get", err)
}

// Set writes key when the transaction commits.
func (t *txn) Set(key, value []byte) error {
	t.wrote = true
	return translate("set", t.txn.Set(key, value))
}

// Delete removes key when the transaction commits.
func (t *txn) Delete(key []byte) error {
	t.wrote = true
	return translate("delete", t.txn.Delete(key))
}

// Scan yields the items of r. Badger panics on a second iterator in a
// transaction that writes; here it is an error in all.
func (t *txn) Scan(r engine.Range) iter.Seq2[engine.Item, error] {
	return func(yield func(engine.Item, error) bool) {
		if err := t.mayScan(); err != nil {
			yield(engine.Item{}, err)
			return
		}
		it := t.iterator(r)
		t.scanning = true
		defer func() {
			it.Close()
			t.scanning = false
		}()
		for seek(it, r); it.ValidForPrefix(r.Prefix); it.Next() {
			item, err := copyItem(it.Item())
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

func (t *txn) mayScan() error {
	switch {
	case t.ended:
		return engine.ErrEnded
	case t.scanning:
		return errScanning
	}
	return nil
}

func (t *txn) iterator(r engine.Range) *badger.Iterator {
	return t.txn.NewIterator(badger.IteratorOptions{Prefix: r.Prefix, Reverse: r.Reverse})
}

// seek sets it on the first item of r. Badger goes to the key or to the next one
// in the direction of the iterator; a reverse scan of a whole prefix starts at
// a key that no shorter one with that prefix can follow.
func seek(it *badger.Iterator, r engine.Range) {
	from := r.From
	if from == nil && r.Reverse {
		beyond := bytes.Repeat([]byte{0xff}, engine.MaxKey+1-len(r.Prefix))
		from = append(bytes.Clone(r.Prefix), beyond...)
	}
	it.Seek(from)
}

func copyItem(item *badger.Item) (engine.Item, error) {
	value, err := item.ValueCopy(nil)
	return engine.Item{Key: item.KeyCopy(nil), Value: value}, translate("scan", err)
}
