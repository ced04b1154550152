package httpapi_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/cmd/internal/httpapi"
	"example.com/latchkey/model"
)

const inactive = `{"active":false}` + "\n"

// "The introspection endpoint MUST be protected by a transport-layer security
// mechanism".
func TestRFC7662_2_PlainHTTPStaysOnTheBox(t *testing.T) {
	for address, ok := range map[string]bool{
		"127.0.0.1:8080": true, "[::1]:8080": true, "localhost:8080": true, "127.9.9.9:1": true, "[::ffff:127.0.0.1]:1": true,
		":8080": false, "0.0.0.0:8080": false, "[::]:8080": false, "192.0.2.1:80": false, "latchkey.example:80": false, "nonsense": false,
	} {
		if err := httpapi.CheckPlain(address, false); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
		if err := httpapi.CheckPlain(address, true); err != nil {
			t.Errorf("%s, insecure: %v", address, err)
		}
	}
}

// "To prevent token scanning attacks, the endpoint MUST also require some form of
// authorization to access this endpoint".
func TestRFC7662_2_1_TheCallerIsAuthorized(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	robot := w.robot("Robot", "templates.view")
	w.postForm("/v1/introspect", "", token(made)).want(http.StatusUnauthorized).wantField("error", "invalid_client")
	w.postForm("/v1/introspect", "Basic YTpi", token(made)).want(http.StatusUnauthorized)
	w.postForm("/v1/introspect", "Bearer nonsense", token(made)).want(http.StatusUnauthorized)
	w.postForm("/v1/introspect", as(robot), token(robot)).want(http.StatusUnauthorized)
	if n := w.uses(made); n != 0 {
		t.Errorf("it counts %d uses", n)
	}
}

// "The protected resource calls the introspection endpoint using an HTTP POST
// request with parameters sent as application/x-www-form-urlencoded"; token is
// REQUIRED; RFC 6749, section 3.1: no parameter comes twice, an empty one is none.
func TestRFC7662_2_1_TheRequestIsAPostedForm(t *testing.T) {
	w := newWorld(t)
	gateway := as(w.robot("Gateway", model.TokensIntrospect))
	made := w.own("made")
	secret := made.Secret.Reveal()
	const form = "application/x-www-form-urlencoded"
	w.send(http.MethodGet, "/v1/introspect", gateway, "").want(http.StatusMethodNotAllowed)
	for _, c := range [][2]string{
		{form, ""}, {form, "token="}, {form, "token=" + secret + "&token=" + secret}, {form, "token=%zz"}, {form, "x=y"},
		{"application/json", `{"token":"x"}`}, {"", "token=x"}, {form, "token=" + strings.Repeat("x", 70<<10)},
	} {
		w.send(http.MethodPost, "/v1/introspect", gateway, c[1], "Content-Type", c[0]).want(http.StatusBadRequest).wantField("error", "invalid_request")
	}
	a := w.send(http.MethodPost, "/v1/introspect?token="+secret, gateway, "", "Content-Type", form).want(http.StatusUnauthorized).wantField("error", "invalid_request")
	if strings.Contains(a.Body.String(), secret) {
		t.Error("the answer repeats the token")
	}
}

// "If the server is unable to locate the token using the given hint, it MUST
// extend its search across all of its supported token types."
func TestRFC7662_2_1_AHintDoesNotKeepATokenFromBeingFound(t *testing.T) {
	w := newWorld(t)
	gateway := as(w.robot("Gateway", model.TokensIntrospect))
	for _, hint := range []string{"access_token", "refresh_token", "made_up"} {
		form := token(w.own(hint))
		form.Set("token_type_hint", hint)
		w.postForm("/v1/introspect", gateway, form).want(http.StatusOK).wantField("active", true)
	}
}

// The members of section 2.2; "active" is REQUIRED.
func TestRFC7662_2_2_AnActiveTokenIsDescribed(t *testing.T) {
	w := newWorld(t)
	gateway := as(w.robot("Gateway", model.TokensIntrospect))
	made, robot := w.own("made"), w.robot("Robot", "templates.view", "assets.view")
	now := w.clock.Now()
	w.clock.Advance(time.Hour)
	a := w.postForm("/v1/introspect", gateway, token(made)).want(http.StatusOK)
	for name, want := range map[string]any{
		"active": true, "token_type": "Bearer", "sub": string(w.ada.User()), "username": "Ada Ashby", "jti": string(made.Token.ID),
		"iat": float64(now.Unix()), "exp": float64(now.Add(time.Hour + 30*24*time.Hour).Unix()),
		"latchkey_org": string(w.acme), "latchkey_subject_kind": "user",
	} {
		a.wantField(name, want)
	}
	if a.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%v", a.Header())
	}
	b := w.postForm("/v1/introspect", gateway, token(robot)).want(http.StatusOK).wantField("scope", "assets.view templates.view")
	if _, ends := b.json()["exp"]; ends {
		t.Errorf("nothing ends it: %s", b.Body)
	}
}

// "If the introspection call is properly authorized but the token is not active,
// does not exist on this server, or the protected resource is not allowed to
// introspect this particular token, then the authorization server MUST return an
// introspection response with the "active" field set to "false"", and says no
// more than that.
func TestRFC7662_2_2_AnythingElseIsInactiveAndNoMore(t *testing.T) {
	w := newWorld(t)
	gateway := w.robot("Gateway", model.TokensIntrospect)
	revoked, disabled, good := w.own("revoked"), w.robot("Disabled"), w.own("good")
	w.revoke(revoked)
	_, err := w.DisableServiceUser(t.Context(), system, w.acme, disabled.Token.Subject.ServiceUser)
	w.must(err)
	for name, form := range map[string]url.Values{
		"revoked": token(revoked), "disabled": token(disabled), "unknown": token(newWorld(t).own("other")), "malformed": {"token": {"nonsense"}},
	} {
		if got := w.postForm("/v1/introspect", as(gateway), form).want(http.StatusOK).Body.String(); got != inactive {
			t.Errorf("%s: %s", name, got)
		}
	}
	globex, err := w.CreateOrg(t.Context(), w.ada, "Globex", "")
	w.must(err)
	o := w.options()
	o.Org = globex.ID
	a := w.sendTo(httpapi.New(o), http.MethodPost, "/v1/introspect", as(gateway), token(good).Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if got := a.want(http.StatusOK).Body.String(); got != inactive {
		t.Errorf("of another org: %s", got)
	}
}

// "if the protected resource uses an OAuth 2.0 bearer token to authorize its call
// (…) and the token used for authorization does not contain sufficient privileges
// or is otherwise invalid for this request, the authorization server responds with
// an HTTP 401 code as described in Section 3 of" RFC 6750.
func TestRFC7662_2_3_WhoMayNotAskIsTold401(t *testing.T) {
	w := newWorld(t)
	robot := w.robot("Robot")
	a := w.postForm("/v1/introspect", as(robot), token(robot)).want(http.StatusUnauthorized).wantField("error", "insufficient_scope")
	if !strings.Contains(a.challenge(), `error="insufficient_scope"`) || !strings.Contains(a.challenge(), `scope="tokens.introspect"`) {
		t.Errorf("the challenge is %s", a.challenge())
	}
	w.revoke(robot)
	a = w.postForm("/v1/introspect", as(robot), token(robot)).want(http.StatusUnauthorized).wantField("error", "invalid_client")
	if !strings.Contains(a.challenge(), `error="invalid_token"`) {
		t.Errorf("the challenge is %s", a.challenge())
	}
}

// "If the token can expire, the authorization server MUST determine whether or not
// the token has expired"; "If the token has been (…) revoked after it was issued,
// the authorization server MUST determine whether or not such a revocation has
// taken place".
func TestRFC7662_4_ExpiryAndRevocationAreSeenAtOnce(t *testing.T) {
	w := newWorld(t)
	gateway := as(w.robot("Gateway", model.TokensIntrospect))
	ends, revoked := w.own("ends"), w.own("revoked")
	active := func(made model.Generated, want bool) {
		t.Helper()
		w.postForm("/v1/introspect", gateway, token(made)).want(http.StatusOK).wantField("active", want)
	}
	active(revoked, true)
	w.revoke(revoked)
	active(revoked, false)
	w.clock.Advance(30*24*time.Hour - time.Nanosecond)
	active(ends, true)
	w.clock.Advance(30 * 24 * time.Hour)
	active(ends, false)
}

func TestRule_8_5_AnAnswerOfActiveIsAUse(t *testing.T) {
	w := newWorld(t)
	gateway := w.robot("Gateway", model.TokensIntrospect)
	made := w.own("made")
	w.postForm("/v1/introspect", as(gateway), token(made)).want(http.StatusOK)
	if n := w.uses(made); n != 1 {
		t.Errorf("it counts %d uses", n)
	}
}
