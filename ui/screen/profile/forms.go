package profile

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// renamed is the outcome of the form for the name, passwordChanged that of the
// form for the password: the actor that the session goes on with.
type (
	renamed         struct{}
	passwordChanged struct{ actor model.Actor }
)

func nameForm(s *kit.Session) kit.Dialog {
	actor := s.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[renamed]{
		Title:  "Change your name",
		Intro:  "Others see it in lists and in the activity log. What has happened stays under the old one.",
		Fields: []widget.Field{widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name"}, Value: s.Profile.Name, Limit: model.MaxName}},
		Submit: "Save",
		Busy:   "Saving…",
		Run: func(ctx context.Context, v widget.Values) (renamed, error) {
			return renamed{}, s.Authority.RenameAccount(ctx, actor, v.Text(model.FieldName))
		},
		Done: func(r renamed) tea.Msg { return r },
	})
}

const fieldAgain model.Field = "new password again"

func passwordForm(s *kit.Session) kit.Dialog {
	actor := s.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Actor]{
		Title: "Change your password",
		Intro: "Your other sessions end with it; your API tokens do not.",
		Help:  "A password has 15 characters or more; a few words in a row are easy to remember. Common passwords and your own e-mail are refused.",
		Fields: []widget.Field{
			widget.Password{Label: widget.Label{Name: model.FieldPassword, Label: "Present", Help: "The one that you log in with now."}},
			widget.Password{Label: widget.Label{Name: model.FieldNewPassword, Label: "New", Help: "15 characters or more. A few words in a row do well."}},
			widget.Password{Label: widget.Label{Name: fieldAgain, Label: "New, again", Help: "So that a slip of a finger does not lock you out."}},
		},
		Submit: "Change",
		Busy:   "Checking…",
		Run: func(ctx context.Context, v widget.Values) (model.Actor, error) {
			if v.Secret(model.FieldNewPassword).Reveal() != v.Secret(fieldAgain).Reveal() {
				return actor, &model.Error{Kind: model.KindInvalid, Field: fieldAgain, Message: "That is not the same as the new password."}
			}
			return s.Authority.ChangePassword(ctx, actor, v.Secret(model.FieldPassword), v.Secret(model.FieldNewPassword))
		},
		Done: func(a model.Actor) tea.Msg { return passwordChanged{a} },
	})
}
