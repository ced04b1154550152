package gate

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Code asks a person who logged in with a one-time code for the password of
// their choice (rule 11.6).
type Code struct {
	column
	session *kit.Session
	email   string
	code    model.Secret
	form    *widget.Form
	enter   *kit.Question[entrance]
	wait    countdown
}

// NewCode returns the question for a password, to the person with an e-mail and
// a code that go together.
func NewCode(s *kit.Session, email string, code model.Secret) *Code {
	g := &Code{session: s, email: email, code: code, enter: kit.NewQuestion[entrance](s), wait: newCountdown(s)}
	g.form = g.ask()
	return g
}

func (g *Code) ask() *widget.Form {
	help := passwordHelp()
	return widget.NewForm(g.session, widget.FormOptions{
		Fields: []widget.Field{
			widget.Password{Label: widget.Label{Name: model.FieldNewPassword, Label: "New password", Help: help}},
			widget.Password{Label: widget.Label{Name: fieldAgain, Label: "Once more", Help: help}},
		},
		Submit: "Log in", Busy: "Logging in…", OnSubmit: g.submit,
		OnCancel: func() tea.Cmd { return kit.Send(kit.ShowGate{Screen: NewLogIn(g.session, "")}) }, Cancel: "Back",
	})
}

func (g *Code) submit(v widget.Values) tea.Cmd {
	s := g.session
	password, again := v.Secret(model.FieldNewPassword), v.Secret(fieldAgain)
	g.wait.stop()
	return g.enter.Ask(func(ctx context.Context) (entrance, error) {
		if !password.Equal(again) {
			return entrance{}, notTheSame()
		}
		actor, org, err := s.Authority.ChoosePassword(ctx, g.email, g.code, password, s.Origin)
		return entered(ctx, s, actor, org, err)
	})
}

// Init has nothing to load.
func (g *Code) Init() tea.Cmd { return nil }

// Update takes keys, the answer, and the ticks of a pause.
func (g *Code) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if cmd, ok := g.wait.update(msg, g.form); ok {
		return g, cmd
	}
	a, ok := g.enter.Answer(msg)
	switch {
	case !ok:
		return g, g.form.Update(msg)
	case a.Err != nil:
		return g, g.refused(a.Err)
	}
	return g, enter(g, g.session, a.Value)
}

func (g *Code) refused(err error) tea.Cmd {
	if model.FieldOf(err) == fieldAgain {
		g.form = g.ask()
		askBothAgain(g.form, err, model.FieldNewPassword)
		return nil
	}
	g.form.Failed(err)
	return g.wait.begin(err, g.form)
}

// View draws the form.
func (g *Code) View() string {
	return g.view(g.session.Theme, []line{
		{"Welcome, " + g.email + ".", kit.Strong},
		{"That was a one-time code. Choose the password that you will log in with from now on.", kit.Muted},
	}, g.form)
}

// SetSize says how many cells there are.
func (g *Code) SetSize(width, height int) { g.setSize(width, height) }

// Title names the place.
func (g *Code) Title() string { return "Choose your password" }

// Status is empty.
func (g *Code) Status() string { return "" }

// Keys lists what works now.
func (g *Code) Keys() []key.Binding { return keys(g.session, g.form, "back") }

// CapturesText is always so: there is a form.
func (g *Code) CapturesText() bool { return true }
