package httpapi

import (
	"io"
	"net/http"
)

// healthz says that the process answers.
func (a *api) healthz(w http.ResponseWriter, _ *http.Request) { say(w, "ok\n") }

// readyz says whether requests should be sent here: the store answers, and the
// door is not closing.
func (a *api) readyz(w http.ResponseWriter, r *http.Request) {
	if a.draining.Load() {
		problem{Status: http.StatusServiceUnavailable, Detail: "latchkey is shutting down."}.write(w)
		return
	}
	if _, err := a.authority.NeedsSetUp(r.Context()); err != nil {
		cannotTell().write(w)
		return
	}
	say(w, "ready\n")
}

func say(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, text)
}
