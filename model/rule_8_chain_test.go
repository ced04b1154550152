package model_test

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage"
	"example.com/latchkey/storage/badgerdb"
	"example.com/latchkey/storage/engine"
	"example.com/latchkey/storage/storetest"
)

// All checks of 8.1 from a known token on, in their order, each failing or not:
// the first that fails is the answer, and Explain says the same.
func TestRule_8_1_PermissionAndAccessComeLast(t *testing.T) {
	checks := append(slices.Clone(failing), []struct {
		reason model.Reason
		fail   func(*world, model.ServiceUser, model.Generated)
	}{
		{model.ReasonPermissionMissing, func(w *world, u model.ServiceUser, _ model.Generated) {
			_, err := w.EditServiceUser(w.ctx(), system, w.acme, u.ID, model.ServiceUserRequest{Name: u.Name, Sets: []model.SetID{w.set(w.acme, model.SetGuest)}})
			w.must(err)
		}},
		{model.ReasonAccessMissing, func(w *world, u model.ServiceUser, _ model.Generated) {
			w.alter(func(tx model.Tx) error {
				return tx.DeleteGrant(model.Scope{Org: w.acme, Item: "itm_00000000000000000000000001"}, granteeOf(w.acme, model.GranteeServiceUser, string(u.ID)))
			})
		}},
	}...)
	order := []model.Check{model.CheckRevoked, model.CheckExpired, model.CheckOrg, model.CheckSubject, model.CheckPermission, model.CheckAccess}
	for mask := range 1 << len(checks) {
		p := &plot{world: newWorld(t)}
		p.world.limit(31 * day)
		p.robot = p.service(p.acme, "Robot", model.SetStandard)
		made := p.serviceToken(p.robot, "made")
		item := p.thing(p.acme, model.KindTemplate, func(i *model.Item) { i.ID = "itm_00000000000000000000000001" })
		p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeServiceUser, string(p.robot.ID)), model.LevelEdit)
		want := model.ReasonOK
		for i, c := range checks {
			if mask&(1<<i) == 0 {
				continue
			}
			if want == model.ReasonOK {
				want = c.reason
			}
			c.fail(p.world, p.robot, made)
		}
		ask := askAbout("templates.edit", item)
		e, err := p.Explain(p.ctx(), system, model.ExplainRequest{Token: ref(made), Ask: ask})
		p.must(err)
		d, err := p.Check(p.ctx(), made.Secret, ask, here)
		p.must(err)
		if d.Reason != want || e.Reason != want {
			t.Errorf("checks %06b: answered %s, explained as %s, want %s", mask, d.Reason, e.Reason, want)
		}
		for i, check := range order {
			j := slices.IndexFunc(e.Steps, func(s model.Step) bool { return s.Check == check })
			if j != i+2 || e.Steps[j].Reason != checks[i].reason {
				t.Fatalf("the steps are %+v", e.Steps)
			}
			failed := mask&(1<<i) != 0
			if check == model.CheckExpired && mask&1 != 0 {
				failed = false // what was revoked does not expire
			}
			if got := e.Steps[j].State == model.StepFailed; got != failed {
				t.Errorf("checks %06b: %s failed: %v, want %v", mask, check, got, failed)
			}
		}
	}
}

// Whatever a secret that is not one asks for, it is not one.
func TestRule_8_1_TheSecretComesFirst(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	body := "lku_" + strings.Repeat("A", 32)
	for text, want := range map[string]model.Reason{"": model.ReasonMalformed, "nonsense": model.ReasonMalformed, body + crcBase62(body): model.ReasonUnknown} {
		for _, ask := range []model.Question{{}, {Permission: "templates.delete"}, askAbout("templates.edit", item), {Org: p.globex}} {
			d, err := p.Check(p.ctx(), model.NewSecret(text), ask, here)
			p.must(err)
			e, err := p.Explain(p.ctx(), p.bob.Actor, model.ExplainRequest{Secret: model.NewSecret(text), Ask: ask})
			if text != "" {
				p.must(err)
			}
			if d.Reason != want || text != "" && (e.Reason != want || firstFailed(e) != want || len(e.Steps) != 8) {
				t.Errorf("%q asks %+v: answered %s, explained as %s (%v), want %s", text, ask, d.Reason, e.Reason, e.Steps, want)
			}
		}
	}
}

// Every change that decides about access counts from the very next request.
func TestRule_8_1_AccessIsCheckedAfresh(t *testing.T) {
	p := newPlot(t)
	site := p.place(p.acme, "")
	aside := p.place(p.acme, "")
	item := p.thing(p.acme, model.KindTemplate, placedAt(site))
	crew := p.crew(p.acme)
	bob := p.bob.User()
	put := func(fn func(tx model.Tx) error) func() { return func() { p.alter(fn) } }
	user, byCrew, bySite := granteeOf(p.acme, model.GranteeUser, string(bob)), granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), granteeOf(p.acme, model.GranteeSite, string(site.ID))
	rule := model.Scope{Org: p.acme, Kind: model.KindTemplate, Site: site.ID}
	moved := func(to model.SiteID) func(tx model.Tx) error {
		return func(tx model.Tx) error { i := item; i.Site = to; return tx.PutItem(i) }
	}
	for _, step := range []struct {
		what string
		do   func()
		want model.Level
	}{
		{"nothing", func() {}, model.LevelNone},
		{"a grant", func() { p.allow(scopeOf(item), user, model.LevelView) }, model.LevelView},
		{"a better one", func() { p.allow(scopeOf(item), user, model.LevelDelete) }, model.LevelDelete},
		{"a lesser one", func() { p.allow(scopeOf(item), user, model.LevelView) }, model.LevelView},
		{"taken back", func() { p.allow(scopeOf(item), user, model.LevelNone) }, model.LevelNone},
		{"a group's", func() { p.allow(scopeOf(item), byCrew, model.LevelEdit) }, model.LevelNone},
		{"in the group", put(func(tx model.Tx) error {
			return tx.PutGroupMember(model.GroupMember{Org: p.acme, Group: crew.ID, User: bob})
		}), model.LevelEdit},
		{"the group deleted", put(func(tx model.Tx) error { g := crew; g.Deleted = true; return tx.PutGroup(g) }), model.LevelNone},
		{"and back", put(func(tx model.Tx) error { return tx.PutGroup(crew) }), model.LevelEdit},
		{"out of the group", put(func(tx model.Tx) error { return tx.DeleteGroupMember(p.acme, crew.ID, bob) }), model.LevelNone},
		{"a site's", func() { p.allow(rule, bySite, model.LevelEdit) }, model.LevelNone},
		{"at the site", func() { p.man(site, bob) }, model.LevelEdit},
		{"the item elsewhere", put(moved(aside.ID)), model.LevelNone},
		{"the item nowhere", put(moved("")), model.LevelNone},
		{"the item back", put(moved(site.ID)), model.LevelEdit},
		{"off the site", put(func(tx model.Tx) error { return tx.DeleteSiteMember(p.acme, site.ID, bob) }), model.LevelNone},
		{"owner", put(func(tx model.Tx) error {
			i := item
			i.Owner.Subject = model.Subject{User: bob}
			return tx.PutItem(i)
		}), model.LevelDelete},
		{"no more", put(func(tx model.Tx) error { return tx.PutItem(item) }), model.LevelNone},
		{"an override", func() {
			p.newSet(p.acme, "Over", model.OverrideManageAll, "templates.view")
			p.must(p.SetMemberSet(p.ctx(), p.ada, p.acme, bob, p.set(p.acme, "Over")))
		}, model.LevelDelete},
		{"the item deleted", put(func(tx model.Tx) error { i := item; i.Deleted = true; return tx.PutItem(i) }), model.LevelNone},
	} {
		step.do()
		if got := p.has("bob", item); got != step.want {
			t.Errorf("%s: Bob has %s, want %s", step.what, got, step.want)
		}
	}
}

// What was taken back is not given to a request that began after that, however
// many ask meanwhile.
func TestRule_8_1_ThereIsNoWindowInWhichTakenAccessIsGiven(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	user := granteeOf(p.acme, model.GranteeUser, string(p.bob.User()))
	ask := askAbout("templates.view", item)
	var round, taken atomic.Int64 // taken is the last round that was over
	var wrong, yes, asked atomic.Int64
	more := func(count *atomic.Int64, n int64) { // waits for so many more
		for until := count.Load() + n; count.Load() < until; {
			runtime.Gosched()
		}
	}
	ctx, stop := context.WithCancel(p.ctx())
	var askers sync.WaitGroup
	for range 4 {
		askers.Go(func() {
			for ctx.Err() == nil {
				over, now := taken.Load(), round.Load()
				d, err := p.Check(context.Background(), p.tokens["bob"].Secret, ask, here)
				asked.Add(1)
				if err == nil && d.OK() {
					yes.Add(1)
					if over == now && round.Load() == now { // nothing was given from before the question until after the answer
						wrong.Add(1)
					}
				}
			}
		})
	}
	for range 100 {
		round.Add(1)
		p.allow(scopeOf(item), user, model.LevelView)
		more(&yes, 1)
		p.allow(scopeOf(item), user, model.LevelNone)
		taken.Store(round.Load())
		more(&asked, 8)
	}
	stop()
	askers.Wait()
	if wrong.Load() > 0 || yes.Load() == 0 {
		t.Errorf("%d of %d were answered ok after it was taken back", wrong.Load(), yes.Load())
	}
}

func TestRule_8_2_ARefusalForAccessTellsNothingFurther(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelView)
	for want, ask := range map[model.Reason]model.Question{
		model.ReasonPermissionMissing: {Permission: model.OrgManage, Item: model.ItemAddress{ID: item.ID}},
		model.ReasonAccessMissing:     askAbout("templates.edit", item),
	} {
		d, err := p.Check(p.ctx(), p.tokens["bob"].Secret, ask, here)
		p.must(err)
		if d.Reason != want || d.OK() || d.Allowed != nil || d.Item != (model.ItemRef{}) || d.Subject != "Bob Birch" || d.Org != "Acme" {
			t.Errorf("the answer is %+v", d)
		}
		if d.Token.Hash != (model.Hash{}) || d.Token.PreviousHash != (model.Hash{}) {
			t.Error("it has the hash of the secret")
		}
	}
	d, err := p.Check(p.ctx(), p.tokens["bob"].Secret, model.Question{Permission: "templates.view", Item: model.ItemAddress{Kind: item.Kind, Ref: item.Ref}}, here)
	p.must(err)
	if !d.OK() || d.Item != (model.ItemRef{Org: p.acme, ID: item.ID}) || !d.Allowed.Has("templates.edit") {
		t.Errorf("the answer is %+v", d)
	}
}

func TestRule_8_2_OnlyTokensOfTheOrgThatIsAskedFor(t *testing.T) {
	p := newPlot(t)
	for who, org := range map[string]model.OrgID{"bob": p.acme, "robot": p.acme, "eve": p.globex, "droid": p.globex} {
		for _, asked := range []model.OrgID{"", p.acme, p.globex, "org_00000000000000000000000000"} {
			want := model.ReasonAccessMissing
			if asked == "" || asked == org {
				want = model.ReasonOK
			}
			if got := p.asks(who, model.Question{Org: asked}); got != want {
				t.Errorf("%s for %s: %s, want %s", who, asked, got, want)
			}
			if got := p.asks(who, model.Question{Org: asked, Permission: model.OrgManage}); got != model.ReasonPermissionMissing {
				t.Errorf("%s for %s without the permission: %s", who, asked, got)
			}
		}
	}
}

// A use is a request that was answered ok, on an item too.
func TestRule_8_5_OnlyAYesAboutAnItemIsAUse(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelView)
	made := p.tokens["bob"]
	list := func(org model.OrgID) {
		query := model.ItemQuery{Org: org, Page: model.PageRequest{Sort: model.SortCreated}}
		_, _, err := p.ListItemsFor(p.ctx(), made.Secret, query, here)
		p.must(err)
	}
	uses := int64(0)
	for _, c := range []struct {
		what string
		do   func()
		use  int64
	}{
		{"a yes", func() { p.asks("bob", askAbout("templates.view", item)) }, 1},
		{"a missing permission", func() { p.asks("bob", model.Question{Permission: model.OrgManage}) }, 0},
		{"missing access", func() { p.asks("bob", askAbout("templates.edit", item)) }, 0},
		{"another org", func() { p.asks("bob", model.Question{Org: p.globex}) }, 0},
		{"a question that cannot be answered", func() {
			_, err := p.Check(p.ctx(), made.Secret, model.Question{Level: model.LevelView}, here)
			p.wantKind(err, model.KindInvalid)
		}, 0},
		{"an explanation", func() {
			_, err := p.Explain(p.ctx(), p.bob.Actor, model.ExplainRequest{Token: ref(made), Ask: askAbout("templates.view", item)})
			p.must(err)
		}, 0},
		{"a listing", func() { list("") }, 1},
		{"a listing for another org", func() { list(p.globex) }, 0},
		{"one's own listing", func() {
			_, err := p.ListItems(p.ctx(), p.bob.Actor, model.ItemQuery{Org: p.acme, Page: model.PageRequest{Sort: model.SortCreated}})
			p.must(err)
		}, 0},
	} {
		p.clock.Advance(time.Hour)
		c.do()
		uses += c.use
		v := p.row(made)
		if v.Use.Count != uses || (c.use == 1) != v.Use.LastAt.Equal(p.clock.Now()) {
			t.Errorf("%s: used %d times, last at %v, want %d", c.what, v.Use.Count, v.Use.LastAt, uses)
		}
	}
}

func TestRule_9_5_RefusalsForPermissionAndAccessAreCounted(t *testing.T) {
	restarts(t, func(w *world, restart bool) {
		p := &plot{world: w}
		p.robot = p.service(p.acme, "Robot", model.SetGuest)
		made := p.serviceToken(p.robot, "made")
		p.tokens = map[string]model.Generated{"robot": made}
		item := p.thing(p.acme, model.KindTemplate)
		for range 3 {
			p.asks("robot", askAbout("templates.edit", item))
		}
		for range 2 {
			p.asks("robot", askAbout("templates.view", item))
		}
		p.asks("robot", model.Question{})
		entries := w.flush(restart)
		wantEntries(w.t, "two reasons and a use", entries, model.ActTokenRefused, model.ActTokenRefused, model.ActTokenFirstUse)
		for i, want := range []model.Reason{model.ReasonPermissionMissing, model.ReasonAccessMissing} {
			if e := entries[i]; !e.Refused || e.Reason != string(want) || e.Actor.Name != "Robot" || e.Actor.Token != string(made.Token.ID) {
				w.t.Errorf("entry %d is %+v", i, e)
			}
		}
		hour := w.clock.Now().Format("01-02 15h ")
		for reason, want := range map[model.Reason]int64{model.ReasonPermissionMissing: 3, model.ReasonAccessMissing: 2, model.ReasonOK: 1} {
			if got := w.hours(made)[hour+string(reason)]; got != want {
				w.t.Errorf("%d are counted as %s, want %d", got, reason, want)
			}
		}
		p.asks("robot", askAbout("templates.edit", item))
		wantEntries(w.t, "in the same hour", w.flush(restart))
	})
}

// raw is a plot over an engine that the test reaches into.
type raw struct {
	*plot
	engine engine.Engine
}

func newRaw(t *testing.T) raw {
	t.Helper()
	db, err := badgerdb.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, store: storetest.Open(t, db, storage.Options{}), clock: &clock{now: time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)}}
	w.reopen()
	w.ada, w.acme, err = w.SetUp(w.ctx(), model.SetUpRequest{Org: "Acme", Name: "Ada Ashby", Email: "ada@acme.example", Password: secret}, here)
	w.must(err)
	return raw{peopled(w), db}
}

// keys returns what the engine holds.
func (r raw) keys() (all []engine.Item) {
	r.t.Helper()
	r.must(r.engine.View(r.ctx(), func(e engine.Reader) error {
		for item, err := range e.Scan(engine.Range{}) {
			if err != nil {
				return err
			}
			all = append(all, item)
		}
		return nil
	}))
	return all
}

func (r raw) set(key, value []byte) {
	r.t.Helper()
	r.must(r.engine.Update(r.ctx(), func(e engine.Writer) error {
		if value == nil {
			return e.Delete(key)
		}
		return e.Set(key, value)
	}))
	model.Reread(r.Authority)
}

// Every record and every index entry that the store holds, deleted, altered or
// exchanged with another one, one by one: no no becomes a yes, and no listing
// shows more.
func TestRule_8_4_NoRecordThatIsGoneOrAlteredMakesAYes(t *testing.T) {
	r := newRaw(t)
	panel := r.tangle()
	want := panel.answers(r.plot)
	yes, refused, shut := 0, 0, 0
	for _, a := range want {
		if a == "ok" {
			yes++
		}
	}
	if yes < 10 || len(want)-yes < 20 {
		t.Fatalf("%d of %d are yes: the test proves little", yes, len(want))
	}
	all := r.keys()
	for i, item := range all {
		table, _, _ := strings.Cut(string(item.Key), "\x00")
		if !slices.Contains(deciding, table) {
			continue
		}
		altered := slices.Clone(item.Value)
		altered[len(altered)/2] ^= 1
		harms := map[string][]byte{"deleted": nil, "altered": altered}
		if other := all[(i+1)%len(all)]; strings.HasPrefix(string(other.Key), table+"\x00") {
			harms["exchanged"] = other.Value
		}
		for how, value := range harms {
			r.set(item.Key, value)
			for ask, got := range panel.answers(r.plot) {
				if got == "ok" && want[ask] != "ok" {
					t.Errorf("%q %s: %s is answered %s, not %s any more", item.Key, how, ask, got, want[ask])
				}
				if got != want[ask] {
					refused++
				}
			}
			if !panel.shown(r.plot) {
				t.Errorf("%q %s: a listing shows more", item.Key, how)
			}
			shut++
		}
		r.set(item.Key, item.Value)
	}
	t.Logf("%d harms to records and entries, %d answers are not what they were", shut, refused)
	if refused < shut/2 {
		t.Error("hardly any answer depends on what was harmed: the test proves nothing")
	}
}

// deciding are the tables that a decision or a listing reads.
var deciding = strings.Fields(`org account member service set token token.hash use group group.member group.of site site.member site.of
	site.under item item.ref item.of item.at item.at-kind item.by-kind handover handover.to grant grant.to rule`)

// A panel is a choice of questions, and what is listed to whom.
type panel struct {
	asks  map[string]model.Question // by who asks, and a name
	lists map[string][]model.ItemID
}

// tangle puts into a plot what takes every kind of record to answer about.
func (r raw) tangle() panel {
	p := r.plot
	top := p.place(p.acme, "")
	below := p.place(p.acme, top.ID)
	p.man(top, p.bob.User())
	crew, dead := p.crew(p.acme, p.bob.User()), p.crew(p.acme, p.bob.User())
	dead.Deleted = true
	p.alter(func(tx model.Tx) error { return tx.PutGroup(dead) })
	bob, all := granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), granteeOf(p.acme, model.GranteeAllUsers, "")
	carl := p.person(p.acme, "Carl Crow", model.SetStandard)

	things := map[string]model.Item{
		"mine":        p.thing(p.acme, model.KindTemplate, ownedBy(model.Subject{User: p.bob.User()}, 0)),
		"inherited":   p.thing(p.acme, model.KindTemplate, ownedBy(model.Subject{User: carl.User()}, 0)),
		"handed away": p.thing(p.acme, model.KindTemplate, ownedBy(model.Subject{User: p.bob.User()}, 7)),
		"granted":     p.thing(p.acme, model.KindTemplate), "of the crew": p.thing(p.acme, model.KindTemplate), "of the dead": p.thing(p.acme, model.KindTemplate),
		"of the site": p.thing(p.acme, model.KindTemplate), "at the site": p.thing(p.acme, model.KindAsset, placedAt(below)), "nobody's": p.thing(p.acme, model.KindTemplate),
		"deleted": p.thing(p.acme, model.KindTemplate, func(i *model.Item) { i.Deleted = true }), "afar": p.thing(p.globex, model.KindTemplate), "shared": p.thing(p.globex, model.KindTemplate),
		"of another term": p.thing(p.acme, model.KindTemplate),
	}
	p.changeMember(carl, func(m *model.Membership) { m.Status = model.MemberRemoved; m.Epoch++ })
	p.alter(func(tx model.Tx) error {
		return tx.PutHandOver(model.HandOver{Org: p.acme, From: model.Owner{Subject: model.Subject{User: carl.User()}}, To: model.Owner{Subject: model.Subject{User: p.bob.User()}}})
	})
	p.allow(scopeOf(things["granted"]), bob, model.LevelEdit)
	p.allow(scopeOf(things["deleted"]), bob, model.LevelEdit)
	p.allow(scopeOf(things["of the crew"]), granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), model.LevelEdit)
	p.allow(scopeOf(things["of the dead"]), granteeOf(p.acme, model.GranteeGroup, string(dead.ID)), model.LevelEdit)
	p.allow(scopeOf(things["of the site"]), granteeOf(p.acme, model.GranteeSite, string(below.ID)), model.LevelEdit)
	p.allow(model.Scope{Org: p.acme, Kind: model.KindAsset, Site: top.ID}, all, model.LevelView)
	p.allow(model.Scope{Org: p.acme, Kind: model.KindAsset}, granteeOf(p.acme, model.GranteeAllServiceUsers, ""), model.LevelView)
	p.allow(scopeOf(things["shared"]), all, model.LevelView)
	p.alter(func(tx model.Tx) error {
		return tx.PutGrant(model.Grant{Scope: scopeOf(things["of another term"]), To: bob, Level: model.LevelEdit, Term: 7})
	})

	out := panel{asks: map[string]model.Question{}, lists: map[string][]model.ItemID{}}
	for name, thing := range things {
		verbs := []model.Permission{"templates.view", "templates.delete"}
		if thing.Kind == model.KindAsset {
			verbs = []model.Permission{"assets.view", "assets.manage"}
		}
		for _, v := range verbs {
			out.asks["bob: "+string(v)+" "+name] = askAbout(v, thing)
		}
		ask := askAbout("", thing)
		ask.Item = model.ItemAddress{Org: thing.Org, Kind: thing.Kind, Ref: thing.Ref}
		out.asks["robot: by reference "+name] = ask
	}
	for _, who := range []string{"bob", "robot", "off", "out", "guest"} {
		out.asks[who+": nothing"] = model.Question{}
		out.asks[who+": more"] = model.Question{Permission: model.OrgManage}
	}
	for _, who := range []string{"bob", "robot"} {
		out.lists[who] = nil
		for _, row := range p.listFor(who) {
			out.lists[who] = append(out.lists[who], row.ID)
		}
	}
	p.tokensThatAreNoGood()
	return out
}

// tokensThatAreNoGood adds some whose refusal takes a record each.
func (p *plot) tokensThatAreNoGood() {
	p.t.Helper()
	off, out := p.person(p.acme, "Olaf Off", model.SetStandard), p.person(p.acme, "Otto Out", model.SetStandard)
	guest := p.service(p.acme, "Guest", model.SetGuest)
	p.tokens["off"], p.tokens["out"], p.tokens["guest"] = p.generate(off.Actor, p.acme, "off"), p.generate(out.Actor, p.acme, "out"), p.serviceToken(guest, "guest")
	p.must(p.DeactivateMember(p.ctx(), p.ada, p.acme, off.User()))
	p.alter(func(tx model.Tx) error {
		a, err := tx.Account(out.User())
		a.Disabled = true
		if err != nil {
			return err
		}
		return tx.PutAccount(a)
	})
	_, err := p.DisableServiceUser(p.ctx(), system, p.acme, guest.ID)
	p.must(err)
}

// answers returns what every question is answered with; an error is no answer.
func (b panel) answers(p *plot) map[string]string {
	got := map[string]string{}
	for name, ask := range b.asks {
		who, _, _ := strings.Cut(name, ": ")
		d, err := p.Check(p.ctx(), p.tokens[who].Secret, ask, here)
		got[name] = string(d.Reason)
		if err != nil {
			got[name] = string(model.KindOf(err))
			if d.OK() || d.Allowed != nil {
				got[name] = "ok" // for who does not look at the error
			}
		}
	}
	return got
}

// shown reports whether nothing is listed but what was at first.
func (b panel) shown(p *plot) bool {
	for who, before := range b.lists {
		_, page, err := p.ListItemsFor(p.ctx(), p.tokens[who].Secret, model.ItemQuery{Page: model.PageRequest{Sort: model.SortCreated}}, here)
		for _, row := range page.Rows {
			if err != nil || !slices.Contains(before, row.ID) {
				return false
			}
		}
	}
	return true
}
