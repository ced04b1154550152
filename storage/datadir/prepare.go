package datadir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// prepare makes dir, for its owner alone, or makes sure that it is so. It reports
// whether it made it.
func prepare(dir string) (made bool, err error) {
	if dir == "" {
		return false, unavailable(nil, "There is no data directory to open. Name one with --data.")
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return false, unusable(dir, err)
	}
	err = os.Mkdir(dir, 0o700)
	if made = err == nil; !made && !errors.Is(err, fs.ErrExist) {
		return false, unusable(dir, err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return made, unusable(dir, err)
	}
	if !info.IsDir() {
		return made, unusable(dir, unix.ENOTDIR)
	}
	if err := unix.Access(dir, unix.R_OK|unix.W_OK|unix.X_OK); err != nil {
		return made, unusable(dir, err)
	}
	return made, makePrivate(dir, info)
}

// makePrivate closes an empty directory to others. One with something in it is
// not changed behind its owner's back.
func makePrivate(dir string, info os.FileInfo) error {
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	empty, err := isEmpty(dir)
	if err != nil {
		return unusable(dir, err)
	}
	if !empty {
		return unavailable(nil, "Others than its owner can use the data directory %s (mode %04o). Run `chmod 700 %s`.", dir, info.Mode().Perm(), dir)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return unusable(dir, err)
	}
	return nil
}
