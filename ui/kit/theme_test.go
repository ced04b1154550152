package kit_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/uitest"
)

func TestWithoutColorAttributesStay(t *testing.T) {
	theme := uitest.Session().Theme
	strong, accent := theme.Paint(kit.Strong, "name"), theme.Focused.Render("ok")
	if !strings.Contains(strong, "\x1b[1m") {
		t.Errorf("Strong is not bold: %q", strong)
	}
	if !strings.Contains(accent, "7m") {
		t.Errorf("the focused button is not reversed: %q", accent)
	}
	for _, tone := range []kit.Tone{kit.Accent, kit.Good, kit.Warn, kit.Bad} {
		if got := theme.Paint(tone, "x"); got != "x" {
			t.Errorf("tone %d has a colour: %q", tone, got)
		}
	}
}

func TestThemesBelongToTheirSession(t *testing.T) {
	dark, light := uitest.Colored(true).Theme, uitest.Colored(false).Theme
	for tone := kit.Muted; tone <= kit.Bad; tone++ {
		a, b := dark.Paint(tone, "x"), light.Paint(tone, "x")
		if a == b || a == "x" {
			t.Errorf("tone %d on dark %q, on light %q", tone, a, b)
		}
		if ansi.Strip(a) != "x" {
			t.Errorf("tone %d changes the text: %q", tone, a)
		}
	}
}

func TestInputsLeaveTheClipboardOfTheProcessAlone(t *testing.T) {
	in := uitest.Session().Theme.Input()
	if in.KeyMap.Paste.Enabled() {
		t.Error("ctrl+v pastes")
	}
}
