package badgerdb

import (
	"context"
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"

	"example.com/latchkey/storage/engine"
)

// toCommit prepares what transactions need.
func (d *DB) toCommit(o Options) {
	d.versions = newVersions(d.db)
	d.sync = func() error { return nil }
	if !o.InMemory && !o.NoSync {
		d.wal = openWAL(o.Dir)
		d.sync = d.wal.sync
	}
}

// commit makes what was written the next version. It refuses to when there is too
// little room for it, or no directory any more. Where nothing was written, as when a
// store is opened, none is needed.
//
// Nobody reads the version before it is on the disk, so that nothing is told of
// what a power cut can take back. When it may have been written but nobody knows,
// nothing is committed any more: the next commit, which would lie behind it in the
// log, could be lost with it.
func (d *DB) commit(ctx context.Context, t *txn) error {
	if err := ctx.Err(); err != nil || !t.wrote {
		return err
	}
	if d.home.gone() {
		return engine.ErrGone
	}
	if err := d.space.check(); err != nil {
		return err
	}
	d.committing.Lock()
	defer d.committing.Unlock()
	if d.halted {
		return engine.ErrHalted
	}
	version := d.versions.next()
	err := t.txn.CommitAt(version, nil)
	if wroteNothing(err) {
		return translate("commit", err)
	}
	if err == nil {
		err = d.sync()
	}
	if err != nil {
		d.halted = true
		return fmt.Errorf("badgerdb: commit: %w", err)
	}
	d.versions.add(version)
	return nil
}

// wroteNothing reports whether Badger refused a commit before it wrote any of it.
func wroteNothing(err error) bool {
	for _, refusal := range []error{badger.ErrConflict, badger.ErrTxnTooBig, badger.ErrBlockedWrites, badger.ErrDiscardedTxn} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}
