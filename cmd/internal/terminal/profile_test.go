package terminal

import (
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

func TestColorProfile(t *testing.T) {
	tests := []struct {
		environ string // separated by spaces
		want    termenv.Profile
	}{
		{"", termenv.Ascii},
		{"TERM=dumb", termenv.Ascii},
		{"TERM=dumb COLORTERM=truecolor", termenv.Ascii},
		{"TERM=dumb CLICOLOR_FORCE=1", termenv.ANSI},
		{"TERM=linux", termenv.ANSI},
		{"TERM=xterm", termenv.ANSI},
		{"TERM=xterm CLICOLOR=1", termenv.ANSI},
		{"TERM=xterm CLICOLOR=0", termenv.Ascii},
		{"TERM=xterm CLICOLOR=0 CLICOLOR_FORCE=1", termenv.ANSI},
		{"TERM=xterm-256color", termenv.ANSI256},
		{"TERM=xterm-256color COLORTERM=truecolor", termenv.TrueColor},
		{"TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1", termenv.Ascii},
		{"TERM=xterm-256color NO_COLOR=yes", termenv.Ascii},
		{"TERM=xterm-256color NO_COLOR=", termenv.ANSI256},
		{"TERM=xterm-256color NO_COLOR=1 CLICOLOR_FORCE=1", termenv.Ascii},
		{"TERM=xterm TERM=xterm-256color", termenv.ANSI256},
		{"TERM=xterm-kitty", termenv.TrueColor},
		{"TERM=xterm-direct", termenv.TrueColor},
		{"TERM=foot", termenv.TrueColor},
		{"TERM=screen", termenv.ANSI256},
		{"TERM=screen COLORTERM=truecolor", termenv.ANSI256},
		{"TERM=tmux", termenv.ANSI256},
		{"TERM=tmux-256color COLORTERM=truecolor", termenv.TrueColor},
		{"TERM=rxvt-unicode", termenv.ANSI},
		{"TERM=vt220", termenv.Ascii},
		{"TERM=xterm-mono", termenv.Ascii},
	}
	for _, test := range tests {
		if got := ColorProfile(strings.Fields(test.environ)); got != test.want {
			t.Errorf("%q: %v, want %v", test.environ, got.Name(), test.want.Name())
		}
	}
}

func TestDarkBackground(t *testing.T) {
	tests := []struct {
		environ string
		dark    bool
	}{
		{"", true},
		{"LATCHKEY_BACKGROUND=light", false},
		{"LATCHKEY_BACKGROUND=Dark COLORFGBG=0;15", true},
		{"LATCHKEY_BACKGROUND=blue COLORFGBG=0;15", false},
		{"COLORFGBG=15;0", true},
		{"COLORFGBG=0;default;15", false},
		{"COLORFGBG=0;7", false},
		{"COLORFGBG=0;8", true},
		{"COLORFGBG=default;default", true},
		{"COLORFGBG=nonsense", true},
	}
	for _, test := range tests {
		if got := DarkBackground(strings.Fields(test.environ)); got != test.dark {
			t.Errorf("%q: dark is %v", test.environ, got)
		}
	}
}

func TestNewRendererWritesNothingAndFollowsItsOwnEnvironment(t *testing.T) {
	t.Setenv("NO_COLOR", "1") // the process's environment must not matter
	var out strings.Builder
	r := NewRenderer(&out, []string{"TERM=xterm-256color", "COLORFGBG=0;15"})
	red := r.NewStyle().Foreground(lipgloss.AdaptiveColor{Light: "160", Dark: "203"})
	if got, want := red.Render("x"), "\x1b[38;5;160mx\x1b[0m"; got != want {
		t.Errorf("rendered %q, want %q", got, want)
	}
	if out.Len() > 0 {
		t.Errorf("the terminal was written to: %q", out.String())
	}
}
