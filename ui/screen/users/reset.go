package users

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// resetting reads whom a one-time code will be for.
func (a actions) resetting(v model.MemberView) reading {
	s, actor := a.session, a.session.Actor()
	return func(ctx context.Context) (opener, error) {
		now, err := fresh(ctx, s, actor, v)
		if err != nil {
			return nil, err
		}
		keys, err := s.Authority.KeysAtReset(ctx, actor, now.Org, now.User)
		return func() kit.Dialog { return a.resetDialog(now, keys) }, err
	}
}

// resetDialog asks before a one-time code is made and the keys are removed: with
// the password, in a session that was opened with a token (rule 4.6).
func (a actions) resetDialog(v model.MemberView, keys []model.SSHKey) kit.Dialog {
	title, text := resetWords(v)
	about := meanwhile.Person(a.session, v.Membership)
	if a.session.Profile.ByToken {
		reset := a.reset(v)
		return widget.NewFormDialog(a.session, widget.FormDialogOptions[coded]{
			Title: title, Intro: keyWords(keys) + text, Fields: a.passwordField(), Submit: "Make the code", Busy: "Checking…", About: about,
			Run: func(ctx context.Context, values widget.Values) (coded, error) {
				return reset(ctx, values.Secret(model.FieldPassword))
			},
			Done: func(c coded) tea.Msg { return c },
		})
	}
	reset := a.reset(v)
	return widget.NewConfirm(a.session, widget.ConfirmOptions[coded]{
		Title: title, Facts: resetFacts(v, keys), Text: text, Action: "Make the code", About: about,
		Run:  func(ctx context.Context) (coded, error) { return reset(ctx, model.Secret{}) },
		Done: func(c coded) tea.Msg { return c },
	})
}

func resetWords(v model.MemberView) (title, text string) {
	if invited(v) {
		return "Another one-time code for " + name(v) + "?",
			"It takes the place of the one before, which ends at once. Give it to them; it is good for 7 days."
	}
	return "Reset the password of " + name(v) + "?",
		"You get a one-time code to give to them, good for 7 days: with it they log in and choose another password. The present one goes on working until then. Who is an operator or belongs to other organisations too is reset by an operator alone."
}

// resetFacts says who it is, and before the long text that their keys go.
func resetFacts(v model.MemberView, keys []model.SSHKey) []widget.Fact {
	facts := []widget.Fact{{Label: "E-mail", Value: v.Email}}
	if len(keys) > 0 {
		facts = append(facts, widget.Fact{}, widget.Fact{Value: keyWords(keys)})
	}
	return facts
}

// keyWords says that keys go with a reset.
func keyWords(keys []model.SSHKey) string {
	switch len(keys) {
	case 0:
		return ""
	case 1:
		return "Their SSH key is removed too, with the sessions by it. "
	}
	return "Their " + kit.Plural(len(keys), "SSH key") + " are removed too, with the sessions by them. "
}

// reset returns what makes the code.
func (a actions) reset(v model.MemberView) func(context.Context, model.Secret) (coded, error) {
	s, actor := a.session, a.session.Actor()
	return func(ctx context.Context, password model.Secret) (coded, error) {
		reset, err := s.Authority.ResetPassword(ctx, actor, v.Org, v.User, password)
		said := "Made a one-time code for " + name(v) + "."
		if n := len(reset.Keys); n > 0 {
			said += " Removed " + kit.Plural(n, "SSH key") + "."
		}
		return coded{done{said}, v.Membership, reset.Code}, err
	}
}
