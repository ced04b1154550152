package users

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/screen/successor"
	"example.com/latchkey/ui/widget"
)

// step is what can happen to a person and their tokens.
type step int

const (
	deactivating step = iota
	reactivating
	removing
	disabling
	enabling
	revoking
)

// steps are the words of each step: the title around the name, the button, and
// while it runs.
var steps = map[step]struct{ before, after, action, busy string }{
	deactivating: {"Deactivate ", "?", "Deactivate", "Deactivating…"},
	reactivating: {"Reactivate ", "?", "Reactivate", "Reactivating…"},
	removing:     {"Remove ", "?", "Remove", "Removing…"},
	disabling:    {"Disable the account of ", "?", "Disable", "Disabling…"},
	enabling:     {"Enable the account of ", "?", "Enable", "Enabling…"},
	revoking:     {"Revoke all tokens of ", "?", "Revoke", "Revoking…"},
}

// takes reports whether a step ends tokens.
func (s step) takes() bool { return s != reactivating && s != enabling }

// affected is what has to be known before the question is put: whom it is
// about, and which tokens work now, the most recently used one first.
type affected struct {
	step
	who    model.MemberView
	org    string
	tokens []model.TokenDetails
	hidden bool             // the person who asks may not see the tokens
	estate successor.Estate // what they own in the org, for removing
}

// about reads what a step would touch, as it is now.
func (a actions) about(what step, v model.MemberView) reading {
	s, actor, org := a.session, a.session.Actor(), a.session.Profile.Org.Name
	return func(ctx context.Context) (opener, error) {
		now, err := fresh(ctx, s, actor, v)
		if err != nil {
			return nil, err
		}
		it := affected{step: what, who: now, org: model.Printable(org)}
		if what.takes() {
			err = it.readTokens(ctx, s, actor)
		}
		if err == nil && what == removing {
			it.estate, err = successor.Read(ctx, s, actor, successor.Estate{Org: now.Org, Of: model.Subject{User: now.User}, Name: now.Name})
		}
		if err == nil && what == revoking && len(it.tokens) == 0 {
			err = &model.Error{Kind: model.KindConflict, Message: name(now) + " has no active token any more."}
		}
		return func() kit.Dialog { return a.dialogOf(it) }, err
	}
}

// readTokens reads the person's active tokens in the org with how they are used.
func (it *affected) readTokens(ctx context.Context, s *kit.Session, actor model.Actor) error {
	alive, _, err := s.Authority.TokensIn(ctx, actor, scope(it.who))
	if model.KindOf(err) == model.KindForbidden {
		it.hidden = true
		return nil
	}
	for _, t := range slices.Backward(alive) {
		if err != nil {
			break
		}
		var d model.TokenDetails
		d, err = s.Authority.TokenDetails(ctx, actor, model.TokenRef{Org: t.Org, ID: t.ID})
		it.tokens = append(it.tokens, d)
	}
	return err
}

func scope(v model.MemberView) model.RevokeScope {
	return model.RevokeScope{Org: v.Org, Subject: model.Subject{User: v.User}}
}

// dialogOf asks before a step, and before that who gets what the person owns.
func (a actions) dialogOf(it affected) kit.Dialog {
	if !it.estate.Any() || it.estate.Settled() {
		return a.question(it)
	}
	return successor.Ask(a.session, it.estate, a.watch(it), func(e successor.Estate) tea.Msg {
		it.estate = e
		return settled{it}
	})
}

// question asks before a step.
func (a actions) question(it affected) kit.Dialog {
	words := steps[it.step]
	return widget.NewConfirm(a.session, widget.ConfirmOptions[string]{
		Title:  words.before + name(it.who) + words.after,
		Facts:  it.facts(a.session),
		List:   it.list(a.session),
		Text:   it.offer(a.session),
		Action: words.action,
		Busy:   words.busy,
		Danger: it.takes(),
		About:  a.watch(it),
		Run:    a.take(it),
		Done:   func(said string) tea.Msg { return done{said} },
	})
}

// undoing are the actions that leave a step nothing to do.
var undoing = map[step]model.Action{
	deactivating: model.ActDeactivateMember,
	reactivating: model.ActReactivateMember,
	disabling:    model.ActDisableAccount,
	enabling:     model.ActEnableAccount,
}

// watch looks after whom a step is about, or after their tokens where it ends
// these alone.
func (a actions) watch(it affected) kit.Watch {
	if it.step == revoking {
		return meanwhile.Scope(a.session, scope(it.who), it.who.Name)
	}
	return meanwhile.Person(a.session, it.who.Membership, undoing[it.step])
}

// take returns what takes the step, and says what was done.
func (a actions) take(it affected) func(context.Context) (string, error) {
	authority, actor, v := a.session.Authority, a.session.Actor(), it.who
	return func(ctx context.Context) (string, error) {
		switch it.step {
		case deactivating:
			return "Deactivated " + name(v) + ".", authority.DeactivateMember(ctx, actor, v.Org, v.User)
		case reactivating:
			return "Reactivated " + name(v) + ".", authority.ReactivateMember(ctx, actor, v.Org, v.User)
		case removing:
			return "Removed " + name(v) + " from " + it.org + ".", authority.RemoveMember(ctx, actor, v.Org, v.User, it.estate.To)
		case disabling:
			return "Disabled the account of " + name(v) + ".", authority.DisableAccount(ctx, actor, v.User)
		case enabling:
			return "Enabled the account of " + name(v) + ".", authority.EnableAccount(ctx, actor, v.User)
		}
		n, err := authority.RevokeAll(ctx, actor, scope(v))
		if n == 0 {
			return "The tokens of " + name(v) + " had ended already.", err
		}
		return "Revoked " + kit.Plural(n, "token") + " of " + name(v) + ".", err
	}
}
