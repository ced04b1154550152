package explain

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// fieldWhose says whose request is meant.
const fieldWhose model.Field = "whose"

// tokensShown is how many tokens of a subject there are to choose from, and
// subjectsShown how many people and how many service users.
const (
	tokensShown   = 100
	subjectsShown = 1000
)

// whose reads the tokens of the subject and whoever else there is, to choose from.
// Who may not list them types.
func (e *Explain) whose() func(context.Context) (opener, error) {
	s, actor, who := e.session, e.session.Actor(), e.subject()
	query := model.TokenQuery{
		Org: e.org(), User: who.User, ServiceUser: who.ServiceUser,
		Page: model.PageRequest{Sort: model.SortCreated, Descending: true, Limit: tokensShown},
	}
	return func(ctx context.Context) (opener, error) {
		page, err := s.Authority.ListTokens(ctx, actor, query)
		if err := unlessHidden(err); err != nil {
			return nil, err
		}
		others, err := subjects(ctx, s.Authority, actor, query.Org)
		return func() kit.Dialog { return e.whoseForm(query.Org, who, page.Rows, others) }, err
	}
}

// subjects are the people and service users of an organisation, as far as the
// person may list them.
func subjects(ctx context.Context, a *model.Authority, actor model.Actor, org model.OrgID) ([]widget.Option, error) {
	first := model.PageRequest{Sort: model.SortName, Limit: subjectsShown}
	var options []widget.Option
	people, err := a.ListMembers(ctx, actor, org, first)
	if err := unlessHidden(err); err != nil {
		return nil, err
	}
	for _, v := range people.Rows {
		options = append(options, widget.Option{Value: string(v.User), Label: v.Name + " · " + v.Email})
	}
	systems, err := a.ListServiceUsers(ctx, actor, org, first)
	for _, v := range systems.Rows {
		options = append(options, widget.Option{Value: string(v.ID), Label: v.Name + " · service user"})
	}
	return options, unlessHidden(err)
}

// unlessHidden lets who may not list something type it.
func unlessHidden(err error) error {
	switch model.KindOf(err) {
	case model.KindForbidden, model.KindNotFound:
		return nil
	}
	return err
}

func (e *Explain) whoseForm(org model.OrgID, who model.Subject, tokens []model.TokenView, others []widget.Option) kit.Dialog {
	s, actor, ask, item := e.session, e.session.Actor(), e.request.Ask, e.item
	return widget.NewFormDialog(s, widget.FormDialogOptions[asked]{
		Title: "Whose request is meant?",
		Help: "Choose a token, or type who: a person, a service user or a token, by name, e-mail or id. " +
			"A secret that you found can be pasted too; it stays hidden, and explaining it is no use of the token.",
		Fields: []widget.Field{widget.Suggest{
			Label:   widget.Label{Name: fieldWhose, Label: "Whose", Help: "type to find one · a pasted secret stays hidden"},
			Options: e.whoseOptions(who, tokens, others), Value: e.chosen(), Placeholder: "a token, a person, a service user", Hides: isSecret,
		}},
		Submit: "Explain",
		Busy:   "Looking…",
		Run: func(ctx context.Context, v widget.Values) (asked, error) {
			request, err := whoseRequest(ctx, s.Authority, actor, org, v.Text(fieldWhose))
			request.Ask = ask
			return asked{request, item}, err
		},
		Done: func(a asked) tea.Msg { return a },
	})
}

// chosen is the id of whose request it is now: the token's, else the subject's.
func (e *Explain) chosen() string {
	switch {
	case e.have != nil && e.have.Token != nil:
		return string(e.have.Token.ID)
	case e.request.Token.ID != "":
		return string(e.request.Token.ID)
	}
	return e.request.Subject.ID()
}

// whoseOptions are a subject, its tokens, and whoever else there is.
func (e *Explain) whoseOptions(who model.Subject, tokens []model.TokenView, others []widget.Option) []widget.Option {
	var options []widget.Option
	switch own := who.User == e.session.Actor().User(); {
	case own && e.session.Profile.Member:
		options = append(options, widget.Option{Value: who.ID(), Label: "you · whatever the token"})
	case !own && e.have != nil:
		options = append(options, widget.Option{Value: who.ID(), Label: e.have.Name + " · whatever the token"})
	}
	named := len(options) > 0
	for _, v := range tokens {
		options = append(options, widget.Option{Value: string(v.ID), Label: v.Name + " · " + state(v)})
	}
	for _, o := range others {
		if !named || o.Value != who.ID() { // each once
			options = append(options, o)
		}
	}
	return options
}

// state says how a token fares, in a word.
func state(v model.TokenView) string {
	if v.State == model.StateExpired {
		return string(v.State) + ", " + v.End.String()
	}
	return string(v.State)
}

// isSecret reports whether a secret is being typed.
func isSecret(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, model.PrefixUser) || strings.HasPrefix(text, model.PrefixServiceUser)
}

// whoseRequest finds what was typed: a secret, a subject or a token.
func whoseRequest(ctx context.Context, a *model.Authority, actor model.Actor, org model.OrgID, text string) (model.ExplainRequest, error) {
	switch {
	case isSecret(text):
		return model.ExplainRequest{Secret: model.NewSecret(text)}, nil
	case text == "":
		return model.ExplainRequest{}, &model.Error{Kind: model.KindInvalid, Field: fieldWhose, Message: "Choose a token, or type who."}
	}
	who, noSubject := a.FindSubject(ctx, actor, org, text)
	switch model.KindOf(noSubject) {
	case "":
		return model.ExplainRequest{Org: org, Subject: who}, nil
	case model.KindConflict:
		return model.ExplainRequest{}, inField(fieldWhose, noSubject)
	}
	t, err := a.FindAnyToken(ctx, actor, org, text)
	switch {
	case err == nil:
		return model.ExplainRequest{Token: model.TokenRef{Org: t.Org, ID: t.ID}}, nil
	case model.KindOf(err) != model.KindNotFound:
		return model.ExplainRequest{}, inField(fieldWhose, err)
	case model.KindOf(noSubject) == model.KindNotFound:
		noSubject = &model.Error{Kind: model.KindNotFound, Message: "There is no such person, service user or token here."}
	}
	return model.ExplainRequest{}, inField(fieldWhose, noSubject)
}

// inField makes an error one about a field.
func inField(name model.Field, err error) error {
	return &model.Error{Kind: model.KindOf(err), Field: name, Message: model.Sentence(err), Err: err}
}
