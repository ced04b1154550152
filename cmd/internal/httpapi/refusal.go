package httpapi

import (
	"net/http"
	"strings"

	"example.com/latchkey/model"
)

// The error codes of RFC 6750, section 3.1.
const (
	codeInvalidRequest = "invalid_request"
	codeInvalidToken   = "invalid_token"
	codeScope          = "insufficient_scope"
)

// refusal turns the bearer of a request away, as RFC 6750 has it.
type refusal struct {
	status int
	code   string // "" where no credentials were shown
	scope  model.Permission
	reason model.Reason // "" where the token was not looked at
	detail string
}

// noCredentials is for requests that show none that anybody here knows: RFC 6750,
// section 3.1, gives them no error code.
var noCredentials = &refusal{status: http.StatusUnauthorized, detail: "Show a token: Authorization: Bearer …"}

// invalidRequest is for what RFC 6750 calls so. Where nothing but yes, no and
// "cannot tell" may be answered it is a no.
func invalidRequest(detail string) *refusal {
	return &refusal{status: http.StatusUnauthorized, code: codeInvalidRequest, detail: detail}
}

// refuse is the refusal that a decision comes to; nil for ReasonOK. The scope is
// the permission that was asked for.
func refuse(d model.Decision, asked model.Permission) *refusal {
	r := &refusal{status: d.Reason.Status(), reason: d.Reason, detail: reasonWords[d.Reason]}
	switch r.status {
	case http.StatusOK:
		return nil
	case http.StatusForbidden:
		r.code, r.scope = codeScope, asked
	default:
		r.status, r.code = http.StatusUnauthorized, codeInvalidToken
	}
	return r
}

// reasonWords say the reasons of rule 8.2 to whoever shows the token, in ASCII:
// they stand in a header too.
var reasonWords = map[model.Reason]string{
	model.ReasonMalformed:         "This is not a token of latchkey, or a part of it is missing.",
	model.ReasonUnknown:           "Nobody here has such a token.",
	model.ReasonRevoked:           "The token was revoked.",
	model.ReasonExpired:           "The token has expired.",
	model.ReasonOrgSuspended:      "The organisation of the token is suspended.",
	model.ReasonSubjectInactive:   "The owner of the token is not active.",
	model.ReasonPermissionMissing: "The token does not have the permission.",
	model.ReasonAccessMissing:     "The token has no access to the item, or works in another organisation only.",
}

// challenge sets WWW-Authenticate (RFC 6750, section 3).
func (f *refusal) challenge(h http.Header) {
	value := `Bearer realm="latchkey"`
	if f.code != "" {
		value += `, error="` + f.code + `", error_description="` + quotable(f.detail) + `"`
	}
	if f.scope != "" {
		value += `, scope="` + quotable(string(f.scope)) + `"`
	}
	h.Set("WWW-Authenticate", value)
}

// quotable leaves of a text what RFC 6750 allows in error_description.
func quotable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return -1
		}
		return r
	}, safe(text))
}

func (f *refusal) write(w http.ResponseWriter) {
	f.challenge(w.Header())
	problem{Status: f.status, Detail: f.detail, Reason: string(f.reason)}.write(w)
}

// fail answers a request that could not be carried out, with the challenge where
// the caller's own token is to blame.
func (a *api) fail(w http.ResponseWriter, err error, need model.Permission) {
	switch p := problemOf(err); p.Status {
	case http.StatusUnauthorized:
		(&refusal{status: p.Status, code: codeInvalidToken, detail: p.Detail}).write(w)
	case http.StatusForbidden:
		(&refusal{status: p.Status, code: codeScope, scope: need, detail: p.Detail}).write(w)
	default:
		p.write(w)
	}
}
