package badgerdb

import (
	"fmt"

	"golang.org/x/sys/unix"

	"example.com/latchkey/storage/engine"
)

// space watches how much of the disk is free. The zero value watches nothing.
type space struct {
	dir     string
	atLeast uint64 // bytes
}

func newSpace(o Options) space {
	switch {
	case o.InMemory:
		return space{}
	case o.MinFree == 0:
		return space{o.Dir, defaultMinFree}
	}
	return space{o.Dir, o.MinFree}
}

// toOpen returns the watch for opening, which takes less room.
func (s space) toOpen(o Options) space {
	if o.MinFree == 0 {
		s.atLeast = min(s.atLeast, minFreeToOpen)
	}
	return s
}

// check returns engine.ErrFull when too little is free. A directory that does
// not answer is not this check's business: what comes next will say so.
func (s space) check() error {
	if s.dir == "" {
		return nil
	}
	var fs unix.Statfs_t
	if err := unix.Statfs(s.dir, &fs); err != nil {
		return nil
	}
	free := fs.Bavail * uint64(fs.Bsize)
	if free >= s.atLeast {
		return nil
	}
	return fmt.Errorf("%w: %d MiB free, %d MiB needed", engine.ErrFull, free>>20, s.atLeast>>20)
}
