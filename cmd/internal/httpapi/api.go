package httpapi

import (
	"net/http"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"example.com/latchkey/model"
)

// pathVerify is what gateways ask.
const pathVerify = "/v1/verify"

// api is the handler of all endpoints.
type api struct {
	Options
	authority *model.Authority
	metrics   *metrics
	mux       *http.ServeMux
	draining  atomic.Bool         // the door is closing
	hook      func(*http.Request) // a test's; nil otherwise
}

// New returns the handler of all endpoints but /metrics.
func New(o Options) http.Handler { return newAPI(o.withDefaults()) }

func newAPI(o Options) *api {
	a := &api{Options: o, authority: o.Authority, metrics: newMetrics(o), mux: http.NewServeMux()}
	a.mux.HandleFunc(pathVerify, a.verify) // whatever the method: a gateway may pass on that of its request
	for pattern, methods := range a.routes() {
		a.mux.HandleFunc(pattern, methods.serve)
	}
	a.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { notHere().write(w) })
	return a
}

func (a *api) routes() map[string]byMethod {
	return map[string]byMethod{
		"/v1/check":                     {http.MethodPost: a.check},
		"/v1/introspect":                {http.MethodPost: a.introspect},
		"/v1/revoke":                    {http.MethodPost: a.revoke},
		"/v1/whoami":                    {http.MethodGet: a.whoami},
		"/v1/items":                     {http.MethodGet: a.listItems},
		"/v1/items/{kind}/{ref}":        {http.MethodPut: a.putItem, http.MethodDelete: a.deleteItem},
		"/v1/items/{kind}/{ref}/grants": {http.MethodPut: a.putGrants},
		"/healthz":                      {http.MethodGet: a.healthz},
		"/readyz":                       {http.MethodGet: a.readyz},
	}
}

// byMethod are the methods of one path.
type byMethod map[string]http.HandlerFunc

func (m byMethod) serve(w http.ResponseWriter, r *http.Request) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if handle, ok := m[method]; ok {
		handle(w, r)
		return
	}
	var allowed []string
	for method := range m {
		allowed = append(allowed, method)
	}
	slices.Sort(allowed)
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	problem{Status: http.StatusMethodNotAllowed, Detail: "This endpoint takes " + strings.Join(allowed, " or ") + "."}.write(w)
}

// ServeHTTP answers one request. A panic ends that request alone.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer a.survive(w, r)
	h := w.Header()
	h["Cache-Control"] = noStore
	h["X-Content-Type-Options"] = noSniff
	if r.Body != http.NoBody {
		r.Body = http.MaxBytesReader(w, r.Body, a.limits.body)
	}
	if a.hook != nil {
		a.hook(r)
	}
	if r.URL.Path == pathVerify && r.URL.RawPath == "" { // what is asked most often by far
		a.verify(w, r)
		return
	}
	if escaped := r.URL.EscapedPath(); path.Clean(escaped) != escaped { // the mux would send the client elsewhere
		notHere().write(w)
		return
	}
	a.mux.ServeHTTP(w, r)
}

// The values of fields that every answer has. They are never changed.
var (
	noStore = []string{"no-store"}
	noSniff = []string{"nosniff"}
)
