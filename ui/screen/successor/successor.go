package successor

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Estate is what somebody owns who is about to go, and who gets it.
type Estate struct {
	Org  model.OrgID
	Of   model.Subject
	Name string // of who goes
	To   model.Subject
	heir string // the name of who gets it
	n    int
	more bool // than n
}

// Read reads what somebody of an organisation owns now.
func Read(ctx context.Context, s *kit.Session, actor model.Actor, e Estate) (Estate, error) {
	var err error
	e.n, e.more, err = s.Authority.OwnedItems(ctx, actor, e.Org, e.Of)
	return e, err
}

// Any reports whether something is owned, so that somebody has to get it.
func (e Estate) Any() bool { return e.n > 0 }

// Settled reports whether it is known who gets it.
func (e Estate) Settled() bool { return e.To != model.Subject{} }

func (e Estate) items() string {
	if e.more {
		return "more than " + kit.Plural(e.n, "item")
	}
	return kit.Plural(e.n, "item")
}

// Facts say what goes to whom; none where nothing is owned.
func (e Estate) Facts() []widget.Fact {
	if !e.Any() {
		return nil
	}
	return []widget.Fact{{Label: "Items", Value: e.items() + " · owned by " + e.heir + " from then on"}}
}

// Ask asks who gets it: the person who asks, unless they say somebody else. about
// looks after the one who goes, and done
// makes the outcome that the screen under the dialog gets.
func Ask(s *kit.Session, e Estate, about kit.Watch, done func(Estate) tea.Msg) kit.Dialog {
	actor, name := s.Actor(), model.Printable(e.Name)
	return widget.NewFormDialog(s, widget.FormDialogOptions[Estate]{
		Title: "Who gets the items of " + name + "?",
		Intro: name + " owns " + e.items() + " in " + model.Printable(s.Profile.Org.Name) +
			". What is owned needs an owner: say who gets all of it. Single items can be handed over to others before.",
		Help: "An owner has all of an item: they edit, delete and share it. A person or a service user of the organisation can own items. " +
			"Who comes back to the organisation later owns nothing of before.",
		Fields: []widget.Field{widget.Text{
			Label: widget.Label{Name: model.FieldSuccessor, Label: "New owner", Help: "E-mail, name or id of a person or a service user."},
			Value: e.proposed(s), Placeholder: "who@acme.example",
		}},
		Submit: "Next",
		Busy:   "Looking…",
		About:  about,
		Run: func(ctx context.Context, v widget.Values) (Estate, error) {
			return e.find(ctx, s, actor, v.Text(model.FieldSuccessor))
		},
		Done: done,
	})
}

// proposed is the person who asks, when they are a member and not the one who
// goes.
func (e Estate) proposed(s *kit.Session) string {
	if !s.Profile.Member || s.Profile.User == e.Of.User {
		return ""
	}
	return s.Profile.Email
}

func (e Estate) find(ctx context.Context, s *kit.Session, actor model.Actor, text string) (Estate, error) {
	if strings.TrimSpace(text) == "" {
		return e, wrong(model.KindInvalid, "Say who gets the items.")
	}
	to, err := s.Authority.FindSubject(ctx, actor, e.Org, text)
	if err != nil {
		return e, wrong(model.KindOf(err), model.Sentence(err))
	}
	if to == e.Of {
		return e, wrong(model.KindInvalid, model.Printable(e.Name)+" is the one who goes.")
	}
	e.To = to
	e.heir, err = nameOf(ctx, s, actor, e.Org, to)
	return e, err
}

// wrong is an error of what was typed.
func wrong(kind model.Kind, sentence string) error {
	return &model.Error{Kind: kind, Field: model.FieldSuccessor, Message: sentence}
}

func nameOf(ctx context.Context, s *kit.Session, actor model.Actor, org model.OrgID, of model.Subject) (string, error) {
	if of.User != "" && of.User == s.Profile.User {
		return model.Printable(s.Profile.Name), nil
	}
	if of.IsServiceUser() {
		u, err := s.Authority.FindServiceUser(ctx, actor, org, string(of.ServiceUser))
		return model.Printable(u.Name), err
	}
	m, err := s.Authority.FindMember(ctx, actor, org, string(of.User))
	return model.Printable(m.Name), err
}
