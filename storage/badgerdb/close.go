package badgerdb

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/dgraph-io/badger/v4"

	"example.com/latchkey/storage/engine"
)

// CloseWithin is how long Close lets Badger write what is in memory. When a table
// cannot be written Badger tries again for ever; to end without it is as good as a
// power cut, after which the log is replayed.
const CloseWithin = 3 * time.Second

func (o Options) closeWithin() time.Duration {
	if o.Bulk {
		return bulkCloseWithin
	}
	return CloseWithin
}

// home is the directory that a store was opened in. The zero value is that of a
// store in memory.
type home struct {
	dir  string
	info os.FileInfo
}

func findHome(o Options) (home, error) {
	if o.InMemory {
		return home{}, nil
	}
	info, err := os.Stat(o.Dir)
	return home{o.Dir, info}, err
}

// gone reports whether the directory was deleted, emptied or moved away, or is
// another one by now, into which nothing must be written: what is would be gone
// with the process.
func (h home) gone() bool {
	if h.dir == "" {
		return false
	}
	now, err := os.Stat(h.dir)
	if err != nil || !os.SameFile(now, h.info) {
		return true
	}
	_, err = os.Stat(filepath.Join(h.dir, badger.ManifestFilename))
	return errors.Is(err, fs.ErrNotExist)
}

// Gone reports whether the directory was deleted, emptied or moved away, so that no
// change is taken. What is known is answered.
func (d *DB) Gone() bool { return d.home.gone() }

// end closes Badger, unless that cannot come to an end.
func (d *DB) end() error {
	if d.home.gone() {
		return engine.ErrGone
	}
	if d.wal != nil {
		d.wal.close()
	}
	ended := make(chan error, 1)
	go func() { ended <- d.db.Close() }()
	select {
	case err := <-ended:
		return translate("close", err)
	case <-time.After(d.files.closeWithin()):
		return engine.ErrStuck
	}
}
