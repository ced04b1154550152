package ui_test

import (
	"testing"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
	"example.com/latchkey/ui/uitest/world"
)

func TestCommandsLeadToPlaces(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Press(":")
	p.Type("seats")
	p.Press("enter")
	p.Sees("Seats has")
	p.Press(":")
	p.Type("prof") // only one begins so
	p.Press("enter")
	p.Sees("Profile has")
}

func TestTabCompletesCommands(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Press(":", "s")
	p.Sees("settings  service-users  seats")
	p.Press("tab")
	p.Sees(":se")
	p.Press("r", "tab", "enter")
	p.Sees("Service users has")
}

func TestCommandsTakeArguments(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Press(":")
	p.Type("echo  one two")
	p.Press("enter")
	p.Sees("· You said one two.")
}

func TestUnknownCommandsStayToBeCorrected(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Press(":")
	p.Type("nonsense")
	p.Press("enter")
	p.Sees("There is no command “nonsense”.")
	p.Sees(":nonsense")
	p.Press("ctrl+u")
	p.Type("q")
	p.Press("enter")
	if !p.Quit() {
		t.Error(":q does not quit")
	}
}

func TestTheCommandLineIsLeft(t *testing.T) {
	for _, keys := range [][]string{{"esc"}, {"backspace", "backspace"}, {"backspace", "enter"}} {
		p := run(t, uitest.Session(), nil)
		p.Press(":", "x")
		p.Press(keys...)
		p.SeesNot(":x")
		p.Press("2")
		p.Sees("Service users has")
	}
}

func TestScreensLeadToPlaces(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Send(kit.GoTo{Command: "seats"})
	p.Sees("Seats has")
	p.Send(kit.GoTo{Command: "nowhere"})
	p.Sees("✗ There is no command “nowhere”.")
}

func TestHelpSaysWhereOneIs(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Press("?")
	p.Sees("Help · API tokens")
	p.Sees("What API tokens is for, in a sentence.")
	p.Sees("regenerate")
	p.Resize(80, 16)
	p.SeesNot(":echo")
	p.Press("end")
	p.Sees(":echo")
	p.Press("?")
	p.SeesNot("Help ·")
}

// TestKeysTypedAheadAreForThePlaceOfTheCommand: a slow line brings a command and the
// keys after it at once, before anything else could run.
func TestKeysTypedAheadAreForThePlaceOfTheCommand(t *testing.T) {
	p := run(t, uitest.Session(), nil)
	p.Hold()
	p.Press(":")
	p.Type("seats")
	p.Press("enter", "G", "/")
	p.Release()
	if seats := p.pages["Seats"]; seats == nil || len(seats.got) != 2 {
		t.Errorf("the keys went elsewhere:\n%s", p.View())
	}
	for command, want := range map[string]string{"content": "Items", "explain": "Explain", "lock": "Locked"} {
		a := logIn(t, world.New(t), ada)
		a.Hold()
		a.command(command)
		if got := a.title(); got != want {
			t.Errorf(":%s leads to %q", command, got)
		}
	}
}
