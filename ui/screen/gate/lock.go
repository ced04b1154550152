package gate

import (
	"context"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Lock asks who was idle for too long for the password again, or for the token
// that the session was opened with (rule 11.5). Everything stays as it was.
type Lock struct {
	column
	session *kit.Session
	form    *widget.Form
	open    *kit.Question[struct{}]
	wait    countdown
}

// NewLock returns the lock.
func NewLock(s *kit.Session) *Lock {
	g := &Lock{session: s, open: kit.NewQuestion[struct{}](s), wait: newCountdown(s)}
	g.form = g.ask()
	return g
}

func (g *Lock) ask() *widget.Form {
	label := "Password"
	if g.session.Profile.ByToken {
		label = "Token"
	}
	return widget.NewForm(g.session, widget.FormOptions{
		Fields: []widget.Field{widget.Password{Label: widget.Label{Name: model.FieldPassword, Label: label}}},
		Submit: "Unlock", Busy: "Unlocking…", OnSubmit: g.submit,
		OnCancel: func() tea.Cmd { return LogOut(g.session, "") }, Cancel: "Log out",
	})
}

// LogOut ends the session's log-in and returns the command that shows the
// log-in again, or quits where there is none. Why is said there; "" when the
// person asked for it.
func LogOut(s *kit.Session, why string) tea.Cmd {
	s.ActAs(model.Actor{})
	s.Profile = model.Profile{}
	if s.Leave != nil {
		s.Leave(why)
		return tea.Quit
	}
	return kit.Send(kit.ShowGate{Screen: NewLogIn(s, why), Ended: true})
}

func (g *Lock) submit(v widget.Values) tea.Cmd {
	s, secret := g.session, v.Secret(model.FieldPassword)
	g.wait.stop()
	return g.open.Ask(func(ctx context.Context) (struct{}, error) {
		return struct{}{}, inPasswordField(s.Authority.Unlock(ctx, s.Actor(), secret))
	})
}

// Init has nothing to load.
func (g *Lock) Init() tea.Cmd { return nil }

// Update takes keys, the answer, and the ticks of a pause.
func (g *Lock) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if cmd, ok := g.wait.update(msg, g.form); ok {
		return g, cmd
	}
	a, ok := g.open.Answer(msg)
	switch {
	case !ok:
		return g, g.form.Update(msg)
	case a.Err != nil:
		return g, g.refused(a.Err)
	}
	return g, kit.Send(kit.Resume{From: g})
}

func (g *Lock) refused(err error) tea.Cmd {
	if didNotFit(err) {
		g.form = g.ask()
	}
	g.form.Failed(err)
	return g.wait.begin(err, g.form)
}

// View draws the form.
func (g *Lock) View() string {
	proof := "password"
	if g.session.Profile.ByToken {
		proof = "token"
	}
	return g.view(g.session.Theme, []line{
		{"This session is locked.", kit.Strong},
		{"Everything is as you left it. Your " + proof + " opens it again.", kit.Muted},
	}, g.form)
}

// SetSize says how many cells there are.
func (g *Lock) SetSize(width, height int) { g.setSize(width, height) }

// Title names the place.
func (g *Lock) Title() string { return "Locked" }

// Status is empty.
func (g *Lock) Status() string { return "" }

// Keys lists what works now.
func (g *Lock) Keys() []key.Binding { return keys(g.session, g.form, "log out") }

// CapturesText is always so: there is a form.
func (g *Lock) CapturesText() bool { return true }
