package kit

import "github.com/charmbracelet/lipgloss"

// hue is a colour for dark and for light backgrounds in every profile. A faint
// one is the terminal's own text colour made faint where there are 16 colours
// or none: the "bright black" of many palettes cannot be read.
type hue struct {
	color lipgloss.CompleteAdaptiveColor
	faint bool
}

// The palette: one accent, greys, and the colours of states.
var (
	accent = shades("#6CB6FF", "75", "14", "#0A69B7", "25", "4")
	good   = shades("#7EC77B", "114", "10", "#1E7A34", "28", "2")
	warn   = shades("#E3B341", "179", "11", "#8A5A00", "94", "3")
	bad    = shades("#F47067", "203", "9", "#B3261E", "124", "1")
	grey   = faint(shades("#8B949E", "246", "7", "#5F6873", "241", "8"))
	line   = faint(shades("#4B535D", "239", "7", "#B6BDC6", "250", "8"))
	dimmed = faint(shades("#5A626C", "240", "7", "#A0A8B2", "247", "8"))
)

// shades takes true colour, 256 and 16 colours for a dark background, then the
// same for a light one.
func shades(dark, dark256, dark16, light, light256, light16 string) hue {
	return hue{color: lipgloss.CompleteAdaptiveColor{
		Dark:  lipgloss.CompleteColor{TrueColor: dark, ANSI256: dark256, ANSI: dark16},
		Light: lipgloss.CompleteColor{TrueColor: light, ANSI256: light256, ANSI: light16},
	}}
}

func faint(h hue) hue {
	h.faint = true
	return h
}
