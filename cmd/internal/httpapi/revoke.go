package httpapi

import (
	"net/http"

	"example.com/latchkey/model"
)

// revoke ends the bearer's own token (RFC 7009): the parameter token is the
// bearer's secret, or another secret of the same token during the overlap of a
// regeneration. One that is no living token's is answered 200 (section 2.2); one
// of another living token is refused, so that nobody takes it for revoked.
//
// Who shows a token of their own that has ended already gets the 200 as well: an
// answer that was lost can be asked for again.
func (a *api) revoke(w http.ResponseWriter, r *http.Request) {
	secret, refused := bearer(r)
	if refused != nil {
		refused.writeOAuth(w)
		return
	}
	shown, ok := formToken(w, r)
	if !ok {
		return
	}
	if !shown.Equal(secret) {
		if done := a.revokeShown(w, r, secret, shown); done {
			return
		}
	}
	d, err := a.authority.RevokeBearer(r.Context(), secret, a.origin(r))
	switch {
	case err != nil:
		failOAuth(w, err, "")
	case d.Reason == model.ReasonMalformed, d.Reason == model.ReasonUnknown:
		refuse(d, "").writeOAuth(w)
	default:
		w.WriteHeader(http.StatusOK)
	}
}

// revokeShown answers about a token that is not the bearer's secret, and reports
// whether that was all: it was not when it is the bearer's token all the same.
func (a *api) revokeShown(w http.ResponseWriter, r *http.Request, secret, shown model.Secret) (done bool) {
	d, err := a.decide(r, secret, model.Question{})
	if err != nil {
		failOAuth(w, err, "")
		return true
	}
	if refused := refuse(d, ""); refused != nil {
		refused.writeOAuth(w)
		return true
	}
	whose, err := a.authority.BearerOf(r.Context(), secret, shown)
	switch {
	case err != nil:
		failOAuth(w, err, "")
	case whose == model.BelongsToBearer:
		return false
	case whose == model.BelongsToNobody:
		w.WriteHeader(http.StatusOK)
	default:
		oauthError{codeUnauthorizedClient, "A token is revoked here by its bearer alone: show it as Authorization: Bearer, too. It was not revoked."}.write(w, http.StatusBadRequest)
	}
	return true
}
