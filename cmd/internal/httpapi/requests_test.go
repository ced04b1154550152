package httpapi_test

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// answers are the statuses that each endpoint has. A path that ends in a slash
// stands for all below it, and the last one for all the others.
var answers = []struct {
	path   string
	status []int
}{
	{"/v1/verify", []int{200, 401, 403}},
	{"/v1/check", []int{200, 400, 401, 403, 405, 413, 415}},
	{"/v1/introspect", []int{200, 400, 401, 405}},
	{"/v1/revoke", []int{200, 400, 401, 405}},
	{"/v1/whoami", []int{200, 400, 401, 405}},
	{"/v1/items", []int{200, 400, 401, 405}},
	{"/v1/items/", []int{200, 201, 204, 400, 401, 403, 404, 405, 409, 413, 415}},
	{"/healthz", []int{200, 405}},
	{"/readyz", []int{200, 405}},
	{"", []int{404}},
}

// FuzzRequests: whatever is sent, the answer is one that the endpoint has, a yes
// only for a good token, and it repeats no token.
func FuzzRequests(f *testing.F) {
	const form, media = "application/x-www-form-urlencoded", "application/json"
	for _, seed := range [][6]string{
		{"GET", "/v1/verify", "permission=templates.view", "Bearer {gateway}", "", ""},
		{"HEAD", "/v1/verify", "item=template/1&permission=items.sync&level=edit&org=org_1", "bearer  {own}", "", ""},
		{"POST", "/v1/check", "", "Bearer {own}", media, `{"permission":"templates.view"}`},
		{"POST", "/v1/check", "", "Bearer {gateway}", media, `{"token":"{own}","explain":true,"record":{"action":"template.edited","target":{"kind":"template","id":"1"}},"from":{"address":"x"}}`},
		{"POST", "/v1/check", "", "Bearer {own}", media, `{"token":"{gateway}","token":1,"level":"\u0000"} {}`},
		{"POST", "/v1/introspect", "", "Bearer {gateway}", form, "token={own}&token_type_hint=x"},
		{"POST", "/v1/introspect", "", "Bearer {own}", form + "; charset=utf-8", "token=lku_x&token=%zz"},
		{"POST", "/v1/revoke", "", "Bearer {own}", form, "token={own}"},
		{"POST", "/v1/revoke", "", "Bearer {own}", form, "token={gateway}"},
		{"GET", "/v1/whoami", "", "Bearer {own}", "", ""},
		{"GET", "/v1/items", "kind=template&limit=1&cursor=bg", "Bearer {own}", "", ""},
		{"PUT", "/v1/items/template/1", "", "Bearer {gateway}", media, `{"name":"One","owner":"ada@acme.example","site":""}`},
		{"PUT", "/v1/items/template/a%2Fb/grants", "", "Bearer {gateway}", media, `{"grants":[{"to":"ada@acme.example","level":"view"}]}`},
		{"DELETE", "/v1/items/template/1", "", "Bearer {gateway}", "", ""},
		{"GET", "/healthz", "access_token={own}", "", "", ""}, {"HEAD", "/readyz", "", "Basic YTpi", "", ""},
		{"GET", "/v1/../v1/verify", "", "Bearer {own}", "", ""}, {"\x00", "/v1/%76erify", "%", "Bearer {own} {own}", "\x00", "\xff"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3], seed[4], seed[5])
	}
	f.Fuzz(func(t *testing.T, method, path, query, authorization, media, body string) {
		w := newWorld(t)
		own, gateway := w.own("own").Secret.Reveal(), w.robot("Gateway", model.TokensIntrospect, model.ItemsSync).Secret.Reveal()
		in := strings.NewReplacer("{own}", own, "{gateway}", gateway)
		address, err := url.ParseRequestURI(in.Replace(path + "?" + query))
		if err != nil || !strings.HasPrefix(address.Path, "/") || address.Host != "" {
			return // the server itself turns it away
		}
		r := &http.Request{
			Method: method, URL: address, Body: io.NopCloser(strings.NewReader(in.Replace(body))), RemoteAddr: "192.0.2.1:1",
			Header: http.Header{"Authorization": {in.Replace(authorization)}, "Content-Type": {media}},
		}
		a := record(w.api, r.WithContext(t.Context()))
		if a.Code < 300 && in.Replace(authorization) == authorization && plain(address) != "/healthz" && plain(address) != "/readyz" {
			t.Errorf("a yes without a token: %d %s", a.Code, a.Body)
		}
		if allowed := answersOf(address); !slices.Contains(allowed, a.Code) {
			t.Errorf("the status is %d, not one of %v: %s", a.Code, allowed, a.Body)
		}
		said := a.Body.String()
		for _, values := range a.Header() {
			said += strings.Join(values, "\n")
		}
		if strings.Contains(said, own) || strings.Contains(said, gateway) {
			t.Errorf("the answer repeats a token: %s", said)
		}
	})
}

// answersOf are those of the endpoint that an address leads to.
func answersOf(u *url.URL) []int {
	at := plain(u)
	for _, one := range answers {
		if at == one.path || strings.HasSuffix(one.path, "/") && strings.HasPrefix(at, one.path) {
			return one.status
		}
	}
	return answers[len(answers)-1].status
}

// plain is an address's path without its escapes. A slash that was one belongs to a
// name and divides nothing.
func plain(u *url.URL) string {
	var parts []string
	for part := range strings.SplitSeq(u.EscapedPath(), "/") {
		name, _ := url.PathUnescape(part) // it was parsed already
		parts = append(parts, strings.ReplaceAll(name, "/", "\x00"))
	}
	return strings.Join(parts, "/")
}
