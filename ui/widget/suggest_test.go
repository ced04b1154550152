package widget

import (
	"context"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/uitest"
)

const fruitField model.Field = "fruit"

// fruit asks for one of many, or for any other.
func fruit(t *testing.T, f Suggest) (*uitest.Driver, *uitest.Host) {
	t.Helper()
	f.Label = Label{Name: fruitField, Label: "Fruit", Help: "any will do"}
	for _, name := range []string{"Apple", "Banana", "Blackberry", "Blueberry", "Cherry", "Grape", "Grapefruit", "Pineapple", "Water melon"} {
		f.Options = append(f.Options, Option{Value: strings.ToLower(name[:1]) + name[1:], Label: name})
	}
	host := uitest.HostDialog(NewFormDialog(uitest.Session(), FormDialogOptions[string]{
		Title: "Which fruit?", Submit: "Take", Fields: []Field{f},
		Run:  func(_ context.Context, v Values) (string, error) { return v.Text(fruitField), nil },
		Done: func(s string) tea.Msg { return s },
	}))
	return uitest.Drive(t, host), host
}

func TestSuggest(t *testing.T) {
	for name, test := range map[string]struct {
		field Suggest
		keys  []string
		want  string
	}{
		"nothing":               {keys: []string{"enter"}, want: ""},
		"typed in part":         {keys: []string{"b", "l", "u", "enter"}, want: "blueberry"},
		"begins before has":     {keys: []string{"g", "r", "enter"}, want: "grape"},
		"has it":                {keys: []string{"m", "e", "l", "enter"}, want: "water melon"},
		"the second":            {keys: []string{"b", "l", "down", "enter"}, want: "blueberry"},
		"up is what was typed":  {keys: []string{"b", "l", "up", "enter"}, want: "bl"},
		"none of them":          {keys: []string{"k", "i", "w", "i", "enter"}, want: "kiwi"},
		"whole name first":      {keys: []string{"g", "r", "a", "p", "e", "enter"}, want: "grape"},
		"chosen":                {keys: []string{"down", "down", "enter"}, want: "banana"},
		"the last one":          {keys: []string{"down", "down", "down", "down", "down", "down", "down", "down", "down", "enter"}, want: "water melon"},
		"as it was":             {field: Suggest{Value: "cherry"}, keys: []string{"enter"}, want: "cherry"},
		"as it was, a text":     {field: Suggest{Value: "kiwi"}, keys: []string{"enter"}, want: "kiwi"},
		"typed over":            {field: Suggest{Value: "cherry"}, keys: []string{"a", "p", "p", "enter"}, want: "apple"},
		"a text typed over":     {field: Suggest{Value: "kiwi"}, keys: []string{"a", "p", "p", "enter"}, want: "apple"},
		"taken out":             {field: Suggest{Value: "cherry"}, keys: []string{"backspace", "enter"}, want: ""},
		"a text goes on":        {field: Suggest{Value: "kiwi"}, keys: []string{"backspace", "enter"}, want: "kiw"},
		"down past what fits":   {keys: []string{"c", "h", "e", "down", "enter"}, want: "cherry"}, // by the button
		"spaces do not count":   {keys: []string{"c", "h", "e", " ", "enter"}, want: "cherry"},
		"nothing but typed out": {keys: []string{"c", "backspace", "enter"}, want: ""},
	} {
		t.Run(name, func(t *testing.T) {
			d, host := fruit(t, test.field)
			d.Press(test.keys...)
			if !host.Closed || host.Outcome != test.want {
				t.Errorf("%v with %q:\n%s", host.Closed, host.Outcome, uitest.Plain(d.View()))
			}
		})
	}
}

func TestSuggestViews(t *testing.T) {
	d, _ := fruit(t, Suggest{Placeholder: "none"})
	d.Sees("3 more · ↓ goes on")
	d.Golden(t, "all")
	lines := strings.Count(d.View(), "\n")
	d.Type("bl")
	d.Sees("› Blackberry")
	d.Golden(t, "some")
	if got := strings.Count(d.View(), "\n"); got != lines {
		t.Errorf("%d lines before, %d now", lines, got)
	}
	d.Press("tab")
	d.Sees("Fruit  Blackberry")
	d.Golden(t, "left")
	d.CheckLayout()
}

func TestSuggestHides(t *testing.T) {
	d, host := fruit(t, Suggest{Hides: func(text string) bool { return strings.HasPrefix(text, "lku_") }})
	d.Paste("lku_very_secret\n")
	d.SeesNot("secret")
	d.Sees("•••••••••••••••")
	d.Press("enter")
	if host.Outcome != "lku_very_secret" {
		t.Errorf("the outcome is %q", host.Outcome)
	}
}

func TestSuggestRefusesControlCharacters(t *testing.T) {
	d, host := fruit(t, Suggest{})
	d.Paste("a\x1b[31mred")
	d.Sees("an escape character (U+001B)")
	d.Press("enter")
	if host.Closed {
		t.Error("it was taken")
	}
}
