package demo

import (
	"context"

	"example.com/latchkey/model"
)

// group is a group with the e-mails of who is in it.
type group struct {
	org, name string
	members   []string
}

// area is a site below another, with the e-mails of who is at it.
type area struct {
	org, name, below string // below "" is the top
	members          []string
}

// item is an item; its owner is an e-mail.
type item struct {
	org       string
	kind      model.ItemKind
	name, ref string
	owner, at string // at a site; "" for nowhere
}

// grant is what somebody is given: on an item by its name, or by a rule on a
// kind, at a site and below or everywhere.
type grant struct {
	org, item string
	kind      model.ItemKind
	at        string
	to        grantee
	level     model.Level
	by        string
}

// grantee is whom a grant is given to, by name.
type grantee struct {
	org  string
	kind model.GranteeKind
	name string // "" for all of the org
}

// The kind that Acme named, and what happens to one of its items.
const (
	report  = model.ItemKind("report")
	figures = "Quarterly figures"
)

var groups = []group{
	{acme, "Safety leads", []string{ben, daan}},
	{acme, "Night shift", []string{"emi@acme.example", farid}},
	{acme, "Auditors", []string{ines, hugo}},
	{globex, "Crew leads", []string{noor, oskar}},
}

var areas = []area{
	{acme, "Region 1", "", []string{chloe}},
	{acme, "North", "Region 1", []string{grace}},
	{acme, "Harbour depot", "North", []string{"emi@acme.example"}},
	{acme, "Warehouse 4", "North", nil},
	{acme, "Region 2", "", []string{daan}},
	{acme, "South", "Region 2", nil},
	{acme, "Cold store", "South", []string{farid}},
	{globex, "Coast", "", []string{mei}},
	{globex, "Pier 9", "Coast", []string{oskar}},
	{globex, "Hall B", "Pier 9", nil},
}

var items = []item{
	{acme, model.KindTemplate, "Forklift pre-start", "TPL-17", ben, ""},
	{acme, model.KindTemplate, "Fire walk", "TPL-18", ben, ""},
	{acme, model.KindTemplate, "Freezer log", "TPL-21", daan, "Cold store"},
	{acme, model.KindTemplate, "Hot work permit", "TPL-30", ada, ""},
	{acme, model.KindInspection, inspection, "INS-1182", ben, "North"},
	{acme, model.KindInspection, "Forklift pre-start #1183", "INS-1183", daan, "Warehouse 4"},
	{acme, model.KindInspection, "Fire walk #88", "INS-1191", chloe, "Harbour depot"},
	{acme, model.KindInspection, "Freezer log #2040", "INS-2040", daan, "Cold store"},
	{acme, model.KindAsset, "Forklift 07", "FL-07", ben, "North"},
	{acme, model.KindAsset, "Freezer 3", "FR-3", daan, "Cold store"},
	{acme, report, figures, "", jonas, ""},
	{acme, report, "Monthly safety", "RPT-5", ada, ""},
	{globex, model.KindTemplate, "Storm plan", "STORM", mei, ""},
	{globex, model.KindInspection, "Crane check #12", "CR-12", oskar, "Pier 9"},
	{globex, model.KindAsset, "Crane 2", "CRANE-2", oskar, "Hall B"},
}

// inspection is the item that most of the Cases are about.
const inspection = "Forklift pre-start #1182"

var grants = []grant{
	{acme, inspection, "", "", grantee{acme, model.GranteeSite, "North"}, model.LevelView, ben},
	{acme, inspection, "", "", grantee{acme, model.GranteeGroup, "Safety leads"}, model.LevelEdit, ben},
	{acme, "Forklift pre-start", "", "", grantee{acme, model.GranteeAllUsers, ""}, model.LevelView, ben},
	{acme, "Forklift pre-start", "", "", grantee{acme, model.GranteeServiceUser, "ci-deploy"}, model.LevelEdit, ben},
	{acme, "Fire walk", "", "", grantee{acme, model.GranteeGroup, "Safety leads"}, model.LevelDelete, ben},
	{acme, "Freezer log", "", "", grantee{acme, model.GranteeServiceUser, "sensor-bridge"}, model.LevelEdit, daan},
	{acme, "Freezer 3", "", "", grantee{acme, model.GranteeUser, farid}, model.LevelEdit, daan},
	{acme, "Monthly safety", "", "", grantee{acme, model.GranteeServiceUser, "bi-dashboard"}, model.LevelView, ada},
	{acme, "", model.KindInspection, "", grantee{acme, model.GranteeServiceUser, "nightly-export"}, model.LevelView, ada},
	{acme, "", model.KindInspection, "Region 2", grantee{acme, model.GranteeGroup, "Night shift"}, model.LevelEdit, ada},

	// Between the two organisations.
	{acme, "Hot work permit", "", "", grantee{globex, model.GranteeAllUsers, ""}, model.LevelView, ada},
	{acme, "Forklift pre-start", "", "", grantee{globex, model.GranteeServiceUser, "site-sync"}, model.LevelView, ben},
	{globex, "Storm plan", "", "", grantee{acme, model.GranteeGroup, "Safety leads"}, model.LevelView, mei},
}

// content plans the groups, the sites, the items and who may work on them.
func (w *world) content() {
	w.at(40, func(ctx context.Context) error {
		_, err := w.authority.AddItemKind(ctx, w.actors[ada], w.orgs[acme], string(report))
		return err
	})
	for i, g := range groups {
		w.at(39.9-float64(i)/1000, func(ctx context.Context) error { return w.addGroup(ctx, g) })
	}
	for i, s := range areas {
		w.at(39.8-float64(i)/1000, func(ctx context.Context) error { return w.addSite(ctx, s) })
	}
	for i, it := range items {
		w.at(37-float64(i)/10, func(ctx context.Context) error { return w.addItem(ctx, it) })
	}
	for i, g := range grants {
		w.at(35-float64(i)/10, func(ctx context.Context) error { return w.share(ctx, g) })
	}
}

func (w *world) addGroup(ctx context.Context, g group) error {
	made, err := w.authority.CreateGroup(ctx, w.actors[ada], w.orgs[g.org], g.name)
	if err != nil {
		return err
	}
	w.groups[place{g.org, g.name}] = made.ID
	for _, email := range g.members {
		if err := w.authority.AddToGroup(ctx, w.actors[ada], w.orgs[g.org], made.ID, w.users[email]); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) addSite(ctx context.Context, s area) error {
	made, err := w.authority.CreateSite(ctx, w.actors[ada], w.orgs[s.org], s.name, w.sites[place{s.org, s.below}])
	if err != nil {
		return err
	}
	w.sites[place{s.org, s.name}] = made.ID
	for _, email := range s.members {
		if err := w.authority.AddToSite(ctx, w.actors[ada], w.orgs[s.org], made.ID, w.users[email]); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) addItem(ctx context.Context, i item) error {
	made, err := w.authority.CreateItem(ctx, w.actors[ada], w.orgs[i.org], model.ItemRequest{
		Kind: i.kind, Name: i.name, Ref: i.ref, Site: w.sites[place{i.org, i.at}],
		Owner: model.Subject{User: w.users[i.owner]},
	})
	w.items[place{i.org, i.name}] = made.ID
	return err
}

func (w *world) share(ctx context.Context, g grant) error {
	scope := model.Scope{Org: w.orgs[g.org], Item: w.items[place{g.org, g.item}]}
	if g.item == "" {
		scope.Kind, scope.Site = g.kind, w.sites[place{g.org, g.at}]
	}
	_, err := w.authority.Share(ctx, w.actors[g.by], scope, w.grantee(g.to), g.level)
	return err
}

func (w *world) grantee(to grantee) model.Grantee {
	out := model.Grantee{Org: w.orgs[to.org], Kind: to.kind}
	switch in := (place{to.org, to.name}); to.kind {
	case model.GranteeUser:
		out.ID = string(w.users[to.name])
	case model.GranteeServiceUser:
		out.ID = string(w.systems[to.name])
	case model.GranteeGroup:
		out.ID = string(w.groups[in])
	case model.GranteeSite:
		out.ID = string(w.sites[in])
	}
	return out
}
