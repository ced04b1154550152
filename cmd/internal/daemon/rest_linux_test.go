package daemon

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestUnmapFiles: pages of a file are let go, and nothing that was written is lost,
// least of all what a mapping keeps to itself.
func TestUnmapFiles(t *testing.T) {
	kept := func([]byte) {}
	write := func(b []byte) { copy(b, "written") }
	for name, test := range map[string]struct {
		prot, flags int
		do          func([]byte)
		want        string
		resident    bool
	}{
		"read":                     {unix.PROT_READ, unix.MAP_PRIVATE, kept, "as it was", false},
		"written for all":          {unix.PROT_READ | unix.PROT_WRITE, unix.MAP_SHARED, write, "written", false},
		"written for itself":       {unix.PROT_READ | unix.PROT_WRITE, unix.MAP_PRIVATE, write, "written", true},
		"written and then closed ": {unix.PROT_READ | unix.PROT_WRITE, unix.MAP_PRIVATE, writeAndClose, "written", true},
	} {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, append([]byte("as it was"), make([]byte, 8192)...), 0o600); err != nil {
			t.Fatal(err)
		}
		b := mapFile(t, path, test.prot, test.flags)
		test.do(b)
		if _, resident := find(t, path); !resident && string(b[:len(test.want)]) != test.want {
			t.Errorf("%s: it was not there", name)
		}
		if err := unmapFiles(); err != nil {
			t.Fatal(err)
		}
		if _, resident := find(t, path); resident != test.resident {
			t.Errorf("%s: in memory %t", name, resident)
		}
		if got := string(b[:len(test.want)]); got != test.want {
			t.Errorf("%s: it is %q", name, got)
		}
	}
}

// writeAndClose is what is done with the tables of a program that is linked as it
// starts.
func writeAndClose(b []byte) {
	copy(b, "written")
	if err := unix.Mprotect(b, unix.PROT_READ); err != nil {
		panic(err)
	}
}

func mapFile(t *testing.T, path string, prot, flags int) []byte {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b, err := unix.Mmap(int(file.Fd()), 0, 8192, prot, flags)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Munmap(b) })
	return b
}

// find returns the mapping of a file, and whether any of it is in memory.
func find(t *testing.T, path string) (found mapping, resident bool) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	for m := range mappings(string(text)) {
		if m.file == path {
			found = m
		}
	}
	_, after, _ := strings.Cut(string(text), path)
	var kilobytes int
	_, rest, _ := strings.Cut(after, "\nRss:")
	_, _ = fmt.Sscanf(rest, "%d", &kilobytes)
	return found, kilobytes > 0
}
