package httpapi_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func record(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	return recorder
}

// "Resource servers MUST support this method" (of section 2.1: the header field).
func TestRFC6750_2_TheHeaderFieldIsSupported(t *testing.T) {
	w := newWorld(t)
	w.verify(as(w.own("made")), "").want(http.StatusOK)
}

// "credentials = "Bearer" 1*SP b64token", and RFC 9110, section 11.1: the scheme
// is compared without case.
func TestRFC6750_2_1_TheFieldIsTheSchemeSpacesAndOneToken(t *testing.T) {
	w := newWorld(t)
	secret := w.own("made").Secret.Reveal()
	for _, field := range []string{"Bearer " + secret, "bearer " + secret, "BEARER   " + secret, "bEaReR " + secret + " "} {
		w.verify(field, "").want(http.StatusOK)
	}
	for _, field := range []string{
		"Bearer", "Bearer ", "Bearer " + secret + " " + secret, "Bearer " + secret + ",", "Bearer \"" + secret + "\"",
		"Bearer =", "Bearer\t" + secret + "é", "Bearer " + secret + "\t" + secret, "Bearer token=" + secret + "&x",
	} {
		a := w.verify(field, "").want(http.StatusUnauthorized)
		if strings.Contains(a.challenge(), "invalid_token") {
			t.Errorf("%q was looked at: %s", field, a.challenge())
		}
	}
}

// "Clients MUST NOT use more than one method to transmit the token", and section
// 3.1 calls it invalid_request.
func TestRFC6750_2_MoreThanOneMethodIsAnInvalidRequest(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	for name, a := range map[string]answer{
		"field and query": w.verify(as(made), "access_token="+made.Secret.Reveal()),
		"query alone":     w.verify("", "access_token="+made.Secret.Reveal()),
		"two fields":      w.send(http.MethodGet, "/v1/verify", as(made), "", "Authorization", as(made)),
	} {
		a.want(http.StatusUnauthorized)
		if !strings.Contains(a.challenge(), `error="invalid_request"`) {
			t.Errorf("%s: the challenge is %s", name, a.challenge())
		}
	}
	if n := w.uses(made); n != 0 {
		t.Errorf("it counts %d uses", n)
	}
}

// "the resource server MUST include the HTTP "WWW-Authenticate" response header
// field"; "All challenges defined by this specification MUST use the auth-scheme
// value "Bearer". This scheme MUST be followed by one or more auth-param values."
func TestRFC6750_3_EveryRefusalHasAChallenge(t *testing.T) {
	w := newWorld(t)
	weak := as(w.robot("Robot"))
	const form = "application/x-www-form-urlencoded"
	for _, c := range []struct{ method, path, media, body string }{
		{"GET", "/v1/verify?permission=templates.view", "", ""}, {"GET", "/v1/whoami", "", ""}, {"GET", "/v1/items", "", ""},
		{"POST", "/v1/check", "application/json", `{"permission":"templates.view"}`},
		{"POST", "/v1/check", "application/json", `{"token":"x"}`},
		{"POST", "/v1/introspect", form, "token=x"}, {"POST", "/v1/revoke", form, "token=x"},
		{"PUT", "/v1/items/template/1", "application/json", `{"name":"x"}`}, {"DELETE", "/v1/items/template/1", "", ""},
		{"PUT", "/v1/items/template/1/grants", "application/json", `{"grants":[]}`},
	} {
		for _, authorization := range []string{"", "Basic YTpi", "Bearer ?", "Bearer nonsense", weak} {
			a := w.send(c.method, c.path, authorization, c.body, "Content-Type", c.media)
			if authorization == weak && a.Code == 200 {
				continue // it asks for no permission
			}
			if a.Code != 401 && a.Code != 403 {
				t.Errorf("%s with %q: the status is %d", c.path, authorization, a.Code)
			}
			if !regexp.MustCompile(`^Bearer [a-z_]+="[^"]*"(, [a-z_]+="[^"]*")*$`).MatchString(a.challenge()) {
				t.Errorf("%s with %q: the challenge is %q", c.path, authorization, a.challenge())
			}
		}
	}
}

// "The "realm" attribute MUST NOT appear more than once"; "The "scope" attribute
// MUST NOT appear more than once"; the same for error, error_description.
func TestRFC6750_3_NoAttributeAppearsTwice(t *testing.T) {
	w := newWorld(t)
	a := w.verify(as(w.robot("Robot")), "permission=templates.view").want(http.StatusForbidden)
	for _, name := range []string{"realm=", "scope=", "error=", "error_description="} {
		if n := strings.Count(a.challenge(), " "+name); n != 1 {
			t.Errorf("%s appears %d times in %s", name, n, a.challenge())
		}
	}
	if n := len(a.Header().Values("WWW-Authenticate")); n != 1 {
		t.Errorf("%d challenges", n)
	}
}

// "Values for the "error" and "error_description" attributes MUST NOT include
// characters outside the set %x20-21 / %x23-5B / %x5D-7E", and scope values those
// outside %x21 / %x23-5B / %x5D-7E and the space between them.
func TestRFC6750_3_ValuesKeepToTheirCharacters(t *testing.T) {
	w := newWorld(t)
	robot := as(w.robot("Robot"))
	for _, query := range []string{"item=%22%5c%0d%0aX-Evil:%20yes", "permission=%c3%a9.%22", "permission=templates.view", "item=t%22/1"} {
		a := w.verify(robot, query)
		for _, m := range regexp.MustCompile(`="([^"]*)"`).FindAllStringSubmatch(a.challenge(), -1) {
			for _, r := range m[1] {
				if r < 0x20 || r > 0x7e || r == '"' || r == '\\' {
					t.Errorf("%s: %q is in %q", query, r, a.challenge())
				}
			}
		}
		if a.Header().Get("X-Evil") != "" {
			t.Error("a field was smuggled in")
		}
	}
}

// "If the request lacks any authentication information (…), the resource server
// SHOULD NOT include an error code or other error information."
func TestRFC6750_3_1_NoCredentialsGetNoErrorCode(t *testing.T) {
	w := newWorld(t)
	for _, authorization := range []string{"", "Basic YWRhOnB3", "Digest x=y"} {
		if got := w.verify(authorization, "").want(http.StatusUnauthorized).challenge(); got != `Bearer realm="latchkey"` {
			t.Errorf("%q: the challenge is %s", authorization, got)
		}
	}
}

// "invalid_token: … The resource SHOULD respond with the HTTP 401".
func TestRFC6750_3_1_ATokenThatIsNotGoodIsInvalidToken(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	w.revoke(made)
	a := w.verify(as(made), "").want(http.StatusUnauthorized)
	if !strings.HasPrefix(a.challenge(), `Bearer realm="latchkey", error="invalid_token", error_description="`) {
		t.Errorf("the challenge is %s", a.challenge())
	}
}

// "insufficient_scope: … SHOULD respond with the HTTP 403 (Forbidden) status code
// and MAY include the "scope" attribute with the scope necessary".
func TestRFC6750_3_1_APermissionThatIsMissingIsInsufficientScope(t *testing.T) {
	w := newWorld(t)
	a := w.verify(as(w.robot("Robot")), "permission=reports.export").want(http.StatusForbidden)
	if !strings.Contains(a.challenge(), `error="insufficient_scope"`) || !strings.Contains(a.challenge(), `scope="reports.export"`) {
		t.Errorf("the challenge is %s", a.challenge())
	}
}

// Section 5.3: tokens are kept out of caches and out of addresses.
func TestRFC6750_5_3_NoAnswerAboutATokenIsKept(t *testing.T) {
	w := newWorld(t)
	made := as(w.own("made"))
	for _, a := range []answer{
		w.verify(made, ""), w.verify("", ""), w.send("GET", "/v1/whoami", made, ""), w.send("GET", "/v1/items", made, ""),
		w.postJSON("/v1/check", made, object{}), w.postForm("/v1/introspect", made, nil), w.postForm("/v1/revoke", made, nil),
	} {
		if got := a.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control is %q", got)
		}
	}
}
