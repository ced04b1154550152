package daemon

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// toExamine opens the store for that, and closes it again.
func (b *box) toExamine() []string {
	b.Helper()
	d, troubles, err := OpenToExamine(b.Context(), b.options(nil))
	b.must(err)
	x, err := d.Authority.Examine(b.Context(), root)
	b.must(err)
	if !x.Sound() {
		b.Errorf("%+v", x)
	}
	b.must(d.Close())
	return troubles
}

// What Open refuses is opened to be examined, with the reason, and left as it is:
// Open goes on refusing it.
func TestAStoreThatWouldNotOpenIsExamined(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.write(1)
	if troubles := b.toExamine(); len(troubles) != 0 {
		t.Errorf("a store in order: %q", troubles)
	}
	back := b.aside()
	b.write(2)
	back()
	kept, err := os.ReadFile(b.path("head"))
	b.must(err)
	if troubles := b.toExamine(); len(troubles) != 1 || !strings.Contains(troubles[0], "is older than it was") || !strings.Contains(troubles[0], "accept-older") {
		t.Errorf("an older store: %q", troubles)
	}
	if now, err := os.ReadFile(b.path("head")); err != nil || string(now) != string(kept) {
		t.Errorf("what was kept beside the store is lost: %v", err)
	}
	if _, err := Open(t.Context(), b.options(nil)); model.KindOf(err) != model.KindUnavailable {
		t.Errorf("it opens: %v", err)
	}

	b.must(os.WriteFile(b.path("head"), []byte("x"), 0o600))
	if troubles := b.toExamine(); len(troubles) != 1 || !strings.Contains(troubles[0], "was altered") {
		t.Errorf("an altered head: %q", troubles)
	}
	b.must(os.Remove(b.path("head")))
	if troubles := b.toExamine(); len(troubles) != 1 || !strings.Contains(troubles[0], "is missing") || !strings.Contains(troubles[0], "accept-older") {
		t.Errorf("a head that was removed: %q", troubles)
	}
	if _, err := os.Stat(b.path("head")); err == nil {
		t.Error("to examine a store makes its head anew")
	}
}

// What happens to the head that is kept beside an open store is told, and undone by
// the process that has the store.
func TestTroublesOfAnOpenStore(t *testing.T) {
	b := newBox(t)
	b.setUp()
	d := b.open()
	if troubles := d.Troubles(t.Context()); len(troubles) != 0 {
		t.Errorf("in order: %q", troubles)
	}
	b.must(os.Remove(b.path("head")))
	if troubles := d.Troubles(t.Context()); len(troubles) != 1 || !strings.Contains(troubles[0], "is missing. It is written anew") {
		t.Errorf("without a head: %q", troubles)
	}
	b.must(os.WriteFile(b.path("head"), []byte("x"), 0o600))
	if troubles := d.Troubles(t.Context()); len(troubles) != 1 || !strings.Contains(troubles[0], "was altered") {
		t.Errorf("with an altered head: %q", troubles)
	}
	b.must(d.Close())
	b.visit(func(d *Daemon) {
		if now, kept := head(t, d); !same(now, kept) {
			t.Errorf("the head is %+v, kept is %+v", now, kept)
		}
	})
}

// A data directory that was moved away is told of, and takes no changes.
func TestTroublesWithoutADataDirectory(t *testing.T) {
	b := newBox(t)
	b.setUp()
	d := b.open()
	org := orgOf(t, d)
	b.must(os.Rename(b.dir, b.dir+".old"))
	if troubles := d.Troubles(t.Context()); len(troubles) != 1 || !strings.Contains(troubles[0], "deleted or moved away") {
		t.Errorf("%q", troubles)
	}
	if d.watchDisk(); !strings.Contains(d.Warning(), "deleted or moved away") {
		t.Errorf("the warning is %q", d.Warning())
	}
	if _, err := d.Authority.RenameOrg(t.Context(), root, org, "Globex"); model.KindOf(err) != model.KindUnavailable || !strings.Contains(model.Sentence(err), "nothing is changed any more") {
		t.Errorf("a change: %v", err)
	}
	b.must(os.Rename(b.dir+".old", b.dir))
	if d.watchDisk(); d.Warning() != "" {
		t.Errorf("it is back, and the warning is %q", d.Warning())
	}
	if _, err := d.Authority.RenameOrg(t.Context(), root, org, "Globex"); err != nil {
		t.Errorf("it is back: %v", err)
	}
	b.must(d.Close())
}

// A store whose files are damaged is said to be that, and none is made where there
// is none.
func TestWhatCannotBeExaminedIsSaid(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.must(os.WriteFile(filepath.Join(b.path("store"), "MANIFEST"), []byte("x"), 0o600))
	_, _, err := OpenToExamine(t.Context(), b.options(nil))
	if model.KindOf(err) != model.KindUnavailable || !strings.Contains(model.Sentence(err), "restore a backup") {
		t.Errorf("%v", err)
	}
	if !strings.Contains(b.log.String(), "the store cannot be opened") {
		t.Error("the log does not tell of it")
	}
	b.must(os.RemoveAll(b.path("store")))
	_, _, err = OpenToExamine(t.Context(), b.options(nil))
	if model.KindOf(err) != model.KindNotFound {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(b.path("store")); err == nil {
		t.Error("a store was made")
	}
}
