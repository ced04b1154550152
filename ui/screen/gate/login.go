package gate

import (
	"context"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// LogIn lets a person in by e-mail and password, or by a user API token that is
// pasted in place of the password.
type LogIn struct {
	column
	session *kit.Session
	form    *widget.Form
	enter   *kit.Question[entrance]
	why     string // the session before ended
	wait    countdown
}

// NewLogIn returns the log-in. Why says how the session before came to its end;
// "" when there was none.
func NewLogIn(s *kit.Session, why string) *LogIn {
	g := &LogIn{session: s, enter: kit.NewQuestion[entrance](s), why: why, wait: newCountdown(s)}
	g.form = widget.NewForm(s, widget.FormOptions{
		Fields: []widget.Field{
			widget.Text{Label: widget.Label{Name: model.FieldEmail, Label: "E-mail"}, Value: s.LastEmail, Placeholder: "not needed with a token"},
			widget.Password{Label: widget.Label{Name: model.FieldPassword, Label: "Password"}, Placeholder: "or a user API token"},
		},
		Submit: "Log in", Busy: "Logging in…", OnSubmit: g.submit,
	})
	if s.LastEmail != "" {
		g.form.Focus(model.FieldPassword)
	}
	return g
}

func (g *LogIn) submit(v widget.Values) tea.Cmd {
	email, secret := v.Text(model.FieldEmail), v.Secret(model.FieldPassword)
	s := g.session
	return g.enter.Ask(func(ctx context.Context) (entrance, error) {
		if secret.WellFormed() || email == "" && !secret.IsZero() {
			actor, org, err := s.Authority.LogInWithToken(ctx, secret, s.Origin)
			return entered(ctx, s, actor, org, inPasswordField(err))
		}
		actor, org, err := s.Authority.LogIn(ctx, email, secret, s.Origin)
		return entered(ctx, s, actor, org, err)
	})
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

// Update takes keys, the answer, and the ticks of a pause.
func (g *LogIn) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if cmd, ok := g.wait.update(msg, g.form); ok {
		return g, cmd
	}
	a, ok := g.enter.Answer(msg)
	switch {
	case !ok:
		return g, g.form.Update(msg)
	case a.Err != nil:
		g.form.Failed(a.Err)
		return g, g.wait.begin(a.Err, g.form)
	}
	return g, enter(g.session, a.Value)
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
func (g *LogIn) Keys() []key.Binding { return append(g.form.Keys(), g.session.Keys.Interrupt) }

// CapturesText is always so: there is a form.
func (g *LogIn) CapturesText() bool { return true }

// countdown says under a form how long a pause after wrong passwords still is.
type countdown struct {
	session *kit.Session
	tick    *kit.Timer
	until   time.Time
}

func newCountdown(s *kit.Session) countdown { return countdown{session: s, tick: kit.NewTimer(s)} }

// begin starts to count when err brings a pause.
func (c *countdown) begin(err error, form *widget.Form) tea.Cmd {
	c.until = model.RetryAt(err)
	if c.until.IsZero() {
		return nil
	}
	return c.show(form)
}

// update counts on. It reports whether msg was its own.
func (c *countdown) update(msg tea.Msg, form *widget.Form) (tea.Cmd, bool) {
	if !c.tick.Rang(msg) {
		return nil, false
	}
	return c.show(form), true
}

func (c *countdown) show(form *widget.Form) tea.Cmd {
	left := c.until.Sub(c.session.Now())
	if left <= 0 {
		form.Failed(&model.Error{Kind: model.KindUnauthenticated, Field: model.FieldPassword, Message: "The pause is over; try again."})
		return nil
	}
	form.Failed(&model.Error{Kind: model.KindUnauthenticated, Field: model.FieldPassword, Message: "Too many wrong passwords in a row; try again in " + clock(left) + "."})
	return c.tick.Set(time.Second)
}

// clock writes a pause as minutes and seconds, rounded up.
func clock(d time.Duration) string {
	s := int((d + time.Second - 1) / time.Second)
	if s < 60 {
		return kit.Plural(s, "second")
	}
	return kit.Plural(s/60, "minute") + " " + kit.Plural(s%60, "second")
}
