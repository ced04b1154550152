package gate

import (
	"context"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// LogIn lets a person in by e-mail and password, or by a user API token that is
// pasted in place of the password. With a one-time code in its place it leads to
// the question for a password.
type LogIn struct {
	column
	session *kit.Session
	form    *widget.Form
	enter   *kit.Question[entrance]
	waiting tea.Cmd // asks enter, as soon as the store is open
	why     string  // the session before ended
	wait    countdown
}

// NewLogIn returns the log-in. Why says how the session before came to its end;
// "" when there was none.
func NewLogIn(s *kit.Session, why string) *LogIn {
	g := &LogIn{session: s, enter: kit.NewQuestion[entrance](s), why: why, wait: newCountdown(s)}
	g.form = g.ask(s.LastEmail)
	return g
}

// ask returns the form with an empty password, and the cursor in it when the
// e-mail is known.
func (g *LogIn) ask(email string) *widget.Form {
	form := widget.NewForm(g.session, widget.FormOptions{
		Fields: []widget.Field{
			widget.Text{Label: widget.Label{Name: model.FieldEmail, Label: "E-mail"}, Value: email, Placeholder: "not needed with a token"},
			widget.Password{Label: widget.Label{Name: model.FieldPassword, Label: "Password"}, Placeholder: "or a token, or a one-time code"},
		},
		Submit: "Log in", Busy: "Logging in…", OnSubmit: g.submit,
	})
	if email != "" {
		form.Focus(model.FieldPassword)
	}
	return form
}

func (g *LogIn) submit(v widget.Values) tea.Cmd {
	email, secret := v.Text(model.FieldEmail), v.Secret(model.FieldPassword)
	if pastedToken(email) {
		email, secret = "", model.NewSecret(strings.TrimSpace(email))
	}
	s := g.session
	g.wait.stop()
	return g.whenOpen(g.enter.Ask(func(ctx context.Context) (entrance, error) {
		if secret.WellFormed() || email == "" && !secret.IsZero() {
			actor, org, err := s.Authority.LogInWithToken(ctx, secret, s.Origin)
			return entered(ctx, s, actor, org, inPasswordField(err))
		}
		actor, org, err := s.Authority.LogIn(ctx, email, secret, s.Origin)
		return entered(ctx, s, actor, org, err)
	}))
}

// whenOpen returns a command that asks the store, or keeps it until there is one.
func (g *LogIn) whenOpen(ask tea.Cmd) tea.Cmd {
	if g.session.Authority != nil {
		return ask
	}
	g.waiting = ask
	return nil
}

// opened asks what has waited for the store.
func (g *LogIn) opened() tea.Cmd {
	ask := g.waiting
	g.waiting = nil
	return ask
}

// inPasswordField makes an error about a token one about the field that it was
// typed into.
func inPasswordField(err error) error {
	if model.FieldOf(err) != model.FieldToken {
		return err
	}
	return &model.Error{Kind: model.KindOf(err), Field: model.FieldPassword, Message: model.Sentence(err), Err: err}
}

// Init has nothing to load.
func (g *LogIn) Init() tea.Cmd { return nil }

// Update takes keys, the answer, the ticks of a pause, and that the store is open.
func (g *LogIn) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if _, ok := msg.(kit.Opened); ok {
		return g, g.opened()
	}
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

// refused says why there is no way in. A password that did not fit is taken
// out, or the next try would be typed behind it.
func (g *LogIn) refused(err error) tea.Cmd {
	v := g.form.Values()
	email := v.Text(model.FieldEmail)
	switch {
	case model.FieldOf(err) == model.FieldCode:
		return kit.Send(kit.ShowGate{Screen: NewCode(g.session, email, v.Secret(model.FieldPassword))})
	case pastedToken(email): // it stood there for all to read
		g.form = g.ask("")
	case didNotFit(err):
		g.form = g.ask(email)
	}
	g.form.Failed(err)
	return g.wait.begin(err, g.form)
}

// didNotFit reports whether what was typed was looked at and refused. During a
// pause it was not: it stays, for enter to try it when the pause is over.
func didNotFit(err error) bool {
	kind := model.KindOf(err)
	return (kind == model.KindUnauthenticated || kind == model.KindForbidden) && model.RetryAt(err).IsZero()
}

// pastedToken reports whether a token was pasted into the field of the e-mail.
func pastedToken(email string) bool {
	text := strings.TrimSpace(email)
	return strings.HasPrefix(text, model.PrefixUser) || strings.HasPrefix(text, model.PrefixServiceUser)
}

// View draws the form.
func (g *LogIn) View() string {
	text := []line{{"Log in to latchkey", kit.Strong}}
	for part := range strings.Lines(g.session.LogInHint) {
		text = append(text, line{strings.TrimRight(part, "\n"), kit.Muted})
	}
	if g.why != "" {
		text = append(text, line{g.why, kit.Warn})
	}
	return g.view(g.session.Theme, text, g.form)
}

// SetSize says how many cells there are.
func (g *LogIn) SetSize(width, height int) { g.setSize(width, height) }

// Title names the place.
func (g *LogIn) Title() string { return "Log in" }

// Status is empty.
func (g *LogIn) Status() string { return "" }

// Keys lists what works now.
func (g *LogIn) Keys() []key.Binding {
	return keys(g.session, g.form, "")
}

// CapturesText is always so: there is a form.
func (g *LogIn) CapturesText() bool { return true }
