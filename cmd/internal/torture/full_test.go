//go:build torture && linux

package torture

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
)

// TestFullDisk fills the disk from outside while eight writers work. Changes are
// refused with a sentence while tokens are verified, also when the rest is filled to
// the last block.
//
// Then it is filled at one blow. A process that is in the middle of a write may die
// of that, and does not start while there is no room. Once there is, nothing that
// was acknowledged is missing.
func TestFullDisk(t *testing.T) {
	f := newFull(t, asPersistent)
	n := rounds(1, 15)
	for range n {
		f.round(32 << 20)
	}
	if f.deaths > 0 || f.refusals < n {
		t.Errorf("it died %d times, and refused %d times", f.deaths, f.refusals)
	}
	for range n {
		f.round(0)
	}
	f.finish()
}

// TestFullDiskUnguarded is the same for a store that does not watch how much space
// is free, so that it writes on until there is none: that is what happens to one
// that is between the look and the write.
func TestFullDiskUnguarded(t *testing.T) {
	f := newFull(t, asUnguarded)
	for range rounds(2, 15) {
		f.round(0)
	}
	f.finish()
	if f.deaths+f.refusals == 0 {
		t.Error("the disk was never full")
	}
}

// full is a disk that is filled again and again.
type full struct {
	*disk
	as       string
	data     string
	ledger   *ledger
	other    said
	p        *process
	starts   int
	deaths   int
	refusals int
}

func newFull(t *testing.T, as string) *full {
	t.Helper()
	d := newDisk(t, 400)
	f := &full{disk: d, as: as, data: filepath.Join(d.dir, "data"), ledger: newLedger()}
	setUp(t, f.data)
	return f
}

// round lets the writers work, fills the disk, sees what comes of it, and makes
// room. When some is left at first, that is filled afterwards.
func (f *full) round(left int64) {
	f.Helper()
	if f.p == nil {
		f.starts++
		f.p = child(f.T, f.as, f.data, fmt.Sprint("full-", f.starts), f.ledger, func(line string) { _, _ = f.other.Write([]byte(line + "\n")) })
	}
	f.works(20 + rand.IntN(200))
	room := f.fill(left)
	said, died := f.comes()
	if left > 0 && !died {
		some, rest := room, f.fill(0)
		room = func() { some(); rest() }
		said, died = f.comes()
	}
	switch {
	case strings.Contains(said, "WRONG"):
		f.Fatalf("on a full disk: %s", said)
	case died:
		f.deaths++
		f.p = nil
		d, err := daemon.Open(f.Context(), daemon.Options{Dir: f.data})
		if err == nil {
			_ = d.Close()
			f.Error("it opens on a full disk")
		} else if model.KindOf(err) != model.KindUnavailable {
			f.Errorf("on a full disk: %v (%s)", err, model.KindOf(err))
		}
		room()
		mustBeWhole(f.T, f.data, f.ledger)
	default:
		f.refusals++
		if f.as == asPersistent && !strings.Contains(said, "cannot: unavailable: The disk of the store is nearly full, so nothing was changed. Make room and try again.") {
			f.Errorf("it is refused with: %s", said)
		}
		room()
		f.works(10)
	}
}

// works waits until so many changes were acknowledged.
func (f *full) works(many int) {
	f.Helper()
	select {
	case <-f.ledger.reaches(many, f.p.over):
	case <-time.After(time.Minute):
		f.Fatalf("it does not work: %s%s", f.other.String(), f.p.out.String())
	}
}

// fill takes all the space there is, but for some that is left. The function that
// it returns gives it back.
func (f *full) fill(left int64) (room func()) {
	f.Helper()
	file, err := os.CreateTemp(f.dir, "filler")
	if err != nil {
		f.Fatal(err)
	}
	for at, step := int64(0), int64(1<<30); step >= 4096; {
		if step > f.free()-left || unix.Fallocate(int(file.Fd()), 0, at, step) != nil {
			step /= 2 // ever smaller
			continue
		}
		at += step
	}
	return func() {
		_ = file.Close()
		if err := os.Remove(file.Name()); err != nil {
			f.Error(err)
		}
	}
}

func (f *full) free() int64 {
	var fs unix.Statfs_t
	if err := unix.Statfs(f.dir, &fs); err != nil {
		f.Fatal(err)
	}
	return int64(fs.Bavail) * fs.Bsize
}

// comes waits until changes are refused and tokens verified, or the process has
// died.
func (f *full) comes() (said string, died bool) {
	f.Helper()
	before := len(f.other.String())
	late := time.After(time.Minute)
	for tick := time.NewTicker(5 * time.Millisecond); ; {
		said = f.other.String()[before:]
		if strings.Contains(said, "cannot: ") && strings.Contains(said, "verified") || strings.Contains(said, "WRONG") {
			return said, false
		}
		select {
		case <-tick.C:
		case <-f.p.over:
			return said, true
		case <-late:
			f.Fatalf("nothing comes of a full disk: %s", f.p.out.String())
		}
	}
}

func (f *full) finish() {
	f.Helper()
	if f.p != nil {
		f.p.kill()
	}
	entries := mustBeWhole(f.T, f.data, f.ledger)
	f.Logf("changes were refused %d times, the process died %d times; %d acknowledged, %d entries in the log", f.refusals, f.deaths, f.ledger.size(), entries)
}
