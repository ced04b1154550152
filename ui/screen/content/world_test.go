package content_test

import (
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/content"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// plant is a world with items: those of Ada, of Bob and of a service user, shared
// in every way, and one of Bolt that is shared with all of Acme.
type plant struct {
	*world.World
	bob, cleo model.Actor
	bolt      model.Org
	robot     model.ServiceUser
	north     model.Site
	night     model.Group
	forklift  model.Item // that has been shared with many
}

func planted(t *testing.T) plant {
	t.Helper()
	w := world.Old(t)
	p := plant{World: w, bob: w.Join("bob@acme.example", "Bob Birch", model.SetStandard), cleo: w.Join("cleo@acme.example", "Cleo Clark", model.SetBasic)}
	p.robot, _ = w.Serve("ERP export", "", 1, model.SetStandard)
	p.night = w.Group("Night shift", p.bob, p.cleo)
	p.north = w.Site("Region North", "", p.cleo)
	hamburg := w.Site("Plant Hamburg", p.north.ID)
	p.add(w.Ada, model.ItemRequest{Kind: model.KindTemplate, Name: "Forklift pre-start", Ref: "TPL-17"})
	p.forklift = p.add(w.Ada, model.ItemRequest{Kind: model.KindInspection, Name: "Forklift pre-start #1182", Ref: "INS-1182", Site: hamburg.ID})
	p.add(p.bob, model.ItemRequest{Kind: model.KindAsset, Name: "Cold store 日本支社", Site: p.north.ID})
	p.add(w.Ada, model.ItemRequest{Kind: model.KindAsset, Name: "Forklift 7 of the harbour depot, on loan from the other plant", Owner: model.Subject{ServiceUser: p.robot.ID}})
	p.shareForklift(hamburg)
	p.fromBolt()
	w.Pass(uitest.Now.Sub(w.Clock()) - 2*time.Minute)
	laptop, err := w.GenerateToken(t.Context(), p.bob, model.TokenRequest{Org: w.Acme, Name: "laptop-sync", Password: model.NewSecret(world.Password)})
	w.Must(err)
	w.Use(laptop.Secret, 3, world.Origin)
	w.Pass(2 * time.Minute)
	return p
}

func (p plant) add(by model.Actor, r model.ItemRequest) model.Item {
	p.TB.Helper()
	item, err := p.CreateItem(p.TB.Context(), by, p.Acme, r)
	p.Must(err)
	return item
}

func (p plant) share(on model.Scope, to model.Grantee, level model.Level) {
	p.TB.Helper()
	_, err := p.Share(p.TB.Context(), p.Ada, on, to, level)
	p.Must(err)
}

func (p plant) onForklift() model.Scope { return model.Scope{Org: p.Acme, Item: p.forklift.ID} }

func (p plant) shareForklift(at model.Site) {
	p.TB.Helper()
	visitors := p.Group("Visitors")
	p.share(p.onForklift(), world.ToGroup(p.night), model.LevelEdit)
	p.share(p.onForklift(), model.Grantee{Org: p.Acme, Kind: model.GranteeServiceUser, ID: string(p.robot.ID)}, model.LevelDelete)
	p.share(p.onForklift(), world.ToGroup(visitors), model.LevelView)
	p.Must(p.DeleteGroup(p.TB.Context(), p.Ada, p.Acme, visitors.ID))
	p.Rule(model.KindInspection, p.north.ID, world.ToSite(p.north), model.LevelView)
	p.Rule(model.KindInspection, at.ID, model.Grantee{Org: p.Acme, Kind: model.GranteeAllServiceUsers}, model.LevelView)
	p.Rule(model.KindAsset, "", model.Grantee{Org: p.Acme, Kind: model.GranteeAllUsers}, model.LevelEdit)
}

// fromBolt shares an item of Bolt with all users of Acme, and the forklift with
// all of Bolt.
func (p *plant) fromBolt() {
	p.TB.Helper()
	ctx := p.TB.Context()
	var err error
	p.bolt, err = p.CreateOrg(ctx, p.Ada, "Bolt", "ada@acme.example")
	p.Must(err)
	audit, err := p.CreateItem(ctx, p.Ada, p.bolt.ID, model.ItemRequest{Kind: model.KindInspection, Name: "Supplier audit"})
	p.Must(err)
	p.share(model.Scope{Org: p.bolt.ID, Item: audit.ID}, model.Grantee{Org: p.Acme, Kind: model.GranteeAllUsers}, model.LevelEdit)
	p.share(p.onForklift(), model.Grantee{Org: p.bolt.ID, Kind: model.GranteeAllUsers}, model.LevelView)
}

// as opens the items for somebody.
func (p plant) as(actor model.Actor) *uitest.Driver {
	p.TB.Helper()
	return p.Open(p.SessionOf(actor), "Items", content.New)
}

// onIt opens the forklift's page for Ada.
func (p plant) onIt() *uitest.Driver {
	p.TB.Helper()
	d := p.as(p.Ada)
	d.Press("down", "enter")
	d.Sees("Who sees it, and through what")
	return d
}
