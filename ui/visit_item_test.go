package ui_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest/world"
)

// Rule 8.3: from the access that is missing one gets to the item, and from there
// to who has it.
func TestRule_8_3_AccessIsChangedAtTheItem(t *testing.T) {
	w := world.New(t)
	who := w.Join(bob, "Bob Birch", model.SetStandard)
	w.Grant(model.KindInspection, "Night walk", world.ToGroup(w.Group("Leads")), model.LevelEdit)
	w.Grant(model.KindInspection, "Forklift pre-start", world.ToGroup(w.Group("Night shift", who)), model.LevelView)
	a := logIn(t, w, ada)
	a.command("users")
	a.Press("down", "e", "p")
	a.Type("inspections.edit")
	a.Press("enter", "i")
	a.Type("Forklift")
	a.Press("enter")
	a.Sees("› ✗ Access")
	a.Press("enter")
	a.Sees("› Forklift pre-start")
	a.Press("enter", "down", "enter", "right", "enter")
	a.Sees("The level of Night shift · group is edit now.")
	a.Press("esc", "esc")
	a.Sees("200 ok")
}

func TestVisitsOfContent(t *testing.T) {
	w := world.New(t)
	w.Group("Leads")
	group, site := w.Group("Night shift"), w.Site("Region North", "")
	a := logIn(t, w, ada)
	a.Send(kit.Visit{Place: model.Place{Org: w.Acme, Kind: "group", ID: string(group.ID)}})
	a.Sees("› Night shift")
	a.Send(kit.Visit{Place: model.Place{Org: w.Acme, Kind: "site", ID: string(site.ID)}})
	a.Sees("Region North")
	a.Send(kit.Visit{Place: model.Place{Org: w.Acme, Kind: "item", ID: "itm_01KV7W8AE00000000000000000"}})
	a.Sees("✗ There is no such item, or none that you can see.")
	a.command("content")
	a.Sees("There are no items in this organisation yet.")
	a.command("rules")
	a.Sees("There are no rules in this organisation.")
}
