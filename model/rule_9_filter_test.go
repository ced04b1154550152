package model_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// busyLog is a world whose log has entries of two people over eight days.
func busyLog(t *testing.T) (*world, person) {
	w := newWorld(t)
	bob := w.person(w.acme, "Bob Birch", model.SetStandard)
	w.clock.Advance(7 * 24 * time.Hour)
	w.generate(bob.Actor, w.acme, "phone")
	w.generate(w.ada, w.acme, "=1+1 laptop")
	_, err := w.RenameOrg(w.ctx(), bob.Actor, w.acme, "Bobs")
	w.wantKind(err, model.KindForbidden)
	return w, bob
}

func (w *world) filtered(text string) []model.EntryView {
	w.t.Helper()
	f, err := model.ParseActivityFilter(text, w.clock.Now(), time.UTC)
	w.must(err)
	page, err := w.ListActivity(w.ctx(), w.ada, w.acme, f, byAge)
	w.must(err)
	return page.Rows
}

func TestRule_9_3_FilterByActorActionTargetAndTime(t *testing.T) {
	w, _ := busyLog(t)
	all := len(w.filtered(""))
	for text, want := range map[string]int{
		"actor:bob action:token":                   1,
		"action:token.generate":                    2,
		"action:token since:7d":                    2,
		"action:token until:2026-05-12":            0,
		"action:token since:2026-05-19":            2,
		"phone":                                    1,
		"target:LAPTOP":                            1,
		"refused":                                  1,
		"refused actor:ada":                        0,
		"from:10.1.4 action:token.generate":        2,
		"from:192.0.2":                             0,
		"since:2026-05-12 until:2026-12-31 action": 0,
		"since:1h":                                 all - len(w.filtered("until:2026-05-12")),
	} {
		if got := len(w.filtered(text)); got != want {
			t.Errorf("%q: %d entries, want %d", text, got, want)
		}
	}
	for _, bad := range []string{"colour:red", "since:soon", "until:31.12.2026", "since:-1d", "since:", "until:"} {
		_, err := model.ParseActivityFilter(bad, w.clock.Now(), time.UTC)
		w.wantKind(err, model.KindInvalid)
	}
}

func TestRule_9_3_ExportAsCSVAndAsJSONLines(t *testing.T) {
	w, bob := busyLog(t)
	f := model.ActivityFilter{Action: "token"}
	var out bytes.Buffer
	n, err := w.ExportActivity(w.ctx(), w.ada, w.acme, f, model.ExportCSV, &out)
	w.must(err)
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || n != 2 || len(rows) != 3 {
		t.Fatalf("%d exported, %d rows: %v", n, len(rows), err)
	}
	if name := rows[2][10]; !strings.HasPrefix(name, "'=") {
		t.Errorf("%q would be a formula in a spreadsheet", name)
	}

	out.Reset()
	n, err = w.ExportActivity(w.ctx(), w.ada, w.acme, f, model.ExportJSONL, &out)
	w.must(err)
	dec := json.NewDecoder(&out)
	for i := range n {
		var entry map[string]any
		if err := dec.Decode(&entry); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
	}
	_, err = w.ExportActivity(w.ctx(), bob.Actor, w.acme, f, model.ExportJSONL, &out)
	w.wantKind(err, model.KindForbidden)
	_, err = w.ExportActivity(w.ctx(), w.ada, w.acme, f, "xml", &out)
	w.wantKind(err, model.KindInvalid)
}
