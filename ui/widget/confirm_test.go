package widget

import (
	"context"
	"fmt"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/uitest"
)

type revoked struct{ count int }

// askRevoke opens the question of screens.md, with run behind it.
func askRevoke(t *testing.T, list []string, run func() (revoked, error)) (*uitest.Host, *uitest.Driver) {
	t.Helper()
	host := uitest.HostDialog(NewConfirm(uitest.Session(), ConfirmOptions[revoked]{
		Title: "Revoke laptop-sync?",
		Facts: []Fact{
			{Label: "Owner", Value: "you, in Acme"},
			{Label: "Last used", Value: "2 minutes ago from 10.1.4.7 (curl/8.5)"},
			{Label: "Uses", Value: "412 in 24 hours · 9,870 in 30 days"},
		},
		List:   list,
		Text:   "What uses it is refused from the next request on.",
		Action: "Revoke",
		Busy:   "Revoking…",
		Danger: true,
		Run:    func(context.Context) (revoked, error) { return run() },
		Done:   func(r revoked) tea.Msg { return r },
	}))
	return host, uitest.Drive(t, host)
}

func TestConfirmViews(t *testing.T) {
	_, d := askRevoke(t, nil, nil)
	d.Golden(t, "one")
	d.CheckLayout()
	var many []string
	for i := range 20 {
		many = append(many, fmt.Sprintf("token-%d", i))
	}
	_, d = askRevoke(t, many, nil)
	d.Press("right")
	d.Golden(t, "many")
	d.CheckLayout()
}

func TestConfirmStartsOnCancel(t *testing.T) {
	for _, key := range []string{"enter", "esc"} {
		host, d := askRevoke(t, nil, func() (revoked, error) { t.Error("it ran"); return revoked{}, nil })
		d.Press("y", "x", "j", " ", key)
		if !host.Closed || host.Outcome != nil {
			t.Errorf("%s: closed %v with %v", key, host.Closed, host.Outcome)
		}
	}
}

func TestConfirmActsOnItsButtonAlone(t *testing.T) {
	runs := 0
	host, d := askRevoke(t, nil, func() (revoked, error) { runs++; return revoked{3}, nil })
	d.Press("tab")
	d.Hold()
	d.Press("enter", "enter", "esc")
	d.Sees("Revoking…")
	d.Release()
	if runs != 1 || host.Outcome != (revoked{3}) {
		t.Errorf("it ran %d times and ended with %v", runs, host.Outcome)
	}
}

func TestConfirmShowsAnErrorInPlace(t *testing.T) {
	host, d := askRevoke(t, nil, func() (revoked, error) {
		return revoked{}, &model.Error{Kind: model.KindConflict, Message: "Somebody revoked it already."}
	})
	d.Press("right", "enter")
	d.Sees("✗ Somebody revoked it already.")
	if host.Closed {
		t.Error("it closed")
	}
	d.CheckLayout()
	d.Press("esc")
	if !host.Closed || host.Outcome != nil {
		t.Errorf("closed %v with %v", host.Closed, host.Outcome)
	}
}

func TestConfirmMovesBetweenItsButtons(t *testing.T) {
	_, d := askRevoke(t, nil, nil)
	for _, step := range []struct{ key, button string }{
		{"right", "›[ Revoke ]"}, {"right", "›[ Revoke ]"}, {"left", "›[ Cancel ]"}, {"left", "›[ Cancel ]"},
		{"tab", "›[ Revoke ]"}, {"tab", "›[ Cancel ]"}, {"shift+tab", "›[ Revoke ]"},
	} {
		d.Press(step.key)
		d.Sees(step.button)
	}
}
