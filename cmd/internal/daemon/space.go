package daemon

import "fmt"

// How much has to be free on the disk, in bytes: below the first operators are
// warned, below the second the store takes no changes (package badgerdb).
const (
	lowSpace   = 512 << 20
	leastSpace = 256 << 20
)

// Warning says in a sentence what an operator has to know of the machine; "" is
// nothing.
func (d *Daemon) Warning() string {
	if text := d.low.Load(); text != nil {
		return *text
	}
	return ""
}

// watchSpace looks how much of the disk is free. The log has a line when that
// comes to be too little, and when it is enough again.
func (d *Daemon) watchSpace() {
	free, ok := d.free()
	text := ""
	switch {
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
		d.log.Info("there is room on the disk again", "free_mib", free>>20)
	default:
		d.log.Warn(text, "free_mib", free>>20)
	}
}
