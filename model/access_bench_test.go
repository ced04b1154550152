package model_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/storetest"
)

// A yard is an org with many items, and people, groups and sites in proportion,
// over an engine that counts what is read.
type yard struct {
	*plot
	counts *storetest.Counting
	item   model.Item // which Bob may edit through a group, five levels down
	crew   model.Group
	n      int
}

// newYard makes an org with n items beside those that Bob reaches.
func newYard(t testing.TB, n int) *yard {
	t.Helper()
	options := badgerdb.Options{InMemory: true}
	if n > 100_000 {
		options = badgerdb.Options{Dir: t.TempDir(), NoSync: true}
	}
	db, err := badgerdb.Open(options)
	if err != nil {
		t.Fatal(err)
	}
	y := &yard{counts: &storetest.Counting{Engine: db}, n: n}
	w := &world{t: t, clock: &clock{now: time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)}}
	w.store = storetest.Open(t, y.counts, storage.Options{})
	w.reopen()
	w.ada, w.acme, err = w.SetUp(w.ctx(), model.SetUpRequest{Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: secret}, here)
	w.must(err)
	y.plot = peopled(w)
	y.populate()

	var site model.Site
	for range 5 {
		site = y.place(y.acme, site.ID)
	}
	y.crew = y.crewOf(site)
	y.item = y.thing(y.acme, model.KindTemplate, placedAt(site))
	y.allow(scopeOf(y.item), granteeOf(y.acme, model.GranteeAllServiceUsers, ""), model.LevelView)
	y.allow(scopeOf(y.item), granteeOf(y.acme, model.GranteeUser, string(y.ada.User())), model.LevelDelete)
	y.allow(scopeOf(y.item), granteeOf(y.acme, model.GranteeGroup, string(y.crew.ID)), model.LevelEdit)
	return y
}

// crewOf is a group that Bob is in, which was given 200 items by hand and all the
// assets at a site by a rule.
func (y *yard) crewOf(site model.Site) model.Group {
	crew := y.plot.crew(y.acme, y.bob.User())
	to := granteeOf(y.acme, model.GranteeGroup, string(crew.ID))
	for range 200 {
		y.allow(scopeOf(y.thing(y.acme, model.KindTemplate)), to, model.LevelView)
	}
	y.allow(model.Scope{Org: y.acme, Kind: model.KindAsset, Site: site.ID}, to, model.LevelView)
	return crew
}

// populate puts n items into Acme, with their own grants, and one person, group
// and site for each hundred of them.
func (y *yard) populate() {
	y.t.Helper()
	const batch = 8 // a transaction writes a hundred keys at the most
	for begin := 0; begin < y.n; begin += batch {
		y.alter(func(tx model.Tx) error {
			for i := begin; i < min(begin+batch, y.n); i++ {
				if err := y.stranger(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// stranger writes one item that Bob does not reach.
func (y *yard) stranger(tx model.Tx, i int) error {
	site := model.SiteID(fmt.Sprintf("sit_%025dS", i/100))
	group := model.GroupID(fmt.Sprintf("grp_%025dS", i/100))
	user := model.UserID(fmt.Sprintf("usr_%025dS", i/100))
	item := model.Item{
		ID: model.ItemID(fmt.Sprintf("itm_%025dS", i)), Org: y.acme, Kind: model.KindTemplate, Name: fmt.Sprint("Strange ", i),
		Owner: model.Owner{Subject: model.Subject{User: user}}, Site: site,
	}
	if i%100 == 0 {
		m := model.Membership{Org: y.acme, User: user, Status: model.MemberActive, Set: y.set0(tx), Name: "Strange", Email: string(user) + "@strange.example"}
		err := firstError(
			tx.PutSite(model.Site{ID: site, Org: y.acme, Name: string(site)}),
			tx.PutGroup(model.Group{ID: group, Org: y.acme, Name: string(group)}),
			tx.PutAccount(model.Account{ID: user, Email: m.Email, Name: m.Name}), tx.PutMembership(m),
			tx.PutGroupMember(model.GroupMember{Org: y.acme, Group: group, User: user}),
		)
		if err != nil {
			return err
		}
	}
	return firstError(tx.PutItem(item), tx.PutGrant(model.Grant{Scope: scopeOf(item), To: granteeOf(y.acme, model.GranteeGroup, string(group)), Level: model.LevelEdit}))
}

func (y *yard) set0(tx model.Tx) model.SetID {
	set, err := tx.PermissionSetByName(y.acme, model.SetGuest)
	y.must(err)
	return set.ID
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// reads returns how many keys fn reads, one by one or in scans.
func (y *yard) reads(fn func()) int64 {
	fn() // what is kept in memory, once
	y.counts.Reset()
	fn()
	return y.counts.Gets.Load() + y.counts.Scanned.Load()
}

func (y *yard) check() {
	if got := y.asks("bob", askAbout("templates.edit", y.item)); got != model.ReasonOK {
		y.t.Fatalf("the answer is %s", got)
	}
}

func (y *yard) refused() {
	if got := y.asks("bob", askAbout("templates.delete", y.item)); got != model.ReasonAccessMissing {
		y.t.Fatalf("the answer is %s", got)
	}
}

// list reads a page from the middle of what Bob sees.
func (y *yard) list() {
	query := model.ItemQuery{Page: model.PageRequest{Sort: model.SortCreated, From: model.Cursor(string(y.acme) + "/itm_00000000000000000000000100")}}
	d, page, err := y.ListItemsFor(y.ctx(), y.tokens["bob"].Secret, query, here)
	y.must(err)
	if !d.OK() || len(page.Rows) != 50 || page.AtStart || page.AtEnd {
		y.t.Fatalf("the answer is %s, %d rows", d.Reason, len(page.Rows))
	}
}

func (y *yard) explain() {
	e, err := y.Explain(y.ctx(), system, model.ExplainRequest{Token: ref(y.tokens["bob"]), Ask: askAbout("templates.delete", y.item)})
	y.must(err)
	if e.Reason != model.ReasonAccessMissing {
		y.t.Fatalf("it is explained as %s", e.Reason)
	}
}

// wholeOrg gives Bob all templates of the org, by a rule.
func (y *yard) wholeOrg() {
	y.allow(model.Scope{Org: y.acme, Kind: model.KindTemplate}, granteeOf(y.acme, model.GranteeAllUsers, ""), model.LevelView)
}

// What an answer and a page of a listing cost does not grow with the org, its
// people, groups, sites and items.
func TestRule_8_1_TheCostDoesNotGrowWithTheOrg(t *testing.T) {
	few, many := newYard(t, 10), newYard(t, sizes()[1]/2)
	for _, c := range []struct {
		what string
		do   func(*yard)
	}{
		{"a yes", (*yard).check}, {"a no", (*yard).refused}, {"an explanation", (*yard).explain}, {"a page", (*yard).list},
		{"a page of all templates", func(y *yard) { y.wholeOrg(); y.list() }},
		{"a yes by the rule", (*yard).check},
	} {
		a, b := few.reads(func() { c.do(few) }), many.reads(func() { c.do(many) })
		t.Logf("%s: %d reads among %d items, %d among %d", c.what, a, few.n, b, many.n)
		if b > a+a/10 {
			t.Errorf("%s: %d reads among %d items, %d among %d", c.what, a, few.n, b, many.n)
		}
	}
}

// sizes are those that the benchmarks are run at.
func sizes() []int {
	if os.Getenv("LATCHKEY_SLOW") != "" {
		return []int{10, 10_000, 1_000_000}
	}
	return []int{10, 10_000}
}

func benchmarkYard(b *testing.B, cases map[string]func(*yard)) {
	for _, n := range sizes() {
		y := newYard(b, n)
		for _, name := range []string{"yes", "no", "explain", "page", "page of all"} {
			do := cases[name]
			if do == nil {
				continue
			}
			if name == "page of all" {
				y.wholeOrg()
			}
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				y.t = b
				reads := y.reads(func() { do(y) })
				for b.Loop() {
					do(y)
				}
				b.ReportMetric(float64(reads), "reads/op")
			})
			y.t = b
		}
	}
}

// BenchmarkCheckItem answers a request about an item five levels down, among as
// many others as it says; a million with LATCHKEY_SLOW=1.
func BenchmarkCheckItem(b *testing.B) {
	benchmarkYard(b, map[string]func(*yard){"yes": (*yard).check, "no": (*yard).refused, "explain": (*yard).explain})
}

// BenchmarkListPage reads 50 rows from the middle of a listing.
func BenchmarkListPage(b *testing.B) {
	benchmarkYard(b, map[string]func(*yard){"page": (*yard).list, "page of all": (*yard).list})
}
