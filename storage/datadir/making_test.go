package datadir

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestNothingIsLeftOfAStoreThatIsDiscarded: what was there before stays.
func TestNothingIsLeftOfAStoreThatIsDiscarded(t *testing.T) {
	for name, before := range map[string][]string{"no directory": nil, "an empty one": {}, "one with a file": {"README"}} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			o := Options{Dir: dir, KeyFile: filepath.Join(filepath.Dir(dir), "key")}
			if before != nil {
				must(t, os.Mkdir(dir, 0o700))
			}
			for _, name := range before {
				must(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
			}
			opened, err := Open(t.Context(), o)
			must(t, err)
			must(t, os.WriteFile(filepath.Join(dir, "ssh_host_key"), nil, 0o600)) // it came with the store
			must(t, opened.Discard())
			left := before
			if before != nil {
				left = append(before, "latchkey.lock") // somebody may have opened it
			}
			wantNames(t, dir, left)
			if _, err := os.Stat(o.KeyFile); !os.IsNotExist(err) {
				t.Errorf("the key file: %v", err)
			}
			opened, err = Open(t.Context(), o) // and a new one can be made
			must(t, err)
			must(t, opened.Close())
		})
	}
}

func TestAStoreThatWasThereIsNotDiscarded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for range 2 {
		opened, err := Open(t.Context(), Options{Dir: dir})
		must(t, err)
		must(t, opened.Close())
	}
	opened, err := Open(t.Context(), Options{Dir: dir})
	must(t, err)
	must(t, opened.Discard())
	wantNames(t, dir, []string{"key", "latchkey.lock", "store"})
}

// TestNothingIsLeftOfAStoreThatCannotBeMade: here for want of a place for its key.
func TestNothingIsLeftOfAStoreThatCannotBeMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for _, o := range []Options{{Dir: dir, KeyFile: filepath.Join(dir, "no", "key")}, {Dir: dir, ToExamine: true}} {
		if opened, err := Open(t.Context(), o); err == nil {
			t.Error(opened.Close(), "it opens")
		}
		wantNames(t, dir, nil)
	}
}

// TestADirectoryThatSomebodyElseMakesStays.
func TestADirectoryThatSomebodyElseMakesStays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	must(t, os.Mkdir(dir, 0o700))
	theirs, err := os.Create(filepath.Join(dir, "latchkey.lock"))
	must(t, err)
	defer theirs.Close()
	must(t, unix.Flock(int(theirs.Fd()), unix.LOCK_EX))
	if _, err := Open(t.Context(), Options{Dir: dir}); err == nil {
		t.Error("it opens")
	}
	wantNames(t, dir, []string{"latchkey.lock"})
}

// wantNames checks what is in a directory; nil is no directory.
func wantNames(t *testing.T, dir string, want []string) {
	t.Helper()
	got, err := namesIn(dir)
	if want == nil {
		if !os.IsNotExist(err) {
			t.Errorf("%s is there, with %q", dir, got)
		}
		return
	}
	must(t, err)
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%s holds %q, want %q", dir, got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
