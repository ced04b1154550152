// Package datadir is the directory that an installation of latchkey lives in,
// and the way to open the store there.
//
//	DIR/latchkey.lock   held (flock) by the one process that has the store open; says who that is
//	DIR/key             the key file, unless it lies elsewhere
//	DIR/store/          the engine's files, encrypted
//	DIR/head            the end of the activity log as it was last (see KeepHead)
//
// The directory has mode 0700, the key file and the head file 0600. All keys derive from the key
// file, so whoever has both has everything: back them up apart, or keep the
// key file on another disk (Options.KeyFile). It is made once, for a store
// that does not exist yet. From then on a store does not open without it
// (rule 3.9).
//
// All errors are of the model's Error type with a sentence for the person:
// KindUnavailable when the directory, the lock or the key file is not as it
// has to be, KindInternal for a damaged store.
package datadir

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
)

// Options says what to open.
type Options struct {
	Dir     string // made when it is not there
	KeyFile string // "" means DIR/key

	// VerifyAtOnce is how much of the files, in bytes, is read through before the
	// store opens; 0 is what takes no time. See badgerdb.Options.
	VerifyAtOnce int64

	// Logger gets the engine's messages and the integrity alarms; nil means none.
	Logger *slog.Logger
	// Alarm is called after an integrity alarm was logged; see storage.Options.
	Alarm func(key string, err error)

	// ToExamine opens a store that is there, also a damaged one; see
	// storage.Options. KindNotFound when there is none.
	ToExamine bool

	fresh bool // there is no store yet
	bulk  bool // see Fill
}

func (o Options) keyFile() string {
	if o.KeyFile != "" {
		return o.KeyFile
	}
	return filepath.Join(o.Dir, "key")
}

func (o Options) storeDir() string { return filepath.Join(o.Dir, "store") }

// LogName is the file in the directory that Logger is expected to write to: errors
// refer people to it.
const LogName = "latchkey.log"

func (o Options) logFile() string { return filepath.Join(o.Dir, LogName) }

// Opened is an open data directory.
type Opened struct {
	Store model.Store
	Keys  Keys

	dir    string // "" in memory
	lock   *lock
	head   headFile
	making *making        // nil for a store that was there
	store  *storage.Store // Store, for what is not the model's
	db     *badgerdb.DB   // beneath it
	noted  bool           // the store says that its head is kept
}

// Open opens the store in o.Dir, making what is missing at the first run; when
// nothing comes of that, nothing is left of it. Until Close no other process can.
func Open(ctx context.Context, o Options) (*Opened, error) {
	h, err := Hold(o)
	if err != nil {
		return nil, err
	}
	return h.Open(ctx)
}

// Temporary returns a store in memory with keys of its own, for demonstrations
// and tests. Nothing of it is left after Close.
func Temporary(ctx context.Context, o Options) (*Opened, error) {
	keys, err := newKeys()
	if err != nil {
		return nil, err
	}
	return openStore(ctx, o, keys, badgerdb.Options{InMemory: true, Logger: o.Logger})
}

func openStore(ctx context.Context, o Options, keys Keys, engine badgerdb.Options) (*Opened, error) {
	db, err := badgerdb.Open(engine)
	if err != nil {
		return nil, storeError(o, err)
	}
	store, err := storage.Open(ctx, db, storage.Keys{MAC: keys.RecordMAC}, storage.Options{Alarm: o.alarm, ToExamine: o.ToExamine})
	if err != nil {
		return nil, storeError(o, err)
	}
	return &Opened{Store: store, Keys: keys, store: store, db: db}, nil
}

// Close closes the store and lets the directory go. It may be called twice. The
// errors are of KindUnavailable when the directory is not there any more, and when
// the store cannot be written; what has not come to an end then keeps the lock,
// which goes with the process.
func (o *Opened) Close() error {
	err := o.Store.Close()
	switch {
	case errors.Is(err, engine.ErrStuck):
		return err
	case errors.Is(err, engine.ErrGone):
		err = unavailable(err, "The data directory %s was deleted or moved away while latchkey had it open. Put it back, or a backup of it, before the next start.", o.dir)
	}
	return errors.Join(err, o.lock.release())
}

// Fresh reports whether Open made the store.
func (o *Opened) Fresh() bool { return o.making != nil }

// Discard closes a store that Open made, and takes away what was made with it. One
// that was there before is closed. The errors are Close's.
func (o *Opened) Discard() error {
	if !o.Fresh() {
		return o.Close()
	}
	if err := o.Store.Close(); err != nil {
		return errors.Join(err, o.lock.release())
	}
	return errors.Join(o.making.undo(), o.lock.release())
}

func (o Options) alarm(key string, err error) {
	if o.Logger != nil {
		o.Logger.Error("integrity alarm: a record is damaged or missing", "key", key, "error", err)
	}
	if o.Alarm != nil {
		o.Alarm(key, err)
	}
}

// isEmpty reports whether there is nothing in dir, or no dir.
func isEmpty(dir string) (bool, error) {
	d, err := os.Open(dir)
	if errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer d.Close()
	_, err = d.Readdirnames(1) // a store has many files
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	return false, err
}
