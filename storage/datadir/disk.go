package datadir

import (
	"context"

	"golang.org/x/sys/unix"
)

// Free returns how many bytes are free on the disk of the data directory, and
// false when that cannot be said: for a store in memory, for one.
func (o *Opened) Free() (bytes uint64, ok bool) {
	var fs unix.Statfs_t
	if o.dir == "" || unix.Statfs(o.dir, &fs) != nil {
		return 0, false
	}
	return fs.Bavail * uint64(fs.Bsize), true
}

// Gone reports whether the directory was deleted or moved away since it was opened.
// Then no change is taken, and what is known is answered.
func (o *Opened) Gone() bool { return o.db.Gone() }

// Verify reads the files of the store through once more, while others go on: a
// disk may have lost what it once had. Once a file is found damaged nothing is
// answered from the store any more. The errors are the engine's.
func (o *Opened) Verify(ctx context.Context) error { return o.db.Verify(ctx) }

// Verified returns a channel that is closed when what Open left to be read through of
// the files has been, or will not be.
func (o *Opened) Verified() <-chan struct{} { return o.db.Verified() }
