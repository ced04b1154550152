package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/gate"
)

// Store is an open store, as the screens of a session meet it.
type Store struct {
	Authority *model.Authority
	FirstRun  bool            // it holds nothing yet
	Changes   <-chan struct{} // says that something was committed; it is model.Authority.Changes'
}

// wordAfter is how long the opening of a store may take without a word.
const wordAfter = 150 * time.Millisecond

// ahead is a store that the screens are ahead of.
type ahead struct {
	open  func(context.Context) (Store, error)
	store *kit.Question[Store]
	word  *kit.Timer
}

// NewAppAhead returns the screens of a session ahead of its store, beginning with
// the log-in: what is typed there waits for the store. Open returns the store when
// it is open. When it fails, the program ends, for its caller to say why.
func NewAppAhead(s *kit.Session, open func(context.Context) (Store, error)) *App {
	a := NewApp(s, false, nil)
	a.ahead = &ahead{open: open, store: kit.NewQuestion[Store](s), word: kit.NewTimer(s)}
	return a
}

// meet takes the store when it is open, and says a word before that when it takes
// its time. It reports whether msg was about that.
func (a *App) meet(msg tea.Msg) (tea.Cmd, bool) {
	if a.ahead == nil {
		return nil, false
	}
	if a.ahead.word.Rang(msg) {
		return a.root.notice.show(kit.Notice{Kind: kit.Busy, Text: "Opening the store…"}), true
	}
	answer, ok := a.ahead.store.Answer(msg)
	if !ok {
		return nil, false
	}
	a.ahead = nil
	if answer.Err != nil {
		return tea.Quit, true
	}
	return a.met(answer.Value), true
}

// met goes on with the store.
func (a *App) met(store Store) tea.Cmd {
	a.session.Authority, a.changes = store.Authority, store.Changes
	a.root.notice.clear()
	if store.FirstRun { // it was emptied since it was in use
		return tea.Batch(a.watch, kit.Send(kit.ShowGate{Screen: gate.NewSetUp(a.session)}))
	}
	return tea.Batch(a.watch, a.root.route(kit.Opened{}))
}
