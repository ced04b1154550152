//go:build torture && linux

package torture

import (
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"example.com/latchkey/cmd/internal/daemon"
	"example.com/latchkey/model"
)

var root = model.SystemOperator("root", model.Origin{Address: "torture"})

// mustBeWhole opens a store that nobody has open, the way latchkey does, and fails
// the test when anything in it is missing, damaged or half there. The doctor goes
// through every record, index, guard and file of it, and through the chain of the
// activity log. What the doctor cannot know is looked for here: what the ledger says
// was acknowledged, records without their entries and entries without their records,
// and whether the lists and the quota that people see agree with that. It returns how
// many entries the log has.
func mustBeWhole(t *testing.T, data string, acknowledged *ledger) uint64 {
	t.Helper()
	if out, err := exec.Command(binary, "--data", data, "doctor").CombinedOutput(); err != nil || !strings.Contains(string(out), "all in order") {
		log, _ := os.ReadFile(filepath.Join(data, "latchkey.log"))
		t.Fatalf("doctor: %v\n%s\n%s", err, out, log)
	}
	alarms := &said{}
	d, err := daemon.Open(t.Context(), daemon.Options{Dir: data, Log: slog.New(slog.NewTextHandler(alarms, nil))})
	if err != nil {
		t.Fatalf("it does not open: %v", err)
	}
	a := &audit{T: t, a: d.Authority}
	a.org, err = d.Authority.FindOrg(t.Context(), root, "Acme")
	a.must(err)
	entries := a.log()
	a.serviceUsers(acknowledged)
	a.tokens(acknowledged)
	a.items(acknowledged)
	a.tidy()
	a.must(d.Close())
	if text := alarms.String(); strings.Contains(text, "integrity alarm") {
		t.Errorf("there was an alarm: %s", text)
	}
	if t.Failed() {
		t.FailNow()
	}
	return entries
}

// audit goes through an open store.
type audit struct {
	*testing.T
	a     *model.Authority
	org   model.Org
	users map[string]bool // ids of service users that were made, by the log
	kept  map[string]bool // ids of items that were made, by the log
	made  map[string]bool // ids of tokens that were made, by the log
	ended map[string]bool // of these, the ones that were revoked
	alive []model.TokenView
}

func (a *audit) must(err error) {
	a.Helper()
	if err != nil {
		a.Fatalf("%v (%s)", err, model.KindOf(err))
	}
}

// every reads all pages of a list.
func every[T any](a *audit, sort model.Sort, read func(model.PageRequest) (model.Page[T], error)) []T {
	a.Helper()
	var rows []T
	request := model.PageRequest{Sort: sort, Limit: 1000}
	for {
		page, err := read(request)
		a.must(err)
		rows = append(rows, page.Rows...)
		if page.AtEnd {
			return rows
		}
		request.From = page.End
	}
}

// ids returns the ids of rows, and fails the test when one comes twice.
func ids[T any](a *audit, what string, rows []T, id func(T) string) map[string]bool {
	a.Helper()
	set := map[string]bool{}
	for _, row := range rows {
		if set[id(row)] {
			a.Errorf("%s has %s twice", what, id(row))
		}
		set[id(row)] = true
	}
	return set
}

// same fails the test when two sets differ.
func (a *audit) same(what string, have, want map[string]bool) {
	a.Helper()
	if maps.Equal(have, want) {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(want)) {
		if !have[id] {
			a.Errorf("%s lacks %s", what, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(have)) {
		if !want[id] {
			a.Errorf("%s has %s, which there should not be", what, id)
		}
	}
}

// log reads the org's log: what was done, by what was logged.
func (a *audit) log() uint64 {
	a.Helper()
	report, err := a.a.VerifyActivity(a.Context(), root)
	a.must(err)
	if report.Broken != 0 {
		a.Errorf("the log is broken: %s", report.Problem)
	}
	a.users, a.kept, a.made, a.ended = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	into := map[model.Action]map[string]bool{
		model.ActCreateServiceUser: a.users, model.ActCreateItem: a.kept, model.ActGenerateToken: a.made, model.ActRevokeToken: a.ended,
	}
	for _, e := range every(a, model.SortCreated, func(r model.PageRequest) (model.Page[model.EntryView], error) {
		return a.a.ListActivity(a.Context(), root, a.org.ID, model.ActivityFilter{}, r)
	}) {
		if set := into[e.Action]; set != nil && !e.Refused {
			set[e.Target.ID] = true
		}
	}
	return report.Entries
}

func (a *audit) serviceUsers(acknowledged *ledger) {
	a.Helper()
	read := func(r model.PageRequest) (model.Page[model.ServiceUserView], error) {
		return a.a.ListServiceUsers(a.Context(), root, a.org.ID, r)
	}
	id := func(u model.ServiceUserView) string { return string(u.ID) }
	byName, names := every(a, model.SortName, read), map[string]bool{}
	a.same("the list of service users by name", ids(a, "it", byName, id), a.users)
	a.same("the list of service users by age", ids(a, "it", every(a, model.SortCreated, read), id), a.users)
	for _, u := range byName {
		names[u.Name] = true
		if found, err := a.a.FindServiceUser(a.Context(), root, a.org.ID, u.Name); err != nil || found.ID != u.ID {
			a.Errorf("%s is not found by its name: %v", u.Name, err)
		}
	}
	for name := range acknowledged.made {
		if !names[name] {
			a.Errorf("%s was acknowledged and is missing", name)
		}
	}
}

func (a *audit) tokens(acknowledged *ledger) {
	a.Helper()
	read := func(r model.PageRequest) (model.Page[model.TokenView], error) {
		return a.a.ListTokens(a.Context(), root, model.TokenQuery{Org: a.org.ID, All: true, Page: r})
	}
	id := func(v model.TokenView) string { return string(v.ID) }
	rows := every(a, model.SortCreated, read)
	a.same("the list of tokens by age", ids(a, "it", rows, id), a.made)
	a.same("the list of tokens by name", ids(a, "it", every(a, model.SortName, read), id), a.made)
	a.same("the list of tokens by use", ids(a, "it", every(a, model.SortLastUsed, read), id), a.made)
	revoked, alive, services := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, v := range rows {
		switch {
		case v.State == model.StateRevoked:
			revoked[id(v)] = true
		case v.Alive():
			alive[id(v)] = true
			if v.Subject.IsServiceUser() {
				services[id(v)] = true
				a.alive = append(a.alive, v)
			}
		}
	}
	a.same("what is revoked", revoked, a.ended)
	quota, err := a.a.TokenQuota(a.Context(), root, a.org.ID, true)
	a.must(err)
	a.same("the quota of service users", ids(a, "the quota", quota.Active, id), services)
	a.secrets(acknowledged)
}

// secrets verifies the secret of every token that was acknowledged. One whose
// revoking was under way may be either, and nothing else.
func (a *audit) secrets(acknowledged *ledger) {
	a.Helper()
	for name, secret := range acknowledged.secrets {
		d, err := a.a.Verify(a.Context(), secret, model.Origin{Address: "torture"})
		if err != nil || d.Reason != model.ReasonRevoked && (acknowledged.revoked[name] || d.Reason != model.ReasonOK) {
			a.Errorf("the token of %s (revoked: %t) is answered %q, %v", name, acknowledged.revoked[name], d.Reason, err)
		}
	}
}

func (a *audit) items(acknowledged *ledger) {
	a.Helper()
	rows := every(a, model.SortCreated, func(r model.PageRequest) (model.Page[model.ItemView], error) {
		return a.a.ListItems(a.Context(), root, model.ItemQuery{Org: a.org.ID, All: true, Page: r})
	})
	a.same("the list of items", ids(a, "it", rows, func(v model.ItemView) string { return string(v.ID) }), a.kept)
	refs := map[string]bool{}
	for _, v := range rows {
		refs[v.Ref] = true
		if found, err := a.a.FindItem(a.Context(), root, a.org.ID, v.Name); err != nil || found.ID != v.ID {
			a.Errorf("the item %s is not found by its name: %v", v.Name, err)
		}
	}
	for ref := range acknowledged.items {
		if !refs[ref] {
			a.Errorf("the item %s was acknowledged and is missing", ref)
		}
	}
}

// tidy revokes what a round left alive, so that the next one has room, and so
// that it is seen that the store still takes changes.
func (a *audit) tidy() {
	a.Helper()
	for _, v := range a.alive {
		_, err := a.a.RevokeToken(a.Context(), root, model.TokenRef{Org: v.Org, ID: v.ID})
		a.must(err)
	}
}

// said is what a log says.
type said struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}
