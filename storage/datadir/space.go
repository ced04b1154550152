package datadir

import "golang.org/x/sys/unix"

// Free returns how many bytes are free on the disk of the data directory, and
// false when that cannot be said: for a store in memory, for one.
func (o *Opened) Free() (bytes uint64, ok bool) {
	var fs unix.Statfs_t
	if o.dir == "" || unix.Statfs(o.dir, &fs) != nil {
		return 0, false
	}
	return fs.Bavail * uint64(fs.Bsize), true
}
