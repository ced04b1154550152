// Package world gives the tests of screens something to show: a real authority
// over a real store in memory, with an org and people in it.
package world

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

// Password is the password of everybody in a World.
const Password = "a horse on the moon"

// World is a real authority over a real store in memory, with time and
// randomness that are the same in every run. In it is one org, Acme, with Ada
// as its Administrator and the first operator, unless it is an empty one.
type World struct {
	*model.Authority
	Ada  model.Actor
	Acme model.OrgID

	TB testing.TB

	mu sync.Mutex
	at time.Time
}

// Origin is where everybody in a World comes from.
var Origin = model.Origin{Address: "10.1.4.7", Agent: "curl/8.5"}

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

// Empty returns a world that nobody has set up yet. Its time is uitest.Now.
func Empty(tb testing.TB) *World {
	tb.Helper()
	return empty(tb, storetest.Memory(tb), uitest.Now)
}

// New returns a world with Acme and Ada, made uitest.Now.
func New(tb testing.TB) *World {
	tb.Helper()
	return Over(tb, storetest.Memory(tb), uitest.Now)
}

// Old returns a world with Acme and Ada that was made ten days before uitest.Now.
func Old(tb testing.TB) *World {
	tb.Helper()
	return Over(tb, storetest.Memory(tb), uitest.Now.AddDate(0, 0, -10))
}

// Over returns a world with Acme and Ada in a given store, made at a time.
func Over(tb testing.TB, store model.Store, at time.Time) *World {
	tb.Helper()
	w := empty(tb, store, at)
	var err error
	w.Ada, w.Acme, err = w.SetUp(tb.Context(), model.SetUpRequest{
		Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(Password),
	}, Origin)
	w.Must(err)
	return w
}

func empty(tb testing.TB, store model.Store, at time.Time) *World {
	w := &World{TB: tb, at: at}
	var err error
	w.Authority, err = model.New(tb.Context(), store, model.Options{
		Pepper: bytes.Repeat([]byte("p"), 32), LogChain: bytes.Repeat([]byte("c"), 32),
		Clock: w.Clock, Random: random{rand.NewChaCha8([32]byte{1})},
		Hashing: model.HashCost{Memory: 8, Passes: 1, Threads: 1},
	})
	w.Must(err)
	return w
}

// Clock is the world's time.
func (w *World) Clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

// Pass lets time pass.
func (w *World) Pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// Session returns Ada's session, without colour.
func (w *World) Session() *kit.Session { return w.SessionOf(w.Ada) }

// SessionOf returns the session of somebody who works in Acme, without colour.
// It is at least uitest.Now.
func (w *World) SessionOf(actor model.Actor) *kit.Session {
	w.TB.Helper()
	w.Pass(max(uitest.Now.Sub(w.Clock()), 0))
	return w.As(uitest.Session(), actor, w.Acme)
}

// Visit gives a session the world's authority and clock, with nobody logged in.
func (w *World) Visit(s *kit.Session) *kit.Session {
	s.Authority, s.Now, s.Origin = w.Authority, w.Clock, Origin
	return s
}

// As makes a session that of an actor in an org.
func (w *World) As(s *kit.Session, actor model.Actor, org model.OrgID) *kit.Session {
	w.TB.Helper()
	w.Visit(s).ActAs(actor)
	var err error
	s.Profile, err = w.WhoAmI(w.TB.Context(), actor, org)
	w.Must(err)
	s.CopyOnGenerate = !s.Profile.NoAutoCopy
	return s
}

// Open shows a screen in the program's frame, in a tab with a title.
func (w *World) Open(s *kit.Session, title string, screen func(*kit.Session) kit.Screen) *uitest.Driver {
	w.TB.Helper()
	return uitest.Drive(w.TB, ui.NewRoot(s, ui.Options{
		Header: func() (org, who string) { return s.Profile.Org.Name, s.Profile.Email + " · " + s.Profile.Set },
		Tabs: func() []ui.Tab {
			return []ui.Tab{{Title: title, Places: []ui.Place{{Name: title, Command: "here", Open: func() kit.Screen { return screen(s) }}}}}
		},
	}))
}

// Join makes a person a member of Acme with one of its sets, and logs them in.
func (w *World) Join(email, name, set string) model.Actor {
	w.TB.Helper()
	_, code, err := w.AddMember(w.TB.Context(), w.Ada, w.Acme, model.MemberRequest{Email: email, Name: name, Set: w.Set(set)})
	w.Must(err)
	actor, _, err := w.ChoosePassword(w.TB.Context(), email, code, model.NewSecret(Password), Origin)
	w.Must(err)
	return actor
}

// Set returns the id of one of Acme's permission sets.
func (w *World) Set(name string) model.SetID {
	w.TB.Helper()
	set, err := w.FindPermissionSet(w.TB.Context(), w.Ada, w.Acme, name)
	w.Must(err)
	return set.ID
}

// Generate makes a user token of Ada's, copied, and returns it.
func (w *World) Generate(name string) model.Generated {
	w.TB.Helper()
	made, err := w.GenerateToken(w.TB.Context(), w.Ada, model.TokenRequest{Org: w.Acme, Name: name, Password: model.NewSecret(Password)})
	w.Must(err)
	w.Must(w.MarkSecretSeen(w.TB.Context(), w.Ada, model.TokenRef{Org: w.Acme, ID: made.Token.ID}))
	return made
}

// Use has a secret verified so many times.
func (w *World) Use(secret model.Secret, times int, from model.Origin) {
	w.TB.Helper()
	for range times {
		_, err := w.Verify(w.TB.Context(), secret, from)
		w.Must(err)
	}
}

// Must fails the test on an error.
func (w *World) Must(err error) {
	w.TB.Helper()
	if err != nil {
		w.TB.Fatalf("unexpected error: %v (%s)", err, model.KindOf(err))
	}
}

// WantReason fails the test unless a request with the secret gets that answer.
func (w *World) WantReason(secret model.Secret, want model.Reason) {
	w.TB.Helper()
	d, err := w.Verify(w.TB.Context(), secret, Origin)
	w.Must(err)
	if d.Reason != want {
		w.TB.Fatalf("the answer is %s, want %s", d.Reason, want)
	}
}

// Serve makes a service user of Acme with so many tokens, copied.
func (w *World) Serve(name, description string, tokens int, sets ...string) (model.ServiceUser, []model.Generated) {
	w.TB.Helper()
	r := model.ServiceUserRequest{Name: name, Description: description}
	for _, set := range sets {
		r.Sets = append(r.Sets, w.Set(set))
	}
	u, err := w.CreateServiceUser(w.TB.Context(), w.Ada, w.Acme, r)
	w.Must(err)
	var made []model.Generated
	for i := range tokens {
		g, err := w.GenerateToken(w.TB.Context(), w.Ada, model.TokenRequest{
			Org: w.Acme, ServiceUser: u.ID, Name: fmt.Sprintf("%s-%d", name, i+1), Password: model.NewSecret(Password),
		})
		w.Must(err)
		made = append(made, g)
	}
	return u, made
}
