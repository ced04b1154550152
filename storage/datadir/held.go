package datadir

import (
	"context"
	"errors"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/badgerdb"
)

// Held is a data directory that this process has, with a store that is not open
// yet.
type Held struct {
	options Options
	keys    Keys
	lock    *lock
	making  *making // nil for a store that is there
}

// Hold takes o.Dir for this process, and finds out all that can be wrong with it
// and with its key file. That takes no time; opening the store does, and is what
// is left to Open. What is missing at the first run is made.
func Hold(o Options) (*Held, error) {
	made, err := prepare(o.Dir)
	if err != nil {
		return nil, err
	}
	lock, err := acquire(o.Dir)
	if err != nil {
		return nil, err
	}
	h := &Held{options: o, lock: lock}
	if err := h.find(made); err != nil {
		_ = h.Release() // the error says more than what could not be taken away
		return nil, err
	}
	return h, nil
}

// find finds the store and its keys, or begins to make them. Made says that the
// directory was made just now.
func (h *Held) find(made bool) (err error) {
	o := &h.options
	if o.fresh, err = isEmpty(o.storeDir()); err != nil {
		return unusable(o.storeDir(), err)
	}
	if o.fresh {
		if h.making, err = begin(*o, made); err != nil {
			return err
		}
	}
	if o.fresh && o.ToExamine {
		return &model.Error{Kind: model.KindNotFound, Message: "There is no store in " + o.Dir + ". Restore a backup, or name another data directory with --data."}
	}
	h.keys, err = loadKeys(*o)
	return err
}

// KeptHead is Opened.KeptHead, before the store is open: that the file is missed,
// the store alone can tell.
func (h *Held) KeptHead() (model.Head, bool, error) { return h.head().read() }

func (h *Held) head() headFile { return newHeadFile(h.options.Dir, h.keys) }

// Open opens the store. When it cannot, the directory is let go.
func (h *Held) Open(ctx context.Context) (*Opened, error) {
	o := h.options
	opened, err := openStore(ctx, o, h.keys, h.engine())
	if err != nil {
		_ = h.Release()
		return nil, err
	}
	opened.dir, opened.lock, opened.head, opened.making = o.Dir, h.lock, h.head(), h.making
	return opened, nil
}

func (h *Held) engine() badgerdb.Options {
	o := h.options
	return badgerdb.Options{
		Dir: o.storeDir(), EncryptionKey: h.keys.Encryption, Bulk: o.bulk, Logger: o.Logger,
		VerifyAtOnce: o.VerifyAtOnce,
	}
}

// Release lets the directory go without having opened the store. Nothing is left of
// one that was to be made.
func (h *Held) Release() error {
	var err error
	if h.making != nil {
		err = h.making.undo()
	}
	return errors.Join(err, h.lock.release())
}
