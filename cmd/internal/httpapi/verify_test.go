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

func TestVerify_AYesSaysWhoseTheTokenIs(t *testing.T) {
	w := newWorld(t)
	made := w.robot("Röntgen & Co", "templates.view")
	own := w.own("made")
	h := w.verify(as(made), "").want(http.StatusOK).Header()
	for name, want := range map[string]string{
		"X-Latchkey-Subject":      made.Token.Subject.ID(),
		"X-Latchkey-Subject-Kind": "service_user",
		"X-Latchkey-Subject-Name": "R%C3%B6ntgen%20%26%20Co",
		"X-Latchkey-Org":          string(w.acme),
		"X-Latchkey-Token":        string(made.Token.ID),
		"X-Latchkey-Expires-At":   "",
		"Cache-Control":           "no-store",
		"WWW-Authenticate":        "",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	h = w.verify(as(own), "").want(http.StatusOK).Header()
	if got, want := h.Get("X-Latchkey-Expires-At"), w.clock.Now().Add(30*24*time.Hour).Format(time.RFC3339); got != want {
		t.Errorf("it expires at %q, want %q", got, want)
	}
	if got := h.Get("X-Latchkey-Subject-Kind"); got != "user" {
		t.Errorf("the kind is %q", got)
	}
}

// Every reason of rule 8.2, by the status that it has.
func TestVerify_EveryReasonHasItsStatus(t *testing.T) {
	type given struct {
		secret string
		query  string
	}
	for reason, c := range map[model.Reason]struct {
		status int
		make   func(w *world) given
	}{
		model.ReasonOK:        {200, func(w *world) given { return given{as(w.own("made")), ""} }},
		model.ReasonMalformed: {401, func(*world) given { return given{"Bearer nonsense", ""} }},
		model.ReasonUnknown:   {401, func(w *world) given { return given{as(newWorld(w.t).own("other")), ""} }},
		model.ReasonRevoked: {401, func(w *world) given {
			made := w.own("made")
			w.revoke(made)
			return given{as(made), ""}
		}},
		model.ReasonExpired: {401, func(w *world) given {
			made := w.own("made")
			w.clock.Advance(30 * 24 * time.Hour)
			return given{as(made), ""}
		}},
		model.ReasonOrgSuspended: {401, func(w *world) given {
			made := w.own("made")
			_, err := w.SuspendOrg(w.t.Context(), system, w.acme)
			w.must(err)
			return given{as(made), ""}
		}},
		model.ReasonSubjectInactive: {401, func(w *world) given {
			made := w.robot("Robot")
			_, err := w.DisableServiceUser(w.t.Context(), system, w.acme, made.Token.Subject.ServiceUser)
			w.must(err)
			return given{as(made), ""}
		}},
		model.ReasonPermissionMissing: {403, func(w *world) given { return given{as(w.robot("Robot")), "permission=templates.view"} }},
		model.ReasonAccessMissing: {403, func(w *world) given {
			return given{as(w.robot("Robot", "templates.view")), "permission=templates.view&item=template/1"}
		}},
	} {
		t.Run(string(reason), func(t *testing.T) {
			w := newWorld(t)
			in := c.make(w)
			a := w.verify(in.secret, in.query).want(c.status)
			switch c.status {
			case 200:
				return
			case 401:
				if !strings.Contains(a.challenge(), `error="invalid_token"`) {
					t.Errorf("the challenge is %s", a.challenge())
				}
			case 403:
				if !strings.Contains(a.challenge(), `error="insufficient_scope"`) || !strings.Contains(a.challenge(), `scope="templates.view"`) {
					t.Errorf("the challenge is %s", a.challenge())
				}
			}
			a.wantField("reason", string(reason))
			if got := a.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("the type is %s", got)
			}
			if a.Header().Get("X-Latchkey-Subject") != "" {
				t.Error("a refusal says whose the token is")
			}
		})
	}
}

// What a gateway asks and what latchkey does not understand must not be a yes.
func TestVerify_AQuestionThatIsNotUnderstoodIsANo(t *testing.T) {
	w := newWorld(t)
	good := as(w.own("made"))
	for _, query := range []string{
		"permision=templates.view", "permission=", "item=", "level=", "org=", "org=Acme",
		"permission=templates.view&permission=templates.edit", "permission=Templates%20View",
		"item=nonsense", "item=template%2F", "level=view", "item=template/1&level=all",
		"permission=reports.export&item=report/1", "permission=%zz", "a;b", "access_token=x", "token=x",
		"item=template/" + good[len("Bearer "):], good[len("Bearer "):],
	} {
		a := w.verify(good, query).want(http.StatusUnauthorized)
		if !strings.Contains(a.challenge(), `error="invalid_request"`) {
			t.Errorf("%s: the challenge is %s", query, a.challenge())
		}
	}
}

func TestVerify_OnlyTokensOfTheOrgThatIsMeantPass(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	globex, err := w.CreateOrg(t.Context(), w.ada, "Globex", "")
	w.must(err)
	only := w.options()
	only.Org = w.acme
	other := w.options()
	other.Org = globex.ID
	for _, c := range []struct {
		o      httpapi.Options
		query  string
		status int
	}{
		{w.options(), "org=" + string(w.acme), 200},
		{w.options(), "org=" + string(globex.ID), 403},
		{only, "", 200},
		{only, "org=" + string(w.acme), 200},
		{only, "org=" + string(globex.ID), 403},
		{other, "", 403},
		{other, "org=" + string(w.acme), 403},
	} {
		w.sendTo(httpapi.New(c.o), http.MethodGet, "/v1/verify?"+c.query, as(made), "").want(c.status)
	}
}

func TestVerify_AnswersWhateverTheMethod(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"} {
		w.send(method, "/v1/verify", as(made), "a body").want(http.StatusOK)
		w.send(method, "/v1/verify", "", "a body").want(http.StatusUnauthorized)
	}
}

// Rule 9.5 keeps where a request came from: behind a gateway that is its client.
func TestVerify_TheUseIsThatOfTheClient(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	w.send(http.MethodGet, "/v1/verify", as(made), "", "User-Agent", "curl/8.5").want(http.StatusOK)
	d, err := w.TokenDetails(t.Context(), system, ref(made))
	w.must(err)
	if d.Use.Count != 1 || d.Use.From != "192.0.2.1" || d.Use.Agent != "curl/8.5" {
		t.Errorf("%+v", d.Use)
	}
}

// Whatever is sent, the status is one of the four, and no answer repeats a token.
func FuzzVerify(f *testing.F) {
	w := newWorld(f)
	secret := w.own("made").Secret.Reveal()
	const own = "{own}" // stands for it: each process that tries inputs has made another one
	for _, seed := range [][3]string{
		{"Bearer " + own, "permission=templates.view", "GET"}, {"bearer  " + own, "item=template/1", "POST"},
		{"Bearer", "org=org_1", "HEAD"}, {"Basic YWRhOnB3", "%", "DELETE"}, {own, "access_token=" + own, "X"},
		{"Bearer a, Bearer b", "level=edit", "GET"}, {"Bearer \x00", "permission=\xff", "GET"},
		{"Bearer " + own + "=", "item=org_00000000000000000000000000/itm_00000000000000000000000000", "GET"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, authorization, query, method string) {
		authorization, query = strings.ReplaceAll(authorization, own, secret), strings.ReplaceAll(query, own, secret)
		r := &http.Request{
			Method: method, URL: &url.URL{Path: "/v1/verify", RawQuery: query}, Header: http.Header{"Authorization": {authorization}},
			Body: http.NoBody, RemoteAddr: "192.0.2.1:1",
		}
		a := record(w.api, r.WithContext(t.Context()))
		switch a.Code {
		case 200:
			if !strings.Contains(authorization, secret) {
				t.Fatalf("a yes to %q", authorization)
			}
		case 401, 403:
			if !strings.HasPrefix(a.Header().Get("WWW-Authenticate"), `Bearer realm="latchkey"`) {
				t.Fatalf("the challenge is %q", a.Header())
			}
		default:
			t.Fatalf("the status is %d", a.Code)
		}
		if strings.Contains(a.Body.String(), secret) || strings.Contains(a.Header().Get("WWW-Authenticate"), secret) {
			t.Fatal("the answer repeats the token")
		}
	})
}

func TestPercent_LeavesTheUnreservedCharactersAlone(t *testing.T) {
	for _, text := range []string{"", "Ada Ashby", "a-b.c_d~e", "Zoë", "50% & more+", "名前", string([]byte{0, 127, 255}), strings.Repeat("ß", 64)} {
		want := strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
		if got := httpapi.Percent(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}
