package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/latchkey/model"
)

// item makes an item that ada owns.
func (w *world) item(kind model.ItemKind, ref, name string) model.Item {
	w.t.Helper()
	item, err := w.CreateItem(w.t.Context(), w.ada, w.acme, model.ItemRequest{Kind: kind, Ref: ref, Name: name})
	w.must(err)
	return item
}

func TestCheck_TheBearersOwnTokenIsAnsweredWithTheReason(t *testing.T) {
	w := newWorld(t)
	w.item(model.KindTemplate, "1", "Fire drill")
	robot := w.robot("Robot", "templates.view")
	own := w.own("made")
	w.postJSON("/v1/check", as(own), object{"permission": "templates.edit", "item": "template/1"}).want(http.StatusOK).
		wantField("reason", "ok").wantField("ok", true).wantField("subject_name", "Ada Ashby").wantField("token", string(own.Token.ID))
	w.postJSON("/v1/check", as(robot), object{"permission": "templates.edit"}).want(http.StatusForbidden).
		wantField("reason", "permission_missing").wantField("ok", false).wantField("status", 403.0)
	a := w.postJSON("/v1/check", as(robot), object{"permission": "templates.view", "item": "template/1", "level": "view"}).want(http.StatusForbidden).
		wantField("reason", "access_missing").wantField("title", "Forbidden")
	if !strings.Contains(a.challenge(), "insufficient_scope") || a.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%v", a.Header())
	}
	w.revoke(robot)
	w.postJSON("/v1/check", as(robot), object{}).want(http.StatusUnauthorized).wantField("reason", "revoked")
}

func TestCheck_AGatewayIsToldOfAnothersToken(t *testing.T) {
	w := newWorld(t)
	w.item(model.KindTemplate, "1", "Fire drill")
	gateway, robot := w.robot("Gateway", model.TokensIntrospect), w.robot("Robot", "templates.view")
	ask := object{"token": robot.Secret.Reveal(), "permission": "templates.view", "item": "template/1"}
	w.postJSON("/v1/check", as(gateway), ask).want(http.StatusOK).wantField("reason", "access_missing").wantField("ok", false)
	delete(ask, "item")
	w.postJSON("/v1/check", as(gateway), ask).want(http.StatusOK).wantField("reason", "ok").wantField("subject_name", "Robot")
	w.postJSON("/v1/check", as(gateway), object{"token": "nonsense"}).want(http.StatusOK).wantField("reason", "malformed")
	w.postJSON("/v1/check", as(gateway), object{"token": ""}).want(http.StatusOK).wantField("reason", "malformed")
	a := w.postJSON("/v1/check", as(robot), ask).want(http.StatusForbidden)
	if !strings.Contains(a.challenge(), `scope="tokens.introspect"`) {
		t.Errorf("the challenge is %s", a.challenge())
	}
	w.revoke(gateway)
	w.postJSON("/v1/check", as(gateway), ask).want(http.StatusUnauthorized)
}

func TestCheck_ExplainsToAGateway(t *testing.T) {
	w := newWorld(t)
	gateway, robot := w.robot("Gateway", model.TokensIntrospect), w.robot("Robot")
	a := w.postJSON("/v1/check", as(gateway), object{"token": robot.Secret.Reveal(), "permission": "templates.view", "explain": true}).want(http.StatusOK)
	steps, _ := a.json()["explanation"].([]any)
	failed := ""
	for _, s := range steps {
		if step := s.(map[string]any); step["state"] == "failed" && failed == "" {
			failed = step["reason"].(string)
		}
	}
	if len(steps) != 8 || failed != "permission_missing" {
		t.Errorf("%s", a.Body)
	}
}

func TestRule_9_6_AGatewayHasWhatARequestDidRecorded(t *testing.T) {
	w := newWorld(t)
	gateway, robot := w.robot("Gateway", model.TokensIntrospect), w.robot("Robot", "templates.view")
	w.postJSON("/v1/check", as(gateway), object{
		"token": robot.Secret.Reveal(), "permission": "templates.view", "from": object{"address": "203.0.113.9", "agent": "sync/2"},
		"record": object{"action": "templates.export", "target": object{"kind": "template", "name": "Fire drill"}},
	}).want(http.StatusOK)
	w.must(w.store.View(t.Context(), func(tx model.Tx) error {
		head, err := tx.Head()
		w.must(err)
		e, err := tx.Entry(head.Seq)
		if e.Action != "api.templates.export" || e.Actor.Name != "Robot" || e.Target.Name != "Fire drill" || e.From != "203.0.113.9" {
			t.Errorf("%+v", e)
		}
		return err
	}))
}

func TestCheck_ABodyThatIsNotUnderstoodIsAProblem(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	secret := made.Secret.Reveal()
	for body, status := range map[string]int{
		``: 400, `[]`: 400, `{"permission":1}`: 400, `{"permision":"templates.view"}`: 400, `{} {}`: 400, `{"permission":""}`: 400,
		`{"permission":"Nope"}`: 400, `{"explain":true}`: 400, `{"record":{"action":"a.b"}}`: 400, `{"` + secret + `":1}`: 400,
		`{"permission":"` + secret + `"}`: 400, `{"permission":"` + strings.Repeat("x", 70<<10) + `"}`: 413,
	} {
		a := w.send(http.MethodPost, "/v1/check", as(made), body, "Content-Type", "application/json").want(status)
		if strings.Contains(a.Body.String(), secret) {
			t.Errorf("%s repeats the token", a.Body)
		}
		if a.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%v", a.Header())
		}
	}
	w.send(http.MethodPost, "/v1/check", as(made), `{}`, "Content-Type", "text/plain").want(http.StatusUnsupportedMediaType)
	if got := w.send(http.MethodGet, "/v1/check", as(made), "").want(http.StatusMethodNotAllowed).Header().Get("Allow"); got != "POST" {
		t.Errorf("Allow is %q", got)
	}
	w.send(http.MethodGet, "/v2", as(made), "").want(http.StatusNotFound)
}

func TestWhoami_TellsTheBearer(t *testing.T) {
	w := newWorld(t)
	made := w.own("made")
	a := w.send(http.MethodGet, "/v1/whoami", as(made), "").want(http.StatusOK).
		wantField("subject_name", "Ada Ashby").wantField("org_name", "Acme").wantField("token_name", "made").wantField("kind", "user")
	if list, _ := a.json()["permissions"].([]any); len(list) != len(model.BuiltInPermissions()) {
		t.Errorf("%s", a.Body)
	}
	w.send(http.MethodGet, "/v1/whoami", "", "").want(http.StatusUnauthorized)
	w.send(http.MethodGet, "/v1/whoami?x=y", as(made), "").want(http.StatusBadRequest)
}
