package httpapi

import (
	"net/http"

	"example.com/latchkey/model"
)

// whoami tells the bearer what the token is and may do.
func (a *api) whoami(w http.ResponseWriter, r *http.Request) {
	secret, refused := bearer(r)
	if refused == nil && r.URL.RawQuery != "" {
		problem{Status: http.StatusBadRequest, Detail: "This endpoint takes no parameters."}.write(w)
		return
	}
	if refused != nil {
		refused.write(w)
		return
	}
	a.checkOwn(w, r, secret, model.Question{Org: a.Org})
}
