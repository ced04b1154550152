package users

import (
	"context"
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

var (
	keySet        = kit.Bind("set", "E")
	keyDeactivate = kit.Bind("deactivate", "d")
	keyReactivate = kit.Named(keyDeactivate, "reactivate")
	keyRemove     = kit.Bind("remove", "x")
	keyRevokeAll  = kit.Bind("revoke all tokens", "X")
	keyReset      = kit.Bind("reset password", "P")
	keyNewCode    = kit.Named(keyReset, "new code")
	keyDisable    = kit.Bind("disable account", "D")
	keyEnable     = kit.Named(keyDisable, "enable account")
	keySSHKeys    = kit.Bind("SSH keys", "K")
)

// opener makes the dialog that an action begins with, of what was read for it.
type opener func() kit.Dialog

// reading reads what an action has to know. It runs inside a command.
type reading func(context.Context) (opener, error)

// action is a key and what it begins.
type action struct {
	key   key.Binding
	begin func() reading
}

// actions is what can be done to a person, from the list and from their page.
type actions struct {
	session *kit.Session
	org     model.OrgID
	dialog  *kit.Question[opener]
}

func newActions(s *kit.Session) actions {
	return actions{session: s, org: s.Org(), dialog: kit.NewQuestion[opener](s)}
}

// mayManage reports whether the keys that change something are worth showing.
func (a actions) mayManage() bool { return a.session.Profile.Can(model.UsersManage) }

// on lists what can be done to a person now on their page, the most useful
// first.
func (a actions) on(v model.MemberView) []action {
	return slices.DeleteFunc(a.inList(v), func(act action) bool { return act.key.Help() == keyRemove.Help() })
}

// inList lists what can be done to a person now in the list, where x removes
// them: on their page it revokes a token.
func (a actions) inList(v model.MemberView) []action {
	var list []action
	add := func(shown bool, k key.Binding, begin func() reading) {
		if shown {
			list = append(list, action{k, begin})
		}
	}
	p := a.session.Profile
	manage, other := a.mayManage(), v.User != p.User
	active := v.Status == model.MemberActive
	add(manage, keySet, func() reading { return a.setting(v) })
	add(manage && active && other, keyDeactivate, func() reading { return a.about(deactivating, v) })
	add(manage && !active, keyReactivate, func() reading { return a.about(reactivating, v) })
	add(manage, keyRemove, func() reading { return a.about(removing, v) })
	add(v.Tokens > 0 && p.Can(model.TokensManage), keyRevokeAll, func() reading { return a.about(revoking, v) })
	add(manage && !invited(v), keyReset, func() reading { return a.resetting(v) })
	add(manage && invited(v), keyNewCode, func() reading { return a.resetting(v) })
	add(p.Operator && other && !v.Disabled, keyDisable, func() reading { return a.about(disabling, v) })
	add(p.Operator && v.Disabled, keyEnable, func() reading { return a.about(enabling, v) })
	return list
}

// keys lists the bindings of actions.
func keys(list []action) []key.Binding {
	bindings := make([]key.Binding, len(list))
	for i, act := range list {
		bindings[i] = act.key
	}
	return bindings
}

// press begins the action that a key stands for.
func (a actions) press(msg tea.KeyMsg, list []action) (tea.Cmd, bool) {
	for _, act := range list {
		if key.Matches(msg, act.key) {
			return a.dialog.Ask(act.begin()), true
		}
	}
	return nil, false
}

// answer opens the dialog of the action that was begun.
func (a actions) answer(msg tea.Msg) tea.Cmd {
	answer, ok := a.dialog.Answer(msg)
	switch {
	case !ok:
		return nil
	case answer.Err != nil:
		return kit.Say(kit.Failed, model.Sentence(answer.Err))
	}
	return kit.Open(answer.Value())
}

// done is the outcome of most dialogs here: something was done, and this says
// what.
type done struct{ text string }

// coded is the outcome of those that make a one-time code.
type coded struct {
	done
	who  model.Membership
	code model.Secret
}

// settled is the outcome of the one that asks who gets what somebody owns.
type settled struct{ affected }

// outcome takes what a dialog ended with.
func (a actions) outcome(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case done:
		return kit.Say(kit.Done, msg.text), true
	case coded:
		return tea.Batch(kit.Open(a.reveal(msg)), kit.Say(kit.Done, msg.text)), true
	case settled:
		return kit.Open(a.dialogOf(msg.affected)), true
	case widget.RevealClosed:
		return nil, true
	}
	return nil, false
}

// reveal shows a one-time code, this once.
func (a actions) reveal(c coded) kit.Dialog {
	return widget.NewReveal(a.session, widget.RevealOptions{
		Title:    "One-time code for " + model.Printable(c.who.Name),
		Note:     "Give it to them; it is good for 7 days and shown this once.",
		Secret:   c.code,
		FileName: "one-time-code.txt",
		About:    meanwhile.Person(a.session, c.who, model.ActDisableAccount),
	})
}
