package httpapi

import (
	"net/http"
	"strings"
	"time"

	"example.com/latchkey/model"
)

// introspection is the answer of RFC 7662, section 2.2, about an active token.
// Members of latchkey's own have its name in front.
type introspection struct {
	Active    bool   `json:"active"`
	Scope     string `json:"scope,omitempty"`
	Username  string `json:"username,omitempty"`
	TokenType string `json:"token_type,omitempty"`
	Expires   int64  `json:"exp,omitempty"`
	IssuedAt  int64  `json:"iat,omitempty"`
	Subject   string `json:"sub,omitempty"`
	ID        string `json:"jti,omitempty"`

	Kind      string `json:"latchkey_subject_kind,omitempty"`
	Org       string `json:"latchkey_org,omitempty"`
	OrgName   string `json:"latchkey_org_name,omitempty"`
	TokenName string `json:"latchkey_token_name,omitempty"`
}

// introspect says what a token is to whoever has tokens.introspect (RFC 7662).
// Of one that is not good, it says nothing but that.
func (a *api) introspect(w http.ResponseWriter, r *http.Request) {
	gateway, refused := bearer(r)
	if refused != nil {
		refused.writeOAuth(w)
		return
	}
	secret, ok := formToken(w, r)
	if !ok {
		return
	}
	begin := time.Now()
	request := model.GatewayRequest{Secret: secret, Ask: model.Question{Org: a.Org}}
	answer, err := a.authority.CheckFor(r.Context(), gateway, request, a.origin(r))
	a.metrics.answered(answer.Reason, err, begin)
	if err != nil {
		failOAuth(w, err, model.TokensIntrospect)
		return
	}
	sendJSON(w, http.StatusOK, introspected(answer.Decision))
}

func introspected(d model.Decision) introspection {
	if !d.OK() {
		return introspection{}
	}
	out := introspection{
		Active: true, Scope: strings.Join(names(d.Allowed), " "), Username: d.Subject, TokenType: "Bearer",
		IssuedAt: d.Token.CreatedAt.Unix(), Subject: d.Token.Subject.ID(), ID: string(d.Token.ID),
		Kind: d.Token.Subject.Kind(), Org: string(d.Token.Org), OrgName: d.Org, TokenName: d.Token.Name,
	}
	if !d.Expires.IsZero() {
		out.Expires = d.Expires.Unix()
	}
	return out
}
