package uitest

import (
	"bytes"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
	"example.com/latchkey/ui/kit"
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

	tb testing.TB
	mu sync.Mutex
	at time.Time
}

// Origin is where everybody in a World comes from.
var Origin = model.Origin{Address: "10.1.4.7", Agent: "curl/8.5"}

// EmptyWorld returns a world that nobody has set up yet. Its time is Now.
func EmptyWorld(tb testing.TB) *World {
	tb.Helper()
	w := &World{tb: tb, at: Now}
	var err error
	w.Authority, err = model.New(tb.Context(), storetest.Memory(tb), model.Options{
		Pepper: bytes.Repeat([]byte("p"), 32), LogChain: bytes.Repeat([]byte("c"), 32),
		Clock: w.Clock, Random: rand.NewChaCha8([32]byte{}),
		Hashing: model.HashCost{Memory: 8, Passes: 1, Threads: 1},
	})
	w.Must(err)
	return w
}

// NewWorld returns a world with Acme and Ada.
func NewWorld(tb testing.TB) *World {
	tb.Helper()
	w := EmptyWorld(tb)
	var err error
	w.Ada, w.Acme, err = w.SetUp(tb.Context(), model.SetUpRequest{
		Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(Password),
	}, Origin)
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
func (w *World) Session() *kit.Session { return w.As(Session(), w.Ada, w.Acme) }

// Visit gives a session the world's authority and clock, with nobody logged in.
func (w *World) Visit(s *kit.Session) *kit.Session {
	s.Authority, s.Now, s.Origin = w.Authority, w.Clock, Origin
	return s
}

// As makes a session that of an actor in an org.
func (w *World) As(s *kit.Session, actor model.Actor, org model.OrgID) *kit.Session {
	w.tb.Helper()
	w.Visit(s).Actor = actor
	var err error
	s.Profile, err = w.WhoAmI(w.tb.Context(), actor, org)
	w.Must(err)
	return s
}

// Generate makes a user token of Ada's, copied, and returns it.
func (w *World) Generate(name string) model.Generated {
	w.tb.Helper()
	made, err := w.GenerateToken(w.tb.Context(), w.Ada, model.TokenRequest{Org: w.Acme, Name: name, Password: model.NewSecret(Password)})
	w.Must(err)
	w.Must(w.MarkSecretSeen(w.tb.Context(), w.Ada, model.TokenRef{Org: w.Acme, ID: made.Token.ID}))
	return made
}

// Use has a secret verified so many times.
func (w *World) Use(secret model.Secret, times int, from model.Origin) {
	w.tb.Helper()
	for range times {
		_, err := w.Verify(w.tb.Context(), secret, from)
		w.Must(err)
	}
}

// Must fails the test on an error.
func (w *World) Must(err error) {
	w.tb.Helper()
	if err != nil {
		w.tb.Fatalf("unexpected error: %v (%s)", err, model.KindOf(err))
	}
}
