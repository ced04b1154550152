package explain_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/explain"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

const day = 24 * time.Hour

// site is a world with something to explain: Bob is a member of the site Region 1
// and so of North below it, which may view the item; the group Safety leads may
// edit it, and Ada owns it.
type site struct {
	*world.World
	bob    model.Actor
	laptop model.Generated // Bob's
	item   model.Item
}

func build(t *testing.T) *site {
	t.Helper()
	w := &site{World: world.New(t)}
	ctx := t.Context()
	w.bob = w.Join("bob@acme.example", "Bob Birch", model.SetStandard)
	region, err := w.CreateSite(ctx, w.Ada, w.Acme, "Region 1", "")
	w.Must(err)
	north, err := w.CreateSite(ctx, w.Ada, w.Acme, "North", region.ID)
	w.Must(err)
	w.Must(w.AddToSite(ctx, w.Ada, w.Acme, region.ID, w.bob.User()))
	leads, err := w.CreateGroup(ctx, w.Ada, w.Acme, "Safety leads")
	w.Must(err)
	w.item, err = w.CreateItem(ctx, w.Ada, w.Acme, model.ItemRequest{Kind: model.KindInspection, Name: "Forklift pre-start", Ref: "1182"})
	w.Must(err)
	w.share(w.item, model.GranteeSite, string(north.ID), model.LevelView)
	w.share(w.item, model.GranteeGroup, string(leads.ID), model.LevelEdit)
	w.laptop, err = w.GenerateToken(ctx, w.bob, model.TokenRequest{Org: w.Acme, Name: "laptop-sync", Password: model.NewSecret(world.Password)})
	w.Must(err)
	return w
}

func (w *site) share(item model.Item, kind model.GranteeKind, id string, level model.Level) {
	w.TB.Helper()
	_, err := w.Share(w.TB.Context(), w.Ada, model.Scope{Org: w.Acme, Item: item.ID}, model.Grantee{Org: w.Acme, Kind: kind, ID: id}, level)
	w.Must(err)
}

// editing asks to edit the item.
func (w *site) editing() model.Question {
	return model.Question{Permission: "inspections.edit", Item: model.ItemRef{Org: w.item.Org, ID: w.item.ID}.Address()}
}

// ofLaptop is a request that Bob's token makes.
func (w *site) ofLaptop(ask model.Question) model.ExplainRequest {
	return model.ExplainRequest{Token: model.TokenRef{Org: w.Acme, ID: w.laptop.Token.ID}, Ask: ask}
}

// ofBob is a request of Bob's, whatever the token.
func (w *site) ofBob(ask model.Question) model.ExplainRequest {
	return model.ExplainRequest{Org: w.Acme, Subject: model.Subject{User: w.bob.User()}, Ask: ask}
}

// as opens the screen for somebody.
func (w *site) as(actor model.Actor, request model.ExplainRequest) *uitest.Driver {
	w.TB.Helper()
	return w.Open(w.SessionOf(actor), "My tokens", func(s *kit.Session) kit.Screen { return explain.New(s, request) })
}

func (w *site) open(request model.ExplainRequest) *uitest.Driver {
	w.TB.Helper()
	return w.as(w.Ada, request)
}
