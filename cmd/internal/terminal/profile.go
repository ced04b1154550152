package terminal

import (
	"io"
	"strconv"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// NewRenderer returns a renderer for a terminal with the given environment.
// Its colour profile and background are set, so that it never asks the
// terminal anything.
func NewRenderer(out io.Writer, environ []string) *lipgloss.Renderer {
	profile := ColorProfile(environ)
	r := lipgloss.NewRenderer(out,
		termenv.WithEnvironment(environment(environ)), termenv.WithProfile(profile), termenv.WithTTY(true))
	r.SetColorProfile(profile)
	r.SetHasDarkBackground(DarkBackground(environ))
	return r
}

// ColorProfile returns the colours that a terminal with the given environment
// can show: none with NO_COLOR, or CLICOLOR=0, otherwise what TERM and
// COLORTERM promise; CLICOLOR_FORCE raises none to sixteen.
func ColorProfile(environ []string) termenv.Profile {
	env := environment(environ)
	out := termenv.NewOutput(io.Discard, termenv.WithEnvironment(env), termenv.WithTTY(true))
	term := env.Getenv("TERM")
	best := min(out.EnvColorProfile(), promised(term)) // fewer is more in termenv
	forced := env.Getenv("CLICOLOR_FORCE")
	switch {
	case out.EnvNoColor():
		return termenv.Ascii
	case term != "" && term != "dumb":
		return best
	case forced != "" && forced != "0":
		return termenv.ANSI
	}
	return termenv.Ascii
}

// promised returns what a TERM stands for where termenv knows less of it.
func promised(term string) termenv.Profile {
	family, _, _ := strings.Cut(term, "-")
	switch {
	case strings.HasSuffix(term, "-mono") || strings.HasSuffix(term, "-m"):
		return termenv.Ascii
	case strings.HasSuffix(term, "-direct"):
		return termenv.TrueColor
	}
	switch family {
	case "foot", "st":
		return termenv.TrueColor
	case "tmux", "screen":
		return termenv.ANSI256
	case "vt52", "vt100", "vt102", "vt220", "vt320":
		return termenv.Ascii
	}
	return termenv.ANSI
}

// DarkBackground reports whether text is seen on a dark background:
// LATCHKEY_BACKGROUND (light or dark) says so, else COLORFGBG, which some
// terminals set; a terminal that says nothing is dark.
func DarkBackground(environ []string) bool {
	env := environment(environ)
	switch strings.ToLower(env.Getenv("LATCHKEY_BACKGROUND")) {
	case "light":
		return false
	case "dark":
		return true
	}
	colors := strings.Split(env.Getenv("COLORFGBG"), ";")
	background, err := strconv.Atoi(colors[len(colors)-1])
	return err != nil || background < 7 || background == 8 || background > 15
}
