package datadir

import (
	"context"
	"errors"

	"example.com/latchkey/storage/badgerdb"
)

// Fill opens the store in o.Dir for write to put a lot into it at once, and leaves it
// as if that had been there for long. What is written may be lost until Fill returns,
// and the directory is to be thrown away when that is with an error: it is for what
// can be made again. Errors: those of Open and of write, and the context's.
func Fill(ctx context.Context, o Options, write func(*Opened) error) error {
	o.bulk = true
	opened, err := Open(ctx, o)
	if err != nil {
		return err
	}
	if err := errors.Join(write(opened), opened.Close()); err != nil {
		return err
	}
	o.bulk = false
	h, err := Hold(o)
	if err != nil {
		return err
	}
	return errors.Join(badgerdb.PutInOrder(ctx, h.engine()), h.Release())
}
