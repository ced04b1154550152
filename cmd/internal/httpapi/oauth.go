package httpapi

import (
	"net/http"

	"example.com/latchkey/model"
)

// oauthError is an error of RFC 6749, section 5.2: what /v1/introspect and
// /v1/revoke answer in the place of a problem.
type oauthError struct {
	Code        string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

// The further error codes of RFC 6749, section 5.2, and for what the store cannot
// answer that of section 4.1.2.1.
const (
	codeInvalidClient      = "invalid_client"
	codeUnauthorizedClient = "unauthorized_client"
	codeUnavailable        = "temporarily_unavailable"
)

func (e oauthError) write(w http.ResponseWriter, status int) {
	e.Description = quotable(e.Description)
	sendJSON(w, status, e)
}

// writeOAuth turns away who asks: the client, for RFC 6749.
func (f *refusal) writeOAuth(w http.ResponseWriter) {
	f.challenge(w.Header())
	code := codeInvalidClient
	if f.code == codeScope || f.code == codeInvalidRequest {
		code = f.code
	}
	oauthError{code, f.detail}.write(w, f.status)
}

// formToken returns the parameter token of a form. The error was answered already
// when there is none. A hint at its type is not needed: there is one sort.
func formToken(w http.ResponseWriter, r *http.Request) (model.Secret, bool) {
	form, wrong := readForm(r)
	if wrong == "" && form.Get("token") == "" {
		wrong = "The parameter token is missing."
	}
	if wrong != "" {
		oauthError{codeInvalidRequest, wrong}.write(w, http.StatusBadRequest)
		return model.Secret{}, false
	}
	return model.NewSecret(form.Get("token")), true
}

// failOAuth answers what could not be carried out.
func failOAuth(w http.ResponseWriter, err error, need model.Permission) {
	switch model.KindOf(err) {
	case model.KindUnauthenticated:
		(&refusal{status: http.StatusUnauthorized, code: codeInvalidToken, detail: model.Sentence(err)}).writeOAuth(w)
	case model.KindForbidden: // RFC 7662, section 2.3: 401 here too
		(&refusal{status: http.StatusUnauthorized, code: codeScope, scope: need, detail: model.Sentence(err)}).writeOAuth(w)
	case model.KindInvalid:
		oauthError{codeInvalidRequest, model.Sentence(err)}.write(w, http.StatusBadRequest)
	default:
		oauthError{codeUnavailable, cannotTell().Detail}.write(w, http.StatusServiceUnavailable)
	}
}
