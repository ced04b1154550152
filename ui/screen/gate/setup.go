package gate

import (
	"context"
	"strconv"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// SetUp is the first run: three questions, one after the other.
type SetUp struct {
	column
	session *kit.Session
	step    int
	forms   []*widget.Form
	request model.SetUpRequest
	check   *kit.Question[model.SetUpRequest]
	enter   *kit.Question[entrance]
}

// entrance is what a log-in brings: who acts now, and where.
type entrance struct {
	actor   model.Actor
	profile model.Profile
}

// NewSetUp returns the first run, with its first question.
func NewSetUp(s *kit.Session) *SetUp {
	g := &SetUp{session: s, check: kit.NewQuestion[model.SetUpRequest](s), enter: kit.NewQuestion[entrance](s)}
	g.forms = []*widget.Form{g.askOrg(), g.askPerson(), g.askPassword()}
	return g
}

func (g *SetUp) askOrg() *widget.Form {
	return g.form("Next", nil, widget.Text{Label: widget.Label{Name: model.FieldOrg, Label: "Organisation"}, Placeholder: "Acme", Limit: model.MaxName})
}

func (g *SetUp) askPerson() *widget.Form {
	return g.form("Next", g.back,
		widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Your name"}, Placeholder: "Ada Ashby", Limit: model.MaxName},
		widget.Text{Label: widget.Label{Name: model.FieldEmail, Label: "Your e-mail"}, Placeholder: "ada@acme.example"})
}

func (g *SetUp) askPassword() *widget.Form {
	help := passwordHelp()
	return g.form("Begin", g.back,
		widget.Password{Label: widget.Label{Name: model.FieldPassword, Label: "Password", Help: help}},
		widget.Password{Label: widget.Label{Name: fieldAgain, Label: "Once more", Help: help}})
}

func (g *SetUp) form(submit string, cancel func() tea.Cmd, fields ...widget.Field) *widget.Form {
	return widget.NewForm(g.session, widget.FormOptions{
		Fields: fields, Submit: submit, Busy: "One moment…", OnSubmit: g.submit, OnCancel: cancel,
	})
}

// submit takes the answers of one step and has them checked with those of the
// steps before it. Later ones wait for their step, whatever they hold.
func (g *SetUp) submit(v widget.Values) tea.Cmd {
	switch g.step {
	case 0:
		g.request = model.SetUpRequest{Org: orMissing(v.Text(model.FieldOrg))}
	case 1:
		g.request.Name, g.request.Email = orMissing(v.Text(model.FieldName)), orMissing(v.Text(model.FieldEmail))
	default:
		return g.begin(v)
	}
	request := g.request
	return g.check.Ask(func(context.Context) (model.SetUpRequest, error) {
		return request, request.Check()
	})
}

// orMissing makes an empty answer one that is checked: Check leaves out
// what was not asked yet.
func orMissing(text string) string {
	if text == "" {
		return " "
	}
	return text
}

// begin sets up and logs in.
func (g *SetUp) begin(v widget.Values) tea.Cmd {
	request := g.request
	request.Password = v.Secret(model.FieldPassword)
	again := v.Secret(fieldAgain)
	return g.enter.Ask(func(ctx context.Context) (entrance, error) {
		if !request.Password.Equal(again) {
			return entrance{}, notTheSame()
		}
		actor, org, err := g.session.Authority.SetUp(ctx, request, g.session.Origin)
		return entered(ctx, g.session, actor, org, err)
	})
}

func (g *SetUp) back() tea.Cmd {
	g.show(max(g.step-1, 0))
	return nil
}

// show goes to a step. What was said there before is said no longer.
func (g *SetUp) show(step int) {
	g.forms[g.step].Ready()
	g.step = step
	g.forms[g.step].Ready()
}

// Init has nothing to load.
func (g *SetUp) Init() tea.Cmd { return nil }

// Update takes keys and the answers.
func (g *SetUp) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if a, ok := g.check.Answer(msg); ok {
		return g, g.checked(a.Err)
	}
	if a, ok := g.enter.Answer(msg); ok {
		return g, g.begun(a)
	}
	return g, g.forms[g.step].Update(msg)
}

// checked goes on to the next question, when the answer will do.
func (g *SetUp) checked(err error) tea.Cmd {
	if err != nil {
		g.forms[g.step].Failed(err)
		return nil
	}
	g.show(g.step + 1)
	return nil
}

// begun opens the tabs. When somebody else was faster with the first run, what
// is left to do is to log in.
func (g *SetUp) begun(a kit.Answer[entrance]) tea.Cmd {
	switch {
	case model.KindOf(a.Err) == model.KindConflict:
		return kit.Send(kit.ShowGate{Screen: NewLogIn(g.session, model.Sentence(a.Err))})
	case a.Err != nil:
		g.failed(a.Err)
		return nil
	}
	org := model.Printable(a.Value.profile.Org.Name)
	return tea.Sequence(enter(g, g.session, a.Value),
		kit.Say(kit.Done, org+" is set up, and you are its administrator. Press n to generate a token."))
}

// failed shows an error in the step that it is about.
func (g *SetUp) failed(err error) {
	switch model.FieldOf(err) {
	case model.FieldOrg:
		g.show(0)
	case model.FieldName, model.FieldEmail:
		g.show(1)
	case fieldAgain:
		g.forms[g.step] = g.askPassword()
		askBothAgain(g.forms[g.step], err, model.FieldPassword)
		return
	}
	g.forms[g.step].Failed(err)
}

// View draws the question.
func (g *SetUp) View() string {
	texts := [][]line{
		{
			{"Welcome to latchkey.", kit.Strong},
			{"It keeps the API tokens of your organisations. There is nothing here yet; three questions, and you are in.", kit.Plain},
			{},
			{"What is your organisation called?", kit.Muted},
		},
		{{"Who are you? You will be its first administrator.", kit.Muted}},
		{{"Choose the password that you will log in with.", kit.Muted}},
	}
	return g.view(g.session.Theme, texts[g.step], g.forms[g.step])
}

// SetSize says how many cells there are.
func (g *SetUp) SetSize(width, height int) { g.setSize(width, height) }

// Title names the place.
func (g *SetUp) Title() string { return "First run" }

// Status says which question it is.
func (g *SetUp) Status() string {
	return strconv.Itoa(g.step+1) + " of " + strconv.Itoa(len(g.forms))
}

// Keys lists what works now.
func (g *SetUp) Keys() []key.Binding { return keys(g.session, g.forms[g.step], "back") }

// CapturesText is always so: there is a form.
func (g *SetUp) CapturesText() bool { return true }

// entered finds out who has come in.
func entered(ctx context.Context, s *kit.Session, actor model.Actor, org model.OrgID, err error) (entrance, error) {
	if err != nil {
		return entrance{}, err
	}
	profile, err := s.Authority.WhoAmI(ctx, actor, org)
	return entrance{actor, profile}, err
}

// enter makes who has come in by a gate the person of the session.
func enter(gate kit.Screen, s *kit.Session, e entrance) tea.Cmd {
	s.ActAs(e.actor)
	s.LastEmail = e.profile.Email
	cmd := s.EnterBy(gate, e.profile)
	if s.Remember == nil {
		return cmd
	}
	return tea.Batch(cmd, func() tea.Msg {
		s.Remember(e.profile.Email)
		return nil
	})
}

func passwordHelp() string {
	return strconv.Itoa(model.MinPassword) + " characters or more; a few words in a row do well."
}

// fieldAgain is the field for a new password's second typing.
const fieldAgain model.Field = "password again"

// notTheSame is the error of a new password that was typed in two ways.
func notTheSame() error {
	return &model.Error{Kind: model.KindInvalid, Field: fieldAgain, Message: "The two are not the same. Type both again."}
}

// askBothAgain shows that error in a form with two empty passwords: nobody can
// see which of them was wrong. The cursor goes to the first one.
func askBothAgain(form *widget.Form, err error, first model.Field) {
	form.Failed(err)
	form.Focus(first)
}
