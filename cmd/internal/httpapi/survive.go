package httpapi

import (
	"fmt"
	"net/http"
	"regexp"
	"runtime/debug"

	"example.com/latchkey/model"
)

// survive turns a panic into the answer to that one request. Nothing was sent by
// then: every handler sends its answer last.
func (a *api) survive(w http.ResponseWriter, r *http.Request) {
	why := recover()
	if why == nil {
		return
	}
	if why == http.ErrAbortHandler { //nolint:errorlint // that very value
		panic(why)
	}
	a.Log.Error("a request failed inside latchkey", "path", r.URL.Path, "panic", safe(fmt.Sprint(why)), "stack", safe(string(debug.Stack())))
	status := http.StatusInternalServerError
	if r.URL.Path == pathVerify {
		status = http.StatusServiceUnavailable
	}
	problem{Status: status, Detail: "Something went wrong inside latchkey; nothing was changed. The log has the details."}.write(w)
}

var secrets = regexp.MustCompile(`(lk[us]_)[0-9A-Za-z]{8,}`)

// safe returns text from outside fit to be shown or logged: without what looks
// like a token, and printable.
func safe(text string) string {
	return model.Printable(secrets.ReplaceAllString(text, "$1…"))
}
