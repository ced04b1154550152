package httpapi

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"example.com/latchkey/model"
)

// verify answers a gateway about the request that came to it: 200, 401, 403 or
// 503 and nothing else, whatever is sent.
func (a *api) verify(w http.ResponseWriter, r *http.Request) {
	secret, refused := bearer(r)
	if refused != nil {
		refused.write(w)
		return
	}
	ask, refused := a.askedOf(r)
	if refused != nil {
		refused.write(w)
		return
	}
	d, err := a.decide(r, secret, ask)
	switch {
	case model.KindOf(err) == model.KindInvalid:
		invalidRequest(model.Sentence(err)).write(w)
	case err != nil:
		cannotTell().write(w)
	case !d.OK():
		refuse(d, ask.Permission).write(w)
	default:
		introduce(w.Header(), d)
		w.WriteHeader(http.StatusOK)
	}
}

// askedOf reads what the query string asks.
func (a *api) askedOf(r *http.Request) (model.Question, *refusal) {
	if r.URL.RawQuery == "" {
		return model.Question{Org: a.Org}, nil
	}
	in, wrong := askedIn(r.URL.Query())
	if wrong != "" {
		return model.Question{}, invalidRequest(wrong)
	}
	ask, wrong := a.question(in)
	if wrong != "" {
		return ask, invalidRequest(wrong)
	}
	return ask, nil
}

// decide asks the model about the token of a request, and counts the answer.
func (a *api) decide(r *http.Request, secret model.Secret, ask model.Question) (model.Decision, error) {
	begin := time.Now()
	d, err := a.authority.Check(r.Context(), secret, ask, a.origin(r))
	a.metrics.answered(d.Reason, err, begin)
	return d, err
}

// cannotTell is for a store that cannot be asked: never a yes (rule 8.4).
func cannotTell() problem {
	return problem{Status: http.StatusServiceUnavailable, Detail: "The store cannot be asked just now, so the answer is no."}
}

// introduce says whose token it was, for the API behind a gateway.
func introduce(h http.Header, d model.Decision) {
	h.Set("X-Latchkey-Subject", d.Token.Subject.ID())
	h.Set("X-Latchkey-Subject-Kind", d.Token.Subject.Kind())
	h.Set("X-Latchkey-Subject-Name", percent(d.Subject))
	h.Set("X-Latchkey-Org", string(d.Token.Org))
	h.Set("X-Latchkey-Token", string(d.Token.ID))
	if at := stamp(d.Expires); at != "" {
		h.Set("X-Latchkey-Expires-At", at)
	}
}

// percent encodes all of a text but the unreserved characters of RFC 3986.
func percent(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// stamp is a time as RFC 3339 has it, in UTC; "" for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
