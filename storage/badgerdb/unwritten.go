package badgerdb

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// dropUnwritten removes log files without a byte. Badger makes a log before it
// gives it a size, and takes one that a killed process left like that for an
// error. There is nothing in it: what was acknowledged is in a log with a size.
func dropUnwritten(dir string) error {
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range list {
		if ext := filepath.Ext(entry.Name()); ext != ".mem" && ext != ".vlog" {
			continue
		}
		info, statErr := entry.Info()
		if statErr == nil && info.Mode().IsRegular() && info.Size() == 0 {
			statErr = os.Remove(filepath.Join(dir, entry.Name()))
		}
		err = errors.Join(err, statErr)
	}
	return err
}
