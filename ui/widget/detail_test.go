package widget

import (
	"fmt"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/uitest"
)

// block makes a Detail fit for a Host.
type block struct{ *Detail }

func (block) Init() tea.Cmd { return nil }

func TestDetailScrolls(t *testing.T) {
	d := NewDetail(uitest.Session())
	var facts []Fact
	for i := range 30 {
		facts = append(facts, Fact{Label: fmt.Sprintf("Label %d", i), Value: fmt.Sprintf("value %d", i)})
	}
	d.Show(facts)
	drive := uitest.Drive(t, uitest.HostWidget(block{d}))
	drive.CheckLayout()
	drive.SeesNot("value 24")
	if len(d.Keys()) == 0 {
		t.Error("nothing says that it scrolls")
	}
	drive.Press("down")
	drive.Sees("value 24")
	drive.Press("end", "pgdown", "up")
	drive.Sees("value 28")
	drive.SeesNot("value 29")
	drive.Resize(80, 40)
	drive.Sees("value 0")
	if len(d.Keys()) != 0 {
		t.Error("it says that it scrolls, but all is seen")
	}
}

// fullForm makes a Form fit for a Host.
type fullForm struct {
	*Form
	width, height int
}

func (*fullForm) Init() tea.Cmd               { return nil }
func (f *fullForm) SetSize(width, height int) { f.width, f.height = width, height }
func (f *fullForm) View() string              { return f.Form.View(f.width, f.height) }

func TestFormOnAWholeScreen(t *testing.T) {
	var got string
	form := NewForm(uitest.Session(), FormOptions{
		Intro:  "Welcome. Log in with your password, or paste an API token into its place.",
		Submit: "Log in",
		Busy:   "Checking…",
		Fields: []Field{
			Text{Label: Label{Name: model.FieldEmail, Label: "E-mail"}, Value: "ada@acme.example"},
			Password{Label: Label{Name: model.FieldPassword, Label: "Password"}},
		},
		OnSubmit: func(v Values) tea.Cmd { got = v.Text(model.FieldEmail); return nil },
	})
	d := uitest.Drive(t, uitest.HostWidget(&fullForm{Form: form}))
	d.Golden(t, "login")
	d.CheckLayout()
	if form.Unsaved() {
		t.Error("what stood there at first counts as typed")
	}
	d.Press("esc", "enter", "enter")
	if got != "ada@acme.example" {
		t.Errorf("it submitted %q", got)
	}
	d.Sees("Checking…")
	form.Ready()
	d.SeesNot("Checking…")
}
