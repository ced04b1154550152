package ui_test

import (
	"testing"

	"example.com/latchkey/ui/uitest/world"
)

func TestTheContentTabHasGroupsAndSites(t *testing.T) {
	w := world.New(t)
	north := w.Site("Region North", "")
	w.Site("Plant Hamburg", north.ID)
	w.Group("Night shift")
	a := logIn(t, w, ada)
	a.command("groups")
	a.Sees("› Night shift")
	a.Press("tab")
	a.Sees("› ▾ Region North")
	a.command("sites")
	a.Press("enter")
	a.Sees("Nobody was made a member of Region North itself yet.")
	a.command("groups")
	a.Sees("› Night shift")
}
