package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/datadir"
)

// seed returns the demo as of now.
func seed(ctx context.Context, t testing.TB) *model.Authority {
	t.Helper()
	data, err := datadir.Temporary(ctx, datadir.Options{})
	if err != nil {
		t.Fatal(err)
	}
	clock := NewClock(now.Add(-Begins))
	a, err := model.New(ctx, data.Store, model.Options{
		Pepper: data.Keys.Pepper, LogChain: data.Keys.LogChain, Clock: clock.Now, Hashing: Hashing,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := Seed(ctx, a, clock, now); err != nil {
		t.Fatal(err)
	}
	return a
}

// shared is one world for the tests that only read it.
func shared(t *testing.T) *model.Authority {
	t.Helper()
	once.Do(func() { common = seed(context.Background(), t) })
	return common
}

var (
	once   sync.Once
	common *model.Authority
)

var now = time.Date(2026, 6, 3, 14, 20, 0, 0, time.UTC)

// every reads a list to its end.
func every[T any](t testing.TB, page func(model.PageRequest) (model.Page[T], error)) []T {
	t.Helper()
	p, err := page(model.PageRequest{Sort: model.SortCreated, Limit: 1000})
	if err != nil || !p.AtEnd {
		t.Fatalf("the list has no end within 1,000 rows: %v", err)
	}
	return p.Rows
}

func orgsOf(t testing.TB, a *model.Authority) []model.OrgView {
	return every(t, func(r model.PageRequest) (model.Page[model.OrgView], error) {
		return a.ListOrgs(t.Context(), operator, r)
	})
}

func tokensOf(t testing.TB, a *model.Authority, org model.OrgID) []model.TokenView {
	return every(t, func(r model.PageRequest) (model.Page[model.TokenView], error) {
		return a.ListTokens(t.Context(), operator, model.TokenQuery{Org: org, All: true, Page: r})
	})
}

var operator = model.SystemOperator("test", model.Origin{Address: "test"})

// digest is all of the world that does not come from the system's randomness.
func digest(t testing.TB, a *model.Authority) string {
	t.Helper()
	var out strings.Builder
	for _, org := range orgsOf(t, a) {
		fmt.Fprintln(&out, org.Name, org.Suspended, org.SeatLimits, org.OwnPermissions)
		for _, m := range every(t, func(r model.PageRequest) (model.Page[model.MemberView], error) {
			return a.ListMembers(t.Context(), operator, org.ID, r)
		}) {
			fmt.Fprintln(&out, m.Name, m.Email, m.SetName, m.Status, m.Disabled, m.Tokens, m.LastLoginAt)
		}
		for _, v := range tokensOf(t, a, org.ID) {
			fmt.Fprintln(&out, v.Owner, v.Name, v.State, v.End, v.EndedAt, v.Expires, v.SecretSeen, v.Use.Count, v.Use.LastAt, v.Use.Recent)
		}
		for _, e := range entriesOf(t, a, org.ID) {
			fmt.Fprintln(&out, e.At, e.Actor.Name, e.Action, e.Target.Name, e.From, e.Refused, e.Reason)
		}
	}
	return out.String()
}

func entriesOf(t testing.TB, a *model.Authority, org model.OrgID) []model.EntryView {
	var all []model.EntryView
	r := model.PageRequest{Sort: model.SortCreated, Limit: 1000}
	for {
		p, err := a.ListActivity(t.Context(), operator, org, model.ActivityFilter{}, r)
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, p.Rows...); p.AtEnd {
			return all
		}
		r.From = p.End
	}
}

func TestTheWorldIsTheSameEachTime(t *testing.T) {
	first, second := digest(t, shared(t)), digest(t, seed(t.Context(), t))
	if first == second {
		return
	}
	was := strings.Split(first, "\n")
	for i, line := range strings.Split(second, "\n") {
		if i >= len(was) || was[i] != line {
			t.Fatalf("line %d differs:\n%s\n%s", i, was[min(i, len(was)-1)], line)
		}
	}
	t.Fatal("the second world is shorter")
}

func TestThereIsOneOfEverything(t *testing.T) {
	a := shared(t)
	seen := map[string]bool{}
	orgs := orgsOf(t, a)
	people, systems := map[model.UserID]bool{}, 0
	for _, org := range orgs {
		seen["suspended organisation"] = seen["suspended organisation"] || org.Suspended
		seen["own permission"] = seen["own permission"] || len(org.OwnPermissions) > 0
		for _, m := range every(t, func(r model.PageRequest) (model.Page[model.MemberView], error) {
			return a.ListMembers(t.Context(), operator, org.ID, r)
		}) {
			people[m.User] = true
			seen[string(m.Status)] = true
			seen["no password"] = seen["no password"] || !m.HasPassword
			seen["account disabled"] = seen["account disabled"] || m.Disabled
		}
		systems += len(every(t, func(r model.PageRequest) (model.Page[model.ServiceUserView], error) {
			return a.ListServiceUsers(t.Context(), operator, org.ID, r)
		}))
		for _, v := range tokensOf(t, a, org.ID) {
			see(seen, v)
		}
	}
	if len(orgs) != 3 || len(people) != 19 || systems != 8 { // one of twenty was removed
		t.Errorf("%d organisations, %d people, %d service users", len(orgs), len(people), systems)
	}
	for _, want := range []string{
		"suspended organisation", "own permission", "deactivated", "no password", "account disabled",
		"state active", "state expired", "state revoked", "state suspended", "state disabled",
		"end revoked", "end unused", "end end_date", "end deactivated", "end removed", "end user_deleted",
		"ends soon", "never copied", "never used", "overlap", "several callers",
	} {
		if !seen[want] {
			t.Errorf("there is no %s", want)
		}
	}
}

// see notes what a token shows.
func see(seen map[string]bool, v model.TokenView) {
	for what, is := range map[string]bool{
		"state " + string(v.State): true,
		"end " + string(v.End):     v.End != "",
		"ends soon":                v.EndsSoon(now),
		"never copied":             v.Alive() && !v.SecretSeen,
		"never used":               v.Alive() && v.Use.Count == 0,
		"overlap":                  v.PreviousUntil.After(now),
		"several callers":          len(v.Use.Recent) > 2,
	} {
		seen[what] = seen[what] || is
	}
}

func TestQuotasAndChainHold(t *testing.T) {
	a := shared(t)
	perPerson, most := map[model.UserID]int{}, 0
	for _, org := range orgsOf(t, a) {
		systems := 0
		for _, v := range tokensOf(t, a, org.ID) {
			switch {
			case !v.Alive():
			case v.Subject.IsServiceUser():
				systems++
			default:
				perPerson[v.Subject.User]++
				most = max(most, perPerson[v.Subject.User])
			}
		}
		if systems > model.MaxServiceUserTokens {
			t.Errorf("%s has %d service-user tokens", org.Name, systems)
		}
	}
	if most != model.MaxUserTokens {
		t.Errorf("the most tokens of a person are %d; one is meant to be at the limit", most)
	}
	report, err := a.VerifyActivity(t.Context(), operator)
	if err != nil || report.Broken != 0 || report.Entries < 300 {
		t.Errorf("%+v %v", report, err)
	}
}

// TestTheStoreIsSound: what the use cases of a whole world have written hangs
// together, and every key of it is known to an examination.
func TestTheStoreIsSound(t *testing.T) {
	x, err := shared(t).Examine(t.Context(), operator)
	if err != nil || !x.Sound() || x.Keys < 1000 {
		t.Errorf("%d keys: %+v, %v; %v", x.Keys, x.Findings, x.Activity, err)
	}
}

// TestTheHintIsTrue: who it names can log in with the password that it says.
func TestTheHintIsTrue(t *testing.T) {
	a := seed(t.Context(), t)
	if !strings.Contains(Hint, Password) || !slices.Contains(strings.Fields(Hint), Email) {
		t.Error("the hint does not say whom to be")
	}
	for _, word := range strings.Fields(Hint) {
		if !strings.Contains(word, "@") {
			continue
		}
		if _, _, err := a.LogIn(context.Background(), word, password, model.Origin{}); err != nil {
			t.Errorf("%s: %v", word, err)
		}
	}
}

func BenchmarkSeed(b *testing.B) {
	for b.Loop() {
		seed(b.Context(), b)
	}
}
