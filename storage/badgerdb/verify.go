package badgerdb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/dgraph-io/badger/v4"

	"example.com/latchkey/storage/engine"
)

// A block of a table that cannot be read is, for Badger, one that does not have
// the key: it looks on in older tables, and says nothing. So one flipped bit turns
// a record back into what it was before, and its MAC is right: a revoked token is
// good again. Over other bits it panics in a goroutine of its own, which nobody
// can recover. That is why all tables are read through before Badger opens them
// (table.go). A store with one that does not verify is not opened.
//
// That takes about a second for each GiB on a small machine, so that a large store
// is verified up to Options.VerifyAtOnce before it opens, newest tables first, and
// in the background from then on. A table that turns out to be damaged there ends
// the answers.
const verifyAtOnce = 8 << 20 // bytes

// verification reads the tables of a store through.
type verification struct {
	dir    string
	tables []table // the newest first
	stop   chan struct{}
}

// newVerification lists the tables that o's store has. The errors are Badger's, of
// the files that say which those are and how they are encrypted.
func newVerification(o Options) (v *verification, err error) {
	defer damagedOnPanic(&err)
	v = &verification{dir: o.Dir, stop: make(chan struct{})}
	file, err := os.Open(filepath.Join(o.Dir, badger.ManifestFilename))
	if errors.Is(err, fs.ErrNotExist) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	defer file.Close()
	opts := o.badger()
	manifest, _, err := badger.ReplayManifestFile(file, opts.ExternalMagicVersion, opts)
	if err != nil {
		return v, fmt.Errorf("%w: %w", engine.ErrDamaged, err)
	}
	keys, err := badger.OpenKeyRegistry(badger.KeyRegistryOptions{Dir: o.Dir, ReadOnly: true, EncryptionKey: o.EncryptionKey})
	if err != nil {
		return v, err
	}
	v.tables, err = tablesOf(o.Dir, manifest, keys)
	return v, errors.Join(err, keys.Close())
}

// atOnce verifies the newest tables, up to so many bytes, and returns how many
// tables that were. The error is engine.ErrDamaged.
func (v *verification) atOnce(bytes int64) (int, error) {
	n := 0
	for ; n < len(v.tables) && bytes >= v.tables[n].size; n++ {
		bytes -= v.tables[n].size
	}
	return n, v.run(v.tables[:n], runtime.NumCPU())
}

// run verifies tables, several at a time, until one is damaged or it is called off.
func (v *verification) run(tables []table, many int) error {
	todo := make(chan table)
	errs := make([]error, many)
	var readers sync.WaitGroup
	for i := range many {
		readers.Go(func() {
			reader := newTableReader()
			for t := range todo {
				if errs[i] == nil && !v.calledOff() {
					errs[i] = reader.verify(t)
				}
			}
		})
	}
	for _, t := range tables {
		todo <- t
	}
	close(todo)
	readers.Wait()
	return errors.Join(errs...)
}

func (v *verification) calledOff() bool {
	select {
	case <-v.stop:
		return true
	default:
		return false
	}
}

// later verifies the tables from the n-th on in the background, until Close. What
// is damaged ends the answers of d.
func (d *DB) later(v *verification, n int) {
	d.verifying = v
	if n == len(v.tables) {
		return
	}
	d.underWay.Go(func() {
		if err := v.run(v.tables[n:], 1); err != nil {
			d.damaged.Store(&err)
			if d.log != nil {
				d.log.Error("a file of the store is damaged; nothing is answered from it any more", "error", err)
			}
		}
	})
}

// openBadger is badger.Open, with an error in the place of a panic over files that
// are not what they were.
func openBadger(o badger.Options) (db *badger.DB, err error) {
	defer damagedOnPanic(&err)
	return badger.Open(o)
}

// damagedOnPanic makes engine.ErrDamaged of a panic.
func damagedOnPanic(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", engine.ErrDamaged, p)
	}
}
