package ui_test

import (
	"testing"

	"example.com/latchkey/model"
	"example.com/latchkey/ui"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

// TestAnOperatorIsWarnedOnArrival: by log-in, or by a session that has logged in
// before, over SSH; also when nothing changes afterwards. Nobody else is.
func TestAnOperatorIsWarnedOnArrival(t *testing.T) {
	w := world.New(t)
	w.Join(bob, "Bob Birch", model.SetStandard)
	const warning = "The disk is filling up."
	for email, told := range map[string]bool{ada: true, bob: false} {
		s := w.Visit(uitest.Session())
		s.LastEmail, s.Warning = email, func() string { return warning }
		a := uitest.Drive(t, ui.NewApp(s, false, feed(0)))
		a.SeesNot(warning)
		a.Paste(world.Password)
		a.Press("enter")
		a.SeesNot("Log in to latchkey")
		if told {
			a.Sees("✗ " + warning)
		} else {
			a.SeesNot(warning)
		}
	}
	s := w.Session()
	s.Warning = func() string { return warning }
	uitest.Drive(t, ui.NewApp(s, false, feed(0))).Sees("✗ " + warning)
}
