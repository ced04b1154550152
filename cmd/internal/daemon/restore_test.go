package daemon

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// backup returns a backup of the store.
func (b *box) backup() []byte {
	b.Helper()
	var out bytes.Buffer
	b.visit(func(d *Daemon) {
		_, err := d.Authority.BackUp(b.Context(), root, &out)
		b.must(err)
	})
	return out.Bytes()
}

// restoring is a restore beside the store, to which nobody may be asked to agree.
func (b *box) restoring() Restoring {
	return Restoring{
		Dir: filepath.Join(filepath.Dir(b.dir), "restored"), KeyFile: b.path("key"), Present: b.dir, By: root,
		Agree: func(_ context.Context, r Restored) error {
			b.Errorf("it is asked whether to undo %q, %q", r.Setback.Loss(), r.Problem)
			return nil
		},
		Finish: func(string, bool) error { return nil },
	}
}

// reopens opens what was restored as a store in use.
func (b *box) reopens(dir string, fn func(*Daemon)) {
	b.Helper()
	other := &box{T: b.T, dir: dir}
	other.visit(fn)
	if other.log.Len() > 0 {
		b.Errorf("the log says %s", other.log.String())
	}
}

// gone checks that nothing is left of a restore that was not to be.
func (b *box) gone() {
	b.Helper()
	list, err := os.ReadDir(filepath.Dir(b.dir))
	b.must(err)
	if len(list) != 1 {
		b.Errorf("there is %v", list)
	}
}

func TestABackupOfNowUndoesNothing(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.write(2)
	data := b.backup()
	r := b.restoring()
	var finished string
	r.Finish = func(dir string, same bool) error {
		finished = dir
		if !same || fileOf(t, filepath.Join(dir, "key")) == nil {
			t.Errorf("the store in use is another")
		}
		return nil
	}
	restored, err := Restore(t.Context(), r, bytes.NewReader(data))
	b.must(err)
	if !restored.Compared || restored.Undoes || restored.Problem != "" || restored.Orgs != 1 || restored.Head.Revocations != 2 || finished == r.Dir {
		t.Errorf("%+v, finished was %s", restored, finished)
	}
	b.reopens(r.Dir, func(d *Daemon) {
		now, kept := head(t, d)
		if !same(now, kept) || now.Seq != restored.Head.Seq+1 {
			t.Errorf("the head is %+v, kept is %+v", now, kept)
		}
		b.revoke(d, 1)
	})
}

func TestRule_9_4_ABackupThatUndoesSomethingIsAgreedToFirst(t *testing.T) {
	b := newBox(t)
	b.setUp()
	data := b.backup()
	b.write(3)
	no := errors.New("no")
	r := b.restoring()
	var found Restored
	r.Agree = func(_ context.Context, r Restored) error { found = r; return no }
	if _, err := Restore(t.Context(), r, bytes.NewReader(data)); !errors.Is(err, no) {
		t.Errorf("got %v", err)
	}
	b.gone()
	if !found.Undoes || found.Setback.Undone() != 3 || !strings.HasSuffix(found.Setback.Loss(), "3 revocations came after it: those 3 tokens would be good again.") {
		t.Errorf("found is %+v", found)
	}
	r.Agree = func(context.Context, Restored) error { return nil }
	restored, err := Restore(t.Context(), r, bytes.NewReader(data))
	b.must(err)
	if !restored.Undoes {
		t.Errorf("%+v", restored)
	}
	b.reopens(r.Dir, func(d *Daemon) {
		page, err := d.Authority.ListActivity(t.Context(), root, "", model.ActivityFilter{}, model.PageRequest{Sort: model.SortCreated, Backward: true, Limit: 1})
		b.must(err)
		if e := page.Rows[0].Entry; e.Action != model.ActRestore || len(e.Details) != 3 || e.Details[2].After != "3" {
			t.Errorf("the last entry is %+v", e)
		}
	})
	// The store in use is as it was, and one that takes its place without being agreed
	// to, with the head that is kept there, is noticed.
	b.visit(func(*Daemon) {})
	b.must(os.RemoveAll(b.path("store")))
	b.must(os.CopyFS(b.path("store"), os.DirFS(filepath.Join(r.Dir, "store"))))
	b.refused("is older than it was", "(3 revocations would be undone)")
}

func TestRule_9_4_WhatCannotBeComparedIsAgreedTo(t *testing.T) {
	b := newBox(t)
	b.setUp()
	data := b.backup()
	good := fileOf(t, b.path("head"))
	b.must(os.WriteFile(b.path("head"), append([]byte("x"), good...), 0o600))
	r := b.restoring()
	var problem string
	r.Agree = func(_ context.Context, r Restored) error { problem = r.Problem; return nil }
	_, err := Restore(t.Context(), r, bytes.NewReader(data))
	b.must(err)
	if !strings.Contains(problem, b.path("head")+" was altered") || !strings.HasSuffix(problem, "So nobody can tell what going back to this backup would undo.") {
		t.Errorf("the problem is %q", problem)
	}

	b.must(os.Remove(b.path("head"))) // older versions kept none
	r = b.restoring()
	r.Dir += "-2"
	restored, err := Restore(t.Context(), r, bytes.NewReader(data))
	b.must(err)
	if restored.Compared || restored.Undoes || restored.Problem != "" {
		t.Errorf("%+v", restored)
	}
	b.reopens(r.Dir, func(*Daemon) {})
}

// TestABackupOfABrokenLogIsAgreedTo: it may be all that there is, so that it is said and
// agreed to.
func TestABackupOfABrokenLogIsAgreedTo(t *testing.T) {
	b := newBox(t)
	b.setUp()
	b.visit(func(d *Daemon) {
		b.must(d.data.Store.Update(t.Context(), func(tx model.Tx) error {
			h, err := tx.Head()
			h.Seq++
			h.Chain[0] ^= 1
			return errors.Join(err, tx.AppendEntry(model.Entry{Seq: h.Seq, At: h.At, Chain: h.Chain}), tx.PutHead(h))
		}))
	})
	data := b.backup()
	r := b.restoring()
	var problem string
	r.Agree = func(_ context.Context, r Restored) error { problem = r.Problem; return nil }
	_, err := Restore(t.Context(), r, bytes.NewReader(data))
	b.must(err)
	if !strings.HasPrefix(problem, "The activity log in the backup is not in order.") {
		t.Errorf("the problem is %q", problem)
	}
}

func TestARestoreThatFailsLeavesNothing(t *testing.T) {
	b := newBox(t)
	b.setUp()
	data := b.backup()
	other := newBox(t)
	other.setUp()
	ended, stop := context.WithCancel(t.Context())
	stop()
	failing := errors.New("no host key")
	for what, test := range map[string]struct {
		ctx    context.Context
		change func(*Restoring)
		data   []byte
		kind   model.Kind
	}{
		"another key file":   {t.Context(), func(r *Restoring) { r.KeyFile = other.path("key") }, data, model.KindUnavailable},
		"no key file":        {t.Context(), func(r *Restoring) { r.KeyFile = b.path("nowhere") }, data, model.KindUnavailable},
		"half of it":         {t.Context(), func(*Restoring) {}, data[:len(data)/2], model.KindInvalid},
		"all but the end":    {t.Context(), func(*Restoring) {}, data[:len(data)-1], model.KindInvalid},
		"cancelled":          {ended, func(*Restoring) {}, data, model.KindUnavailable},
		"what comes after":   {t.Context(), func(r *Restoring) { r.Finish = func(string, bool) error { return failing } }, data, model.KindInternal},
		"no directory there": {t.Context(), func(r *Restoring) { r.Dir = filepath.Join(b.path("key"), "below") }, data, model.KindUnavailable},
	} {
		r := b.restoring()
		test.change(&r)
		if _, err := Restore(test.ctx, r, bytes.NewReader(test.data)); model.KindOf(err) != test.kind {
			t.Errorf("%s: %v (%s), want %s", what, err, model.KindOf(err), test.kind)
		}
		b.gone()
	}
}

// TestNothingIsRestoredOver: neither what is there nor what comes meanwhile.
func TestNothingIsRestoredOver(t *testing.T) {
	b := newBox(t)
	b.setUp()
	data := b.backup()
	r := b.restoring()
	mine := filepath.Join(r.Dir, "mine")
	r.Finish = func(string, bool) error {
		return errors.Join(os.MkdirAll(r.Dir, 0o700), os.WriteFile(mine, nil, 0o600))
	}
	for range 2 {
		if _, err := Restore(t.Context(), r, bytes.NewReader(data)); model.KindOf(err) != model.KindConflict || !strings.Contains(model.Sentence(err), "There is something in "+r.Dir) {
			t.Errorf("got %v", err)
		}
		fileOf(t, mine)
	}
	b.must(os.Remove(mine))
	r.Finish = func(string, bool) error { return nil }
	_, err := Restore(t.Context(), r, bytes.NewReader(data)) // an empty directory will do
	b.must(err)
	list, err := os.ReadDir(filepath.Dir(b.dir))
	b.must(err)
	if len(list) != 2 {
		t.Errorf("there is %v", list)
	}
}
