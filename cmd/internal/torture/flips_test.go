//go:build torture && linux

package torture

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
)

// TestFlippedBits flips one bit somewhere in the files of a store, and opens it.
// Either nothing comes of it, or it is said: by a store that does not open, by a
// question that is not answered, by an alarm, or by activity verify. A token that
// must not be good never is, and nothing is missing in silence.
//
// There is one thing that nobody can tell: in a store that was killed before the end
// of its log was kept beside it, the very last commit may be one that the kill cut
// off. So that one may be missing then, and nothing else.
func TestFlippedBits(t *testing.T) {
	for name, end := range map[string]ending{"closed": closed, "killed": killed, "killed at once": killedAtOnce} {
		t.Run(name, func(t *testing.T) {
			s := newFlipStore(t, end)
			if came := s.look(s.copied(nil)); came != "nothing" {
				t.Fatalf("without a flip: %s", came)
			}
			seed := rand.Uint64()
			t.Logf("the seed is %d", seed)
			random, came := rand.New(rand.NewPCG(seed, 0)), map[string]int{}
			for range rounds(50, 400) {
				f := s.random(random)
				outcome := s.look(s.copied(&f))
				came[kindOfFile(f.file)+": "+outcome]++
				if strings.HasPrefix(outcome, "WRONG") {
					t.Errorf("%s, bit %d of byte %d of %d: %s", f.file, f.bit, f.at, len(s.files[f.file]), outcome)
				}
			}
			for what, n := range came {
				t.Logf("%4d %s", n, what)
			}
		})
	}
}

// flip is one bit.
type flip struct {
	file string
	at   int
	bit  int
}

// random chooses a file, each as likely as another, and a bit of what was written
// to it.
func (s *flipStore) random(r *rand.Rand) flip {
	file := s.names[r.IntN(len(s.names))]
	return flip{file, r.IntN(len(s.files[file])), r.IntN(8)}
}

func kindOfFile(name string) string {
	if ext := filepath.Ext(name); ext != "" {
		return ext
	}
	return filepath.Base(name)
}

// copied is a copy of the store, with a bit flipped.
func (s *flipStore) copied(f *flip) (dir string) {
	s.Helper()
	dir = filepath.Join(s.T.TempDir(), "d")
	s.must(os.MkdirAll(filepath.Join(dir, "store"), 0o700))
	for name, text := range s.files {
		if f != nil && f.file == name {
			text = append([]byte(nil), text...)
			text[f.at] ^= 1 << f.bit
		}
		path := filepath.Join(dir, name)
		s.must(os.WriteFile(path, text, 0o600))
		s.must(os.Truncate(path, s.sizes[name]))
	}
	return dir
}

// look opens a store and says in a word what came of the flip; a word that begins
// with WRONG is what must never come of it.
func (s *flipStore) look(dir string) string {
	s.Helper()
	defer func() { _ = os.RemoveAll(dir) }()
	outcome := make(chan string, 1)
	go func() { outcome <- s.looked(dir) }()
	select {
	case text := <-outcome:
		return text
	case <-time.After(time.Minute):
		return "WRONG: it hangs"
	}
}

func (s *flipStore) looked(dir string) (outcome string) {
	defer func() {
		if p := recover(); p != nil {
			outcome = fmt.Sprintf("WRONG: a panic: %v", p)
		}
	}()
	alarms := &said{}
	d, err := daemon.Open(s.Context(), daemon.Options{Dir: dir, Log: slog.New(slog.NewTextHandler(alarms, nil))})
	if err != nil {
		return refusedToOpen(err)
	}
	defer d.Close()
	if wrong := s.yes(d.Authority); wrong != "" {
		return "WRONG: " + wrong
	}
	missing, told := s.missing(d.Authority, 0)
	told = told || strings.Contains(alarms.String(), "integrity alarm")
	switch {
	case told:
		return "it is said when it is read"
	case missing != "" && s.end == killedAtOnce && s.lacksTheLast(d.Authority):
		return "the last commit is missing, as a kill can have it"
	case missing != "":
		return "WRONG: nobody says that it is missing: " + missing + "\n" + alarms.String()
	}
	return "nothing"
}

// refusedToOpen checks that a store that does not open says why in a sentence.
func refusedToOpen(err error) string {
	var known *model.Error
	if !errors.As(err, &known) || known.Kind != model.KindUnavailable && known.Kind != model.KindInternal || !strings.HasSuffix(known.Message, ".") {
		return fmt.Sprintf("WRONG: it does not open, without a sentence: %v", err)
	}
	return "it does not open"
}

// yes returns which token is good that must not be.
func (s *flipStore) yes(a *model.Authority) string {
	for what, secrets := range s.never {
		for _, secret := range secrets {
			if d, err := a.Verify(s.Context(), secret, model.Origin{}); err == nil && d.OK() {
				return "a token is good that is " + what
			}
		}
	}
	return ""
}

// lacksTheLast reports whether the last commit is missing, and all else is there.
func (s *flipStore) lacksTheLast(a *model.Authority) bool {
	missing, _ := s.missing(a, 1)
	return missing == ""
}

// missing looks for everything that was acknowledged, but for so many commits at the
// end, which made a service user each. It returns what is not there, and whether some
// question got no answer or the log was found to be broken.
func (s *flipStore) missing(a *model.Authority, but int) (missing string, told bool) {
	users, entries := s.users[:len(s.users)-but], s.entries-but
	lacks := func(err error, what string) {
		if kind := model.KindOf(err); kind == model.KindInternal || kind == model.KindUnavailable {
			told = true
		} else if err != nil || what != "" {
			missing = fmt.Sprintf("%s %v", what, err)
		}
	}
	for _, secret := range s.good {
		switch d, err := a.Verify(s.Context(), secret, model.Origin{}); {
		case err != nil:
			lacks(err, "the answer")
		case !d.OK():
			lacks(nil, "a good token: "+string(d.Reason))
		}
	}
	for _, name := range users {
		if _, err := a.FindServiceUser(s.Context(), root, s.org, name); err != nil {
			lacks(err, name)
		}
	}
	page, err := a.ListServiceUsers(s.Context(), root, s.org, model.PageRequest{Sort: model.SortCreated, Limit: 1000})
	lacks(err, unequal(len(page.Rows), len(users), "service users"))
	report, err := a.VerifyActivity(s.Context(), root)
	lacks(err, unequal(int(report.Entries), entries, "entries"))
	return missing, told || report.Broken != 0
}

func unequal(have, want int, what string) string {
	if have == want {
		return ""
	}
	return fmt.Sprintf("%d of %d %s", have, want, what)
}

// flipStore is the files of a store, and what was acknowledged of it.
type flipStore struct {
	*testing.T
	dir     string
	end     ending
	files   map[string][]byte // what was written to them
	sizes   map[string]int64  // there may be nothing in the rest
	names   []string          // of those with something in them
	org     model.OrgID
	set     model.SetID
	users   []string // service users
	good    []model.Secret
	never   map[string][]model.Secret // by why they are not good
	entries int                       // of the log
}

func (s *flipStore) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("%v (%s): %v", err, model.KindOf(err), errors.Unwrap(err))
	}
}

// create makes a service user.
func (s *flipStore) create(ctx context.Context, a *model.Authority) model.ServiceUserID {
	s.Helper()
	name := fmt.Sprintf("robot-%03d", len(s.users))
	u, err := a.CreateServiceUser(ctx, root, s.org, model.ServiceUserRequest{Name: name, Description: strings.Repeat("what it is for ", 15), Sets: []model.SetID{s.set}})
	s.must(err)
	s.users = append(s.users, name)
	return u.ID
}

// make makes a service user with a token.
func (s *flipStore) make(ctx context.Context, a *model.Authority, ends time.Time) model.Generated {
	s.Helper()
	u := s.create(ctx, a)
	made, err := a.GenerateToken(ctx, root, model.TokenRequest{Org: s.org, ServiceUser: u, Name: "t", EndsAt: ends})
	s.must(err)
	return made
}

func (s *flipStore) revoke(ctx context.Context, a *model.Authority, m model.Generated) {
	s.Helper()
	_, err := a.RevokeToken(ctx, root, model.TokenRef{Org: s.org, ID: m.Token.ID})
	s.must(err)
	s.never["revoked"] = append(s.never["revoked"], m.Secret)
}
