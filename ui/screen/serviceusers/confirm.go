package serviceusers

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/screen/successor"
	"example.com/latchkey/ui/widget"
)

// step is what can happen to a service user and its tokens.
type step int

const (
	disabling step = iota
	enabling
	deleting
)

// steps are the words of each step: the button, and while it runs.
var steps = map[step]struct{ action, busy string }{
	disabling: {"Disable", "Disabling…"},
	enabling:  {"Enable", "Enabling…"},
	deleting:  {"Delete", "Deleting…"},
}

// affected is what has to be known before the question is put: whom it is
// about, and which tokens work now.
type affected struct {
	step
	user   model.ServiceUserView
	tokens []model.TokenView
	estate successor.Estate // what it owns in the org, for deleting
}

// settled is the outcome of the dialog that asks who gets what it owns.
type settled struct{ affected }

// about reads what a step would touch, as it is now.
func (l *List) about(what step, u model.ServiceUserView) func(context.Context) (affected, error) {
	s, actor := l.session, l.session.Actor()
	return func(ctx context.Context) (affected, error) {
		now, err := fresh(ctx, s, actor, u)
		if err != nil {
			return affected{}, err
		}
		a := affected{step: what, user: now}
		if what == deleting {
			a.estate, err = successor.Read(ctx, s, actor, successor.Estate{Org: now.Org, Of: model.Subject{ServiceUser: now.ID}, Name: now.Name})
			if err != nil {
				return a, err
			}
		}
		quota, err := s.Authority.TokenQuota(ctx, actor, u.Org, true)
		for _, t := range quota.Active {
			if t.Subject.ServiceUser == u.ID {
				a.tokens = append(a.tokens, t)
			}
		}
		return a, err
	}
}

// dialogOf asks before a step, and before that who gets what the service user
// owns.
func (l *List) dialogOf(a affected) kit.Dialog {
	if !a.estate.Any() || a.estate.Settled() {
		return l.question(a)
	}
	return successor.Ask(l.session, a.estate, l.watch(a), func(e successor.Estate) tea.Msg {
		a.estate = e
		return settled{a}
	})
}

// question asks before a step.
func (l *List) question(a affected) kit.Dialog {
	words := steps[a.step]
	return widget.NewConfirm(l.session, widget.ConfirmOptions[string]{
		Title:  words.action + " " + name(a.user.ServiceUser) + "?",
		Facts:  a.facts(),
		List:   a.list(l.session),
		Action: words.action,
		Busy:   words.busy,
		Danger: a.step != enabling,
		About:  l.watch(a),
		Run:    l.take(a),
		Done:   func(said string) tea.Msg { return done{said} },
	})
}

// undoing are the actions that leave a step nothing to do.
var undoing = map[step]model.Action{disabling: model.ActDisableService, enabling: model.ActEnableService}

// watch looks after the service user that a step is about.
func (l *List) watch(a affected) kit.Watch {
	return meanwhile.ServiceUser(l.session, a.user.Org, a.user.ID, a.user.Name, undoing[a.step])
}

// take returns what takes the step, and says what was done.
func (l *List) take(a affected) func(context.Context) (string, error) {
	s, actor, u := l.session, l.session.Actor(), a.user
	return func(ctx context.Context) (string, error) {
		switch a.step {
		case disabling:
			_, err := s.Authority.DisableServiceUser(ctx, actor, u.Org, u.ID)
			return "Disabled " + name(u.ServiceUser) + ".", err
		case enabling:
			_, err := s.Authority.EnableServiceUser(ctx, actor, u.Org, u.ID)
			return "Enabled " + name(u.ServiceUser) + ".", err
		}
		revoked, err := s.Authority.DeleteServiceUser(ctx, actor, u.Org, u.ID, a.estate.To)
		return "Deleted " + name(u.ServiceUser) + " · revoked " + kit.Plural(revoked, "token") + ".", err
	}
}

// consequence says what will happen, to the active tokens above all.
func (a affected) consequence() string {
	const last = "The name stays in the activity log. This cannot be undone; disabling can."
	one, n := len(a.tokens) == 1, kit.Plural(len(a.tokens), "active token")
	be := map[bool]string{true: " is ", false: " are "}[one]
	switch {
	case len(a.tokens) == 0 && a.step == disabling:
		return "It has no active token, so nothing stops working now."
	case len(a.tokens) == 0 && a.step == enabling:
		return "It has no active token."
	case len(a.tokens) == 0:
		return "It has no active token. " + last
	case a.step == disabling:
		return "Its " + n + be + "refused from the next request on, until it is enabled again."
	case a.step == enabling:
		return "Its " + n + be + "accepted again from the next request on."
	}
	return "Its " + n + be + "revoked in the same step. " + last
}

// facts tells a person what will happen and to whom. What happens comes first:
// on a small screen the rest may have no room.
func (a affected) facts() []widget.Fact {
	facts := append([]widget.Fact{{Value: a.consequence()}, {}}, a.estate.Facts()...)
	if a.user.Description != "" {
		facts = append(facts, widget.Fact{Label: "Description", Value: a.user.Description})
	}
	return append(facts,
		widget.Fact{Label: "Sets", Value: sets(a.user)},
		widget.Fact{Label: "Tokens", Value: kit.Count(len(a.tokens)) + " active"},
	)
}

// list names the tokens, so that it can be seen whether something uses them.
func (a affected) list(s *kit.Session) []string {
	var list []string
	for _, t := range a.tokens {
		used := "never used"
		if !t.Use.LastAt.IsZero() {
			used = "used " + s.Ago(t.Use.LastAt) + " from " + t.Use.From
		}
		list = append(list, t.Name+" · "+used)
	}
	return list
}
