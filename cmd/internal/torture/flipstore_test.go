//go:build torture && linux

package torture

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// ending is how the last session on a store ends.
type ending int

const (
	closed       ending = iota
	killed              // as by kill -9, a moment after the last change: what it did is in the log file
	killedAtOnce        // the same, before the end of the activity log is kept beside the store
)

// newFlipStore fills a store in three sessions. Each leaves files of its own: what
// the later ones revoked or disabled stands as good in those of the first.
func newFlipStore(t *testing.T, end ending) *flipStore {
	t.Helper()
	s := &flipStore{T: t, end: end, dir: filepath.Join(t.TempDir(), "d"), never: map[string][]model.Secret{}, files: map[string][]byte{}, sizes: map[string]int64{}}
	now := time.Now().Add(-10 * 24 * time.Hour)
	var made []model.Generated
	s.session(now, func(ctx context.Context, a *model.Authority) {
		s.setUp(ctx, a)
		for i := range 18 {
			var ends time.Time
			if i%3 == 0 {
				ends = now.Add(24 * time.Hour)
			}
			made = append(made, s.make(ctx, a, ends))
		}
	})
	s.session(now.Add(48*time.Hour), func(ctx context.Context, a *model.Authority) {
		for i, m := range made[:12] {
			switch i % 3 {
			case 0:
				s.never["expired"] = append(s.never["expired"], m.Secret)
			case 1:
				s.revoke(ctx, a, m)
			case 2:
				_, err := a.DisableServiceUser(ctx, root, s.org, m.Token.Subject.ServiceUser)
				s.must(err)
				s.never["of a disabled service user"] = append(s.never["of a disabled service user"], m.Secret)
			}
		}
	})
	d := s.open()
	for i, m := range made[12:] {
		switch {
		case i%3 == 0:
			s.never["expired"] = append(s.never["expired"], m.Secret)
		case i == 1:
			s.revoke(t.Context(), d.Authority, m)
		default:
			s.good = append(s.good, m.Secret)
		}
	}
	for range 3 {
		s.good = append(s.good, s.make(t.Context(), d.Authority, time.Time{}).Secret)
	}
	s.create(t.Context(), d.Authority) // by itself in the last commit
	s.finish(d)
	return s
}

func (s *flipStore) setUp(ctx context.Context, a *model.Authority) {
	s.Helper()
	_, org, err := a.SetUp(ctx, model.SetUpRequest{Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(password)}, model.Origin{})
	s.must(err)
	set, err := a.FindPermissionSet(ctx, root, org, model.SetGuest)
	s.must(err)
	s.org, s.set = org, set.ID
}

// session opens the store at some time in the past, and closes it again.
func (s *flipStore) session(now time.Time, fn func(context.Context, *model.Authority)) {
	s.Helper()
	opened, err := datadir.Open(s.Context(), datadir.Options{Dir: s.dir})
	s.must(err)
	a, err := model.New(s.Context(), opened.Store, model.Options{
		Pepper: opened.Keys.Pepper, LogChain: opened.Keys.LogChain, Clock: func() time.Time { return now },
	})
	s.must(err)
	fn(s.Context(), a)
	s.must(opened.Close())
}

func (s *flipStore) open() *daemon.Daemon {
	s.Helper()
	d, err := daemon.Open(s.Context(), daemon.Options{Dir: s.dir})
	s.must(err)
	return d
}

// finish ends the last session, and reads the files as they are then.
func (s *flipStore) finish(d *daemon.Daemon) {
	s.Helper()
	head, err := d.Authority.Head(s.Context())
	s.must(err)
	s.entries = int(head.Seq)
	switch s.end {
	case closed:
		s.must(d.Close())
		s.read()
		return
	case killed:
		s.awaitHead()
	}
	s.read()
	s.must(d.Close())
}

// awaitHead waits until the end of the log is kept beside the store.
func (s *flipStore) awaitHead() {
	for tick := time.NewTicker(10 * time.Millisecond); ; <-tick.C {
		before, _ := os.ReadFile(filepath.Join(s.dir, "head"))
		if bytes.Contains(before, fmt.Appendf(nil, " %d ", s.entries)) {
			return
		}
	}
}

// read reads the files, up to the last byte that was written to them.
func (s *flipStore) read() {
	s.Helper()
	s.must(filepath.WalkDir(s.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(s.dir, path)
		s.must(err)
		text, err := os.ReadFile(path)
		s.must(err)
		s.sizes[name] = int64(len(text))
		s.files[name] = bytes.TrimRight(text, "\x00")
		if len(s.files[name]) > 0 {
			s.names = append(s.names, name)
		}
		return nil
	}))
	for _, name := range s.names {
		s.Logf("%s: %d bytes", name, len(s.files[name]))
	}
}
