package httpapi_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// "The client requests the revocation of a particular token by making an HTTP
// POST request"; token is REQUIRED.
func TestRFC7009_2_1_TheRequestIsAPostedForm(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	w.send(http.MethodGet, "/v1/revoke", as(made), "").want(http.StatusMethodNotAllowed)
	w.postForm("/v1/revoke", as(made), nil).want(http.StatusBadRequest).wantField("error", "invalid_request")
	w.send(http.MethodPost, "/v1/revoke", as(made), `{"token":"x"}`, "Content-Type", "application/json").want(http.StatusBadRequest)
	w.send(http.MethodPost, "/v1/revoke?token="+made.Secret.Reveal(), as(made), "", "Content-Type", "application/x-www-form-urlencoded").
		want(http.StatusUnauthorized).wantField("error", "invalid_request")
	w.verify(as(made), "").want(http.StatusOK)
}

// "The authorization server first validates the client credentials".
func TestRFC7009_2_1_TheClientIsAuthenticatedFirst(t *testing.T) {
	w := newWorld(t)
	made, ended := w.own("made"), w.own("ended")
	w.revoke(ended)
	for _, authorization := range []string{"", "Basic YTpi", "Bearer nonsense", as(ended)} {
		a := w.postForm("/v1/revoke", authorization, token(made)).want(http.StatusUnauthorized).wantField("error", "invalid_client")
		if a.challenge() == "" {
			t.Error("there is no challenge")
		}
	}
	w.postForm("/v1/revoke", "Bearer nonsense", url.Values{"token": {"nonsense"}}).want(http.StatusUnauthorized)
	w.verify(as(made), "").want(http.StatusOK)
}

// "and then verifies whether the token was issued to the client making the
// revocation request. If this validation fails, the request is refused and the
// client is informed of the error".
func TestRFC7009_2_1_AnothersTokenIsRefused(t *testing.T) {
	w := newWorld(t)
	made, other := w.own("made"), w.own("other")
	a := w.postForm("/v1/revoke", as(made), token(other)).want(http.StatusBadRequest).wantField("error", "unauthorized_client")
	if strings.Contains(a.Body.String(), other.Secret.Reveal()) {
		t.Error("the answer repeats the token")
	}
	w.verify(as(made), "").want(http.StatusOK)
	w.verify(as(other), "").want(http.StatusOK)
}

// "the authorization server invalidates the token. The invalidation takes place
// immediately, and the token cannot be used again after the revocation."
func TestRFC7009_2_1_TheTokenIsInvalidAtOnce(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	w.verify(as(made), "").want(http.StatusOK)
	w.postForm("/v1/revoke", as(made), token(made)).want(http.StatusOK)
	w.verify(as(made), "").want(http.StatusUnauthorized).wantField("reason", "revoked")
}

// "If the server is unable to locate the token using the given hint, it MUST
// extend its search across all of its supported token types."
func TestRFC7009_2_1_AHintDoesNotKeepATokenFromBeingFound(t *testing.T) {
	w := newWorld(t)
	for _, hint := range []string{"access_token", "refresh_token", "made_up"} {
		made := w.own(hint)
		form := token(made)
		form.Set("token_type_hint", hint)
		w.postForm("/v1/revoke", as(made), form).want(http.StatusOK)
		w.verify(as(made), "").want(http.StatusUnauthorized)
	}
}

// "The authorization server responds with HTTP status code 200 if the token has
// been revoked successfully or if the client submitted an invalid token."
func TestRFC7009_2_2_AnInvalidTokenIsAnsweredLikeARevokedOne(t *testing.T) {
	w := newWorld(t)
	made, ended := w.own("made"), w.own("ended")
	w.revoke(ended)
	for name, form := range map[string]url.Values{
		"unknown": token(newWorld(t).own("other")), "malformed": {"token": {"nonsense"}}, "ended": token(ended),
	} {
		if got := w.postForm("/v1/revoke", as(made), form).want(http.StatusOK).Body.Len(); got != 0 {
			t.Errorf("%s: there is a body", name)
		}
	}
	w.verify(as(made), "").want(http.StatusOK)
}

// An answer that was lost can be asked for again.
func TestRFC7009_2_2_TheSameAgainIsAnsweredTheSame(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	for range 3 {
		w.postForm("/v1/revoke", as(made), token(made)).want(http.StatusOK)
	}
}

// During the overlap of a regeneration both secrets are of the bearer's own token.
func TestRFC7009_2_1_EitherSecretOfTheBearersTokenWillDo(t *testing.T) {
	w := newWorld(t)
	old := w.own("made")
	fresh, err := w.RegenerateToken(t.Context(), w.ada, ref(old), time.Hour, model.NewSecret(password))
	w.must(err)
	w.postForm("/v1/revoke", as(fresh), token(old)).want(http.StatusOK)
	w.verify(as(fresh), "").want(http.StatusUnauthorized).wantField("reason", "revoked")
}

// "If the server responds with HTTP status code 503, the client must assume the
// token still exists".
func TestRFC7009_2_2_1_AStoreThatCannotTellIs503(t *testing.T) {
	w := newWorld(t)
	made, other := w.own("made"), w.own("other")
	w.must(w.store.Close())
	w.postForm("/v1/revoke", as(made), token(made)).want(http.StatusServiceUnavailable).wantField("error", "temporarily_unavailable")
	w.postForm("/v1/revoke", as(made), token(other)).want(http.StatusServiceUnavailable)
	w.postForm("/v1/introspect", as(made), token(other)).want(http.StatusServiceUnavailable)
	a := w.verify(as(made), "permission=templates.view").want(http.StatusServiceUnavailable)
	if a.Header().Get("X-Latchkey-Subject") != "" || a.challenge() != "" {
		t.Errorf("%v", a.Header())
	}
	w.postJSON("/v1/check", as(made), object{}).want(http.StatusServiceUnavailable)
	w.send(http.MethodGet, "/readyz", "", "").want(http.StatusServiceUnavailable)
	w.send(http.MethodGet, "/healthz", "", "").want(http.StatusOK)
}
