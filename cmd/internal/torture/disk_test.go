//go:build torture && linux

package torture

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// disk is an ext4 file system on a loop device whose power can be cut.
//
// The loop device writes to its image through the page cache of the file system
// that the image lies on. So what the image reads as, at any moment, is what the
// file system on it has given to its disk by then; what it still holds in its own
// memory (pages that nobody synced, a journal that was not committed) is not in
// it, and is what a power cut takes.
//
// A copy of the image takes time, and one that goes on while blocks are written
// is worse than a power cut: it has later writes without earlier ones. Stopping
// the writer would not do: a thread inside fsync stops when that is done, so that
// no cut would ever fall into the middle of one, and the kernel writes on. So the
// image lies on a file system of its own, the host, and it is the host that is
// frozen (FIFREEZE) while the image is copied. From one moment to the next no
// write reaches the image any more, whichever thread or part of the kernel it is
// from, and nothing is flushed into it first: the frozen file system knows nothing
// of the one inside its file.
type disk struct {
	*testing.T
	host  string // where the host is mounted
	image string // a file there
	dir   string // where the disk is mounted
}

// newDisk makes and mounts a disk of so many MiB. Without root or loop devices the
// test is skipped.
func newDisk(t *testing.T, mib int64) *disk {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can mount a disk, so what a power cut or a full disk does cannot be seen")
	}
	base := t.TempDir()
	d := &disk{T: t, host: filepath.Join(base, "host"), dir: filepath.Join(base, "disk")}
	d.image = filepath.Join(d.host, "image")
	outer := filepath.Join(base, "outer")
	makeImage(t, outer, 2*mib+256)
	// Whether the host would outlive a power cut of its own does not matter.
	mount(t, outer, d.host, "noatime,barrier=0")
	makeImage(t, d.image, mib)
	mount(t, d.image, d.dir, "noatime")
	return d
}

func makeImage(t *testing.T, path string, mib int64) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Truncate(mib << 20); err != nil {
		t.Fatal(err)
	}
	_ = file.Close()
	if out, err := exec.Command("mkfs.ext4", "-q", "-F", "-m", "0", path).CombinedOutput(); err != nil {
		t.Skipf("no ext4 can be made here: %v\n%s", err, out)
	}
}

// mount mounts an image until the test ends, or the function is called that it
// returns.
func mount(t *testing.T, image, at, options string) (unmount func()) {
	t.Helper()
	if err := os.MkdirAll(at, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-o", "loop,"+options, image, at).CombinedOutput(); err != nil {
		t.Skipf("no loop device can be mounted here: %v\n%s", err, out)
	}
	mounted := true
	unmount = func() {
		if !mounted {
			return
		}
		mounted = false
		if out, err := exec.Command("umount", at).CombinedOutput(); err != nil {
			t.Errorf("umount: %v\n%s", err, out)
		}
	}
	t.Cleanup(unmount)
	return unmount
}

// cut copies the image as it is at one moment, with holes for what was never
// written.
func (d *disk) cut(to string) {
	d.Helper()
	host, err := os.Open(d.host)
	if err != nil {
		d.Fatal(err)
	}
	defer host.Close()
	if err := unix.IoctlSetInt(int(host.Fd()), fiFreeze, 0); err != nil {
		d.Fatalf("freezing: %v", err)
	}
	out, err := exec.Command("cp", "--sparse=always", d.image, to).CombinedOutput()
	if thaw := unix.IoctlSetInt(int(host.Fd()), fiThaw, 0); thaw != nil {
		d.Fatalf("thawing: %v", thaw)
	}
	if err != nil {
		d.Fatalf("cp: %v\n%s", err, out)
	}
}

// From linux/fs.h: _IOWR('X', 119, int) and _IOWR('X', 120, int).
const (
	fiFreeze = 0xc0045877
	fiThaw   = 0xc0045878
)
