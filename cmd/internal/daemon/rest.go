package daemon

import (
	"context"
	"runtime/debug"
)

// rest gives back to the system what starting took, when that is over: a daemon is
// idle for most of its life. It has to be done in so many words, for Go returns memory
// by and by, when more is asked for, and the system takes pages of files when it runs
// out of others.
func (d *Daemon) rest(ctx context.Context) {
	for _, over := range []<-chan struct{}{d.swept, d.data.Verified()} {
		select {
		case <-over:
		case <-ctx.Done():
			return
		}
	}
	if err := unmapFiles(); err != nil {
		d.log.Debug("what starting has read of files stays in memory until the system takes it", "error", err)
	}
	debug.FreeOSMemory()
}
