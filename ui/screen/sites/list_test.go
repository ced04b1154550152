package sites_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/sites"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// land is a world with a tree of sites:
//
//	Head office
//	Region North      Ada
//	  Plant Bremen
//	  Plant Hamburg   Bob, Cleo
//	    Hall 1
//	    Hall 2
//	Region South
type land struct {
	*world.World
	bob, cleo      model.Actor
	north, hamburg model.Site
}

func settled(t *testing.T) land {
	t.Helper()
	w := world.Old(t)
	l := land{World: w, bob: w.Join("bob@acme.example", "Bob Birch", model.SetStandard), cleo: w.Join("cleo@acme.example", "Cleo Clark", model.SetBasic)}
	w.Site("Head office", "")
	l.north = w.Site("Region North", "", w.Ada)
	w.Site("Region South", "")
	w.Site("Plant Bremen", l.north.ID)
	l.hamburg = w.Site("Plant Hamburg", l.north.ID, l.bob, l.cleo)
	w.Site("Hall 1", l.hamburg.ID)
	w.Site("Hall 2", l.hamburg.ID)
	w.Grant(model.KindInspection, "Forklift pre-start #1182", world.ToSite(l.hamburg), model.LevelEdit)
	w.Rule(model.KindAsset, l.hamburg.ID, world.ToSite(l.hamburg), model.LevelView)
	return l
}

// as opens the tree for somebody.
func (l land) as(actor model.Actor) *uitest.Driver {
	l.TB.Helper()
	return l.Open(l.SessionOf(actor), "Sites", sites.New)
}

// onHamburg puts the cursor on Plant Hamburg.
func (l land) onHamburg() *uitest.Driver {
	d := l.as(l.Ada)
	d.Press("down", "down", "down")
	d.Sees("›   ▾ Plant Hamburg")
	return d
}

func TestViews(t *testing.T) {
	d := settled(t).onHamburg()
	d.CheckLayout()
	d.Golden(t, "tree")
	d.Press("n")
	d.Golden(t, "create")
	d.Press("esc", "E")
	d.Golden(t, "rename")
	d.Press("esc", "x")
	d.Golden(t, "delete")
	d.Press("esc", "m")
	d.Golden(t, "move")
	d.CheckLayout()
	d.Press("down", "down", "enter")
	d.Golden(t, "move_question")
	d.Press("esc", "esc", "v")
	d.Golden(t, "gives")
	d.Press("esc", "enter")
	d.Golden(t, "members")
	d.Press("esc", "left", "up", "up", "/")
	d.Type("hall")
	d.Golden(t, "filtered")
	d.CheckLayout()
}

func TestADeepTreeAndLongNames(t *testing.T) {
	w := world.New(t)
	var parent model.SiteID
	for i := range model.MaxSiteDepth {
		parent = w.Site(fmt.Sprintf("Level %d of many", i+1), parent).ID
	}
	w.Site(strings.Repeat("Storage hall for returned pallets ", 2)[:64], "")
	d := w.Open(w.Session(), "Sites", sites.New)
	d.CheckLayout()
	d.Press("G")
	d.Golden(t, "deep")
	d.Press("g", "n")
	d.Type("One more")
	d.Press("enter", "enter")
	d.Sees("✓ Created One more.")
}

func TestEmpty(t *testing.T) {
	w := world.New(t)
	d := w.Open(w.Session(), "Sites", sites.New)
	d.Golden(t, "sites")
	d.Press("enter", "x", "E", "m", "v", "left", "right")
	d.SeesNot("Cancel")
	d.Press("n")
	d.Golden(t, "create")
	d.Type("Region North")
	d.Press("enter")
	d.Sees("✓ Created Region North.")
	d.Sees("›   Region North")
}

func TestWhoCannotManageSeesNames(t *testing.T) {
	l := settled(t)
	d := l.as(l.bob)
	d.Golden(t, "without")
	d.Press("n", "x", "E", "m", "enter", "v")
	d.SeesNot("Cancel")
	d.Press("down", "left")
	d.Sees("› ▸ Region North")
	d.SeesNot("Plant Hamburg")
	w := world.New(t)
	none := w.Open(w.SessionOf(w.Join("bob@acme.example", "Bob Birch", model.SetStandard)), "Sites", sites.New)
	none.Sees("permission sites.manage creates them.")
	none.SeesNot("n create")
}

func TestFailing(t *testing.T) {
	store := storetest.Memory(t)
	w := world.Over(t, store, uitest.Now)
	s := w.Session()
	w.Must(store.Close())
	d := w.Open(s, "Sites", sites.New)
	d.Golden(t, "tree")
	d.Sees("r try again")
}

func TestCreateBelowBesideAndAtTheTop(t *testing.T) {
	l := settled(t)
	d := l.onHamburg()
	d.Press("left", "up", "up", "left") // all above it is closed
	d.Press("/")
	d.Type("hamburg")
	d.Press("enter", "n")
	d.Type("Hall 3")
	d.Press("enter", "enter")
	d.Sees("✓ Created Hall 3. Press enter to add people.")
	d.Sees("›       Hall 3") // and the cursor is on it
	d.Press("n")
	d.Type("Hall 4")
	d.Press("enter", "right")
	d.Sees("beside it, below Plant Hamburg")
	d.Press("enter")
	d.Sees("›       Hall 4")
	d.Press("n")
	d.Type("Hall 4")
	d.Press("enter", "right", "right", "enter")
	d.Sees("✗ The name Hall 4 is taken.")
	d.Type(" of the other plant")
	d.Press("enter", "enter")
	d.Sees("›   Hall 4 of the other plant")
	page, err := l.SitesBelow(t.Context(), l.Ada, l.Acme, "", model.PageRequest{Sort: model.SortName})
	l.Must(err)
	if len(page.Rows) != 4 {
		t.Errorf("%d sites are at the top, want 4", len(page.Rows))
	}
}

func TestCloseAndOpen(t *testing.T) {
	d := settled(t).onHamburg()
	d.Press("right") // it is open
	d.Sees("Hall 1")
	d.Press("left")
	d.Sees("›   ▸ Plant Hamburg")
	d.SeesNot("Hall 1")
	d.Sees("→ open")
	d.Send(kit.Changed{})
	d.SeesNot("Hall 1")
	d.Press("right")
	d.Sees("Hall 1")
	d.Sees("← close")
	d.Press("up", "left", "/") // the filter looks through what is closed too
	d.Sees("7 names")
}

func TestMove(t *testing.T) {
	l := settled(t)
	d := l.onHamburg()
	d.Press("m")
	d.Sees("Move Plant Hamburg below …")
	d.Sees("› ▾ Region North")
	d.Sees("it lies here")
	d.SeesNot("Hall 1") // what lies below it is not offered, nor is it
	d.SeesNot("▾ Plant Hamburg")
	d.SeesNot("move here")
	d.Press("enter")
	d.SeesNot("Cancel")
	d.Press("G", "enter")
	d.Sees("Move Plant Hamburg below Region South?")
	d.Sees("Members of Region North are no longer members of it and of the")
	d.Sees("Members of Region South become members")
	d.Press("enter")
	d.Sees("Move Plant Hamburg below …")
	d.Press("enter", "right", "enter")
	d.Sees("✓ Moved Plant Hamburg below Region South.")
	d.Sees("›   ▾ Plant Hamburg") // the cursor went along
	d.Press("m", "g", "enter")
	d.Sees("Move Plant Hamburg to the top?")
	d.Press("right", "enter")
	d.Sees("✓ Moved Plant Hamburg to the top.")
	d.Sees("› ▾ Plant Hamburg")
}

func TestAMoveThatDoesNotFitIsRefusedInPlace(t *testing.T) {
	l := settled(t)
	parent := l.hamburg.ID
	for i := range model.MaxSiteDepth - 2 {
		parent = l.Site(fmt.Sprint("Deep ", i), parent).ID
	}
	d := l.onHamburg()
	d.Press("m", "up", "enter")
	d.Sees("Move Plant Hamburg below Head office?")
	d.Press("right", "enter")
	d.Sees("✓ Moved Plant Hamburg below Head office.")
	d.Press("m", "down", "down", "enter", "right", "enter")
	d.Sees("✗ Plant Hamburg does not fit there: sites go at most 16 levels")
	d.Press("esc")
	d.Sees("Move Plant Hamburg below …")
}

func TestAMoveThatSomebodyElseMadeIsSaid(t *testing.T) {
	l := settled(t)
	d := l.onHamburg()
	d.Press("m", "G", "enter")
	_, err := l.MoveSite(t.Context(), l.Ada, l.Acme, l.hamburg.ID, "")
	l.Must(err)
	d.Press("right", "enter")
	d.Sees("✗ Somebody changed Plant Hamburg in the meantime; look at it")
}

func TestDeleteSaysWhyNot(t *testing.T) {
	l := settled(t)
	d := l.onHamburg()
	d.Press("x")
	d.Sees("A site with sites below it cannot be deleted")
	d.Press("right", "enter")
	d.Sees("✗ Hall 1 lies below Plant Hamburg; move or delete the sites")
	d.Golden(t, "refused")
	d.Press("esc", "down", "x")
	d.Sees("Delete Hall 1?")
	d.Sees("Nothing is granted to it, so nobody loses anything.")
	d.Press("right", "enter")
	d.Sees("✓ Deleted Hall 1.")
	d.Sees("›       Hall 2")
	_, err := l.CreateItem(t.Context(), l.Ada, l.Acme, model.ItemRequest{Kind: model.KindAsset, Name: "Forklift", Site: l.hall(t, "Hall 2")})
	l.Must(err)
	d.Press("x", "right", "enter")
	d.Sees("✗ There are items at Hall 2; move them to another site or")
}

func (l land) hall(t *testing.T, name string) model.SiteID {
	t.Helper()
	s, err := l.FindSite(t.Context(), l.Ada, l.Acme, name)
	l.Must(err)
	return s.ID
}

func TestRename(t *testing.T) {
	d := settled(t).onHamburg()
	d.Press("E")
	d.Type(" East")
	d.Press("enter")
	d.Sees("✓ Renamed Plant Hamburg to Plant Hamburg East.")
	d.Sees("›   ▾ Plant Hamburg East")
}

func TestThePageOfTheTreeGoesOn(t *testing.T) {
	w := world.New(t)
	for i := range 130 {
		w.Site(fmt.Sprintf("Site %03d", i), "")
	}
	d := w.Open(w.Session(), "Sites", sites.New)
	for range 12 {
		d.Press("pgdown")
	}
	d.Sees("›   Site 129")
	d.Press("G")
	d.Sees("Site 129")
}

func TestTheCursorBeginsOnTheSiteThatIsVisited(t *testing.T) {
	l := settled(t)
	d := l.Open(l.SessionOf(l.Ada), "Sites", func(s *kit.Session) kit.Screen { return sites.At(s, l.hamburg.ID) })
	d.Sees("›   ▾ Plant Hamburg")
	d.Sees("7 sites")
}
