package users

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// adding reads what the form has to know that adds a person.
func (a actions) adding() reading {
	s, actor, org := a.session, a.session.Actor(), a.org
	return func(ctx context.Context) (opener, error) {
		sets, err := choices(ctx, s, actor, org)
		return func() kit.Dialog { return a.addForm(sets) }, err
	}
}

// addForm asks whom to add (rule 11.6).
func (a actions) addForm(sets setChoices) kit.Dialog {
	s, actor, org := a.session, a.session.Actor(), a.org
	return widget.NewFormDialog(s, widget.FormDialogOptions[coded]{
		Title: "Add a person to " + model.Printable(s.Profile.Org.Name),
		Intro: "Who has an account already becomes a member at once. For a new one you get a one-time code to give to them: with it they log in and choose a password.",
		Help:  "A person has one account and can be a member of several organisations. The permission set says what they may do in this one, and which seat they take. Nobody can give a set that has more than they have themselves.",
		Fields: append([]widget.Field{
			widget.Text{Label: widget.Label{Name: model.FieldEmail, Label: "E-mail"}, Placeholder: "who@acme.example"},
			widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name", Help: "Whoever has an account keeps the name that they have."}, Placeholder: "for a new account", Limit: model.MaxName},
			sets.field(sets.proposed()),
		}, a.passwordField()...),
		Submit: "Add",
		Busy:   "Adding…",
		Run: func(ctx context.Context, v widget.Values) (coded, error) {
			made, code, err := s.Authority.AddMember(ctx, actor, org, model.MemberRequest{
				Email: v.Text(model.FieldEmail), Name: v.Text(model.FieldName),
				Set: model.SetID(v.Choice(model.FieldSets)), Password: v.Secret(model.FieldPassword),
			})
			text := "Added " + model.Printable(made.Name) + " with the set " + sets.name(made.Set) + "."
			return coded{done{text}, made, code}, err
		},
		Done: func(c coded) tea.Msg { return c.outcome() },
	})
}

// outcome is that of a person who had an account already, or has a code now.
func (c coded) outcome() tea.Msg {
	if c.code.IsZero() {
		return c.done
	}
	return c
}

// passwordField asks for the password in a session that was opened with a token
// (rule 4.6).
func (a actions) passwordField() []widget.Field {
	if !a.session.Profile.ByToken {
		return nil
	}
	return []widget.Field{widget.Password{
		Label:       widget.Label{Name: model.FieldPassword, Label: "Password", Help: "You logged in with a token; this takes your password."},
		Placeholder: "your account password",
	}}
}
