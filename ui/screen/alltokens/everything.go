package alltokens

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// everything is what is known before all tokens of a scope are revoked in one
// step (rule 5.5): how many live, and which were used last.
type everything struct {
	scope model.RevokeScope
	whose string // the owner's name, or the org's
	count int
	last  []model.TokenView // the most recently used one first
}

// lastShown is how many tokens the question about a whole org names.
const lastShown = 5

// ended is the outcome: so many tokens were revoked.
type ended struct {
	whose string
	count int
}

func (e ended) notice() string {
	return "Revoked " + kit.Plural(e.count, "token") + " of " + model.Printable(e.whose) + "."
}

// of reads what revoking all tokens of a scope would end.
func (l *List) of(scope model.RevokeScope, whose string) func(context.Context) (everything, error) {
	s, actor := l.session, l.session.Actor()
	return func(ctx context.Context) (everything, error) {
		last, count, err := s.Authority.TokensIn(ctx, actor, scope)
		slices.Reverse(last)
		return everything{scope, whose, count, last}, err
	}
}

func (l *List) ofOwner(v model.TokenView) func(context.Context) (everything, error) {
	return l.of(model.RevokeScope{Org: l.org, Subject: v.Subject}, v.Owner)
}

func (l *List) ofOrg() func(context.Context) (everything, error) {
	return l.of(model.RevokeScope{Org: l.org}, l.session.Profile.Org.Name)
}

// openEverything asks before all tokens of a scope are revoked.
func openEverything(s *kit.Session, a kit.Answer[everything]) tea.Cmd {
	e := a.Value
	switch {
	case a.Err != nil:
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	case e.count == 0:
		return kit.Say(kit.Failed, model.Printable(e.whose)+" has no token that could be revoked.")
	case e.scope.Subject == model.Subject{}:
		return kit.Open(orgForm(s, e))
	}
	return kit.Open(ownerQuestion(s, e))
}

func (e everything) title() string {
	whose := " of " + model.Printable(e.whose) + "?"
	if e.count == 1 {
		return "Revoke the only token" + whose
	}
	return "Revoke all " + kit.Count(e.count) + " tokens" + whose
}

const whatStops = "What uses them is refused from the next request on."

func ownerQuestion(s *kit.Session, e everything) kit.Dialog {
	return widget.NewConfirm(s, widget.ConfirmOptions[ended]{
		Title:  e.title(),
		List:   e.lines(s),
		Text:   whatStops,
		Action: "Revoke all",
		Busy:   "Revoking…",
		Danger: true,
		About:  meanwhile.Scope(s, e.scope, e.whose),
		Run:    e.run(s),
		Done:   func(e ended) tea.Msg { return e },
	})
}

// orgForm asks for the org's name: nobody types that by mistake.
func orgForm(s *kit.Session, e everything) kit.Dialog {
	intro := "Every integration with this organisation stops. Used last:\n"
	for _, line := range e.lines(s)[:min(len(e.last), lastShown)] {
		intro += "· " + line + "\n"
	}
	run := e.run(s)
	return widget.NewFormDialog(s, widget.FormDialogOptions[ended]{
		Title:  e.title(),
		Intro:  intro + "\nType the organisation's name to confirm.",
		Help:   "This ends every token of every person and of every service user of the organisation, in one step. It cannot be undone: whoever needs a token generates a new one.",
		Fields: []widget.Field{widget.Text{Label: widget.Label{Name: model.FieldOrg, Label: "Name"}, Limit: model.MaxName}},
		Submit: "Revoke all",
		Busy:   "Revoking…",
		Run: func(ctx context.Context, v widget.Values) (ended, error) {
			if name, err := model.CleanName(model.FieldOrg, v.Text(model.FieldOrg)); err != nil || name != e.whose {
				return ended{}, &model.Error{Kind: model.KindInvalid, Field: model.FieldOrg, Message: "That is not its name; it is called " + model.Printable(e.whose) + "."}
			}
			return run(ctx)
		},
		Done: func(e ended) tea.Msg { return e },
	})
}

func (e everything) run(s *kit.Session) func(context.Context) (ended, error) {
	actor := s.Actor()
	return func(ctx context.Context) (ended, error) {
		n, err := s.Authority.RevokeAll(ctx, actor, e.scope)
		return ended{e.whose, n}, err
	}
}

// lines names the tokens, the most recently used one first.
func (e everything) lines(s *kit.Session) []string {
	var lines []string
	for _, v := range e.last {
		used := "never used"
		if !v.Use.LastAt.IsZero() {
			used = "used " + s.Ago(v.Use.LastAt)
		}
		line := v.Name + " · " + used
		if e.scope.Subject == (model.Subject{}) {
			line = v.Name + " · " + v.Owner + " · " + used
		}
		lines = append(lines, model.Printable(line))
	}
	return lines
}
