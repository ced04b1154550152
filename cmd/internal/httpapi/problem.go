package httpapi

import (
	"encoding/json"
	"net/http"
	"strconv"

	"example.com/latchkey/model"
)

// problem is an answer that is none, as RFC 9457 has it. Its type is about:blank:
// the status says what sort it is.
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	Field  string `json:"field,omitempty"`  // which input is to blame
	Reason string `json:"reason,omitempty"` // of rule 8.2, for a token that was refused
}

// complete fills in what follows from the rest.
func (p problem) complete() problem {
	p.Title, p.Detail = http.StatusText(p.Status), safe(p.Detail)
	return p
}

func (p problem) write(w http.ResponseWriter) { send(w, p.Status, mediaProblem, p.complete()) }

func notHere() problem {
	return problem{Status: http.StatusNotFound, Detail: "There is nothing here."}
}

// problemOf is the problem that an error of the model comes to.
func problemOf(err error) problem {
	return problem{Status: statusOf(err), Detail: model.Sentence(err), Field: string(model.FieldOf(err))}
}

func statusOf(err error) int {
	switch model.KindOf(err) {
	case model.KindInvalid:
		return http.StatusBadRequest
	case model.KindNotFound:
		return http.StatusNotFound
	case model.KindForbidden:
		return http.StatusForbidden
	case model.KindUnauthenticated:
		return http.StatusUnauthorized
	case model.KindConflict, model.KindQuota:
		return http.StatusConflict
	case model.KindUnavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// The media types of answers, and of bodies.
const (
	mediaJSON    = "application/json"
	mediaProblem = "application/problem+json"
	mediaForm    = "application/x-www-form-urlencoded"
)

// sendJSON answers with a value as JSON.
func sendJSON(w http.ResponseWriter, status int, value any) { send(w, status, mediaJSON, value) }

// send answers with a value as JSON of a media type. It is the one place where an
// answer with a body leaves.
func send(w http.ResponseWriter, status int, media string, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err) // the types of this package all marshal
	}
	body = append(body, '\n')
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone
}
