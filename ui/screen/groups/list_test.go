package groups_test

import (
	"strings"
	"testing"
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/groups"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// crews is a world with groups: Night shift has Bob, whose token is used, and
// Cleo, and gives several things; Safety leads gives one; Visitors is empty.
type crews struct {
	*world.World
	bob, cleo, mia model.Actor
	night          model.Group
	laptop         model.Generated
}

func crewed(t *testing.T) crews {
	t.Helper()
	w := world.Old(t)
	c := crews{World: w, bob: w.Join("bob@acme.example", "Bob Birch", model.SetStandard), cleo: w.Join("cleo@acme.example", "Cleo Clark", model.SetBasic)}
	c.mia = w.Join("mia@acme.example", "Mia Moss", model.SetManager)
	c.night = w.Group("Night shift", c.bob, c.cleo)
	leads := w.Group("Safety leads", w.Ada)
	w.Group("Visitors")
	w.Group(strings.Repeat("Everybody who has ever driven a forklift ", 2)[:60])
	w.Grant(model.KindInspection, "Forklift pre-start #1182", world.ToGroup(c.night), model.LevelEdit)
	w.Grant(model.KindTemplate, "Night handover", world.ToGroup(c.night), model.LevelView)
	w.Rule(model.KindAsset, w.Site("Region North", "").ID, world.ToGroup(c.night), model.LevelView)
	w.Grant(model.KindTemplate, "Near miss", world.ToGroup(leads), model.LevelDelete)
	var err error
	w.Pass(uitest.Now.Sub(w.Clock()) - 2*time.Minute)
	c.laptop, err = w.GenerateToken(t.Context(), c.bob, model.TokenRequest{Org: w.Acme, Name: "laptop-sync", Password: model.NewSecret(world.Password)})
	w.Must(err)
	w.Use(c.laptop.Secret, 3, world.Origin)
	w.Pass(2 * time.Minute)
	return c
}

// as opens the groups for somebody.
func (c crews) as(actor model.Actor) *uitest.Driver {
	c.TB.Helper()
	return c.Open(c.SessionOf(actor), "Groups", groups.New)
}

// onNight puts the cursor on Night shift.
func (c crews) onNight() *uitest.Driver {
	d := c.as(c.Ada)
	d.Press("down")
	d.Sees("› Night shift")
	return d
}

func TestViews(t *testing.T) {
	d := crewed(t).onNight()
	d.CheckLayout()
	d.Golden(t, "list")
	d.Press("n")
	d.Golden(t, "create")
	d.Press("esc", "E")
	d.Golden(t, "rename")
	d.Press("esc", "x")
	d.Golden(t, "delete")
	d.Press("esc", "v")
	d.Golden(t, "gives")
	d.CheckLayout()
	d.Press("esc", "enter")
	d.Golden(t, "members")
	d.CheckLayout()
	d.Press("x")
	d.Golden(t, "remove")
	d.Press("esc", " ", " ", "x")
	d.Golden(t, "remove_several")
	d.Press("esc", "esc", "n")
	d.Golden(t, "add")
	d.CheckLayout()
}

func TestEmpty(t *testing.T) {
	w := world.New(t)
	d := w.Open(w.Session(), "Groups", groups.New)
	d.Golden(t, "groups")
	d.Press("enter", "x", "E", "v") // nothing to do it with
	d.SeesNot("Cancel")
	w.Group("Night shift")
	d.Send(kit.Changed{})
	d.Press("enter")
	d.Golden(t, "members")
	d.Press("x")
	d.SeesNot("Cancel")
	d.Press("v")
	d.Golden(t, "gives")
}

func TestWhoCannotManageSeesNames(t *testing.T) {
	c := crewed(t)
	d := c.as(c.bob)
	d.Golden(t, "without")
	d.Sees("Night shift")
	d.SeesNot("n create")
	d.Press("n", "x", "E", "enter", "v", "down", "enter")
	d.Sees("Safety leads")
	d.SeesNot("Cancel")
	w := world.New(t)
	none := w.Open(w.SessionOf(w.Join("bob@acme.example", "Bob Birch", model.SetStandard)), "Groups", groups.New)
	none.Golden(t, "without_any")
	none.Sees("Whoever has the permission groups.manage creates them.")
}

func TestFailing(t *testing.T) {
	store := storetest.Memory(t)
	w := world.Over(t, store, uitest.Now)
	s := w.Session()
	w.Must(store.Close())
	d := w.Open(s, "Groups", groups.New)
	d.Golden(t, "list")
	d.Sees("r try again")
}

func TestCreateAndRename(t *testing.T) {
	c := crewed(t)
	d := c.as(c.Ada)
	d.Press("n")
	d.Type("NIGHT shift")
	d.Press("enter")
	d.Sees("✗ The name NIGHT shift is taken.")
	d.Type(" 2")
	d.Press("enter")
	d.Sees("✓ Created NIGHT shift 2. Press enter to add people.")
	d.Sees("› NIGHT shift 2") // the cursor is on it
	d.Press("E")
	d.Sees("Rename NIGHT shift 2")
	d.Type("nd")
	d.Press("enter")
	d.Sees("✓ Renamed NIGHT shift 2 to NIGHT shift 2nd.")
	d.Sees("› NIGHT shift 2nd")
	d.Press("E", "enter")
	d.Sees("NIGHT shift 2nd is called that already.")
}

func TestWhatSomebodyElseChangedIsSaid(t *testing.T) {
	c := crewed(t)
	d := c.onNight()
	d.Press("E")
	_, err := c.RenameGroup(t.Context(), c.Ada, c.Acme, c.night.ID, "Late shift")
	c.Must(err)
	d.Type("s")
	d.Press("enter")
	d.Sees("✗ Somebody changed the name in the meantime; look at it again.")
	d.Press("esc")
	c.Must(c.DeleteGroup(t.Context(), c.Ada, c.Acme, c.night.ID))
	d.Press("x")
	d.Sees("✗ Night shift was deleted meanwhile.")
	d.Press("esc", "enter")
	d.Sees("✗ Night shift was deleted meanwhile.")
	d.Sees("› Safety leads")
}

func TestDeleteSaysWhatStops(t *testing.T) {
	d := crewed(t).onNight()
	d.Press("x")
	d.Sees("Its 2 members lose what it gives them, from the next request on.")
	d.Sees("Bob Birch · laptop-sync · used 2 minutes ago")
	d.Press("enter")
	d.Sees("› Night shift")
	d.Press("x", "right", "enter")
	d.Sees("✓ Deleted Night shift.")
	d.Sees("› Safety leads")
	d.Press("down", "x")
	d.Sees("Nothing is granted to it, so nobody loses anything.")
}

func TestFilter(t *testing.T) {
	c := crewed(t)
	d := c.as(c.Ada)
	d.Press("/")
	d.Type("lead")
	d.Sees("Safety leads")
	d.SeesNot("Visitors")
	d.Press("enter", "enter")
	d.Sees("Ada Ashby")
	d.Press("esc", "esc")
	d.Sees("Visitors")
}

func TestTheCursorBeginsOnTheGroupThatIsVisited(t *testing.T) {
	c := crewed(t)
	d := c.Open(c.SessionOf(c.Ada), "Groups", func(s *kit.Session) kit.Screen { return groups.At(s, c.night.ID) })
	d.Sees("› Night shift")
}
