package model_test

import (
	"fmt"
	"slices"
	"testing"

	"example.com/latchkey/model"
)

// shows returns what a listing shows of one page after another.
func (p *plot) shows(read func(model.PageRequest) (model.Page[model.ItemView], error)) []model.ItemView {
	p.t.Helper()
	var all []model.ItemView
	r := model.PageRequest{Sort: model.SortCreated, Limit: 2}
	for {
		page, err := read(r)
		p.must(err)
		if all = append(all, page.Rows...); page.AtEnd {
			return all
		}
		r.From = page.End
	}
}

func (p *plot) own(actor model.Actor, org model.OrgID) []model.ItemView {
	return p.shows(func(r model.PageRequest) (model.Page[model.ItemView], error) {
		return p.ListItems(p.ctx(), actor, model.ItemQuery{Org: org, Page: r})
	})
}

func TestRule_7_7_AServiceUserThatWasAddedToNothingSeesNothing(t *testing.T) {
	p := newPlot(t)
	site := p.place(p.acme, "")
	for range 3 {
		item := p.thing(p.acme, model.KindTemplate, placedAt(site))
		p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelDelete)
		p.allow(scopeOf(item), granteeOf(p.globex, model.GranteeAllServiceUsers, ""), model.LevelDelete)
		p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeServiceUser, string(p.droid.ID)), model.LevelDelete)
	}
	p.allow(model.Scope{Org: p.acme, Kind: model.KindTemplate}, granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelDelete)
	if rows := p.listFor("robot"); len(rows) != 0 {
		t.Errorf("the robot is shown %v", idsOf(rows))
	}
	if rows := p.listFor("bob"); len(rows) != 3 {
		t.Errorf("Bob is shown %v: the test proves nothing", idsOf(rows))
	}
	p.allow(model.Scope{Org: p.acme, Kind: model.KindTemplate}, granteeOf(p.acme, model.GranteeAllServiceUsers, ""), model.LevelView)
	if rows := p.listFor("robot"); len(rows) != 3 || rows[0].Level != model.LevelView {
		t.Errorf("by a rule for service users the robot is shown %+v", rows)
	}
}

// The listing of a token is its owner's, whatever it comes from.
func TestRule_7_7_ATokenListsWhatItsOwnerSees(t *testing.T) {
	p := newPlot(t)
	crew, site := p.crew(p.acme, p.bob.User()), p.place(p.acme, "")
	below := p.place(p.acme, site.ID)
	p.man(site, p.bob.User())
	var want []model.ItemID
	add := func(item model.Item, level model.Level, scope model.Scope, to model.Grantee) {
		if level != model.LevelNone {
			p.allow(scope, to, level)
		}
		want = append(want, item.ID)
		slices.Sort(want)
		for i, rows := range [][]model.ItemView{p.listFor("bob"), p.own(p.bob.Actor, p.acme)} {
			got := idsOf(rows)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("after %v the listing %d is %v, want %v", to, i, got, want)
			}
		}
		if !slices.Equal(idsOf(p.listFor("bob")), idsOf(p.own(p.bob.Actor, p.acme))) {
			t.Error("the two differ in their order")
		}
	}
	all := granteeOf(p.acme, model.GranteeAllUsers, "")
	add(p.thing(p.acme, model.KindTemplate, ownedBy(model.Subject{User: p.bob.User()}, 0)), model.LevelNone, model.Scope{}, model.Grantee{})
	for _, org := range []model.OrgID{p.globex, p.acme} {
		for _, to := range []model.Grantee{all, granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), granteeOf(p.acme, model.GranteeSite, string(below.ID))} {
			item := p.thing(org, model.KindTemplate)
			add(item, model.LevelView, scopeOf(item), to)
		}
	}
	add(p.thing(p.acme, model.KindAsset), model.LevelEdit, model.Scope{Org: p.acme, Kind: model.KindAsset}, all)
	add(p.thing(p.acme, model.KindInspection, placedAt(below)), model.LevelEdit, model.Scope{Org: p.acme, Kind: model.KindInspection, Site: site.ID}, all)
	for _, row := range p.listFor("bob") {
		if (row.OwnerName != "") != (row.Org == p.acme) || row.OrgName == "" || (row.Site == "") != (row.SiteName == "") || row.Level != p.has("bob", row.Item) {
			t.Errorf("the row is %+v", row)
		}
	}
}

func TestRule_7_7_WhoIsNotActiveIsShownNothing(t *testing.T) {
	p := newPlot(t)
	item := p.thing(p.acme, model.KindTemplate)
	p.allow(scopeOf(item), granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelView)
	shown := func() int {
		page, err := p.ListItems(p.ctx(), system, model.ItemQuery{Org: p.acme, Subject: model.Subject{User: p.bob.User()}, Page: model.PageRequest{Sort: model.SortCreated}})
		p.must(err)
		if len(page.Rows) == 0 && (!page.AtStart || !page.AtEnd) {
			t.Errorf("nothing is shown, and there is more: %+v", page)
		}
		return len(page.Rows)
	}
	if shown() != 1 {
		t.Fatal("Bob sees nothing: the test proves nothing")
	}
	p.suspend(p.acme)
	if n := shown(); n != 0 {
		t.Errorf("in a suspended org %d are shown", n)
	}
	d, page, err := p.ListItemsFor(p.ctx(), p.tokens["bob"].Secret, model.ItemQuery{Page: model.PageRequest{Sort: model.SortCreated}}, here)
	p.must(err)
	if d.Reason != model.ReasonOrgSuspended || len(page.Rows) != 0 {
		t.Errorf("the token is answered %s and %d rows", d.Reason, len(page.Rows))
	}
	p.revive(p.acme)
	p.must(p.DeactivateMember(p.ctx(), p.ada, p.acme, p.bob.User()))
	if n := shown(); n != 0 {
		t.Errorf("to somebody deactivated %d are shown", n)
	}
}

// All is for operators, and nobody gets it by a token.
func TestRule_1_6_AllItemsAreForOperators(t *testing.T) {
	p := newPlot(t)
	want := []model.ItemID{p.thing(p.acme, model.KindTemplate).ID, p.thing(p.acme, model.KindAsset).ID}
	p.thing(p.globex, model.KindAsset)
	query := model.ItemQuery{Org: p.acme, All: true, Page: model.PageRequest{Sort: model.SortCreated}}
	for _, actor := range []model.Actor{system, p.ada} {
		page, err := p.ListItems(p.ctx(), actor, query)
		p.must(err)
		if !slices.Equal(idsOf(page.Rows), want) || page.Rows[0].Level != model.LevelNone {
			t.Errorf("shown are %+v", page.Rows)
		}
	}
	_, err := p.ListItems(p.ctx(), p.bob.Actor, query)
	p.wantKind(err, model.KindForbidden)
	_, page, err := p.ListItemsFor(p.ctx(), p.tokens["bob"].Secret, query, here)
	p.must(err)
	if len(page.Rows) != 0 {
		t.Errorf("a token is shown %v", idsOf(page.Rows))
	}
}

func TestAListingRefusesWhatIsNoPlaceInIt(t *testing.T) {
	p := newPlot(t)
	for name, r := range map[string]model.PageRequest{
		"another order": {Sort: model.SortName}, "no order": {},
		"nonsense": {Sort: model.SortCreated, From: "nonsense"}, "no org": {Sort: model.SortCreated, From: "/itm_00000000000000000000000001"},
	} {
		_, err := p.ListItems(p.ctx(), p.bob.Actor, model.ItemQuery{Org: p.acme, Page: r})
		if model.KindOf(err) != model.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// More items than are read at a time, from several sources at once, each once.
func TestALongListingIsReadOnce(t *testing.T) {
	p := newPlot(t)
	crew := p.crew(p.acme, p.bob.User())
	p.allow(model.Scope{Org: p.acme, Kind: model.KindAsset}, granteeOf(p.acme, model.GranteeAllUsers, ""), model.LevelView)
	var want []model.ItemID
	for i := range 300 {
		kind := []model.ItemKind{model.KindTemplate, model.KindAsset, model.KindInspection}[i%3]
		org := p.acme
		if i%5 == 4 {
			org = p.globex
		}
		item := p.thing(org, kind)
		seen := org == p.acme && kind == model.KindAsset
		for j, to := range []model.Grantee{granteeOf(p.acme, model.GranteeGroup, string(crew.ID)), granteeOf(p.acme, model.GranteeUser, string(p.bob.User())), granteeOf(p.acme, model.GranteeAllServiceUsers, "")} {
			if (i+j)%4 == 0 {
				p.allow(scopeOf(item), to, model.LevelView)
				seen = seen || j < 2
			}
		}
		if seen {
			want = append(want, item.ID)
		}
	}
	for _, limit := range []int{1, 7, 64, 1000} {
		for _, descending := range []bool{false, true} {
			t.Run(fmt.Sprint(limit, descending), func(t *testing.T) {
				var got []model.ItemID
				r := model.PageRequest{Sort: model.SortCreated, Limit: limit, Descending: descending}
				for {
					page, err := p.ListItems(p.ctx(), p.bob.Actor, model.ItemQuery{Org: p.acme, Page: r})
					p.must(err)
					if got = append(got, idsOf(page.Rows)...); page.AtEnd {
						break
					}
					r.From = page.End
				}
				if slices.Sort(got); !slices.Equal(got, want) {
					t.Errorf("%d are shown, want %d", len(got), len(want))
				}
			})
		}
	}
}
