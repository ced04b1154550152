package daemon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

var root = model.SystemOperator("root", model.Origin{Address: "this box"})

// box is a data directory, and what its program's log says.
type box struct {
	*testing.T
	dir string
	log bytes.Buffer
}

func newBox(t *testing.T) *box {
	return &box{T: t, dir: filepath.Join(t.TempDir(), "data")}
}

func (b *box) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err, errors.Unwrap(err))
	}
}

func (b *box) options(accept Accept) Options {
	return Options{Dir: b.dir, Log: slog.New(slog.NewTextHandler(&b.log, &slog.HandlerOptions{Level: slog.LevelWarn})), Accept: accept}
}

func (b *box) open() *Daemon {
	b.Helper()
	d, err := Open(b.Context(), b.options(nil))
	b.must(err)
	return d
}

// visit opens the store, runs fn and closes it.
func (b *box) visit(fn func(*Daemon)) {
	b.Helper()
	d := b.open()
	fn(d)
	b.must(d.Close())
}

func (b *box) setUp() {
	b.Helper()
	b.visit(func(d *Daemon) {
		r := model.SetUpRequest{Org: "Acme", Name: "Ada", Email: "ada@acme.example", Password: model.NewSecret("a horse on the moon")}
		_, _, err := d.Authority.SetUp(b.Context(), r, model.Origin{})
		b.must(err)
	})
}

// write makes so many entries, by tokens of a service user that are revoked.
func (b *box) write(revocations int) {
	b.Helper()
	b.visit(func(d *Daemon) { b.revoke(d, revocations) })
}

func (b *box) revoke(d *Daemon, n int) {
	b.Helper()
	org, err := d.Authority.FindOrg(b.Context(), root, "Acme")
	b.must(err)
	set, err := d.Authority.FindPermissionSet(b.Context(), root, org.ID, model.SetGuest)
	b.must(err)
	u, err := d.Authority.FindServiceUser(b.Context(), root, org.ID, "ci")
	if model.KindOf(err) == model.KindNotFound {
		u, err = d.Authority.CreateServiceUser(b.Context(), root, org.ID, model.ServiceUserRequest{Name: "ci", Sets: []model.SetID{set.ID}})
	}
	b.must(err)
	for i := range n {
		made, err := d.Authority.GenerateToken(b.Context(), root, model.TokenRequest{Org: org.ID, ServiceUser: u.ID, Name: fmt.Sprint("t", i)})
		b.must(err)
		_, err = d.Authority.RevokeToken(b.Context(), root, model.TokenRef{Org: org.ID, ID: made.Token.ID})
		b.must(err)
	}
}

// path of something in the data directory.
func (b *box) path(name string) string { return filepath.Join(b.dir, name) }

// aside copies the store as it is; the function that it returns puts it back.
func (b *box) aside() func() {
	b.Helper()
	copied := filepath.Join(b.TempDir(), "store")
	b.must(os.CopyFS(copied, os.DirFS(b.path("store"))))
	return func() {
		b.Helper()
		b.must(os.RemoveAll(b.path("store")))
		b.must(os.CopyFS(b.path("store"), os.DirFS(copied)))
	}
}

// head returns the end of the log, and what is kept beside the store.
func head(t *testing.T, d *Daemon) (model.Head, model.Head) {
	t.Helper()
	now, err := d.Authority.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kept, _, err := d.data.KeptHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return now, kept
}

func same(a, b model.Head) bool {
	return a.Seq == b.Seq && a.Chain == b.Chain && a.Revocations == b.Revocations
}

// refused checks that the store does not open, with a sentence that has all of
// the parts.
func (b *box) refused(parts ...string) {
	b.Helper()
	d, err := Open(b.Context(), b.options(nil))
	if err == nil {
		_ = d.Close()
		b.Fatal("it opens")
	}
	if model.KindOf(err) != model.KindUnavailable {
		b.Errorf("%v (%s)", err, model.KindOf(err))
	}
	for _, part := range parts {
		if !strings.Contains(model.Sentence(err), part) {
			b.Errorf("%q does not say %q", model.Sentence(err), part)
		}
	}
}

// accepts opens the store although it is not the one that it was.
func (b *box) accepts() (facts string) {
	b.Helper()
	d, err := Open(b.Context(), b.options(func(ctx context.Context, a *model.Authority, was model.Head, text string) error {
		facts = text
		return a.AcceptOlder(ctx, root, was)
	}))
	b.must(err)
	now, kept := head(b.T, d)
	if facts == "" || !same(now, kept) {
		b.Errorf("the head is %+v, kept is %+v; told was %q", now, kept, facts)
	}
	report, err := d.Authority.VerifyActivity(b.Context(), root)
	if err != nil || report.Broken != 0 {
		b.Errorf("%+v, %v", report, err)
	}
	b.must(d.Close())
	return facts
}

func TestRule_9_4_AStoreThatWasPutBackIsNoticed(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.write(1)
	back := b.aside()
	b.write(3)
	back()
	before := fileOf(t, b.path("head"))
	b.refused("The store in "+b.dir+" is older than it was: it ends at entry ", " had been written (3 revocations would be undone). Put the newer store back, or run `latchkey activity accept-older` to go on from here.")
	b.refused("(3 revocations would be undone)") // it stays so
	if !bytes.Equal(before, fileOf(t, b.path("head"))) {
		t.Error("what was kept was written over")
	}
	if facts := b.accepts(); !strings.HasSuffix(facts, "(3 revocations would be undone).") {
		t.Errorf("told was %q", facts)
	}
	b.write(1)

	back() // once more: what was accepted before does not count
	b.refused("(1 revocation would be undone)")
	if b.log.Len() > 0 {
		t.Errorf("the log says %s", b.log.String())
	}
}

func TestRule_9_4_AStoreThatWentOnElsewhereIsNoticed(t *testing.T) {
	b := newBox(t)
	b.setUp()
	back := b.aside()
	b.write(2)
	ours := fileOf(t, b.path("head"))
	back()
	b.must(os.Remove(b.path("head")))
	b.accepts()
	b.write(4) // with more entries than there were
	b.must(os.WriteFile(b.path("head"), ours, 0o600))
	b.refused("is not the one that it was: its entry", "revocations may be undone")
	b.accepts()
	b.write(1)
}

func TestRule_9_4_ANewStoreInThePlaceOfTheOldOneIsNoticed(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.must(os.RemoveAll(b.path("store")))
	b.refused("is older than it was: it is empty, and entry 2 had been written (no revocation would be undone)")
	b.accepts()
	b.setUp()
}

func TestRule_9_4_AHeadThatDoesNotVerifyIsNoTrust(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.write(1)
	good := fileOf(t, b.path("head"))
	b.must(os.WriteFile(b.path("head"), bytes.Replace(good, []byte(" 1 "), []byte(" 0 "), 1), 0o600))
	b.refused(b.path("head")+" was altered, or another key file wrote it.", "nobody can tell", "accept-older")

	other := newBox(t)
	other.setUp()
	b.must(os.WriteFile(b.path("head"), fileOf(t, other.path("head")), 0o600))
	b.refused("another key file wrote it")
	if facts := b.accepts(); strings.Contains(facts, "accept-older") {
		t.Errorf("told was %q", facts)
	}
	b.write(1)
}

func TestWhoDoesNotAcceptChangesNothing(t *testing.T) {
	b := newBox(t)
	b.setUp()
	back := b.aside()
	b.write(1)
	back()
	no := errors.New("no")
	_, err := Open(t.Context(), b.options(func(context.Context, *model.Authority, model.Head, string) error { return no }))
	if !errors.Is(err, no) {
		t.Errorf("got %v", err)
	}
	b.refused("(1 revocation would be undone)")
}

// Whoever puts an older store back and removes the head that was kept beside it
// gains nothing.
func TestRule_9_4_AHeadThatWasRemovedIsMissed(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.write(1)
	back := b.aside()
	b.write(2)
	back()
	b.must(os.Remove(b.path("head")))
	b.refused(b.path("head")+", which tells how far the store had gone, is missing. So nobody can tell whether the store is older than it was.", "accept-older")
	b.refused("is missing") // it stays so
	if facts := b.accepts(); strings.Contains(facts, "accept-older") {
		t.Errorf("told was %q", facts)
	}
	b.write(1)
}

// A store that was killed before its head was kept for the first time has none to
// miss.
func TestAStoreThatNeverHadAHeadBesideItOpens(t *testing.T) {
	b := newBox(t)
	data, err := datadir.Open(t.Context(), datadir.Options{Dir: b.dir})
	b.must(err)
	a, err := model.New(t.Context(), data.Store, model.Options{Pepper: data.Keys.Pepper, LogChain: data.Keys.LogChain})
	b.must(err)
	r := model.SetUpRequest{Org: "Acme", Name: "Ada", Email: "ada@acme.example", Password: model.NewSecret("a horse on the moon")}
	_, _, err = a.SetUp(t.Context(), r, model.Origin{})
	b.must(err)
	b.must(data.Close())
	b.visit(func(*Daemon) {})
	b.visit(func(d *Daemon) {
		if now, kept := head(t, d); !same(now, kept) || now.Seq == 0 {
			t.Errorf("the head is %+v, kept is %+v", now, kept)
		}
	})
}

// TestTheHeadIsKeptSoon: also without Close, so that a crash loses little.
func TestTheHeadIsKeptSoon(t *testing.T) {
	b := newBox(t)
	b.setUp()
	d := b.open()
	defer d.Close()
	b.revoke(d, 1)
	until := time.After(30 * time.Second)
	for tick := time.NewTicker(10 * time.Millisecond); ; {
		now, kept := head(t, d)
		if same(now, kept) {
			return
		}
		select {
		case <-tick.C:
		case <-until:
			t.Fatalf("the head is %+v, kept is %+v", now, kept)
		}
	}
}

// TestTheHeadIsNeverAhead: at any time the store has what is kept beside it,
// however fast it is written to.
func TestTheHeadIsNeverAhead(t *testing.T) {
	b := newBox(t)
	b.setUp()
	d := b.open()
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	org := orgOf(t, d)
	for i := range 4 {
		writers.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				if _, err := d.Authority.RenameOrg(ctx, root, org, fmt.Sprint("Acme ", i, " ", n)); err != nil && ctx.Err() == nil {
					t.Errorf("%v", err)
				}
			}
		})
	}
	seen := map[uint64]bool{}
	for len(seen) < 5 && !t.Failed() {
		kept, _, err := d.data.KeptHead(t.Context())
		b.must(err)
		seen[kept.Seq] = true
		if s, short, err := d.Authority.Setback(t.Context(), kept); err != nil || short {
			t.Errorf("%s, %v", s, err)
		}
	}
	stop()
	writers.Wait()
	b.must(d.Close())
}

func orgOf(t *testing.T, d *Daemon) model.OrgID {
	page, err := d.Authority.ListOrgs(t.Context(), root, model.PageRequest{Sort: model.SortCreated})
	if err != nil || len(page.Rows) != 1 {
		t.Errorf("%d orgs, %v", len(page.Rows), err)
		return ""
	}
	return page.Rows[0].ID
}

// TestAHeadThatCannotBeKeptStopsNobody.
func TestAHeadThatCannotBeKeptStopsNobody(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.must(os.Mkdir(b.path("head.new"), 0o700))
	b.write(1)
	if log := b.log.String(); !strings.Contains(log, "could not be kept") {
		t.Errorf("the log says %s", log)
	}
	b.must(os.Remove(b.path("head.new")))
	b.visit(func(*Daemon) {}) // it is behind, which is no reason to refuse
	b.visit(func(d *Daemon) {
		if now, kept := head(t, d); !same(now, kept) {
			t.Errorf("the head is %+v, kept is %+v", now, kept)
		}
	})
}

func TestNothingIsKeptOfAStoreInMemory(t *testing.T) {
	d, err := Temporary(t.Context(), model.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("head"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a head: %v", err)
	}
}

func fileOf(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
