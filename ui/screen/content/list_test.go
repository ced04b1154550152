package content_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/storage/storetest"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/content"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

func TestViews(t *testing.T) {
	p := planted(t)
	d := p.as(p.Ada)
	d.CheckLayout()
	d.Golden(t, "list")
	d.Press("n")
	d.Golden(t, "create")
	d.CheckLayout()
	d.Press("esc", "K")
	d.Golden(t, "kind")
	d.Press("esc", "down", "E")
	d.Golden(t, "edit")
	d.Press("esc", "s")
	d.Golden(t, "share")
	d.CheckLayout()
	d.Press("esc", "x")
	d.Golden(t, "delete")
	d.Press("esc", "h")
	d.Golden(t, "hand_over")
	d.Press("down", "enter")
	d.Golden(t, "hand_over_question")
	d.Press("esc", "a")
	d.Golden(t, "member")
	d.Press("f", "f")
	d.Golden(t, "inspections")
}

func TestDetailViews(t *testing.T) {
	d := planted(t).onIt()
	d.CheckLayout()
	d.Golden(t, "owner")
	d.Press("down", "x")
	d.Golden(t, "take_back")
	d.Press("esc", "enter")
	d.Golden(t, "level")
	d.Press("esc", "D")
	d.Golden(t, "delete")
	d.Press("esc", "G", "x")
	d.Golden(t, "take_back_rule")
}

func TestRuleViews(t *testing.T) {
	p := planted(t)
	d := p.Open(p.Session(), "Rules", content.NewRules)
	d.CheckLayout()
	d.Golden(t, "list")
	d.Press("n")
	d.Golden(t, "add")
	d.CheckLayout()
	d.Press("esc", "x")
	d.Golden(t, "take_back")
}

func TestEmpty(t *testing.T) {
	w := world.New(t)
	d := w.Open(w.Session(), "Items", content.New)
	d.Golden(t, "items")
	d.Press("enter", "x", "s", "E", "h", "e") // nothing to do it with
	d.SeesNot("Cancel")
	d.Press("f")
	d.Sees("There are no templates in this organisation.")
	d.Press("a")
	d.Sees("You see no templates.")
	d.Press("esc")
	d.Sees("There are no items that you see.")
	d = w.Open(w.Session(), "Rules", content.NewRules)
	d.Golden(t, "rules")
	d.Press("enter", "x")
	d.SeesNot("Cancel")
}

func TestWhoSeesSome(t *testing.T) {
	p := planted(t)
	d := p.as(p.bob)
	d.Golden(t, "list")
	d.SeesNot("Forklift pre-start  ")
	d.Sees("in Bolt")
	d.Press("a", "K") // for operators and administrators
	d.SeesNot("Cancel")
	d = p.as(p.cleo)
	d.Press("enter")
	d.Golden(t, "details")
	d = p.Open(p.SessionOf(p.bob), "Rules", content.NewRules)
	d.Golden(t, "rules")
	d.Press("n", "x", "enter")
	d.SeesNot("Cancel")
}

func TestAnItemOfAnotherOrg(t *testing.T) {
	p := planted(t)
	d := p.as(p.bob)
	d.Press("G")
	d.Sees("› Supplier audit")
	d.Press("s", "E", "h", "x") // it is changed where it is from
	d.SeesNot("Cancel")
	d.Press("enter")
	d.Golden(t, "details")
	d.Sees("all users")
	d.Press("down", "x", "enter", "D")
	d.SeesNot("Cancel")
	d.Press("e")
	d.Sees("Explain  Bob Birch › Supplier audit")
}

func TestFailing(t *testing.T) {
	store := storetest.Memory(t)
	w := world.Over(t, store, uitest.Now)
	s := w.Session()
	w.Must(store.Close())
	d := w.Open(s, "Items", content.New)
	d.Golden(t, "list")
	d.Press("n")
	d.Sees("✗ ")
}

func TestCreate(t *testing.T) {
	p := planted(t)
	d := p.as(p.Ada)
	d.Press("n", "right", "right", "tab")
	d.Type("Forklift 9")
	d.Press("tab")
	d.Type("FL 9")
	d.Press("tab")
	d.Type("hamb")
	d.Press("tab")
	d.Type("nobody@acme.example")
	d.Press("enter")
	d.Sees("✗ There is no such person, service user")
	d.Press(repeat("backspace", 19)...)
	d.Type("erp export")
	d.Press("enter")
	d.Sees("✗ The reference contains a space")
	d.Press("backspace", "backspace")
	d.Type("-9")
	d.Press("tab", "tab", "enter")
	d.Sees("✓ Added Forklift 9.")
	d.Sees("› Forklift 9") // the cursor is on it
	d.Sees("Plant Hamburg")
	d.Press("n")
	d.Press("tab", "enter")
	d.Sees("Add an item to Acme")
}

func repeat(key string, n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = key
	}
	return keys
}

func TestANewKind(t *testing.T) {
	w := world.New(t)
	d := w.Open(w.Session(), "Items", content.New)
	d.Press("K")
	d.Type("Report")
	d.Press("enter")
	d.Sees("✗ A kind is one word in lower case")
	d.Press(repeat("backspace", 6)...)
	d.Type("report")
	d.Press("enter")
	d.Sees("✓ Added the kind report.")
}

func TestEdit(t *testing.T) {
	p := planted(t)
	d := p.as(p.Ada)
	d.Press("down", "E")
	d.Type("b")
	d.Press("tab", "tab", "backspace", "enter")
	d.Sees("✓ Saved Forklift pre-start #1182b.")
	d.SeesNot("Plant Hamburg")
	d.Press("E", "tab", "tab", "enter")
	d.Sees("Forklift pre-start #1182b stays as it is.")
	d.Press("E")
	_, err := p.EditItem(t.Context(), p.Ada, model.ItemRef{Org: p.Acme, ID: p.forklift.ID}, model.ItemChange{Name: "Another"})
	p.Must(err)
	d.Type("c")
	d.Press("tab", "tab", "enter")
	d.Sees("✗ Somebody changed Another in the meantime; look at it again.")
}

func TestDelete(t *testing.T) {
	p := planted(t)
	d := p.as(p.Ada)
	d.Press("x", "enter")
	d.Sees("› Forklift pre-start")
	d.Press("x", "right", "enter")
	d.Sees("✓ Deleted Forklift pre-start.")
	d.Sees("› Forklift pre-start #1182")
	d.Press("enter", "D", "right", "enter")
	d.Sees("✓ Deleted Forklift pre-start #1182.")
	d.Sees("› Cold store")
}

func TestHandOver(t *testing.T) {
	p := planted(t)
	d := p.as(p.Ada)
	d.Press("h")
	d.Type("night shift")
	d.Press("enter")
	d.Sees("✗ An owner is a person or a service user")
	d.Press(repeat("backspace", 11)...)
	d.Press("enter")
	d.Sees("✗ Say who.")
	d.Type("bob")
	d.Press("enter")
	d.Sees("Hand over Forklift pre-start to Bob Birch?")
	d.Press("right", "enter")
	d.Sees("✓ Forklift pre-start is owned by Bob Birch now.")
}

func TestFilter(t *testing.T) {
	p := planted(t)
	d := p.as(p.Ada)
	d.Press("/")
	d.Type("cold")
	d.Press("enter")
	d.Sees("› Cold store")
	d.SeesNot("pre-start")
	d.Press("enter")
	d.Sees("Region North")
	d.Press("esc", "esc")
	d.Sees("Forklift pre-start")
}

func TestWhatIsGoneIsSaid(t *testing.T) {
	p := planted(t)
	d := p.onIt()
	p.Must(p.DeleteItem(t.Context(), p.Ada, model.ItemRef{Org: p.Acme, ID: p.forklift.ID}))
	d.Send(kit.Changed{})
	d.Sees("✗ There is no such item, or none that you can see.")
	d.Sees("› Cold store")
}
