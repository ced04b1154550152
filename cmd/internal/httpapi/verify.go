package httpapi

import (
	"net/http"
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
		introduce(w.Header(), &d)
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
func introduce(h http.Header, d *model.Decision) {
	values := make([]string, 0, 6) // of all fields, in one piece of memory
	set := func(name, value string) {
		n := len(values)
		values = append(values, value)
		h[name] = values[n : n+1 : n+1]
	}
	set("X-Latchkey-Subject", d.Token.Subject.ID())
	set("X-Latchkey-Subject-Kind", d.Token.Subject.Kind())
	set("X-Latchkey-Subject-Name", percent(d.Subject))
	set("X-Latchkey-Org", string(d.Token.Org))
	set("X-Latchkey-Token", string(d.Token.ID))
	if at := stamp(d.Expires); at != "" {
		set("X-Latchkey-Expires-At", at)
	}
}

// percent encodes all of a text but the unreserved characters of RFC 3986.
func percent(text string) string {
	const digits = "0123456789ABCDEF"
	out := make([]byte, 0, 64)
	for i := range len(text) {
		c := text[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~' {
			out = append(out, c)
		} else {
			out = append(out, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(out)
}

// stamp is a time as RFC 3339 has it, in UTC; "" for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
