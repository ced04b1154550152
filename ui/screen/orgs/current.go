package orgs

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// current keeps the session's profile as the store has it, so that the frame's
// header and the keys are right after a change.
type current struct {
	session *kit.Session
	load    *kit.Question[model.Profile]
}

func newCurrent(s *kit.Session) current {
	return current{session: s, load: kit.NewQuestion[model.Profile](s)}
}

func (c *current) ask() tea.Cmd {
	s, actor, org := c.session, c.session.Actor(), c.session.Org()
	return c.load.Ask(func(ctx context.Context) (model.Profile, error) {
		return s.Authority.WhoAmI(ctx, actor, org)
	})
}

// answer takes the answer, and reports whether msg was one, with its error. That
// of an org which the person has left meanwhile is dropped.
func (c *current) answer(msg tea.Msg) (bool, error) {
	a, ok := c.load.Answer(msg)
	if ok && a.Err == nil && a.Value.Org.ID == c.session.Org() {
		c.session.Profile = a.Value
	}
	return ok, a.Err
}

// changed is the outcome of every dialog here: something was done, and this
// says what.
type changed struct{ text string }

// say makes the outcome of a dialog whose work ends with an org.
func say(words func(model.Org) string) func(model.Org) tea.Msg {
	return func(o model.Org) tea.Msg { return changed{words(o)} }
}

// name returns an org's name as it can be put into a sentence.
func name(o model.Org) string { return model.Printable(o.Name) }
