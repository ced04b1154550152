package profile_test

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

// A world is an authority over a real store, with a clock that the test moves
// and one org: Acme, with Ada as its Administrator and the first operator. What
// happens in it is the same in every run, ids included.
type world struct {
	*model.Authority
	t    *testing.T
	now  time.Time
	ada  model.Actor
	acme model.OrgID
}

const password = "a horse on the moon"

var here = model.Origin{Address: "10.1.4.7", Agent: "curl/8.5"}

// random gives the same ids whatever else draws from it: their random part, of
// ten bytes, begins at nought.
type random struct{ *rand.ChaCha8 }

func (r random) Read(p []byte) (int, error) {
	if len(p) == 10 {
		clear(p)
		return len(p), nil
	}
	return r.ChaCha8.Read(p)
}

// newWorld returns a world of ten days ago, by the clock of uitest.Session.
func newWorld(t *testing.T) *world {
	t.Helper()
	return worldOver(t, storetest.Memory(t))
}

func worldOver(t *testing.T, store model.Store) *world {
	t.Helper()
	w := &world{t: t, now: uitest.Now.Add(-10 * 24 * time.Hour)}
	var err error
	w.Authority, err = model.New(t.Context(), store, model.Options{
		Pepper: bytes.Repeat([]byte("p"), 32), LogChain: bytes.Repeat([]byte("c"), 32),
		Clock: func() time.Time { return w.now }, Random: random{rand.NewChaCha8([32]byte{1})},
		Hashing: model.HashCost{Memory: 8, Passes: 1, Threads: 1},
	})
	w.must(err)
	w.ada, w.acme, err = w.SetUp(t.Context(), model.SetUpRequest{
		Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(password),
	}, here)
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("unexpected error: %v (%s)", err, model.KindOf(err))
	}
}

// join makes a person a member of Acme with one of its first sets, and logs
// them in.
func (w *world) join(email, name, set string) model.Actor {
	w.t.Helper()
	_, code, err := w.AddMember(w.t.Context(), w.ada, w.acme, model.MemberRequest{Email: email, Name: name, Set: w.set(set)})
	w.must(err)
	actor, _, err := w.ChoosePassword(w.t.Context(), email, code, model.NewSecret(password), here)
	w.must(err)
	return actor
}

// set returns the id of one of Acme's permission sets.
func (w *world) set(name string) model.SetID {
	w.t.Helper()
	sets, err := w.PermissionSets(w.t.Context(), w.ada, w.acme)
	w.must(err)
	for _, s := range sets {
		if s.Name == name {
			return s.ID
		}
	}
	w.t.Fatalf("there is no set %s", name)
	return ""
}

// session returns the session of somebody who works in Acme, now.
func (w *world) session(actor model.Actor) *kit.Session {
	w.t.Helper()
	w.now = uitest.Now
	s := uitest.Session()
	s.Authority, s.Actor, s.Origin = w.Authority, actor, here
	var err error
	s.Profile, err = w.WhoAmI(w.t.Context(), actor, w.acme)
	w.must(err)
	s.CopyOnGenerate = !s.Profile.NoAutoCopy
	return s
}

// open shows a screen in the frame.
func (w *world) open(s *kit.Session, screen func(*kit.Session) kit.Screen) *uitest.Driver {
	w.t.Helper()
	return uitest.Drive(w.t, ui.NewRoot(s, ui.Options{
		Header: func() (org, who string) { return s.Profile.Org.Name, s.Profile.Email + " · " + s.Profile.Set },
		Tabs: func() []ui.Tab {
			return []ui.Tab{{Title: "My profile", Places: []ui.Place{{Name: "My profile", Command: "here", Open: func() kit.Screen { return screen(s) }}}}}
		},
	}))
}
