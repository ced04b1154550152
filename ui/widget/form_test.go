package widget

import (
	"context"
	"errors"
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

// generated is the outcome of the tests' form.
type generated struct{ name string }

// generateForm is the form of screens.md, with run behind it.
func generateForm(s *kit.Session, run func(Values) (generated, error)) *FormDialog[generated] {
	return NewFormDialog(s, FormDialogOptions[generated]{
		Title:  "Generate API token for Acme",
		Submit: "Generate",
		Busy:   "Checking…",
		Fields: []Field{
			Text{Label: Label{Name: model.FieldName, Label: "Name", Help: "What will use it."}},
			Text{Label: Label{Name: model.FieldNote, Label: "Note"}, Placeholder: "optional"},
			Choice{Label: Label{Name: model.FieldEndsAt, Label: "Ends on"}, Options: []Option{
				{"", "never · ends after 30 days without use"}, {"30", "in 30 days"}, {"90", "in 90 days"},
			}},
			Checklist{Label: Label{Name: model.FieldSets, Label: "Sets"}, Values: []string{"std"}, Options: []Option{
				{"mgr", "Manager"}, {"std", "Standard"}, {"gst", "Guest"},
			}},
			Password{Label: Label{Name: model.FieldPassword, Label: "Password"}},
		},
		Run:  func(_ context.Context, v Values) (generated, error) { return run(v) },
		Done: func(g generated) tea.Msg { return g },
	})
}

var errPassword = &model.Error{
	Kind: model.KindUnauthenticated, Field: model.FieldPassword,
	Message: "Wrong password; 2 more tries before a pause.",
}

func TestFormViews(t *testing.T) {
	form := generateForm(uitest.Session(), func(Values) (generated, error) { return generated{}, errPassword })
	d := uitest.Drive(t, uitest.HostDialog(form))
	d.Golden(t, "fresh")
	d.Type("nightly-export")
	toPassword(d)
	d.Type("hunter2")
	d.Golden(t, "typed")
	d.CheckLayout()
	d.Press("enter")
	d.Golden(t, "refused")
	d.CheckLayout()
	d.Hold()
	d.Press("enter")
	d.Golden(t, "busy")
	d.Release()
}

func TestFormGivesOutWhatWasTyped(t *testing.T) {
	var got Values
	form := generateForm(uitest.Session(), func(v Values) (generated, error) {
		got = v
		return generated{v.Text(model.FieldName)}, nil
	})
	host := uitest.HostDialog(form)
	d := uitest.Drive(t, host)
	d.Type("laptop q?:")
	d.Press("enter", "enter", "right", "right", "left", "enter", " ", "down", " ", "tab")
	d.Type("correct horse")
	d.Press("enter")
	if !host.Closed || host.Outcome != (generated{"laptop q?:"}) {
		t.Errorf("closed %v with %v", host.Closed, host.Outcome)
	}
	if got.Choice(model.FieldEndsAt) != "30" || !slices.Equal(got.Checked(model.FieldSets), []string{"mgr"}) {
		t.Errorf("choice %q, checked %v", got.Choice(model.FieldEndsAt), got.Checked(model.FieldSets))
	}
	if got.Secret(model.FieldPassword).Reveal() != "correct horse" {
		t.Error("the password is another one")
	}
	if got.Text("unknown") != "" || !got.Secret("unknown").IsZero() {
		t.Error("a field that is not there holds something")
	}
}

// toPassword moves the cursor from the first field to the last one.
func toPassword(d *uitest.Driver) { d.Press("shift+tab", "shift+tab") }

func TestFormKeepsWhatWasTypedAndPointsAtTheField(t *testing.T) {
	tries := 0
	form := generateForm(uitest.Session(), func(v Values) (generated, error) {
		if tries++; tries == 1 {
			return generated{}, &model.Error{Kind: model.KindConflict, Field: model.FieldName, Message: "The name is taken."}
		}
		return generated{v.Text(model.FieldName)}, nil
	})
	host := uitest.HostDialog(form)
	d := uitest.Drive(t, host)
	d.Type("ci")
	toPassword(d)
	d.Type("hunter2")
	d.Press("enter")
	d.Sees("✗ The name is taken.")
	d.Type("-2") // the cursor is in the field of the error
	d.Sees("ci-2")
	d.Sees("•••••••")
}

func TestFormTakesAPasteWithoutItsLineEnd(t *testing.T) {
	var password, name string
	form := generateForm(uitest.Session(), func(v Values) (generated, error) {
		name, password = v.Text(model.FieldName), v.Secret(model.FieldPassword).Reveal()
		return generated{}, nil
	})
	d := uitest.Drive(t, uitest.HostDialog(form))
	d.Paste("nightly\r\n")
	d.Paste("\n")
	toPassword(d)
	d.Paste("correct horse\n")
	d.Press("enter")
	if name != "nightly" || password != "correct horse" {
		t.Errorf("name %q, password %q", name, password)
	}
}

func TestFormRefusesToPasteControlCharacters(t *testing.T) {
	runs := 0
	form := generateForm(uitest.Session(), func(Values) (generated, error) { runs++; return generated{}, nil })
	d := uitest.Drive(t, uitest.HostDialog(form))
	d.Paste("a\x1b[31mred")
	d.Sees("an escape character (U+001B)")
	d.SeesNot("[31m")
	toPassword(d)
	d.Press("enter")
	if runs != 0 {
		t.Error("it went on without what was pasted")
	}
	d.Sees("an escape character (U+001B)")
	d.Type("red")
	d.SeesNot("escape character")
	toPassword(d)
	d.Press("enter")
	if runs != 1 {
		t.Error("it does not go on after the correction")
	}
}

func TestFormIgnoresASecondSubmission(t *testing.T) {
	runs := 0
	form := generateForm(uitest.Session(), func(Values) (generated, error) { runs++; return generated{}, nil })
	host := uitest.HostDialog(form)
	d := uitest.Drive(t, host)
	d.Press("up", "right")
	d.Hold()
	d.Press("enter", "enter", "esc")
	d.Sees("Checking…")
	if d.Held() != 1 {
		t.Errorf("%d commands are under way", d.Held())
	}
	d.Release()
	if runs != 1 || !host.Closed {
		t.Errorf("it ran %d times, closed %v", runs, host.Closed)
	}
}

func TestFormNeverShowsThePassword(t *testing.T) {
	form := generateForm(uitest.Session(), func(Values) (generated, error) { return generated{}, errors.New("boom") })
	d := uitest.Drive(t, uitest.HostDialog(form))
	toPassword(d)
	d.Type("hunter2")
	d.SeesNot("hunter2")
	d.Press("enter")
	d.Sees("Something went wrong inside latchkey")
	d.SeesNot("boom")
	d.SeesNot("hunter2")
}

func TestFormCancels(t *testing.T) {
	form := generateForm(uitest.Session(), func(Values) (generated, error) { return generated{}, nil })
	host := uitest.HostDialog(form)
	d := uitest.Drive(t, host)
	if form.Unsaved() {
		t.Error("an untouched form would lose something")
	}
	d.Type("x")
	if !form.Unsaved() {
		t.Error("a form with text would lose nothing")
	}
	d.Press("ctrl+v")
	d.Press("esc")
	if !host.Closed || host.Outcome != nil {
		t.Errorf("closed %v with %v", host.Closed, host.Outcome)
	}
}

func TestFormAsksForAWayOut(t *testing.T) {
	type full struct{}
	s := uitest.Session()
	d := NewFormDialog(s, FormDialogOptions[int]{
		Submit: "Go",
		Fields: []Field{Text{Label: Label{Name: model.FieldName}}},
		Run: func(context.Context, Values) (int, error) {
			return 0, &model.Error{Kind: model.KindQuota, Message: "Full."}
		},
		Failed: func(err error) tea.Cmd {
			if model.KindOf(err) == model.KindQuota {
				return kit.Send(full{})
			}
			return nil
		},
	})
	_, cmd := d.Update(uitest.Key("enter"))
	_, cmd = d.Update(cmd())
	if cmd == nil || cmd() != (full{}) {
		t.Error("the failure was not handed on")
	}
}
