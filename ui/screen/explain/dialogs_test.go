package explain_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/explain"
	"example.com/latchkey/ui/uitest"
)

func request(r model.ExplainRequest) func(*kit.Session) kit.Screen {
	return func(s *kit.Session) kit.Screen { return explain.New(s, r) }
}

// changed says that something was committed.
func changed(d *uitest.Driver) { d.Send(kit.Changed{}) }

func TestWhoseRequest(t *testing.T) {
	w := build(t)
	robot, made := w.Serve("ERP export", "", 1, model.SetGuest)
	for name, test := range map[string]struct {
		keys func(*uitest.Driver)
		sees []string
	}{
		"e-mail":          {func(d *uitest.Driver) { d.Type("bob@acme.example") }, []string{"Explain  Bob Birch", "Bob Birch is an active member"}},
		"part of a name":  {func(d *uitest.Driver) { d.Type("birch") }, []string{"Explain  Bob Birch"}},
		"token":           {func(d *uitest.Driver) { d.Type("laptop-sync") }, []string{"Explain  laptop-sync", "ending in"}},
		"service user":    {func(d *uitest.Driver) { d.Type("erp export") }, []string{"service user ERP export is enabled"}},
		"id":              {func(d *uitest.Driver) { d.Type(string(made[0].Token.ID)) }, []string{"Explain  ERP export-1"}},
		"id of a subject": {func(d *uitest.Driver) { d.Type(string(robot.ID)) }, []string{"Explain  ERP export"}},
		"secret":          {func(d *uitest.Driver) { d.Paste(made[0].Secret.Reveal() + "\n") }, []string{"Explain  ERP export-1"}},
		"nobody":          {func(d *uitest.Driver) { d.Type("nobody") }, []string{"✗ There is no such person, service user or token here."}},
		"nothing":         {func(*uitest.Driver) {}, []string{"✗ Choose a token, or type who."}},
	} {
		t.Run(name, func(t *testing.T) {
			d := w.open(model.ExplainRequest{})
			d.Press("t")
			d.Sees("Whose request is meant?")
			test.keys(d)
			d.SeesNot(made[0].Secret.Reveal()[8:])
			d.Press("enter")
			for _, text := range test.sees {
				d.Sees(text)
			}
		})
	}
}

// The tokens of whose request it is now are there to choose from.
func TestTokensOfTheSubjectAreOffered(t *testing.T) {
	w := build(t)
	d := w.open(w.ofBob(w.editing()))
	d.Press("t")
	d.Sees("› Bob Birch · whatever the token")
	d.Sees("laptop-sync · active")
	d.Golden(t, "whose")
	d.Press("down", "enter")
	d.Sees("Explain  laptop-sync › inspections.edit › Forklift pre-start")
	d.Press("t")
	d.Sees("› laptop-sync · active")
	d.Press("esc")
	d.Sees("Explain  laptop-sync")
}

// Who may list nobody else is offered what is their own.
func TestWhoManagesNobodyExplainsThemself(t *testing.T) {
	w := build(t)
	d := w.as(w.bob, model.ExplainRequest{})
	d.Press("t", "down", "enter")
	d.Sees("Explain  Bob Birch")
	d.Press("t", "down", "enter")
	d.Sees("Explain  laptop-sync")
	d.Press("t")
	d.Type("ada@acme.example")
	d.Press("enter")
	d.Sees("you need the permission")
}

func TestPermissionIsChosenOrTyped(t *testing.T) {
	w := build(t)
	_, err := w.AddPermission(t.Context(), w.Ada, w.Acme, "reports.export")
	w.Must(err)
	d := w.open(w.ofLaptop(model.Question{}))
	d.Press("p")
	d.Golden(t, "permission")
	d.Type("export")
	d.Sees("› reports.export")
	d.Press("enter")
	d.Sees("Standard does not have reports.export")
	d.Press("p")
	d.Sees("› reports.export") // where it was
	d.Type("no.such")
	d.Press("enter")
	d.Sees("Explain  laptop-sync › no.such")
	d.Press("p")
	d.Type("What?")
	d.Press("enter")
	d.Sees("✗ A permission is a dotted name in lower case")
	d.Press("ctrl+u", "enter")
	d.Sees("no permission is asked for")
}

func TestItemIsChosenOrTyped(t *testing.T) {
	w := build(t)
	for typed, want := range map[string]string{
		"forklift":               "Forklift pre-start",
		"inspection/1182":        "Forklift pre-start",
		string(w.item.ID):        "Forklift pre-start",
		"inspection/9":           "inspection/9",
		"itm_01KV7W8AE000000000": "✗ There is no such item",
	} {
		d := w.open(w.ofLaptop(model.Question{}))
		d.Press("i")
		d.Sees("Forklift pre-start · inspection")
		d.Type(typed)
		d.Press("enter")
		d.Sees(want)
	}
	d := w.open(w.ofLaptop(w.editing()))
	d.Press("i")
	d.Sees("› Forklift pre-start · inspection")
	d.Golden(t, "item")
	d.Press("up", "enter")
	d.Sees("no item is asked about")
}

// For a permission of the org's own the request names the level (rule 7.2).
func TestRule_7_2_LevelForAPermissionOfTheOrgsOwn(t *testing.T) {
	w := build(t)
	_, err := w.AddPermission(t.Context(), w.Ada, w.Acme, "reports.export")
	w.Must(err)
	ask := w.editing()
	ask.Permission = "reports.export"
	d := w.open(w.ofLaptop(ask))
	d.Sees("✗ Say which level reports.export needs on the item: view, edit or delete.")
	d.Golden(t, "level_missing")
	d.Press("l")
	d.Sees("Which level does it need on the item?")
	d.Press("enter")
	d.Sees("✗ Say which level")
	d.Press("right", "right", "right", "enter")
	d.Sees("reports.export › Forklift pre-start › delete")
	d.Sees("view only · delete is needed")
	d.Press("i", "up", "enter")
	d.Sees("no item is asked about") // and no level
	d.SeesNot("l level")
}
