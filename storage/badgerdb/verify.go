package badgerdb

import (
	"cmp"
	"context"
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

// verification reads the files of a store through.
type verification struct {
	dir    string
	keys   *badger.KeyRegistry
	tables []table // the newest first
}

// newVerification lists the tables that o's store has. The errors are Badger's, of
// the files that say which those are and how they are encrypted.
func newVerification(o Options) (v verification, err error) {
	defer damagedOnPanic(&err)
	v.dir = o.Dir
	v.keys, err = badger.OpenKeyRegistry(badger.KeyRegistryOptions{Dir: o.Dir, ReadOnly: true, EncryptionKey: o.EncryptionKey})
	if err != nil {
		return v, err
	}
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
	v.tables, err = tablesOf(o.Dir, manifest, v.keys)
	return v, err
}

// beforeOpening verifies what has to be before Badger opens the files: what a
// crash has left of commits (commitlog.go), the ends of all tables, and the newest
// tables, up to so many bytes. It returns how many tables that were. The error is engine.ErrDamaged.
func (v verification) beforeOpening(o Options, bytes int64) (int, error) {
	if !o.NoSync { // then a crash may take any of them
		if err := verifyCommits(v.dir, v.keys); err != nil {
			return 0, err
		}
	}
	if err := v.checkEnds(); err != nil {
		return 0, err
	}
	n := 0
	for ; n < len(v.tables) && bytes >= v.tables[n].size; n++ {
		bytes -= v.tables[n].size
	}
	return n, v.run(context.Background(), v.tables[:n], runtime.NumCPU())
}

// run verifies tables, several at a time, until one is damaged or ctx ends.
func (v verification) run(ctx context.Context, tables []table, many int) error {
	todo := make(chan table)
	errs := make([]error, many)
	var readers sync.WaitGroup
	for i := range many {
		readers.Go(func() {
			reader := newTableReader()
			for t := range todo {
				if errs[i] == nil && ctx.Err() == nil {
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

// later verifies the tables from the n-th on in the background, until Close.
func (d *DB) later(v verification, n int) {
	var ctx context.Context
	ctx, d.callOff = context.WithCancel(context.Background())
	if n < len(v.tables) {
		d.underWay.Go(func() { _ = d.verify(ctx, v, n) })
	}
}

// verify verifies the tables from the n-th on. What is damaged ends the answers
// of d.
func (d *DB) verify(ctx context.Context, v verification, n int) error {
	err := v.run(ctx, v.tables[n:], 1)
	if err == nil {
		return nil
	}
	if d.damaged.CompareAndSwap(nil, &err) && d.log != nil {
		d.log.Error("a file of the store is damaged; nothing is answered from it any more", "error", err)
	}
	return err
}

// Verify reads all tables through once more, while others go on: a disk may have
// lost what it once had. It returns engine.ErrDamaged for a table that is not what
// was written, from when on nothing is answered any more. A store in memory has
// none.
func (d *DB) Verify(ctx context.Context) error {
	if d.files.InMemory {
		return nil
	}
	if !d.begin() {
		return engine.ErrClosed
	}
	defer d.underWay.Done()
	v, err := newVerification(d.files)
	if err == nil {
		err = d.verify(ctx, v, 0)
	}
	if errors.Is(err, engine.ErrDamaged) {
		return err
	}
	return cmp.Or(translate("verify", err), ctx.Err())
}

// openBadger opens Badger, and makes an error of a panic over files that are not what
// they were.
func (d *DB) openBadger(o Options) (err error) {
	defer damagedOnPanic(&err)
	if d.db, err = badger.OpenManaged(o.badger()); err == nil {
		d.toCommit(o)
	}
	return err
}

// damagedFile is engine.ErrDamaged for a file.
func damagedFile(path string, cause error) error {
	return fmt.Errorf("%w: %s: %w", engine.ErrDamaged, path, cause)
}

// damagedOnPanic makes engine.ErrDamaged of a panic.
func damagedOnPanic(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", engine.ErrDamaged, p)
	}
}
