package storage

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/engine"
)

// Restore writes the records of a backup into an engine that holds nothing yet,
// for Open to open. The engine has to be thrown away when it returns an error.
// Errors: those of BackupReader.Each, KindConflict when there are records, and
// KindUnavailable when the engine does not take them.
func Restore(ctx context.Context, e engine.Engine, from *BackupReader) (model.Backup, error) {
	if err := mustBeEmpty(ctx, e); err != nil {
		return model.Backup{}, err
	}
	b := bulk{ctx: ctx, engine: e}
	held, err := from.Each(b.add)
	if err != nil {
		return model.Backup{}, err
	}
	return held, b.flush()
}

func mustBeEmpty(ctx context.Context, e engine.Engine) error {
	empty := true
	err := e.View(ctx, func(r engine.Reader) error {
		for _, err := range r.Scan(engine.Range{}) {
			empty = false
			return err
		}
		return nil
	})
	if err == nil && !empty {
		return &model.Error{Kind: model.KindConflict, Message: "There is a store already; a backup is restored where there is none."}
	}
	return translate(err)
}

// bulk collects records for one transaction of the engine.
type bulk struct {
	ctx    context.Context
	engine engine.Engine
	items  []engine.Item
	bytes  int
}

// add writes what was collected when there is no room for item beside it.
func (b *bulk) add(item engine.Item) error {
	size := len(item.Key) + len(item.Value)
	if len(b.items) == engine.MaxWrites || b.bytes+size > engine.MaxBytes {
		if err := b.flush(); err != nil {
			return err
		}
	}
	b.items, b.bytes = append(b.items, item), b.bytes+size
	return nil
}

func (b *bulk) flush() error {
	err := b.engine.Update(b.ctx, func(w engine.Writer) error {
		for _, item := range b.items {
			if err := w.Set(item.Key, item.Value); err != nil {
				return err
			}
		}
		return nil
	})
	b.items, b.bytes = b.items[:0], 0
	return translate(err)
}
