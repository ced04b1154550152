package httpapi_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"example.com/latchkey/model"
)

func (w *world) putJSON(target, authorization, body string) answer {
	w.t.Helper()
	return w.send(http.MethodPut, target, authorization, body, "Content-Type", "application/json")
}

// Rule 7.7: what the subject sees and nothing else, a page at a time.
func TestItems_TheListIsWhatTheSubjectSees(t *testing.T) {
	w := newWorld(t)
	ada, robot := as(w.own("made")), as(w.robot("Robot", "templates.view", "assets.view"))
	for i := range 5 {
		w.item(model.KindTemplate, fmt.Sprint("t", i), fmt.Sprint("Template ", i))
	}
	w.item(model.KindAsset, "pump", "Pump")
	var seen []string
	for cursor, pages := "", 0; ; pages++ {
		a := w.send(http.MethodGet, "/v1/items?kind=template&limit=2&cursor="+url.QueryEscape(cursor), ada, "").want(http.StatusOK)
		for _, row := range a.json()["items"].([]any) {
			seen = append(seen, row.(map[string]any)["name"].(string))
		}
		next, more := a.json()["next"].(string)
		if cursor = next; !more {
			if pages != 2 {
				t.Errorf("%d pages", pages+1)
			}
			break
		}
	}
	if fmt.Sprint(seen) != "[Template 0 Template 1 Template 2 Template 3 Template 4]" {
		t.Errorf("%v", seen)
	}
	if got := w.send(http.MethodGet, "/v1/items", robot, "").want(http.StatusOK).Body.String(); got != `{"items":[]}`+"\n" {
		t.Errorf("the robot sees %s", got)
	}
	for _, query := range []string{"limit=0", "limit=1001", "limit=x", "kind=a&kind=b", "page=2", "cursor=nonsense"} {
		w.send(http.MethodGet, "/v1/items?"+query, ada, "").want(http.StatusBadRequest)
	}
	w.send(http.MethodGet, "/v1/items", "Bearer nonsense", "").want(http.StatusUnauthorized)
}

func TestItems_AnAPIKeepsItsItemsInStep(t *testing.T) {
	w := newWorld(t)
	sync, robot := as(w.robot("Sync", model.ItemsSync)), w.robot("Robot", "templates.view")
	ask := "permission=templates.view&item=template/" + url.QueryEscape("plans/7")
	w.verify(as(robot), ask).want(http.StatusForbidden)
	w.putJSON("/v1/items/template/plans%2F7", sync, `{"name":"Plan 7","owner":"ada@acme.example"}`).want(http.StatusCreated).wantField("reference", "plans/7")
	w.putJSON("/v1/items/template/plans%2F7", sync, `{"name":"Plan 7","owner":"ada@acme.example"}`).want(http.StatusOK)
	w.putJSON("/v1/items/template/plans%2F7/grants", sync, `{"grants":[{"to":"service-user:Robot","level":"view"}]}`).want(http.StatusOK).wantField("given", 1.0)
	w.verify(as(robot), ask).want(http.StatusOK)
	w.putJSON("/v1/items/template/plans%2F7/grants", sync, `{"grants":[]}`).want(http.StatusOK).wantField("taken", 1.0)
	w.verify(as(robot), ask).want(http.StatusForbidden)
	for range 2 {
		w.send(http.MethodDelete, "/v1/items/template/plans%2F7", sync, "").want(http.StatusNoContent)
	}
	w.putJSON("/v1/items/template/plans%2F7/grants", sync, `{"grants":[]}`).want(http.StatusNotFound)
}

func TestItems_WhatCannotBeMeantIsAProblem(t *testing.T) {
	w := newWorld(t)
	sync := as(w.robot("Sync", model.ItemsSync))
	w.putJSON("/v1/items/template/7", sync, `{"name":"Plan 7"}`).want(http.StatusCreated)
	for _, c := range []struct {
		target, body string
		status       int
	}{
		{"/v1/items/template/7", `{}`, 400}, {"/v1/items/boat/7", `{"name":"x"}`, 400}, {"/v1/items/template/a%20b", `{"name":"x"}`, 400},
		{"/v1/items/template/7", `{"name":"x","owner":"Nobody"}`, 404}, {"/v1/items/template/7", `{"name":"x","colour":"red"}`, 400},
		{"/v1/items/template/7/grants", `{}`, 400}, {"/v1/items/template/7/grants", `{"grants":[{"to":"x","level":"all"}]}`, 400},
		{"/v1/items/template/7/grants", `{"grants":[{"to":"Nobody","level":"view"}]}`, 404},
	} {
		if got := w.putJSON(c.target, sync, c.body).want(c.status).Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s %s: the type is %s", c.target, c.body, got)
		}
	}
	w.putJSON("/v1/items/template/7", as(w.own("made")), `{"name":"Plan 7"}`).want(http.StatusOK) // an Administrator has items.sync
	w.putJSON("/v1/items/template/7", as(w.robot("Robot")), `{"name":"x"}`).want(http.StatusForbidden)
}
