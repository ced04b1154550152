//go:build torture && linux

package torture

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
)

// diskSize is above what has to be free for changes to be taken.
const diskSize = 600 // MiB, most of it holes

// TestPowerCut cuts the power of the disk while eight writers work: nothing that
// was acknowledged before the cut is missing, nothing is half there.
func TestPowerCut(t *testing.T) {
	d := newDisk(t, diskSize)
	data := filepath.Join(d.dir, "data")
	setUp(t, data)
	var entries uint64
	l, n := newLedger(), rounds(3, 50)
	p := child(t, asWriter, data, "cut", l, func(line string) { t.Errorf("it says %q", line) })
	for range n {
		acknowledged := d.cutUnderLoad(p, l, func(data string, acknowledged *ledger) { entries = mustBeWhole(t, data, acknowledged) })
		t.Logf("%d acknowledged, %d entries in the log", acknowledged.size(), entries)
	}
}

// TestPowerCutIsNotBlind: the same cuts lose what was acknowledged when commits
// are not synced, so that the test above can fail.
func TestPowerCutIsNotBlind(t *testing.T) {
	d := newDisk(t, diskSize)
	data := filepath.Join(d.dir, "data")
	setUp(t, data)
	l, n, lost := newLedger(), rounds(1, 5), 0
	p := child(t, asCareless, data, "careless", l, func(line string) { t.Errorf("it says %q", line) })
	for range n {
		d.cutUnderLoad(p, l, func(data string, acknowledged *ledger) {
			missing := countMissing(t, data, acknowledged)
			t.Logf("%d of %d acknowledged service users are missing", missing, len(acknowledged.made))
			lost += missing
		})
	}
	if lost == 0 {
		t.Error("without syncing nothing was lost either: these are no power cuts")
	}
}

// cutUnderLoad cuts the power some time later and looks at the data directory
// afterwards, with what was acknowledged before.
func (d *disk) cutUnderLoad(p *process, l *ledger, look func(data string, acknowledged *ledger)) *ledger {
	d.Helper()
	select {
	case <-l.reaches(1+rand.IntN(400), p.over):
	case <-time.After(time.Minute):
		d.Fatalf("it does not work: %s", p.out.String())
	}
	<-time.After(time.Duration(rand.IntN(3000)) * time.Microsecond)
	acknowledged := l.soFar() // before the cut begins
	copied := filepath.Join(d.TempDir(), "image")
	d.cut(copied)
	select {
	case <-p.over:
		d.Fatalf("it has ended: %s", p.out.String())
	default:
	}
	_ = p.cmd.Process.Signal(syscall.SIGSTOP) // while the copy is looked at, there is nothing to cut
	after := filepath.Join(filepath.Dir(copied), "after")
	unmount := mount(d.T, copied, after, "noatime")
	look(filepath.Join(after, "data"), acknowledged)
	unmount()
	_ = p.cmd.Process.Signal(syscall.SIGCONT)
	_ = os.Remove(copied)
	return acknowledged
}

// countMissing counts the service users that were acknowledged and are not there;
// all of them, in a store that does not open.
func countMissing(t *testing.T, data string, acknowledged *ledger) int {
	t.Helper()
	d, err := daemon.Open(t.Context(), daemon.Options{Dir: data})
	if err != nil {
		t.Logf("it does not open: %v", err)
		return len(acknowledged.made)
	}
	defer d.Close()
	org, err := d.Authority.FindOrg(t.Context(), root, "Acme")
	if err != nil {
		t.Logf("the organisation: %v", err)
		return len(acknowledged.made)
	}
	missing := 0
	for name := range acknowledged.made {
		_, err := d.Authority.FindServiceUser(t.Context(), root, org.ID, name)
		if model.KindOf(err) == model.KindNotFound {
			missing++
		}
	}
	return missing
}
