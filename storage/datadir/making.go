package datadir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// making is what Open makes of a directory without a store, to be taken away
// again when nothing comes of it. Whoever has one holds the lock.
type making struct {
	dir     string
	made    bool     // the directory itself was made
	before  []string // what was in it
	keyFile string   // "" for one that was there
}

// begin looks at what there is before the store is made.
func begin(o Options, made bool) (*making, error) {
	dropUnwritten(o.keyFile())
	before, err := namesIn(o.Dir)
	if err != nil {
		return nil, unusable(o.Dir, err)
	}
	m := &making{dir: o.Dir, made: made, before: before}
	if _, err := os.Lstat(o.keyFile()); errors.Is(err, fs.ErrNotExist) {
		m.keyFile = o.keyFile()
	}
	return m, nil
}

// undo takes away what was made. What was there before stays, and in a directory
// that stays so does the lock file, which somebody may just have opened.
func (m *making) undo() error {
	if m.made {
		return errors.Join(m.removeKey(), os.RemoveAll(m.dir))
	}
	now, err := namesIn(m.dir)
	errs := []error{err, m.removeKey()}
	for _, name := range now {
		if !slices.Contains(m.before, name) {
			errs = append(errs, os.RemoveAll(filepath.Join(m.dir, name)))
		}
	}
	return errors.Join(errs...)
}

// removeKey removes the key file that was made, which may lie elsewhere: it is
// that of no store any more.
func (m *making) removeKey() error {
	if m.keyFile == "" {
		return nil
	}
	if err := os.Remove(m.keyFile); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func namesIn(dir string) ([]string, error) {
	list, err := os.ReadDir(dir)
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e.Name()
	}
	return names, err
}
