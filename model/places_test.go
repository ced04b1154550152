package model_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/latchkey/model"
)

// group makes a group, by root.
func (w *world) group(org model.OrgID, name string) model.Group {
	w.t.Helper()
	g, err := w.CreateGroup(w.ctx(), system, org, name)
	w.must(err)
	return g
}

// site makes a site right below another one ("" for the top), by root.
func (w *world) site(org model.OrgID, name string, parent model.SiteID) model.Site {
	w.t.Helper()
	s, err := w.CreateSite(w.ctx(), system, org, name, parent)
	w.must(err)
	return s
}

// chain makes n sites, each right below the one before, the first below parent.
func (w *world) chain(n int, name string, parent model.SiteID) (chain []model.Site) {
	w.t.Helper()
	for i := range n {
		chain = append(chain, w.site(w.acme, fmt.Sprint(name, " ", i), parent))
		parent = chain[i].ID
	}
	return chain
}

// intoGroup puts somebody into a group, by root.
func (w *world) intoGroup(g model.Group, p person) {
	w.t.Helper()
	w.must(w.AddToGroup(w.ctx(), system, g.Org, g.ID, p.User()))
}

// atSite makes somebody a member of a site, by root.
func (w *world) atSite(s model.Site, p person) {
	w.t.Helper()
	w.must(w.AddToSite(w.ctx(), system, s.Org, s.ID, p.User()))
}

// entries returns how many groups the store keeps for somebody in Acme.
func (w *world) entries(p person) (n int) {
	w.t.Helper()
	w.must(w.store.View(w.ctx(), func(tx model.Tx) error {
		list, err := tx.GroupsOf(w.acme, p.User())
		n = len(list)
		return err
	}))
	return n
}

// groups makes that many groups and puts somebody into each.
func (w *world) groups(n int, name string, p person) (all []model.Group) {
	w.t.Helper()
	for i := range n {
		all = append(all, w.group(w.acme, fmt.Sprint(name, " ", i)))
		w.intoGroup(all[i], p)
	}
	return all
}

// crowd puts that many people into a group, past the authority.
func (w *world) crowd(g model.Group, n int) {
	w.t.Helper()
	guest := w.set(g.Org, model.SetGuest)
	for done := 0; done < n; done += 10 {
		w.alter(func(tx model.Tx) error {
			for i := done; i < min(done+10, n); i++ {
				user := model.UserID(fmt.Sprintf("usr_%026d", i))
				m := model.Membership{Org: g.Org, User: user, Status: model.MemberDeactivated, Set: guest, Name: "One of many"}
				if err := tx.PutMembership(m); err != nil {
					return err
				}
				if err := tx.PutGroupMember(model.GroupMember{Org: g.Org, Group: g.ID, User: user}); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// gone removes somebody from Acme.
func (w *world) gone(p person) {
	w.t.Helper()
	w.must(w.RemoveMember(w.ctx(), system, w.acme, p.User(), model.Subject{}))
}

// template puts a template of ada's at a site of Acme ("" for nowhere).
func (w *world) template(name string, at model.SiteID) model.Item {
	w.t.Helper()
	w.clock.Advance(time.Millisecond)
	item := model.Item{
		ID: model.ItemID(fmt.Sprintf("itm_%026d", w.clock.Now().UnixNano())), Org: w.acme, Kind: model.KindTemplate, Name: name,
		Owner: model.Owner{Subject: model.Subject{User: w.ada.User()}}, Site: at, CreatedAt: w.clock.Now(),
	}
	w.alter(func(tx model.Tx) error { return tx.PutItem(item) })
	return item
}

// share grants a level on an item of Acme to a group or a site.
func (w *world) share(item model.Item, kind model.GranteeKind, id string) {
	w.t.Helper()
	w.alter(func(tx model.Tx) error {
		return tx.PutGrant(model.Grant{
			Scope: model.Scope{Org: item.Org, Item: item.ID}, To: model.Grantee{Org: item.Org, Kind: kind, ID: id},
			Level: model.LevelView, At: w.clock.Now(), By: "a test",
		})
	})
}

// reaches reports whether a request with the token may view an item.
func (w *world) reaches(made model.Generated, item model.Item) bool {
	w.t.Helper()
	d, err := w.Check(w.ctx(), made.Secret, model.Question{Permission: "templates.view", Item: model.ItemAddress{ID: item.ID}}, here)
	w.must(err)
	if !d.OK() && d.Reason != model.ReasonAccessMissing {
		w.t.Fatalf("the answer is %s", d.Reason)
	}
	return d.OK()
}

// wantReach fails the test unless the tokens reach the item, or none does.
func (w *world) wantReach(item model.Item, want bool, all ...model.Generated) {
	w.t.Helper()
	for _, made := range all {
		if w.reaches(made, item) != want {
			w.t.Errorf("%s reaches %s: %v, want %v", made.Token.Name, item.Name, !want, want)
		}
	}
}

// textsOf returns what of says of each row.
func textsOf[T any](rows []T, of func(T) string) []string {
	list := []string{}
	for _, row := range rows {
		list = append(list, of(row))
	}
	return list
}

func groupName(g model.Group) string       { return g.Name }
func siteName(s model.Site) string         { return s.Name }
func memberName(m model.Membership) string { return m.Name }

// paged reads a list to its end in pages of a few rows, and then back again, and
// returns what of says of each row.
func paged[T any](t *testing.T, sort model.Sort, read func(model.PageRequest) (model.Page[T], error), of func(T) string) []string {
	t.Helper()
	there := []string{}
	request := model.PageRequest{Sort: sort, Limit: 2}
	for {
		page, err := read(request)
		if err != nil {
			t.Fatal(err)
		}
		there = append(there, textsOf(page.Rows, of)...)
		if page.AtEnd {
			break
		}
		request.From = page.End
	}
	back := []string{}
	request = model.PageRequest{Sort: sort, Limit: 2, Backward: true}
	for {
		page, err := read(request)
		if err != nil {
			t.Fatal(err)
		}
		back = append(textsOf(page.Rows, of), back...)
		if page.AtStart {
			break
		}
		request.From = page.Start
	}
	if fmt.Sprint(there) != fmt.Sprint(back) {
		t.Errorf("forward it is %v, backward %v", there, back)
	}
	return there
}

// wantTexts fails the test unless got is what is wanted, in that order.
func wantTexts(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}
