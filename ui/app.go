package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/gate"
)

// lockAfter is how long a session may be idle before it locks (rule 11.5).
const lockAfter = 10 * time.Minute

// App is latchkey's screens for one session: Root with its places, and the
// watch on what changes in the store.
type App struct {
	session *kit.Session
	root    *Root
	ahead   *ahead // nil when the store is open
	changes <-chan struct{}
	who     *kit.Question[model.Profile]
	token   *kit.Question[model.TokenDetails] // that somebody visits
	item    *kit.Question[model.ItemDetails]  // the same
	due     *kit.Question[model.Quota]
	warned  string // the last warning that was shown
}

// NewApp returns the screens of a session, beginning with the first run when
// the store holds nothing yet, else with the log-in, which a session that has a
// Profile already does without. Changes says that
// something was committed; it is model.Authority.Changes'.
func NewApp(s *kit.Session, firstRun bool, changes <-chan struct{}) *App {
	a := &App{
		session: s, changes: changes, who: kit.NewQuestion[model.Profile](s),
		token: kit.NewQuestion[model.TokenDetails](s), item: kit.NewQuestion[model.ItemDetails](s), due: kit.NewQuestion[model.Quota](s),
	}
	var first kit.Screen = gate.NewLogIn(s, "")
	switch {
	case firstRun:
		first = gate.NewSetUp(s)
	case s.Profile.User != "":
		first = nil
	}
	a.root = NewRoot(s, Options{
		Header: a.header,
		Gate:   first,
		Tabs:   func() []Tab { return places(s) },
		Idle:   lockAfter, QuitNote: s.QuitNote,
		OnIdle: func() tea.Cmd { return kit.Send(kit.ShowGate{Screen: gate.NewLock(s)}) },
		Commands: []Command{
			{Name: "content", Summary: "items, and beside them groups, sites and rules", Run: func(string) tea.Cmd { return a.root.route(kit.GoTo{Command: "items"}) }},
			{Name: "explain", Summary: "why a request is refused or let through", Run: func(string) tea.Cmd { return a.explain() }},
			{Name: "lock", Summary: "lock the session", Run: func(string) tea.Cmd { return a.root.route(kit.ShowGate{Screen: gate.NewLock(s)}) }},
			{Name: "logout", Summary: "log in as somebody else", Run: func(string) tea.Cmd { return gate.LogOut(s, "") }},
		},
	})
	return a
}

// Init starts the screens and the watch. Who has logged in before, over SSH, is
// greeted at once.
func (a *App) Init() tea.Cmd {
	if w := a.ahead; w != nil {
		return tea.Batch(a.root.Init(), w.word.Set(wordAfter), w.store.Ask(w.open))
	}
	cmd := tea.Batch(a.root.Init(), a.watch)
	if a.session.Profile.User == "" {
		return cmd
	}
	return tea.Batch(cmd, a.greet())
}

// committed is the change that watch has waited for.
type committed struct{}

// watch waits for a change in the store. It is a command, and one at a time runs.
func (a *App) watch() tea.Msg {
	select {
	case _, ok := <-a.changes:
		if ok {
			return committed{}
		}
	case <-a.session.Context.Done():
	}
	return nil
}

// Update passes everything on to Root. After a change it asks who the person is
// now: another session may have renamed the org, or ended this one.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if cmd, ok := a.answer(msg); ok {
		return a, cmd
	}
	if _, ok := msg.(committed); ok {
		_, cmd := a.Update(kit.Changed{})
		return a, tea.Batch(cmd, a.watch)
	}
	_, cmd := a.root.Update(msg)
	switch msg := msg.(type) {
	case kit.Changed:
		cmd = tea.Batch(cmd, a.askWho(), a.warn())
	case kit.Visit:
		cmd = tea.Batch(cmd, a.visit(msg.Place))
	case kit.ShowTabs:
		if msg.From != nil { // somebody has logged in
			cmd = tea.Batch(cmd, a.greet())
		}
	}
	return a, cmd
}

// answer takes the answers to the app's own questions.
func (a *App) answer(msg tea.Msg) (tea.Cmd, bool) {
	if cmd, ok := a.meet(msg); ok {
		return cmd, true
	}
	if answer, ok := a.who.Answer(msg); ok {
		return a.known(answer), true
	}
	if answer, ok := a.token.Answer(msg); ok {
		return a.showToken(answer), true
	}
	if answer, ok := a.item.Answer(msg); ok {
		return a.showItem(answer), true
	}
	if answer, ok := a.due.Answer(msg); ok {
		return a.sayDue(answer), true
	}
	return nil, false
}

// greet tells whoever has logged in what they have to know: of the machine first,
// as that keeps others from their work too.
func (a *App) greet() tea.Cmd {
	a.warned = "" // it may be somebody else
	if warning := a.warn(); warning != nil {
		return warning
	}
	return a.askDue()
}

// warn shows an operator what is wrong with the machine, once.
func (a *App) warn() tea.Cmd {
	s := a.session
	if s.Warning == nil || !s.Profile.Operator {
		return nil
	}
	text := s.Warning()
	if text == a.warned {
		return nil
	}
	a.warned = text
	if text == "" {
		return nil
	}
	return kit.Say(kit.Failed, text)
}

func (a *App) askWho() tea.Cmd {
	s := a.session
	if s.Profile.User == "" {
		return nil
	}
	actor, org := s.Actor(), s.Org()
	return a.who.Ask(func(ctx context.Context) (model.Profile, error) {
		return s.Authority.WhoAmI(ctx, actor, org)
	})
}

// known takes who the person is now. A session that has ended goes back to the
// log-in with the sentence that says why.
func (a *App) known(answer kit.Answer[model.Profile]) tea.Cmd {
	s := a.session
	switch {
	case s.Profile.User == "": // logged out meanwhile
		return nil
	case model.KindOf(answer.Err) == model.KindUnauthenticated:
		return gate.LogOut(s, model.Sentence(answer.Err))
	case model.KindOf(answer.Err) == model.KindNotFound:
		return a.askElsewhere()
	case answer.Err != nil:
		return nil // the next change asks again
	case answer.Value.Org.ID != s.Org():
		return a.goElsewhere(answer.Value)
	}
	s.Profile = answer.Value
	return nil
}

// askElsewhere asks who the person is without the org, which they have left.
func (a *App) askElsewhere() tea.Cmd {
	s, actor := a.session, a.session.Actor()
	return a.who.Ask(func(ctx context.Context) (model.Profile, error) {
		p, err := s.Authority.WhoAmI(ctx, actor, "")
		if err != nil || s.Leave == nil || p.Operator {
			return p, err
		}
		orgs, err := s.Authority.ListOrgs(ctx, actor, model.PageRequest{Sort: model.SortName, Limit: 1})
		if err == nil && len(orgs.Rows) == 0 { // they could not have come in like this
			err = shutOut
		}
		return p, err
	})
}

var shutOut = &model.Error{Kind: model.KindUnauthenticated,
	Message: "This session has ended, because you are no longer an active member of any organisation."}

// goElsewhere takes the person out of an org that they are no longer in.
func (a *App) goElsewhere(p model.Profile) tea.Cmd {
	if p.Org.ID != "" { // they switched while the question was under way
		return nil
	}
	left := a.session.Profile.Org.Name
	return tea.Sequence(a.session.Enter(p), kit.Say(kit.Failed, "You are no longer a member of "+model.Printable(left)+"."))
}

// View draws the screens.
func (a *App) View() string { return a.root.View() }

// header says in which org who works, and as what.
func (a *App) header() (org, who string) {
	p := a.session.Profile
	if p.User == "" {
		return "", ""
	}
	who = p.Email
	switch {
	case p.Set != "":
		who += " · " + p.Set
	case p.Operator:
		who += " · operator"
	}
	if p.ByToken {
		who += " · by token"
	}
	return p.Org.Name, who
}
