package httpapi

import (
	"net/http"
	"net/url"
	"strings"

	"example.com/latchkey/model"
)

// bearer returns the token that a request shows: in its one Authorization field
// (RFC 6750, section 2.1), and nowhere else.
func bearer(r *http.Request) (model.Secret, *refusal) {
	if r.URL.RawQuery != "" {
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return model.Secret{}, invalidRequest("The query cannot be read.")
		}
		if showsToken(query) {
			return model.Secret{}, invalidRequest("A token does not belong into an address: it would stand in logs. Send it as Authorization: Bearer.")
		}
	}
	fields := r.Header["Authorization"]
	switch len(fields) {
	case 0:
		return model.Secret{}, noCredentials
	case 1:
		return parseAuthorization(fields[0])
	}
	return model.Secret{}, invalidRequest("There are several Authorization fields.")
}

// parseAuthorization reads the credentials of RFC 9110, section 11.4: the scheme,
// whose case does not matter, spaces, and a b64token. Another scheme is none that
// is known here.
func parseAuthorization(field string) (model.Secret, *refusal) {
	scheme, rest, _ := strings.Cut(strings.Trim(field, " \t"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return model.Secret{}, noCredentials
	}
	text := strings.TrimLeft(rest, " ")
	if !b64token(text) {
		return model.Secret{}, invalidRequest("The Authorization field is not Bearer and one token.")
	}
	return model.NewSecret(text), nil
}

// b64token reports whether text is one of RFC 6750, section 2.1.
func b64token(text string) bool {
	body := strings.TrimRight(text, "=")
	for i := range len(body) {
		switch c := body[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~+/", c) >= 0:
		default:
			return false
		}
	}
	return body != ""
}

// showsToken reports whether somebody put a token into a query string.
func showsToken(query url.Values) bool {
	for name, values := range query {
		if name == "access_token" || name == "token" {
			return true
		}
		for _, value := range append(values, name) {
			if secrets.MatchString(value) {
				return true
			}
		}
	}
	return false
}
