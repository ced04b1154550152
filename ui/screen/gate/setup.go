package gate

import (
	"context"
	"fmt"

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

const fieldAgain model.Field = "password again"

func (g *SetUp) askOrg() *widget.Form {
	return g.form("Next", nil, widget.Text{Label: widget.Label{Name: model.FieldOrg, Label: "Organisation"}, Placeholder: "Acme", Limit: model.MaxName})
}

func (g *SetUp) askPerson() *widget.Form {
	return g.form("Next", g.back,
		widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Your name"}, Placeholder: "Ada Ashby", Limit: model.MaxName},
		widget.Text{Label: widget.Label{Name: model.FieldEmail, Label: "Your e-mail"}, Placeholder: "ada@acme.example"})
}

func (g *SetUp) askPassword() *widget.Form {
	help := fmt.Sprintf("%d characters or more; a few words in a row do well.", model.MinPassword)
	return g.form("Begin", g.back,
		widget.Password{Label: widget.Label{Name: model.FieldPassword, Label: "Password", Help: help}},
		widget.Password{Label: widget.Label{Name: fieldAgain, Label: "Once more", Help: help}})
}

func (g *SetUp) form(submit string, cancel func() tea.Cmd, fields ...widget.Field) *widget.Form {
	return widget.NewForm(g.session, widget.FormOptions{
		Fields: fields, Submit: submit, Busy: "One moment…", OnSubmit: g.submit, OnCancel: cancel,
	})
}

// submit takes the answers of one step and has them checked.
func (g *SetUp) submit(v widget.Values) tea.Cmd {
	switch g.step {
	case 0:
		g.request.Org = orMissing(v.Text(model.FieldOrg))
	case 1:
		g.request.Name, g.request.Email = orMissing(v.Text(model.FieldName)), orMissing(v.Text(model.FieldEmail))
	default:
		return g.begin(v)
	}
	request := g.request
	return g.check.Ask(func(context.Context) (model.SetUpRequest, error) {
		return request, g.session.Authority.CheckSetUp(request)
	})
}

// orMissing makes an empty answer one that is checked: CheckSetUp leaves out
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
		if request.Password != again {
			return entrance{}, &model.Error{Kind: model.KindInvalid, Field: fieldAgain, Message: "The two passwords are not the same."}
		}
		actor, org, err := g.session.Authority.SetUp(ctx, request, g.session.Origin)
		return entered(ctx, g.session, actor, org, err)
	})
}

func (g *SetUp) back() tea.Cmd {
	g.step = max(g.step-1, 0)
	g.forms[g.step].Ready()
	return nil
}

// Init has nothing to load.
func (g *SetUp) Init() tea.Cmd { return nil }

// Update takes keys and the answers.
func (g *SetUp) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if a, ok := g.check.Answer(msg); ok {
		if a.Err != nil {
			g.forms[g.step].Failed(a.Err)
			return g, nil
		}
		g.forms[g.step].Ready()
		g.step++
		return g, nil
	}
	if a, ok := g.enter.Answer(msg); ok {
		if a.Err != nil {
			g.failed(a.Err)
			return g, nil
		}
		return g, tea.Sequence(enter(g.session, a.Value), kit.Say(kit.Done, fmt.Sprintf("%s is set up, and you are its administrator. Press n to generate a token.", model.Printable(a.Value.profile.Org.Name))))
	}
	return g, g.forms[g.step].Update(msg)
}

// failed shows an error in the step that it is about.
func (g *SetUp) failed(err error) {
	g.forms[g.step].Ready()
	switch model.FieldOf(err) {
	case model.FieldOrg:
		g.step = 0
	case model.FieldName, model.FieldEmail:
		g.step = 1
	}
	g.forms[g.step].Failed(err)
}

// View draws the question.
func (g *SetUp) View() string {
	texts := [][]line{
		{{"Welcome to latchkey.", kit.Strong}, {"It keeps the API tokens of your organisations. There is nothing here yet; three questions, and you are in.", kit.Plain}, {}, {"1 of 3 · What is your organisation called?", kit.Muted}},
		{{"2 of 3 · Who are you? You will be its first administrator.", kit.Muted}},
		{{"3 of 3 · Choose the password that you will log in with.", kit.Muted}},
	}
	return g.view(g.session.Theme, texts[g.step], g.forms[g.step])
}

// SetSize says how many cells there are.
func (g *SetUp) SetSize(width, height int) { g.setSize(width, height) }

// Title names the place.
func (g *SetUp) Title() string { return "First run" }

// Status says which question it is.
func (g *SetUp) Status() string { return "" }

// Keys lists what works now.
func (g *SetUp) Keys() []key.Binding { return append(g.forms[g.step].Keys(), g.session.Keys.Interrupt) }

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

// enter makes who has come in the person of the session.
func enter(s *kit.Session, e entrance) tea.Cmd {
	s.ActAs(e.actor)
	s.LastEmail = e.profile.Email
	cmd := s.Enter(e.profile)
	if s.Remember == nil {
		return cmd
	}
	return tea.Batch(cmd, func() tea.Msg {
		s.Remember(e.profile.Email)
		return nil
	})
}
