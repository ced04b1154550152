// Package badgerdb is the embedded engine: package engine's port over Badger,
// in one directory or in memory.
//
// One process at a time can have a directory open. Badger's own lock says so
// with an error that tells nothing by identity, so whoever opens a directory
// holds a lock of its own first (package datadir does).
//
// Commits are synced to the disk one by one (commit.go). Tables are checked for damage when
// they are opened (table.go), when a block is read, and by Verify; what a crash
// leaves in logs, before they are replayed (commitlog.go). What comes out
// altered all the same does not verify: package storage signs every value.
package badgerdb

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/dgraph-io/badger/v4"

	"example.com/latchkey/storage/engine"
)

var _ engine.Engine = (*DB)(nil)

// DB is an open Badger store.
type DB struct {
	db       *badger.DB
	files    Options // how to find them
	space    space
	home     home
	log      *slog.Logger
	callOff  context.CancelFunc    // ends what is verified in the background; nil in memory
	damaged  atomic.Pointer[error] // what was found damaged
	versions *versions
	wal      *wal         // nil where nothing is synced
	sync     func() error // puts the last commit on the disk

	committing sync.Mutex // one at a time
	halted     bool       // under committing: nobody knows what became of a commit

	mu       sync.Mutex
	closed   bool           // set under mu, so that nothing begins after it
	underWay sync.WaitGroup // the transactions that have begun
}

// Open opens or creates the store that o describes. It returns
// engine.ErrWrongKey for files that were encrypted with another key,
// engine.ErrDamaged for such that are not what was written, and engine.ErrFull for
// a disk with less than MinFree left.
func Open(o Options) (*DB, error) {
	if n := len(o.EncryptionKey); n != 0 && n != 32 {
		return nil, fmt.Errorf("badgerdb: the encryption key has %d bytes, not 32", n)
	}
	o.NoSync = o.NoSync || o.Bulk
	free := newSpace(o)
	if err := free.toOpen(o).check(); err != nil {
		return nil, err
	}
	d := &DB{files: o, space: free, log: o.Logger}
	if err := d.open(o, cmp.Or(o.VerifyAtOnce, verifyAtOnce)); err != nil {
		return nil, translate("open", err)
	}
	var err error
	if d.home, err = findHome(o); err != nil {
		return nil, errors.Join(translate("open", err), d.db.Close())
	}
	return d, nil
}

// open opens Badger on files that were verified, the first atOnce bytes of them
// before it returns.
func (d *DB) open(o Options, atOnce int64) (err error) {
	if o.InMemory {
		return d.openBadger(o)
	}
	if err := dropUnwritten(o.Dir); err != nil {
		return err
	}
	v, err := newVerification(o)
	if err != nil {
		return err
	}
	n, err := v.beforeOpening(o, atOnce)
	if err != nil {
		return err
	}
	if err := d.openBadger(o); err != nil {
		return err
	}
	d.later(v, n)
	return nil
}

// OpenMemory opens an empty store that lives in memory alone.
func OpenMemory() (*DB, error) { return Open(Options{InMemory: true}) }

// Close waits for the transactions under way, writes what is in memory to the
// disk and lets the directory go. From its begin on no other transaction
// begins. It returns engine.ErrGone when the directory is not there any more, and
// engine.ErrStuck when it takes longer than CloseWithin.
func (d *DB) Close() error {
	d.mu.Lock()
	first := !d.closed
	d.closed = true
	d.mu.Unlock()
	if first && d.callOff != nil {
		d.callOff()
	}
	d.underWay.Wait()
	if !first {
		return nil
	}
	return d.end()
}

// Err returns engine.ErrDamaged once a file was found damaged.
func (d *DB) Err() error {
	if damaged := d.damaged.Load(); damaged != nil {
		return *damaged
	}
	return nil
}

// View runs fn on one snapshot.
func (d *DB) View(ctx context.Context, fn func(engine.Reader) error) error {
	return d.run(ctx, false, func(t *txn) error { return fn(t) })
}

// Update runs fn once and commits what it wrote when it returned nil.
func (d *DB) Update(ctx context.Context, fn func(engine.Writer) error) error {
	return d.run(ctx, true, func(t *txn) error {
		if err := fn(t); err != nil {
			return err
		}
		return d.commit(ctx, t)
	})
}

// run begins a transaction for fn and makes sure that it ends, however fn
// does: without that Badger could neither close nor drop old versions.
func (d *DB) run(ctx context.Context, update bool, fn func(*txn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := d.Err(); err != nil {
		return err
	}
	if !d.begin() {
		return engine.ErrClosed
	}
	defer d.underWay.Done()
	version := d.versions.begin()
	defer d.versions.end(version)
	t := &txn{txn: d.db.NewTransactionAt(version, update)}
	defer t.end()
	return fn(t)
}

// begin counts a transaction in, unless the store is closed.
func (d *DB) begin() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.closed {
		d.underWay.Add(1)
	}
	return !d.closed
}

// translate turns Badger's errors into those of the port, by identity.
func translate(doing string, err error) error {
	for _, pair := range translations {
		if errors.Is(err, pair.badger) {
			return pair.engine
		}
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("badgerdb: %s: %w", doing, err)
}

// errScanning is a fault of the caller: see engine.Reader.
var errScanning = errors.New("badgerdb: a scan began inside another one")

var translations = []struct{ badger, engine error }{
	{badger.ErrKeyNotFound, engine.ErrNotFound},
	{badger.ErrConflict, engine.ErrConflict},
	{badger.ErrDBClosed, engine.ErrClosed},
	{badger.ErrBlockedWrites, engine.ErrClosed},
	{badger.ErrDiscardedTxn, engine.ErrEnded},
	{badger.ErrTxnTooBig, engine.ErrTooLarge},
	{badger.ErrEncryptionKeyMismatch, engine.ErrWrongKey},
}
