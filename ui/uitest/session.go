package uitest

import (
	"context"
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Now is the time in every session of a test, unless the test sets another.
var Now = time.Date(2026, time.May, 12, 9, 30, 0, 0, time.UTC)

// Session returns a session without colour at a fixed time in UTC. Its
// clipboard takes everything and it has no files.
func Session() *kit.Session { return newSession(termenv.Ascii, true) }

// Colored returns a session in true colour on a dark or a light background.
func Colored(dark bool) *kit.Session { return newSession(termenv.TrueColor, dark) }

func newSession(p termenv.Profile, dark bool) *kit.Session {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(p)
	r.SetHasDarkBackground(dark)
	s := kit.NewSession(context.Background(), r)
	s.Now = func() time.Time { return Now }
	s.Zone = time.UTC
	s.Clipboard = &Clipboard{Result: kit.CopyResult{Outcome: kit.Copied}}
	s.After = func(d time.Duration, msg tea.Msg) tea.Cmd {
		return func() tea.Msg { return alarm{d, msg} }
	}
	return s
}

// alarm is what a session's After says in a test: Driver keeps it until the
// test lets it ring.
type alarm struct {
	after time.Duration
	msg   tea.Msg
}

// Clipboard answers every attempt with Result and keeps what it was given.
type Clipboard struct {
	Result kit.CopyResult
	Given  []model.Secret
}

// Copy implements kit.Clipboard.
func (c *Clipboard) Copy(secret model.Secret) kit.CopyResult {
	c.Given = append(c.Given, secret)
	return c.Result
}
