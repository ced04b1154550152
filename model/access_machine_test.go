package model_test

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"example.com/latchkey/model"
)

// TestAccessMachine drives the authority and the sketch of access_naive_test.go
// side by side: orgs, people who come and go, service users, sets, groups, a tree
// of sites, items, hand-overs, grants and rules, tokens and time. After every step
// it compares what both answer to requests, why, and what is listed to whom.
//
// What is changed is written past the use cases, so that who may change what has
// no part in it. -rapid.checks says how many games each of the two players has,
// of about 100 steps each; without it a few have to do.
func TestAccessMachine(t *testing.T) {
	preset(t, "rapid.checks", "9")
	preset(t, "rapid.steps", "100")
	var tally tally
	begin := time.Now()
	t.Run("players", func(t *testing.T) {
		for range 2 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				rapid.Check(t, func(r *rapid.T) {
					g := newAccessGame(t, r)
					r.Repeat(g.actions())
					if g.often("the whole store is examined", 10) {
						g.w.sound("after these steps")
					}
					tally.add(g)
				})
			})
		}
	})
	t.Logf("%d steps, %.0f a second; %d rows listed; answers %v",
		tally.steps, float64(tally.steps)/time.Since(begin).Seconds(), tally.rows, tally.answers)
}

// A tally is what games came to.
type tally struct {
	mu          sync.Mutex
	steps, rows int
	answers     map[model.Reason]int
}

func (t *tally) add(g *accessGame) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.answers == nil {
		t.answers = map[model.Reason]int{}
	}
	t.steps += g.steps
	t.rows += g.rows
	for reason, n := range g.answers {
		t.answers[reason] += n
	}
}

// preset gives a flag of rapid's another default while a test runs.
func preset(t *testing.T, name, value string) {
	t.Helper()
	f := flag.Lookup(name)
	if f.Value.String() != f.DefValue {
		return
	}
	if err := f.Value.Set(value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Value.Set(f.DefValue) })
}

// accessGame is the real thing and the sketch of it.
type accessGame struct {
	w *world
	sketch
	r *rapid.T
	n int // for ids and names

	steps, rows int
	answers     map[model.Reason]int
}

var permissionsToHave = []model.Permission{
	"templates.view", "templates.create", "templates.edit", "templates.delete", "inspections.view", "inspections.conduct",
	"inspections.edit", "inspections.delete", "assets.view", "assets.manage", "actions.view", "actions.manage",
	"users.manage", "items.sync", "reports.export", "templates.export", "tools.run", "override.view-all-data", "override.manage-all-data",
}

func newAccessGame(t *testing.T, r *rapid.T) *accessGame {
	s := &scope{TB: t}
	r.Cleanup(s.end) // each game has a store of its own
	g := &accessGame{w: newWorld(s), r: r, answers: map[model.Reason]int{}}
	for i := range rapid.IntRange(2, 3).Draw(r, "orgs") {
		org := &sketchOrg{id: g.w.acme}
		if i > 0 {
			org.id = g.w.org(fmt.Sprint("Org ", i))
		}
		if g.often("a limit", 3) {
			_, err := g.w.SetServiceTokenInactivity(g.w.ctx(), system, org.id, 31*day)
			g.w.must(err)
			org.limit = 31 * day
		}
		g.orgs = append(g.orgs, org)
		for range 3 {
			set := &sketchSet{id: model.SetID(g.id("set_")), name: g.name("Set")}
			org.sets = append(org.sets, set)
			g.writeSet(org, set)
		}
	}
	for range 3 {
		p := &sketchPerson{person: g.w.person(g.w.acme, g.name("Person"), model.SetGuest)}
		g.people = append(g.people, p)
		party := &sketchParty{org: g.orgs[0], person: p, name: p.name, sets: g.orgs[0].sets[:1]}
		g.orgs[0].parties = append(g.orgs[0].parties, party)
		g.writeMember(party, nil)
		g.join(p, pickOne(g, "org", g.orgs[1:]))
	}
	for _, org := range g.orgs {
		g.newService(org)
	}
	for range 3 {
		g.groupsChange()
		g.sitesChange()
		g.newItem()
		g.newItem()
		g.newToken()
	}
	return g
}

// actions are the steps. The last one is the comparison that rapid runs after
// each of the others.
func (g *accessGame) actions() map[string]func(*rapid.T) {
	all := map[string]func(*rapid.T){"": func(r *rapid.T) { g.r = r; g.compare() }}
	for name, step := range map[string]func(){
		"time passes": g.wait, "restart": g.restart, "org": g.orgChanges, "account": g.accountChanges,
		"somebody comes": g.comes, "somebody comes again": g.comes, "somebody goes": g.goes, "somebody stands aside": g.standsAside,
		"sets given": g.givesSets, "set edited": g.editsSet, "service user": g.services,
		"groups": g.groupsChange, "group members": g.groupMembers,
		"sites": g.sitesChange, "site members": g.siteMembers, "site members again": g.siteMembers,
		"item": g.itemChanges, "item again": g.itemChanges,
		"grant": g.grant, "grant again": g.grant, "grant to a member": g.grant, "rule": g.rule, "rule again": g.rule, "taken back": g.takeBack,
		"token": g.newToken, "token again": g.newToken, "token revoked": g.revoke,
	} {
		all[name] = func(r *rapid.T) {
			g.r = r
			g.steps++
			step()
		}
	}
	return all
}

// pick draws one of a list; none of an empty one is the zero value.
func pickOne[T any](g *accessGame, what string, list []T) (one T) {
	if len(list) == 0 {
		return one
	}
	return list[g.draw(what, len(list))]
}

func (g *accessGame) draw(what string, n int) int { return rapid.IntRange(0, n-1).Draw(g.r, what) }

// often is true once in n times.
func (g *accessGame) often(what string, n int) bool { return g.draw(what, n) == n-1 }

func (g *accessGame) name(what string) string {
	g.n++
	return fmt.Sprint(what, " ", g.n)
}

// id makes one that does not sort by when it was made.
func (g *accessGame) id(prefix string) string {
	g.n++
	return fmt.Sprintf("%s%026d", prefix, g.n*7919%10007)
}

func (g *accessGame) write(fn func(model.Tx) error) {
	if err := g.w.store.Update(g.w.ctx(), fn); err != nil {
		g.r.Fatalf("write: %v", err)
	}
	model.Reread(g.w.Authority)
}

func (g *accessGame) ok(what string, err error) {
	if err != nil {
		g.r.Fatalf("%s: %v (%s)", what, err, model.KindOf(err))
	}
}

// parties returns those of all orgs, or of one, that are as asked.
func (g *accessGame) parties(in *sketchOrg, fits func(*sketchParty) bool) (all []*sketchParty) {
	for _, org := range g.orgs {
		for _, p := range org.parties {
			if (in == nil || in == org) && fits(p) {
				all = append(all, p)
			}
		}
	}
	return all
}

func staying(p *sketchParty) bool { return !p.gone }
func staff(p *sketchParty) bool   { return !p.gone && !p.isService() }
func robots(p *sketchParty) bool  { return !p.gone && p.isService() }

func (g *accessGame) wait() {
	hours := rapid.SampledFrom([]int{1, 1, 1, 24, 48, 24 * 7, 24 * 10, 24*30 - 1, 24 * 30, 24 * 32}).Draw(g.r, "hours")
	g.w.clock.Advance(time.Duration(hours) * time.Hour)
	for _, t := range g.tokens {
		t.pass(g.w.clock.Now())
	}
}

func (g *accessGame) restart() {
	g.ok("flush", g.w.FlushUses(g.w.ctx()))
	g.w.reopen()
}

// orgChanges suspends or revives an org, or has it name a kind.
func (g *accessGame) orgChanges() {
	org := pickOne(g, "org", g.orgs)
	kind := model.ItemKind(rapid.SampledFrom([]string{"action", "report", "gadget"}).Draw(g.r, "kind"))
	if g.often("names a kind", 2) && !slices.Contains(org.kinds, kind) {
		org.kinds = append(org.kinds, kind)
	} else {
		org.suspended = !org.suspended && g.often("suspend", 3)
	}
	g.write(func(tx model.Tx) error {
		record, err := tx.Org(org.id)
		if err != nil {
			return err
		}
		record.Suspended, record.OwnKinds = org.suspended, org.kinds
		return tx.PutOrg(record)
	})
}

func (g *accessGame) accountChanges() {
	p := pickOne(g, "person", g.people)
	p.disabled = !p.disabled && g.often("disable", 2)
	g.write(func(tx model.Tx) error {
		account, err := tx.Account(p.User())
		if err != nil {
			return err
		}
		account.Disabled = p.disabled
		return tx.PutAccount(account)
	})
}

// writeMember writes a stay down. change says what else is new.
func (g *accessGame) writeMember(p *sketchParty, change func(*model.Membership)) {
	g.write(func(tx model.Tx) error {
		m, err := tx.Membership(p.org.id, p.person.User())
		if model.KindOf(err) == model.KindNotFound {
			m, err = model.Membership{Org: p.org.id, User: p.person.User(), JoinedAt: g.w.clock.Now(), Name: p.name, Email: p.person.email}, nil
		}
		if err != nil {
			return err
		}
		m.Set, m.Term, m.Status = p.sets[0].id, p.term, model.MemberActive
		if p.off {
			m.Status = model.MemberDeactivated
		}
		if p.gone {
			m.Status = model.MemberRemoved
		}
		if change != nil {
			change(&m)
		}
		return tx.PutMembership(m)
	})
}

func (g *accessGame) writeService(p *sketchParty) {
	g.write(func(tx model.Tx) error {
		u := model.ServiceUser{Org: p.org.id, ID: p.service, Name: p.name, CreatedAt: g.w.clock.Now(), Disabled: p.off, Deleted: p.gone}
		for _, set := range p.sets {
			u.Sets = append(u.Sets, set.id)
		}
		return tx.PutServiceUser(u)
	})
}

func (g *accessGame) writeParty(p *sketchParty) {
	if p.isService() {
		g.writeService(p)
	} else {
		g.writeMember(p, nil)
	}
}

func (g *accessGame) newService(org *sketchOrg) {
	p := &sketchParty{org: org, service: model.ServiceUserID(g.id("svc_")), name: g.name("Robot"), sets: org.sets[:1]}
	org.parties = append(org.parties, p)
	g.writeService(p)
}

func (g *accessGame) services() {
	org := pickOne(g, "org", g.orgs)
	if len(g.parties(org, robots)) < 2 {
		g.newService(org)
		return
	}
	p := pickOne(g, "robot", g.parties(org, robots))
	p.off = !p.off && g.often("disable", 2)
	g.writeService(p)
}

// join makes a person a member of an org, again perhaps.
func (g *accessGame) join(p *sketchPerson, org *sketchOrg) {
	party := &sketchParty{org: org, person: p, name: p.name, sets: []*sketchSet{pickOne(g, "set", org.sets)}}
	for _, other := range org.parties {
		if other.person == p {
			party.term++
			if !other.gone {
				return
			}
		}
	}
	org.parties = append(org.parties, party)
	g.writeMember(party, nil)
}

func (g *accessGame) comes() { g.join(pickOne(g, "person", g.people), pickOne(g, "org", g.orgs)) }

// end ends the tokens of a member who is turned out.
func (g *accessGame) end(p *sketchParty) func(*model.Membership) {
	for _, t := range g.tokens {
		if t.of == p {
			t.expired = true
		}
	}
	status := model.MemberDeactivated
	if p.gone {
		status = model.MemberRemoved
	}
	return func(m *model.Membership) {
		m.Epoch++
		m.EpochAt, m.EpochBy, m.EpochAs = g.w.clock.Now(), "root", status
	}
}

// goes removes a member or deletes a service user, who may name a successor.
func (g *accessGame) goes() {
	p := pickOne(g, "who", g.parties(nil, staying))
	if p == nil {
		return
	}
	p.gone = true
	heirs := g.parties(p.org, (*sketchParty).active)
	if p.heir = pickOne(g, "heir", heirs); p.heir != nil && g.often("no heir", 3) {
		p.heir = nil
	}
	if p.isService() {
		g.writeService(p)
	} else {
		g.writeMember(p, g.end(p))
	}
	if p.heir != nil {
		g.write(func(tx model.Tx) error {
			return tx.PutHandOver(model.HandOver{Org: p.org.id, From: owning(p), To: owning(p.heir), At: g.w.clock.Now(), By: "root"})
		})
	}
}

func owning(p *sketchParty) model.Owner { return model.Owner{Subject: p.subject(), Term: p.term} }

// standsAside deactivates or reactivates a member.
func (g *accessGame) standsAside() {
	p := pickOne(g, "member", g.parties(nil, staff))
	if p == nil {
		return
	}
	p.off = !p.off
	if p.off {
		g.writeMember(p, g.end(p))
	} else {
		g.writeMember(p, nil)
	}
}

func (g *accessGame) givesSets() {
	p := pickOne(g, "who", g.parties(nil, staying))
	if p == nil {
		return
	}
	i := g.draw("set", len(p.org.sets))
	p.sets = p.org.sets[i : i+1]
	if p.isService() {
		p.sets = p.org.sets[:i+1]
	}
	g.writeParty(p)
}

func (g *accessGame) editsSet() {
	org := pickOne(g, "org", g.orgs)
	g.writeSet(org, pickOne(g, "set", org.sets))
}

// writeSet gives a set other permissions: most that are about items, some that
// are not.
func (g *accessGame) writeSet(org *sketchOrg, set *sketchSet) {
	dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(g.r, "permissions"), 1))
	set.has = nil
	for _, p := range permissionsToHave {
		odds := 0.75
		if slices.Contains(managing, p) {
			odds = 0.15
		}
		if dice.Float64() < odds {
			set.has = append(set.has, p)
		}
	}
	g.write(func(tx model.Tx) error {
		return tx.PutPermissionSet(model.PermissionSet{ID: set.id, Org: org.id, Name: set.name, Seat: model.SeatFull, Permissions: set.has})
	})
}

func (g *accessGame) groupsChange() {
	org := pickOne(g, "org", g.orgs)
	group := &sketchGroup{org: org, id: model.GroupID(g.id("grp_"))}
	if len(g.groups) > 5 {
		group = pickOne(g, "group", g.groups)
		group.deleted = true
	} else {
		g.groups = append(g.groups, group)
	}
	g.write(func(tx model.Tx) error {
		return tx.PutGroup(model.Group{ID: group.id, Org: group.org.id, Name: "G" + string(group.id), Deleted: group.deleted})
	})
	if group.deleted && len(g.groups) > 8 {
		g.groups = slices.DeleteFunc(g.groups, func(o *sketchGroup) bool { return o == group })
	}
}

// groupMembers puts a member into a group, or takes one out.
func (g *accessGame) groupMembers() {
	group := pickOne(g, "group", g.groups)
	if group == nil || group.deleted {
		return
	}
	p := pickOne(g, "member", g.parties(group.org, staff))
	if p == nil {
		return
	}
	in := slices.Contains(group.members, p)
	group.members = slices.DeleteFunc(group.members, func(o *sketchParty) bool { return o == p })
	if !in {
		group.members = append(group.members, p)
	}
	g.write(func(tx model.Tx) error {
		if in {
			return tx.DeleteGroupMember(group.org.id, group.id, p.person.User())
		}
		return tx.PutGroupMember(model.GroupMember{Org: group.org.id, Group: group.id, User: p.person.User(), Term: p.term, AddedAt: g.w.clock.Now()})
	})
}

// sitesChange adds a site, moves one, or deletes one where nothing is.
func (g *accessGame) sitesChange() {
	var site *sketchSite
	switch g.draw("what", 3) {
	case 0:
		if len(g.sitesIn(nil)) < 8 {
			site = &sketchSite{org: pickOne(g, "org", g.orgs), id: model.SiteID(g.id("sit_"))}
			site.above = g.above(site)
			g.sites = append(g.sites, site)
		}
	case 1:
		if site = pickOne(g, "site", g.sites); site != nil && !site.deleted {
			site.above = g.above(site)
		}
	case 2:
		if site = pickOne(g, "site", slices.DeleteFunc(slices.Clone(g.sites), func(s *sketchSite) bool { return !g.empty(s) })); site != nil {
			site.deleted = true
		}
	}
	if site != nil {
		g.write(func(tx model.Tx) error {
			record := model.Site{ID: site.id, Org: site.org.id, Name: "S" + string(site.id), Deleted: site.deleted}
			if site.above != nil {
				record.Parent = site.above.id
			}
			return tx.PutSite(record)
		})
	}
}

// above draws where a site may lie: at the top or below another, not its own.
func (g *accessGame) above(site *sketchSite) *sketchSite {
	var places []*sketchSite
	for _, other := range g.sites {
		if other.org == site.org && !other.deleted && !slices.Contains(other.path(), site) {
			places = append(places, other)
		}
	}
	if g.often("at the top", 4) {
		return nil
	}
	return pickOne(g, "above", places)
}

func (g *accessGame) empty(site *sketchSite) bool {
	if site.deleted {
		return false
	}
	for _, other := range g.sites {
		if other.above == site && !other.deleted {
			return false
		}
	}
	return !slices.ContainsFunc(g.items, func(i *sketchItem) bool { return i.site == site && !i.deleted })
}

func (g *accessGame) siteMembers() {
	site := pickOne(g, "site", g.sites)
	if site == nil || site.deleted {
		return
	}
	p := pickOne(g, "member", g.parties(site.org, staff))
	if p == nil {
		return
	}
	in := slices.Contains(site.members, p)
	site.members = slices.DeleteFunc(site.members, func(o *sketchParty) bool { return o == p })
	if !in {
		site.members = append(site.members, p)
	}
	g.write(func(tx model.Tx) error {
		if in {
			return tx.DeleteSiteMember(site.org.id, site.id, p.person.User())
		}
		return tx.PutSiteMember(model.SiteMember{Org: site.org.id, Site: site.id, User: p.person.User(), Term: p.term, AddedAt: g.w.clock.Now()})
	})
}

func (g *accessGame) newItem() {
	org := pickOne(g, "org", g.orgs)
	kinds := append([]model.ItemKind{"template", "template", "inspection", "asset"}, org.kinds...)
	item := &sketchItem{org: org, id: model.ItemID(g.id("itm_")), kind: pickOne(g, "kind", kinds)}
	if item.owner = pickOne(g, "owner", g.parties(org, staying)); item.owner == nil {
		return
	}
	g.items = append(g.items, item)
	g.alterItem(item)
}

// alterItem draws where an item is and what it is called, and writes it.
func (g *accessGame) alterItem(item *sketchItem) {
	item.site = pickOne(g, "site", append(g.sitesIn(item.org), nil))
	item.ref = rapid.SampledFrom([]string{"", "r1", "r2", "r3"}).Draw(g.r, "reference")
	for _, other := range g.items {
		if other != item && other.org == item.org && other.kind == item.kind && other.ref == item.ref && !other.deleted {
			item.ref = ""
		}
	}
	g.writeItem(item)
}

func (g *accessGame) sitesIn(org *sketchOrg) (in []*sketchSite) {
	for _, s := range g.sites {
		if (org == nil || s.org == org) && !s.deleted {
			in = append(in, s)
		}
	}
	return in
}

func (g *accessGame) writeItem(item *sketchItem) {
	g.write(func(tx model.Tx) error {
		record := model.Item{ID: item.id, Org: item.org.id, Kind: item.kind, Name: "I" + string(item.id), Ref: item.ref, Owner: owning(item.owner), Deleted: item.deleted}
		if item.site != nil {
			record.Site = item.site.id
		}
		return tx.PutItem(record)
	})
}

func (g *accessGame) itemChanges() {
	item := pickOne(g, "item", g.items)
	if item == nil || len(g.items) < 12 && g.often("new", 2) {
		g.newItem()
		return
	}
	if item.deleted {
		return
	}
	switch g.draw("what", 4) {
	case 0:
		item.owner = cmp.Or(pickOne(g, "owner", g.parties(item.org, (*sketchParty).active)), item.owner)
		g.writeItem(item)
	case 1, 2:
		g.alterItem(item)
	case 3:
		item.deleted = true
		g.writeItem(item)
		if len(g.items) > 14 {
			g.items = slices.DeleteFunc(g.items, func(o *sketchItem) bool { return o == item })
		}
	}
}

// grantTo draws whom a grant is given to, in one of the orgs.
func (g *accessGame) grantTo(in []*sketchOrg) (to sketchGrant, term int, ok bool) {
	org := pickOne(g, "of org", in)
	to.to.Org = org.id
	switch g.draw("to", 8) {
	case 0, 1:
		if to.party = pickOne(g, "member", g.parties(org, staff)); to.party == nil {
			return to, 0, false
		}
		to.to.Kind, to.to.ID, term = model.GranteeUser, string(to.party.person.User()), to.party.term
	case 2:
		if to.party = pickOne(g, "robot", g.parties(org, robots)); to.party == nil {
			return to, 0, false
		}
		to.to.Kind, to.to.ID = model.GranteeServiceUser, string(to.party.service)
	case 3:
		to.group = pickOne(g, "group", slices.DeleteFunc(slices.Clone(g.groups), func(o *sketchGroup) bool { return o.org != org }))
		if to.group == nil {
			return to, 0, false
		}
		to.to.Kind, to.to.ID = model.GranteeGroup, string(to.group.id)
	case 4, 5:
		to.place = pickOne(g, "site", slices.DeleteFunc(slices.Clone(g.sites), func(o *sketchSite) bool { return o.org != org }))
		if to.place == nil {
			return to, 0, false
		}
		to.to.Kind, to.to.ID = model.GranteeSite, string(to.place.id)
	case 6:
		to.allUsers, to.to.Kind = org, model.GranteeAllUsers
	case 7:
		to.allServices, to.to.Kind = org, model.GranteeAllServiceUsers
	}
	to.level = pickOne(g, "level", model.Levels())
	return to, term, true
}

// give writes a grant down, in the place of one of the same scope and grantee.
func (g *accessGame) give(grant *sketchGrant, term int) {
	g.grants = slices.DeleteFunc(g.grants, func(o *sketchGrant) bool { return o.scope == grant.scope && o.to == grant.to })
	g.grants = append(g.grants, grant)
	g.write(func(tx model.Tx) error {
		return tx.PutGrant(model.Grant{Scope: grant.scope, To: grant.to, Level: grant.level, Term: term, At: g.w.clock.Now(), By: "root"})
	})
}

func (g *accessGame) grant() {
	item := pickOne(g, "item", g.items)
	if item == nil || len(g.grants) > 25 {
		return
	}
	grant, term, ok := g.grantTo(append([]*sketchOrg{item.org, item.org}, g.orgs...))
	if ok {
		grant.item, grant.scope = item, model.Scope{Org: item.org.id, Item: item.id}
		g.give(&grant, term)
	}
}

func (g *accessGame) rule() {
	org := pickOne(g, "org", g.orgs)
	to := []*sketchOrg{org}
	if g.often("to another org", 4) {
		to = g.orgs
	}
	grant, term, ok := g.grantTo(to)
	if !ok || len(g.grants) > 30 {
		return
	}
	grant.org, grant.kind = org, pickOne(g, "kind", append([]model.ItemKind{"template", "inspection", "asset"}, org.kinds...))
	grant.scope = model.Scope{Org: org.id, Kind: grant.kind}
	if grant.site = pickOne(g, "at", append(g.sitesIn(org), nil)); grant.site != nil {
		grant.scope.Site = grant.site.id
	}
	g.give(&grant, term)
}

func (g *accessGame) takeBack() {
	grant := pickOne(g, "grant", g.grants)
	if grant == nil {
		return
	}
	g.grants = slices.DeleteFunc(g.grants, func(o *sketchGrant) bool { return o == grant })
	g.write(func(tx model.Tx) error { return tx.DeleteGrant(grant.scope, grant.to) })
}

// newToken generates one for somebody who has room for it.
func (g *accessGame) newToken() {
	p := pickOne(g, "whose", g.parties(nil, (*sketchParty).active))
	if p == nil || p.org.suspended {
		return
	}
	room := 9
	for _, t := range g.tokens {
		if !t.revoked && !t.expired && (t.of == p || t.of.person != nil && t.of.person == p.person || p.isService() && t.of.isService() && t.of.org == p.org) {
			room--
		}
	}
	if room < 0 {
		return
	}
	r := model.TokenRequest{Org: p.org.id, Name: g.name("token"), ServiceUser: p.service}
	actor := system
	if !p.isService() {
		r.Password, actor = secret, p.person.Actor
	}
	made, err := g.w.GenerateToken(g.w.ctx(), actor, r)
	g.ok("generate", err)
	g.tokens = append(g.tokens, &sketchToken{made: made, of: p, since: g.w.clock.Now()})
}

func (g *accessGame) revoke() {
	t := pickOne(g, "token", g.tokens)
	if t == nil || t.revoked || t.expired || !g.often("really", 2) {
		return
	}
	_, err := g.w.RevokeToken(g.w.ctx(), system, ref(t.made))
	g.ok("revoke", err)
	t.revoked = true
}

// reached are the items on which p has a level.
func (g *accessGame) reached(p *sketchParty) (items []*sketchItem) {
	for _, i := range g.items {
		if g.level(p, i) > model.LevelNone {
			items = append(items, i)
		}
	}
	return items
}

// permission draws what is asked for: none, any, or often one that p has and that
// is for items of the kind.
func (g *accessGame) permission(p *sketchParty, item *sketchItem) model.Permission {
	switch g.draw("asks for", 4) {
	case 0:
		return ""
	case 1:
		return pickOne(g, "permission", permissionsToHave)
	}
	var fits []model.Permission
	for _, one := range permissionsToHave {
		if item != nil && p.may(one) && (isOwn(one) || serving[one].kind == item.kind) {
			fits = append(fits, one)
		}
	}
	return pickOne(g, "fitting permission", fits)
}

// question draws what a request of p asks.
func (g *accessGame) question(p *sketchParty) (ask model.Question) {
	if g.often("for an org", 8) {
		ask.Org = pickOne(g, "asked org", g.orgs).id
	}
	item := pickOne(g, "asked item", g.items)
	if within := g.reached(p); len(within) > 0 && g.often("an item within reach", 2) {
		item = pickOne(g, "asked item", within)
	}
	ask.Permission = g.permission(p, item)
	if isOwn(ask.Permission) || g.often("a level", 3) {
		ask.Level = model.Level(g.draw("asked level", 4))
	}
	switch how := g.draw("address", 12); {
	case item == nil || how == 0: // none
	case how == 1:
		ask.Item = model.ItemAddress{ID: "itm_00000000000000000000099999"}
	case how == 2:
		ask.Item = model.ItemAddress{Org: pickOne(g, "address org", g.orgs).id, Kind: item.kind, Ref: "r1"}
	case how < 5 && item.ref != "":
		ask.Item = model.ItemAddress{Kind: item.kind, Ref: item.ref}
	case how == 5:
		ask.Item = model.ItemAddress{ID: item.id}
	default:
		ask.Item = model.ItemAddress{Org: item.org.id, ID: item.id}
	}
	if ask.Item.Ref != "" && item.org != p.org {
		ask.Item.Org = item.org.id
	}
	return ask
}

// token draws one, seldom one that is good no more.
func (g *accessGame) token() *sketchToken {
	var good []*sketchToken
	for _, t := range g.tokens {
		if reason, _ := g.answer(t, model.Question{}); reason == model.ReasonOK {
			good = append(good, t)
		}
	}
	if len(good) == 0 || g.often("any token", 6) {
		good = g.tokens
	}
	return pickOne(g, "token", good)
}

// compare asks both a few things.
func (g *accessGame) compare() {
	for i := range 3 {
		if t := g.token(); t != nil {
			g.compareAnswer(t, g.question(t.of), i == 0)
		}
	}
	everybody := g.parties(nil, func(p *sketchParty) bool { return !p.gone })
	if p := pickOne(g, "subject", everybody); p != nil {
		if g.often("explained", 3) {
			g.compareSubject(p, g.question(p))
		}
		g.compareList(p)
	}
}

func (g *accessGame) compareAnswer(t *sketchToken, ask model.Question, explained bool) {
	d, err := g.w.Check(g.w.ctx(), t.made.Secret, ask, here)
	if !askable(ask) {
		if model.KindOf(err) != model.KindInvalid {
			g.r.Fatalf("%+v: %v, want KindInvalid", ask, err)
		}
		return
	}
	g.ok("check", err)
	want, item := g.answer(t, ask)
	g.answers[want]++
	if d.Reason != want {
		e, _ := g.w.Explain(g.w.ctx(), system, model.ExplainRequest{Token: ref(t.made), Ask: ask})
		g.r.Fatalf("%s of %s asks %+v: the answer is %s, want %s (%v)", t.made.Token.Name, t.of.name, ask, d.Reason, want, stepsOf(e))
	}
	if want == model.ReasonOK {
		t.since = g.w.clock.Now()
	}
	g.compareDecision(t.of, ask, d, item)
	if explained {
		g.compareExplanation(t, ask, d.Reason)
	}
}

// compareExplanation looks at how an answer is explained to root, or to the person
// whose token it is, who is told of no item that they do not see.
func (g *accessGame) compareExplanation(t *sketchToken, ask model.Question, reason model.Reason) {
	actor := system
	own := !t.of.isService() && t.of.active()
	if own {
		actor = t.of.person.Actor
	}
	e, err := g.w.Explain(g.w.ctx(), actor, model.ExplainRequest{Token: ref(t.made), Ask: ask})
	g.ok("explain", err)
	if e.Reason != reason || firstFailed(e) != reason {
		g.r.Fatalf("%+v: the answer is %s, explained as %s (%v)", ask, reason, e.Reason, stepsOf(e))
	}
	item := g.find(t.of, ask.Item)
	reached := e.Steps[len(e.Steps)-1].State == model.StepPassed && !asksForNoLevel(ask)
	if told := item != nil && !t.of.org.suspended && (g.sees(t.of, item) || reached); own && (e.Item != nil) != told {
		g.r.Fatalf("%+v: it is told of %v, want %v (%v)", ask, e.Item, told, stepsOf(e))
	}
}

// asksForNoLevel tells questions that no level on the item is needed for.
func asksForNoLevel(ask model.Question) bool {
	return strings.HasSuffix(string(ask.Permission), ".create") && ask.Level == model.LevelNone
}

// compareDecision looks at what an answer tells beside the reason.
func (g *accessGame) compareDecision(p *sketchParty, ask model.Question, d model.Decision, item *sketchItem) {
	var about model.ItemRef
	if item != nil && (!asksForNoLevel(ask) || g.sees(p, item)) {
		about = model.ItemRef{Org: item.org.id, ID: item.id}
	}
	if d.Item != about {
		g.r.Fatalf("%+v, %s: it is about %v, want %v", ask, d.Reason, d.Item, about)
	}
	for _, one := range permissionsToHave {
		if d.Allowed.Has(one) != (d.OK() && p.may(one)) {
			g.r.Fatalf("%+v, %s: %s is allowed to %s: %v", ask, d.Reason, one, p.name, d.Allowed.Has(one))
		}
	}
}

func (g *accessGame) compareSubject(p *sketchParty, ask model.Question) {
	if !askable(ask) {
		return
	}
	e, err := g.w.Explain(g.w.ctx(), system, model.ExplainRequest{Org: p.org.id, Subject: p.subject(), Ask: ask})
	g.ok("explain", err)
	if want, _ := g.judge(p, ask); e.Reason != want || firstFailed(e) != want {
		g.r.Fatalf("%s asks %+v: explained as %s (%v), want %s", p.name, ask, e.Reason, stepsOf(e), want)
	}
}

// firstFailed is what the steps come to.
func firstFailed(e model.Explanation) model.Reason {
	for _, s := range e.Steps {
		if s.State == model.StepFailed {
			return s.Reason
		}
	}
	return model.ReasonOK
}

func stepsOf(e model.Explanation) (lines []string) {
	for _, s := range e.Steps {
		lines = append(lines, fmt.Sprint(s.Check, " ", s.State, ": ", s.Text, s.Notes))
	}
	return lines
}

// reading reads a page of somebody's listing.
type reading func(model.PageRequest) (model.Page[model.ItemView], error)

// compareList reads what p sees page by page, either way, as it is shown to others
// or with a token of p's own, and one page from somewhere in the middle.
func (g *accessGame) compareList(p *sketchParty) {
	query := model.ItemQuery{Org: p.org.id, Subject: p.subject()}
	r := model.PageRequest{Sort: model.SortCreated, Limit: g.draw("limit", 4) + 1, Descending: g.often("descending", 2), Backward: g.often("backward", 2)}
	if g.often("of a kind", 3) {
		query.Kind = rapid.SampledFrom([]model.ItemKind{"template", "inspection", "asset", "report"}).Draw(g.r, "listed kind")
	}
	want := g.list(p, query.Kind)
	if r.Descending {
		slices.Reverse(want)
	}
	g.rows += len(want)
	read := g.listingOf(p, query)
	g.sameRows(p, g.leaf(read, r), want)
	if from := pickOne(g, "from", g.items); from != nil && g.often("from the middle", 2) {
		r.From = model.Cursor(string(from.org.id) + "/" + string(from.id))
		g.compareFrom(p, read, r, want, from)
	}
}

// listingOf is what is shown of p, or what p is shown for one of its tokens.
func (g *accessGame) listingOf(p *sketchParty, query model.ItemQuery) reading {
	for _, t := range g.tokens {
		reason, _ := g.answer(t, model.Question{})
		if t.of != p || reason != model.ReasonOK || g.often("as others see it", 2) {
			continue
		}
		return func(r model.PageRequest) (model.Page[model.ItemView], error) {
			query := model.ItemQuery{Kind: query.Kind, Page: r}
			d, page, err := g.w.ListItemsFor(g.w.ctx(), t.made.Secret, query, here)
			if !d.OK() {
				g.r.Fatalf("listing for %s is answered %s", p.name, d.Reason)
			}
			t.since = g.w.clock.Now()
			return page, err
		}
	}
	actor := system
	if !p.isService() && p.active() && !g.often("root looks", 3) {
		actor, query.Subject = p.person.Actor, model.Subject{}
	}
	return func(r model.PageRequest) (model.Page[model.ItemView], error) {
		query.Page = r
		return g.w.ListItems(g.w.ctx(), actor, query)
	}
}

// leaf reads all pages from one end to the other.
func (g *accessGame) leaf(read reading, r model.PageRequest) (all []model.ItemView) {
	for first := true; ; first = false {
		page, err := read(r)
		g.ok("list", err)
		near, far := page.AtStart, page.AtEnd
		if r.Backward {
			near, far = far, near
		}
		if near != first || len(page.Rows) > r.Limit || !far && len(page.Rows) == 0 {
			g.r.Fatalf("a page of %d rows, first %v, says %v and %v", len(page.Rows), first, near, far)
		}
		if r.Backward {
			all, r.From = append(page.Rows, all...), page.Start
		} else {
			all, r.From = append(all, page.Rows...), page.End
		}
		if far {
			return all
		}
	}
}

func (g *accessGame) sameRows(p *sketchParty, rows []model.ItemView, want []*sketchItem) {
	if len(rows) != len(want) {
		g.r.Fatalf("%s sees %v, want %v", p.name, idsOf(rows), want)
	}
	for i, row := range rows {
		item := want[i]
		owner, placed := item.ownedBy().name, item.site != nil
		if item.org != p.org { // that is its own org's to know
			owner, placed = "", false
		}
		if row.ID != item.id || row.Level != g.level(p, item) || row.OwnerName != owner || (row.Site != "") != placed {
			g.r.Fatalf("%s sees in row %d: %+v, want %s with %s", p.name, i, row, item.id, g.level(p, item))
		}
	}
}

func idsOf(rows []model.ItemView) (ids []model.ItemID) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

// compareFrom reads one page from somewhere in the middle, whether that is
// shown or not.
func (g *accessGame) compareFrom(p *sketchParty, read reading, r model.PageRequest, want []*sketchItem, from *sketchItem) {
	page, err := read(r)
	g.ok("list", err)
	after := func(i *sketchItem) bool {
		c := cmp.Or(cmp.Compare(i.org.id, from.org.id), cmp.Compare(i.id, from.id))
		if r.Descending {
			c = -c
		}
		return c > 0
	}
	begin, end := 0, 0
	for _, i := range want {
		if i == from || !after(i) {
			end++
			if i != from {
				begin++
			}
		}
	}
	lo, hi := end, min(end+r.Limit, len(want))
	if r.Backward {
		lo, hi = max(begin-r.Limit, 0), begin
	}
	g.sameRows(p, page.Rows, want[lo:hi])
	atStart, atEnd := lo == 0, hi == len(want)
	if page.AtStart != atStart || page.AtEnd != atEnd {
		g.r.Fatalf("%s: %d to %d of %d after %s, backward %v: at start %v, at end %v", p.name, lo, hi, len(want), from.id, r.Backward, page.AtStart, page.AtEnd)
	}
}
