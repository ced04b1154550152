package model_test

import (
	"context"

	"example.com/latchkey/model"
)

// A between is a store that does something right before the next change, as
// another request does.
type between struct {
	model.Store
	before func()
}

func (b *between) Update(ctx context.Context, fn func(model.Tx) error) error {
	if before := b.before; before != nil {
		b.before = nil
		before()
	}
	return b.Store.Update(ctx, fn)
}
