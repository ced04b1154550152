package daemon

import (
	"golang.org/x/sys/unix"

	"example.com/latchkey/model"
)

// KnownTokens is how many tokens may be kept in memory: a fifth of it, at about 1.5 KiB
// each.
func KnownTokens() int {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return model.DefaultKnown
	}
	total := uint64(info.Totalram) * uint64(info.Unit)
	return int(min(max(total/5/1536, model.DefaultKnown/2), mostKnown))
}

// mostKnown is where more would slow the collection of garbage down.
const mostKnown = 2_000_000
