package alltokens

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/widget"
)

// found is the outcome of the form: the token that a secret belongs to.
type found struct{ token model.TokenView }

// findForm asks for a secret, hidden, and says which token it is (rule 5.6).
func findForm(s *kit.Session) kit.Dialog {
	actor := s.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.TokenView]{
		Title:  "Find a token by its secret",
		Intro:  "For a secret that turned up where it should not be. What you paste stays hidden, and looking for it is no use of the token.",
		Help:   "Paste the whole secret, as in lku_… or lks_…. A secret that nobody has and one of an organisation where you may not revoke get the same answer.",
		Fields: []widget.Field{widget.Password{Label: widget.Label{Name: model.FieldToken, Label: "Secret"}, Placeholder: "lku_… or lks_…"}},
		Submit: "Find",
		Busy:   "Looking…",
		Run: func(ctx context.Context, v widget.Values) (model.TokenView, error) {
			return s.Authority.FindBySecret(ctx, actor, v.Secret(model.FieldToken))
		},
		Done: func(v model.TokenView) tea.Msg { return found{v} },
	})
}

// show opens the token's details, from where it can be revoked.
func (f found) show(s *kit.Session) tea.Cmd {
	text := "It is " + model.Printable(f.token.Name) + " of " + model.Printable(f.token.Owner)
	if f.token.Org != s.Org() {
		text += " in " + model.Printable(f.token.OrgName)
	}
	if f.token.Alive() {
		text += ". Press x to revoke it."
	} else {
		text += ", which has ended."
	}
	return tea.Sequence(kit.Show(tokens.NewDetails(s, f.token)), kit.Say(kit.Done, text))
}
