package storage

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

var _ model.Tx = (*tx)(nil)

// tx is one use case's transaction: sealed values over the engine's bytes. The
// methods of model.Tx stand in the file of the record that they are about. What
// is written stays in it, for its owner to hand on.
type tx struct {
	ctx     context.Context
	store   *Store
	reader  engine.Reader // with what is written
	written overlay       // nil in a View
	decoded decodings     // that are written, as they were before they were encoded
	memo    *memo         // nil for none
	bytes   int           // of the keys set or deleted so far, and of their values
	ended   bool
}

// Limits on what one use case writes, which may share an engine's transaction
// with others.
const (
	maxWrites = 100 // keys
	maxBytes  = engine.MaxBytes
)

func (s *Store) reading(ctx context.Context, r engine.Reader) *tx {
	return &tx{ctx: ctx, store: s, reader: r}
}

// writing returns a transaction on a state with overlays on it.
func (s *Store) writing(ctx context.Context, r engine.Reader, over ...overlay) *tx {
	written := overlay{}
	return &tx{ctx: ctx, store: s, written: written, decoded: decodings{}, reader: layers{r, append(over, written)}}
}

// end makes it useless: the engine's transaction may go on without it.
func (t *tx) end() { t.ended = true }

// usable returns why nothing can be read or written any more, if so.
func (t *tx) usable() error {
	if t.ended {
		return engine.ErrEnded
	}
	return t.ctx.Err()
}

// get returns the payload at k, and engine.ErrNotFound as it is when there is
// none. Every other error is the model's.
func (t *tx) get(k key) ([]byte, error) {
	found, err := t.read(k)
	if err != nil {
		return nil, err
	}
	return t.open(k, found.value)
}

// read is get with the seal around the payload, which is not verified yet.
func (t *tx) read(k key) (memory, error) {
	if err := t.usable(); err != nil {
		return memory{}, translate(err)
	}
	if k.tooLong() {
		return memory{}, engine.ErrNotFound
	}
	if last, ok := t.memo.recall(k); ok && !t.written.has(k) {
		return last, nil
	}
	value, err := t.reader.Get(k)
	if errors.Is(err, engine.ErrNotFound) {
		return memory{}, engine.ErrNotFound
	}
	return memory{value, t.decoded[string(k)]}, translate(err)
}

// open verifies a value that was read at k.
func (t *tx) open(k key, value []byte) ([]byte, error) {
	payload, err := t.store.sealer.open(k, value)
	if err != nil {
		return nil, t.damaged(k, err)
	}
	return payload, nil
}

// damaged raises the alarm and returns what the person is told.
func (t *tx) damaged(k key, cause error) error {
	t.store.alarm(k.String(), cause)
	return internal(fmt.Errorf("%s: %w", k, cause),
		"A record in the store is damaged or missing, so this was refused. `latchkey doctor` tells what is wrong.")
}

// scan yields the verified items of r. Errors are the model's.
func (t *tx) scan(r engine.Range) iter.Seq2[engine.Item, error] {
	return func(yield func(engine.Item, error) bool) {
		for item, err := range t.reader.Scan(r) {
			err = firstOf(t.usable(), err)
			if err == nil {
				item.Value, err = t.open(item.Key, item.Value)
			}
			if !yield(item, translate(err)) || err != nil {
				return
			}
		}
	}
}

// scanAll returns every item under a prefix, in order.
func (t *tx) scanAll(r engine.Range) ([]engine.Item, error) {
	var items []engine.Item
	for item, err := range t.scan(r) {
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// scanUntil returns up to n items under a prefix whose next part, of the same
// length as last, is not after it.
func (t *tx) scanUntil(prefix key, last string, n int) ([]engine.Item, error) {
	var items []engine.Item
	for item, err := range t.scan(engine.Range{Prefix: prefix}) {
		if err != nil {
			return nil, err
		}
		rest := string(item.Key[len(prefix):])
		if len(items) >= n || len(rest) < len(last) || rest[:len(last)] > last {
			break
		}
		items = append(items, item)
	}
	return items, nil
}

// scanBeyond returns up to n items of r, without the one at r.From itself.
func (t *tx) scanBeyond(r engine.Range, n int) ([]engine.Item, error) {
	var items []engine.Item
	if n <= 0 {
		return nil, nil
	}
	for item, err := range t.scan(r) {
		if err != nil {
			return nil, err
		}
		if string(item.Key) == string(r.From) {
			continue
		}
		if items = append(items, item); len(items) == n {
			break
		}
	}
	return items, nil
}

// partsBeyond returns what follows the prefix in up to n keys that come after
// the one that from follows it in ("" for the start), or before it when
// backward ("" for the end), the nearest first.
func (t *tx) partsBeyond(prefix key, from string, backward bool, n int) ([]string, error) {
	r := engine.Range{Prefix: prefix, Reverse: backward}
	if from != "" {
		r.From = slices.Concat(prefix, key(from))
	}
	items, err := t.scanBeyond(r, n)
	if err != nil {
		return nil, err
	}
	parts := make([]string, len(items))
	for i, item := range items {
		parts[i] = string(item.Key[len(prefix):])
	}
	return parts, nil
}

// any reports whether there is an item in r.
func (t *tx) any(r engine.Range) (bool, error) {
	for _, err := range t.scan(r) {
		return err == nil, err
	}
	return false, nil
}

// set writes payload at k.
func (t *tx) set(k key, payload []byte) error {
	value := t.store.sealer.seal(k, payload)
	if err := t.mayWrite(k, value); err != nil {
		return err
	}
	t.written[string(k)] = value
	return nil
}

// setRecord writes a record at k.
func (t *tx) setRecord(k key, record any) error {
	payload, err := encode(record)
	if err != nil {
		return internal(err, "The record %s cannot be written.", k)
	}
	if err := t.set(k, payload); err != nil {
		return err
	}
	t.decoded[string(k)] = record
	return nil
}

// getRecord reads the record at k, and returns engine.ErrNotFound as it is. Nothing
// in the record may be changed.
func getRecord[R any](t *tx, k key) (record R, err error) {
	found, err := t.read(k)
	if err != nil {
		return record, err
	}
	if record, ok := found.record.(R); ok {
		return record, nil
	}
	payload, err := t.open(k, found.value)
	if err != nil {
		return record, err
	}
	if record, err = decode[R](t, k, payload); err == nil && t.memo != nil && !t.written.has(k) {
		t.memo.keep(k, memory{found.value, record})
	}
	return record, err
}

// delete removes k, which need not be there.
func (t *tx) delete(k key) error {
	if err := t.mayWrite(k, nil); err != nil {
		return err
	}
	t.written[string(k)] = nil
	delete(t.decoded, string(k))
	return nil
}

// mayWrite keeps a use case within its limits.
func (t *tx) mayWrite(k key, value []byte) error {
	switch {
	case t.ended:
		return translate(engine.ErrEnded)
	case t.written == nil:
		return internal(nil, "latchkey tried to write %s while it was only reading.", k)
	case k.tooLong():
		return internal(nil, "The key %s has %d bytes; %d fit.", k, len(k), engine.MaxKey)
	case len(value) > engine.MaxValue:
		return internal(nil, "The record %s has %d bytes; %d fit.", k, len(value), engine.MaxValue)
	}
	if _, again := t.written[string(k)]; !again && len(t.written) == maxWrites || t.bytes+len(k)+len(value) > maxBytes {
		return internal(nil, "One step tried to write more than %d records or %d bytes, which is too much at once; nothing was changed.", maxWrites, maxBytes)
	}
	t.bytes += len(k) + len(value)
	return nil
}
