package daemon

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// unmapFiles takes the pages of files out of the memory of this process: of the
// program, and of the tables of the store, all of which are looked at to open them.
// A page comes back from its file when it is needed, and idling needs few. They are
// paged out rather than dropped, so that nothing is lost should something else be
// mapped by then to where a file was.
func unmapFiles() error {
	text, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		return err
	}
	var errs []error
	for m := range mappings(string(text)) {
		if m.ofFileAlone() {
			_, _, errno := unix.Syscall(unix.SYS_MADVISE, m.begin, m.end-m.begin, unix.MADV_PAGEOUT)
			if errno != 0 {
				errs = append(errs, fmt.Errorf("unmapping %s: %w", m.file, errno))
			}
		}
	}
	return errors.Join(errs...)
}

// mapping is a part of the memory of this process.
type mapping struct {
	begin, end uintptr
	mode       string // as in rw-p: read, write, execute, private or shared
	file       string // "" for none
	own        int    // KiB that were written into a private one
}

// ofFileAlone reports whether nothing is lost with the pages of m: they are those of
// a file, and stay so. In a private mapping that can be written, or could be once,
// they are not.
func (m mapping) ofFileAlone() bool {
	shared := strings.HasSuffix(m.mode, "s")
	written := m.own > 0 || strings.Contains(m.mode, "w")
	return strings.HasPrefix(m.file, "/") && (shared || !written)
}

// mappings yields what /proc/self/smaps tells: a line of each mapping, and below it
// lines that begin with a capital letter.
func mappings(text string) iter.Seq[mapping] {
	return func(yield func(mapping) bool) {
		var m mapping
		for line := range strings.Lines(text) {
			if line[0] < 'A' || line[0] > 'Z' {
				if m.mode != "" && !yield(m) {
					return
				}
				m = mappingOf(line)
			}
			if name, value, _ := strings.Cut(line, ":"); name == "Anonymous" || name == "Swap" {
				kilobytes, _ := strconv.Atoi(strings.Fields(value)[0])
				m.own += kilobytes
			}
		}
		if m.mode != "" {
			yield(m)
		}
	}
}

// mappingOf reads a line like
//
//	7f2b05000000-7f2b055c7000 rw-s 00000000 fe:00 10249593    /var/lib/latchkey/store/000253.sst
func mappingOf(line string) (m mapping) {
	_, _ = fmt.Sscanf(line, "%x-%x %s", &m.begin, &m.end, &m.mode)
	if _, path, ok := strings.Cut(line, "/"); ok {
		m.file = "/" + strings.TrimSpace(path)
	}
	return m
}
