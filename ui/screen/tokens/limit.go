package tokens

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// madeRoom is the outcome of the limit's form: so many tokens were revoked, and
// generating goes on (rule 3.3).
type madeRoom struct{ names []string }

func (m madeRoom) text() string {
	if len(m.names) == 1 {
		return "Revoked " + model.Printable(m.names[0]) + "."
	}
	return "Revoked " + kit.Plural(len(m.names), "token") + "."
}

const fieldTokens model.Field = "tokens"

// limitForm shows the active tokens, the least recently used one first, to
// revoke some of them there.
func limitForm(s *kit.Session, of subject, quota model.Quota) kit.Dialog {
	byID := map[string]model.TokenView{}
	var options []widget.Option
	for _, v := range quota.Active {
		byID[string(v.ID)] = v
		options = append(options, widget.Option{Value: string(v.ID), Label: fmt.Sprintf("%s · %s · used %s", v.Name, place(of, v), s.Ago(v.Use.LastAt))})
	}
	return widget.NewFormDialog(s, widget.FormDialogOptions[madeRoom]{
		Title:  fmt.Sprintf("All %d tokens are taken", quota.Most),
		Intro:  limitIntro(of, quota.Most),
		Help:   "At the limit nothing is replaced silently. Mark what is not needed with space and revoke it; then generating goes on.",
		Fields: []widget.Field{widget.Checklist{Label: widget.Label{Name: fieldTokens, Label: "Revoke", Help: "space marks · what uses a revoked token is refused from the next request on"}, Options: options}},
		Submit: "Revoke and go on",
		Busy:   "Revoking…",
		About:  of.watch(s),
		Run: func(ctx context.Context, v widget.Values) (madeRoom, error) {
			var done madeRoom
			for _, id := range v.Checked(fieldTokens) {
				t := byID[id]
				if _, err := s.Authority.RevokeToken(ctx, s.Actor(), model.TokenRef{Org: t.Org, ID: t.ID}); err != nil && model.KindOf(err) != model.KindConflict {
					return done, err
				}
				done.names = append(done.names, t.Name)
			}
			if len(done.names) == 0 {
				return done, &model.Error{Kind: model.KindInvalid, Field: fieldTokens, Message: "Mark at least one token with space, or press esc."}
			}
			return done, nil
		},
		Done: func(m madeRoom) tea.Msg { return m },
	})
}

func limitIntro(of subject, most int) string {
	if of.isServiceUser() {
		return fmt.Sprintf("An organisation can have %d service-user tokens active at once. Revoke one that is not needed, the least recently used first:", most)
	}
	return fmt.Sprintf("You can have %d tokens active at once, over all your organisations. Revoke one that is not needed, the least recently used first:", most)
}

func place(of subject, v model.TokenView) string {
	if of.isServiceUser() {
		return v.Owner
	}
	return v.OrgName
}
