package httpapi_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/httpapi"
	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
)

const password = "a horse on the moon"

var (
	here   = model.Origin{Address: "10.1.4.7", Agent: "curl/8.5"}
	system = model.SystemOperator("root", model.Origin{Address: "terminal"})
)

// clock is a clock that only the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// A world is an authority over a real store, with one org: Acme, of which ada is
// the Administrator, and the door in front of it.
type world struct {
	*model.Authority
	t     testing.TB
	store model.Store
	clock *clock
	ada   model.Actor
	acme  model.OrgID
	api   http.Handler
}

func newWorld(t testing.TB) *world { return newWorldOver(t, storetest.Memory(t)) }

func newWorldOver(t testing.TB, store model.Store) *world {
	t.Helper()
	w := &world{t: t, store: store, clock: &clock{now: time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)}}
	var err error
	w.Authority, err = model.New(t.Context(), store, model.Options{
		Pepper: bytes.Repeat([]byte("p"), 32), LogChain: bytes.Repeat([]byte("c"), 32),
		Clock: w.clock.Now, Hashing: model.HashCost{Memory: 8, Passes: 1, Threads: 1},
	})
	w.must(err)
	w.ada, w.acme, err = w.SetUp(t.Context(), model.SetUpRequest{
		Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: model.NewSecret(password),
	}, here)
	w.must(err)
	w.api = httpapi.New(w.options())
	return w
}

func (w *world) options() httpapi.Options { return httpapi.Options{Authority: w.Authority} }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("unexpected error: %v (%s)", err, model.KindOf(err))
	}
}

// own makes a token of ada's.
func (w *world) own(name string) model.Generated {
	w.t.Helper()
	made, err := w.GenerateToken(w.t.Context(), w.ada, model.TokenRequest{Org: w.acme, Name: name, Password: model.NewSecret(password)})
	w.must(err)
	return made
}

// robot makes a service user of Acme that may do this, and a token of it.
func (w *world) robot(name string, may ...model.Permission) model.Generated {
	w.t.Helper()
	set, err := w.CreatePermissionSet(w.t.Context(), system, w.acme, model.SetRequest{Name: name, Seat: model.SeatFull, Permissions: may})
	w.must(err)
	u, err := w.CreateServiceUser(w.t.Context(), system, w.acme, model.ServiceUserRequest{Name: name, Sets: []model.SetID{set.ID}})
	w.must(err)
	made, err := w.GenerateToken(w.t.Context(), system, model.TokenRequest{Org: w.acme, ServiceUser: u.ID, Name: name})
	w.must(err)
	return made
}

func (w *world) revoke(made model.Generated) {
	w.t.Helper()
	_, err := w.RevokeToken(w.t.Context(), system, ref(made))
	w.must(err)
}

// uses returns how often a token was used.
func (w *world) uses(made model.Generated) int64 {
	w.t.Helper()
	d, err := w.TokenDetails(w.t.Context(), system, ref(made))
	w.must(err)
	return d.Use.Count
}

// answer is what came back.
type answer struct {
	*httptest.ResponseRecorder
	t testing.TB
}

func (a answer) want(status int) answer {
	a.t.Helper()
	if a.Code != status {
		a.t.Fatalf("the status is %d, want %d: %v %s", a.Code, status, a.Header(), a.Body)
	}
	return a
}

// json returns the body as an object.
func (a answer) json() map[string]any {
	a.t.Helper()
	var out map[string]any
	if err := json.Unmarshal(a.Body.Bytes(), &out); err != nil {
		a.t.Fatalf("%v: %s", err, a.Body)
	}
	return out
}

// wantField fails the test unless a member of the body is that text.
func (a answer) wantField(name string, want any) answer {
	a.t.Helper()
	if got := a.json()[name]; got != want {
		a.t.Errorf("%s is %v, want %v: %s", name, got, want, a.Body)
	}
	return a
}

// challenge returns WWW-Authenticate.
func (a answer) challenge() string { return a.Header().Get("WWW-Authenticate") }

// as is an Authorization field for a token.
func as(made model.Generated) string { return "Bearer " + made.Secret.Reveal() }

// send answers a request. Fields of the header stand in pairs after the body.
func (w *world) send(method, target, authorization, body string, fields ...string) answer {
	w.t.Helper()
	return w.sendTo(w.api, method, target, authorization, body, fields...)
}

func (w *world) sendTo(h http.Handler, method, target, authorization, body string, fields ...string) answer {
	w.t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(w.t.Context(), method, target, reader)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	for i := 0; i < len(fields); i += 2 {
		r.Header.Add(fields[i], fields[i+1])
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	return answer{recorder, w.t}
}

// verify asks as a gateway does.
func (w *world) verify(authorization, query string) answer {
	w.t.Helper()
	target := "/v1/verify"
	if query != "" {
		target += "?" + query
	}
	return w.send(http.MethodGet, target, authorization, "")
}

func (w *world) postJSON(target, authorization string, body any) answer {
	w.t.Helper()
	text, err := json.Marshal(body)
	w.must(err)
	return w.send(http.MethodPost, target, authorization, string(text), "Content-Type", "application/json")
}

func (w *world) postForm(target, authorization string, form url.Values) answer {
	w.t.Helper()
	return w.send(http.MethodPost, target, authorization, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// token is a form that shows a token.
func token(made model.Generated) url.Values { return url.Values{"token": {made.Secret.Reveal()}} }

// object is a body.
type object map[string]any

func ref(made model.Generated) model.TokenRef {
	return model.TokenRef{Org: made.Token.Org, ID: made.Token.ID}
}
