package daemon

import (
	"context"
	"fmt"
	"time"
)

// verifyEvery is how often the files of the store are read through. That takes a
// small machine about a second for each GiB.
const verifyEvery = 24 * time.Hour

// How much has to be free on the disk, in bytes: below the first operators are
// warned, below the second the store takes no changes (package badgerdb).
const (
	lowSpace   = 512 << 20
	leastSpace = 256 << 20
)

const goneText = "The data directory was deleted or moved away: changes are refused until it is back in its place, while tokens are verified as before."

// Warning says in a sentence what an operator has to know of the machine; "" is
// nothing.
func (d *Daemon) Warning() string {
	if text := d.low.Load(); text != nil {
		return *text
	}
	return ""
}

// watchDisk looks whether the data directory is there, and how much of its disk is
// free. The log has a line when that is not as it should be, and when it is again.
func (d *Daemon) watchDisk() {
	free, ok := d.free()
	text := ""
	switch {
	case d.gone():
		text = goneText
	case !ok || free >= lowSpace:
	case free < leastSpace:
		text = fmt.Sprintf("The disk of the data directory is nearly full: changes are refused until %d MiB are free, while tokens are verified as before.", leastSpace>>20)
	default:
		text = fmt.Sprintf("The disk of the data directory is filling up: less than %d MiB are free, and below %d changes are refused.", lowSpace>>20, leastSpace>>20)
	}
	before := d.Warning()
	d.low.Store(&text)
	switch {
	case text == before:
	case text == "":
		d.log.Info("the disk of the data directory is in order again", "free_mib", free>>20)
	default:
		d.log.Warn(text, "free_mib", free>>20)
	}
}

// verifyFiles reads the files of the store through once a day, until ctx is done.
// What the disk has lost would otherwise show an older record, and that verifies.
func (d *Daemon) verifyFiles(ctx context.Context) {
	daily := time.NewTicker(verifyEvery)
	defer daily.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-daily.C:
		}
		if err := d.data.Verify(ctx); err != nil && ctx.Err() == nil {
			d.log.Error("the files of the store do not verify", "error", err)
		}
	}
}
