package roster_test

import (
	"fmt"
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/screen/groups"
	"example.com/latchkey/ui/screen/sites"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// crew is a world with a group of three, of whom Bob has a token.
type crew struct {
	*world.World
	bob, cleo model.Actor
	night     model.Group
}

func crewed(t *testing.T) crew {
	t.Helper()
	w := world.New(t)
	c := crew{World: w, bob: w.Join("bob@acme.example", "Bob Birch", model.SetStandard), cleo: w.Join("cleo@acme.example", "Cleo Clark", model.SetBasic)}
	c.night = w.Group("Night shift", c.bob, c.cleo)
	return c
}

// inside opens the members of the first group.
func (c crew) inside() *uitest.Driver {
	c.TB.Helper()
	d := c.Open(c.Session(), "Groups", groups.New)
	d.Press("enter")
	return d
}

func (c crew) members() (names []string) {
	c.TB.Helper()
	page, err := c.GroupMembers(c.TB.Context(), c.Ada, c.Acme, c.night.ID, model.PageRequest{Sort: model.SortCreated})
	c.Must(err)
	for _, m := range page.Rows {
		names = append(names, m.Name)
	}
	return names
}

func (c crew) wantMembers(want ...string) {
	c.TB.Helper()
	if got := c.members(); fmt.Sprint(got) != fmt.Sprint(want) {
		c.TB.Fatalf("in the group are %v, want %v", got, want)
	}
}

func TestAddOnePerson(t *testing.T) {
	c := crewed(t)
	d := c.inside()
	d.Sees("2 members")
	d.Press("n", "down")
	d.Sees("› Bob Birch")
	d.Sees("in it already")
	d.SeesNot("⏎ add")
	d.Press("enter")
	d.Sees("Add people to Night shift")
	d.Press("/")
	d.Type("ada@")
	d.Press("enter")
	d.Sees("⏎ add")
	d.Press("enter")
	d.Sees("✓ Added Ada Ashby to Night shift.")
	d.Sees("3 members")
	c.wantMembers("Ada Ashby", "Bob Birch", "Cleo Clark")
}

func TestAddSeveralPeopleOfWhomSomeAreInItAlready(t *testing.T) {
	c := crewed(t)
	c.Join("dan@acme.example", "Dan Dale", model.SetGuest)
	d := c.inside()
	d.Press("n", " ", " ", "down", " ")
	d.Sees("⏎ add 3")
	d.Press("enter")
	d.Sees("✓ Added 2 people to Night shift. Bob Birch is in Night shift already.")
	c.wantMembers("Ada Ashby", "Bob Birch", "Cleo Clark", "Dan Dale")
}

func TestNobodyIsAddedToAGroupThatIsGone(t *testing.T) {
	c := crewed(t)
	d := c.inside()
	d.Press("n")
	c.Must(c.DeleteGroup(t.Context(), c.Ada, c.Acme, c.night.ID))
	d.Press("enter")
	d.Sees("✗ That group was deleted.")
	d.Press("esc", "esc")
	d.Sees("✗ Night shift was deleted meanwhile.")
	d.Sees("There are no groups in this organisation yet.")
}

func TestRemoveOnePersonSaysWhichTokensLoseIt(t *testing.T) {
	c := crewed(t)
	d := c.inside()
	d.Press("x")
	d.Sees("Bob Birch loses nothing by it: nothing is granted to the group.")
	d.Press("esc")
	c.Grant(model.KindTemplate, "Night handover", world.ToGroup(c.night), model.LevelView)
	_, err := c.GenerateToken(t.Context(), c.bob, model.TokenRequest{Org: c.Acme, Name: "phone", Password: model.NewSecret(world.Password)})
	c.Must(err)
	d.Press("x")
	d.Sees("Remove Bob Birch from Night shift?")
	d.Sees("view · Night handover")
	d.Sees("· phone · never used")
	d.Press("enter")
	c.wantMembers("Bob Birch", "Cleo Clark")
	d.Press("x", "right", "enter")
	d.Sees("✓ Removed Bob Birch from Night shift.")
	d.Sees("› Cleo Clark")
	c.wantMembers("Cleo Clark")
}

func TestRemoveSeveralPeopleWithOneQuestion(t *testing.T) {
	c := crewed(t)
	d := c.inside()
	d.Press(" ", " ")
	d.Sees("x remove 2")
	d.Press("x")
	d.Sees("Remove 2 people from Night shift?")
	d.Press("right")
	c.Must(c.RemoveFromGroup(t.Context(), c.Ada, c.Acme, c.night.ID, c.bob.User()))
	d.Press("enter")
	d.Sees("✓ Removed Cleo Clark from Night shift. Bob Birch is not in Night shift.")
	d.SeesNot("marked")
	c.wantMembers()
}

func TestTheMembersAreFilteredByNameAndEmail(t *testing.T) {
	d := crewed(t).inside()
	d.Press("/")
	d.Type("cleo@")
	d.Sees("Cleo Clark")
	d.SeesNot("Bob Birch")
	d.Sees("1 of 2 names")
	d.Press("esc")
	d.Sees("Bob Birch")
}

func TestWhoManagesGroupsAloneAddsNobody(t *testing.T) {
	c := crewed(t)
	_, err := c.CreatePermissionSet(t.Context(), c.Ada, c.Acme, model.SetRequest{Name: "Grouper", Seat: model.SeatFull, Permissions: []model.Permission{model.GroupsManage}})
	c.Must(err)
	gus := c.Join("gus@acme.example", "Gus Gray", "Grouper")
	d := c.Open(c.SessionOf(gus), "Groups", groups.New)
	d.Press("enter")
	d.Sees("Bob Birch")
	d.SeesNot("n add")
	d.Press("n")
	d.Sees("2 members")
	d.Press("x")
	d.Sees("Remove Bob Birch from Night shift?")
}

func TestItemsThatOneDoesNotSeeAreNotNamed(t *testing.T) {
	c := crewed(t)
	c.Grant(model.KindTemplate, "Secret audit", world.ToGroup(c.night), model.LevelDelete)
	mia := c.Join("mia@acme.example", "Mia Moss", model.SetManager)
	d := c.Open(c.SessionOf(mia), "Groups", groups.New)
	d.Press("v")
	d.Sees("an item that you do not see")
	d.SeesNot("Secret audit")
	d.Golden(t, "gives")
}

func TestASiteSaysWhereItLiesAndWhoElseIsAMember(t *testing.T) {
	c := crewed(t)
	north := c.Site("Region North", "", c.bob)
	plant := c.Site("Plant Hamburg", north.ID, c.cleo)
	c.Site("Hall 1", plant.ID)
	c.Rule(model.KindInspection, plant.ID, world.ToSite(plant), model.LevelEdit)
	d := c.Open(c.Session(), "Sites", sites.New)
	d.Press("enter")
	d.Sees("Its members are also members of the sites below.")
	d.Press("esc", "down", "enter")
	d.Sees("Lies below  Region North")
	d.Sees("edit · all inspections at Plant Hamburg and below")
	d.Golden(t, "site")
	d.Press("x")
	d.Sees("of a site above stays one here.")
	d.Golden(t, "remove_from_site")
	d.Press("right", "enter")
	d.Sees("✓ Removed Cleo Clark from Plant Hamburg.")
	d.Golden(t, "empty_site")
	d.Press("n", "enter")
	d.Sees("✓ Added Ada Ashby to Plant Hamburg.")
}
