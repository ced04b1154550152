package kit

import (
	"io"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textinput"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Tone says what a piece of text means, for the theme to colour. The zero tone
// is plain text in the terminal's own colour.
type Tone int

// The tones. Good, Warn and Bad are for states alone.
const (
	Plain   Tone = iota
	Strong       // names
	Muted        // what is secondary
	Accent       // what belongs to the cursor
	Current      // the cursor, and the name beside it
	Good
	Warn
	Bad
)

// Theme holds every style of a session. The styles belong to the session's
// renderer, so that two sessions with different terminals do not disturb each
// other.
type Theme struct {
	tones [Bad + 1]Brush

	CurrentTab  lipgloss.Style
	Border      Brush          // rules and the boxes of dialogs
	Key         Brush          // a key's name in the key bar
	Focused     lipgloss.Style // the button under the cursor
	Danger      lipgloss.Style // the same, when it destroys something
	Dimmed      lipgloss.Style // what is behind a dialog
	placeholder lipgloss.Style
	text        lipgloss.Style // what is typed
}

// NewTheme builds the styles for r. With the Ascii profile (NO_COLOR) there is
// no colour at all: bold, underline, faint and reverse say the rest.
func NewTheme(r *lipgloss.Renderer) Theme {
	p := newPaint(r)
	t := Theme{
		CurrentTab:  p.fg(accent).Bold(true).Underline(true),
		Border:      newBrush(p.fg(line)),
		Key:         newBrush(p.plain().Bold(true)),
		Focused:     p.fg(accent).Bold(true).Reverse(true),
		Danger:      p.fg(bad).Bold(true).Reverse(true),
		Dimmed:      p.fg(dimmed),
		placeholder: p.fg(grey),
		text:        p.plain(),
	}
	t.tones = [...]Brush{
		Strong:  newBrush(p.plain().Bold(true)),
		Muted:   newBrush(p.fg(grey)),
		Accent:  newBrush(p.fg(accent)),
		Current: newBrush(p.fg(accent).Bold(true)),
		Good:    newBrush(p.fg(good)),
		Warn:    newBrush(p.fg(warn)),
		Bad:     newBrush(p.fg(bad)),
	}
	return t
}

// Paint returns text in a tone. Plain text comes back as it is.
func (t Theme) Paint(tone Tone, text string) string { return t.tones[tone].Render(text) }

// Input returns a text input in the theme's styles. Its cursor does not blink,
// and ctrl+v, which would read the clipboard of the machine that the process
// runs on, is off: what is pasted comes from the terminal.
func (t Theme) Input() textinput.Model {
	in := textinput.New()
	in.Prompt = ""
	in.EchoCharacter = '•'
	in.KeyMap.Paste.SetEnabled(false)
	in.PromptStyle = t.text
	in.TextStyle = t.text
	in.PlaceholderStyle = t.placeholder
	in.CompletionStyle = t.placeholder
	in.Cursor.Style = t.text
	in.Cursor.TextStyle = t.text
	in.Cursor.SetMode(cursor.CursorStatic)
	return in
}

// paint makes styles of one renderer.
type paint struct {
	renderer  *lipgloss.Renderer
	colorless bool
}

// newPaint stands in for a renderer without colour: under the Ascii profile
// lipgloss leaves out bold and reverse too, which NO_COLOR does not ask for.
func newPaint(r *lipgloss.Renderer) paint {
	if r.ColorProfile() != termenv.Ascii {
		return paint{renderer: r}
	}
	attributes := lipgloss.NewRenderer(io.Discard)
	attributes.SetColorProfile(termenv.ANSI)
	attributes.SetHasDarkBackground(r.HasDarkBackground())
	return paint{renderer: attributes, colorless: true}
}

func (p paint) plain() lipgloss.Style { return p.renderer.NewStyle() }

func (p paint) fg(c hue) lipgloss.Style {
	style := p.plain()
	if c.faint && (p.colorless || p.renderer.ColorProfile() == termenv.ANSI) {
		return style.Faint(true)
	}
	if p.colorless {
		return style
	}
	return style.Foreground(c.color)
}
