package users

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/profile"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/widget"
)

// Person is one person: what is known of them, and their API tokens in the
// current organisation.
type Person struct {
	session       *kit.Session
	actions       actions
	row           model.MemberView
	err           error
	load          *kit.Question[model.MemberView]
	tokens        *tokens.List
	width, height int
}

func newPerson(s *kit.Session, row model.MemberView) *Person {
	return &Person{
		session: s,
		actions: newActions(s),
		row:     row,
		load:    kit.NewQuestion[model.MemberView](s),
		tokens:  tokens.OfUser(s, row.User, row.Name),
	}
}

// Init loads the person and the tokens.
func (p *Person) Init() tea.Cmd { return tea.Batch(p.ask(), p.tokens.Init()) }

// ask reads the person as they are now.
func (p *Person) ask() tea.Cmd {
	s, actor, row := p.session, p.session.Actor(), p.row
	return p.load.Ask(func(ctx context.Context) (model.MemberView, error) { return fresh(ctx, s, actor, row) })
}

// Update takes a message.
func (p *Person) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	if press, ok := msg.(tea.KeyMsg); ok {
		if cmd, ok := p.press(press); ok {
			return p, cmd
		}
	}
	if cmd, ok := p.actions.outcome(msg); ok {
		return p, tea.Batch(cmd, p.Init())
	}
	if m, ok := msg.(moved); ok {
		return p, m.follow(p.session)
	}
	if a, ok := p.load.Answer(msg); ok {
		if p.err = a.Err; p.err == nil {
			p.row = a.Value
		}
	}
	_, cmd := p.tokens.Update(msg)
	p.fit() // the facts may have more lines now
	return p, tea.Batch(p.actions.answer(msg), cmd, p.again(msg))
}

// again reads the person once more after what may have changed them. The list
// of tokens sees to itself.
func (p *Person) again(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case kit.Changed, tokens.Revoked:
		return p.ask()
	}
	return nil
}

// press answers to the keys that are this screen's; the others are the list's.
func (p *Person) press(msg tea.KeyMsg) (tea.Cmd, bool) {
	if p.tokens.CapturesText() || p.err != nil {
		return nil, false
	}
	if _, onToken := p.tokens.Selected(); !onToken && key.Matches(msg, p.session.Keys.Explain) {
		return kit.Show(explainPerson(p.session, p.row)), true
	}
	if p.seesKeys() && key.Matches(msg, keySSHKeys) {
		return kit.Show(profile.SSHKeysOf(p.session, p.row.User, p.row.Name)), true
	}
	if token, ok := p.movable(); ok && key.Matches(msg, keyMove) {
		return p.actions.dialog.Ask(p.moving(token)), true
	}
	return p.actions.press(msg, p.actions.on(p.row))
}

// seesKeys reports whether the key that leads to the SSH keys is worth showing:
// they are the account's, and so an operator's business.
func (p *Person) seesKeys() bool { return p.session.Profile.Operator }

// View draws the facts above the tokens.
func (p *Person) View() string {
	return strings.Join(append(p.head(), p.tokens.View()), "\n")
}

// calm is the height below which the facts are one line.
const calm = 14

// head draws what is known of the person.
func (p *Person) head() []string {
	t := p.session.Theme
	condition := state(p.row)
	switch {
	case p.err != nil:
		return append(widget.Facts(t, []widget.Fact{{Value: "✗ " + model.Sentence(p.err), Tone: kit.Bad}}, p.width), "")
	case p.height < calm:
		text := model.Printable(p.row.Email + " · " + p.row.SetName + " · ")
		return []string{widget.Truncate(t.Paint(kit.Muted, text)+t.Paint(condition.Tone, condition.Text), p.width)}
	}
	return append(widget.Facts(t, facts(p.row, p.exactly), p.width), "")
}

// exactly says when something was, to the second and in words.
func (p *Person) exactly(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return p.session.Exact(at) + " · " + p.session.Ago(at)
}

// SetSize says how many cells there are.
func (p *Person) SetSize(width, height int) {
	p.width, p.height = width, height
	p.fit()
}

// fit gives the tokens the room under the facts.
func (p *Person) fit() { p.tokens.SetSize(p.width, max(p.height-len(p.head()), 1)) }

// Title names the person.
func (p *Person) Title() string { return name(p.row) }

// Status is how many of their tokens are active here.
func (p *Person) Status() string { return kit.Plural(p.row.Tokens, "active token") }

// Keys lists what works now: what can be done with a token, with the person,
// and in the list.
func (p *Person) Keys() []key.Binding {
	listed := p.tokens.Keys()
	if p.tokens.CapturesText() || p.err != nil {
		return listed
	}
	var bindings []key.Binding
	if token, ok := p.tokens.Selected(); ok && token.Alive() {
		revoke := p.session.Keys.Revoke
		bindings = append(bindings, revoke)
		listed = slices.DeleteFunc(listed, func(b key.Binding) bool { return b.Help() == revoke.Help() })
	}
	if _, onToken := p.tokens.Selected(); !onToken {
		bindings = append(bindings, p.session.Keys.Explain)
	}
	if _, ok := p.movable(); ok {
		bindings = append(bindings, keyMove)
	}
	possible := keys(p.actions.on(p.row))
	if p.seesKeys() { // early, as nothing else leads there
		possible = slices.Insert(possible, min(2, len(possible)), keySSHKeys)
	}
	return slices.Concat(bindings, possible, listed)
}

// CapturesText reports whether a filter is being typed.
func (p *Person) CapturesText() bool { return p.tokens.CapturesText() }

// Back clears the filter or the marks.
func (p *Person) Back() (tea.Cmd, bool) { return p.tokens.Back() }

// Help says what the place is for.
func (p *Person) Help() string {
	return "One person, and their API tokens in this organisation. The tokens act as the person and end for good when the person is deactivated or removed. " +
		"Before that, m moves what uses a token to a service user: it makes one with the least permission set that covers what the token may do, and goes on to generate its token. " +
		"Generating a person's own tokens is for that person alone. To operators K shows the SSH keys that the person logs in with."
}

var (
	_ kit.Screen = (*Person)(nil)
	_ kit.Backer = (*Person)(nil)
	_ kit.Helper = (*Person)(nil)
)
