package users

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// onMarked lists what can be done to several people at once.
func (a actions) onMarked(marked []model.MemberView) []action {
	if !a.mayManage() {
		return nil
	}
	k := kit.Named(keyDeactivate, "deactivate "+kit.Count(len(marked)))
	return []action{{k, func() reading { return a.deactivatingAll(marked) }}}
}

// deactivatingAll reads those of the marked people who are active now, with
// how many tokens of theirs would end.
func (a actions) deactivatingAll(marked []model.MemberView) reading {
	s, actor, org := a.session, a.session.Actor(), a.org
	ids := make([]model.UserID, len(marked))
	for i, v := range marked {
		ids[i] = v.User
	}
	return func(ctx context.Context) (opener, error) {
		now, err := s.Authority.MembersByID(ctx, actor, org, ids)
		if err != nil {
			return nil, err
		}
		var active []model.MemberView
		for _, v := range now {
			if v.Status == model.MemberActive {
				active = append(active, v)
			}
		}
		if len(active) == 0 {
			return nil, &model.Error{Kind: model.KindConflict, Message: "Nobody of those who are marked is active."}
		}
		return func() kit.Dialog { return a.questionAll(active) }, nil
	}
}

// questionAll asks once for all of them.
func (a actions) questionAll(people []model.MemberView) kit.Dialog {
	s := a.session
	o := widget.ConfirmOptions[done]{
		Action: "Deactivate",
		Busy:   "Deactivating…",
		Danger: true,
		About:  meanwhile.People(s, people, "All of them were deactivated", model.ActDeactivateMember),
		Run:    a.deactivateAll(people),
		Done:   func(d done) tea.Msg { return d },
		Left: func(left []int) (string, string) {
			those := make([]model.MemberView, len(left))
			for i, at := range left {
				those[i] = people[at]
			}
			title, text := askAll(those)
			return title, fmt.Sprintf("%d of these %d went meanwhile. %s", len(people)-len(left), len(people), text)
		},
	}
	o.Title, o.Text = askAll(people)
	for _, v := range people {
		o.List = append(o.List, fmt.Sprintf("%s · %s · last log-in %s", v.Name, kit.Plural(v.Tokens, "active token"), s.Ago(v.LastLoginAt)))
	}
	return widget.NewConfirm(s, o)
}

// askAll asks about people, and says what will happen.
func askAll(people []model.MemberView) (title, text string) {
	tokens := 0
	for _, v := range people {
		tokens += v.Tokens
	}
	return "Deactivate " + kit.Plural(len(people), "person", "people") + "?",
		"They free their seats and can be reactivated. Their " + kit.Plural(tokens, "active token") + " here end at once and for good."
}

// deactivateAll deactivates one after the other. Who is refused stays, and the
// outcome says why of the first.
func (a actions) deactivateAll(people []model.MemberView) func(context.Context) (done, error) {
	s, actor, org := a.session, a.session.Actor(), a.org
	return func(ctx context.Context) (done, error) {
		n := 0
		var refused error
		for _, v := range people {
			err := s.Authority.DeactivateMember(ctx, actor, org, v.User)
			switch {
			case err == nil:
				n++
			case refused == nil:
				refused = err
			}
		}
		text := "Deactivated " + kit.Plural(n, "person", "people") + "."
		if refused == nil {
			return done{text}, nil
		}
		if n == 0 {
			return done{}, refused
		}
		return done{text + " " + model.Sentence(refused)}, nil
	}
}
