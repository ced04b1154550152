package badgerdb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// syncsItself: Badger leaves it to commit to sync its log. With WithSyncWrites it
// flushes the disk twice for each commit, for it syncs the log of large values too,
// which is always empty here.
const syncsItself = false

// wal is the file that Badger appends commits to: the one with the highest number.
// It writes through a memory map, whose pages are the file's own.
type wal struct {
	dir    string
	number int
	file   *os.File // nil before the first sync
}

// openWAL returns the log of a store that Badger has opened. Of a directory that
// cannot be listed it knows none, which the first sync will say.
func openWAL(dir string) *wal {
	l := &wal{dir: dir}
	files, _ := os.ReadDir(dir)
	for _, file := range files {
		var number int
		if _, err := fmt.Sscanf(file.Name(), "%d.mem", &number); err == nil {
			l.number = max(l.number, number)
		}
	}
	return l
}

func (l *wal) path(number int) string { return filepath.Join(l.dir, fmt.Sprintf("%05d.mem", number)) }

// sync returns when the last commit is on the disk. No other may be under way: when
// Badger has begun a new log, all that is in the one before was synced.
func (l *wal) sync() error {
	for {
		_, err := os.Lstat(l.path(l.number + 1))
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err != nil {
			return err
		}
		l.close()
		l.number++
	}
	if l.file == nil {
		if err := l.open(); err != nil {
			return err
		}
	}
	return l.file.Sync()
}

// open opens the log, and sees to it that the directory knows it after a power cut.
func (l *wal) open() (err error) {
	if l.file, err = os.Open(l.path(l.number)); err != nil {
		return err
	}
	dir, err := os.Open(l.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

func (l *wal) close() {
	if l.file != nil {
		_ = l.file.Close()
		l.file = nil
	}
}
