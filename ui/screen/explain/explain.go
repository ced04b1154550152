package explain

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
)

// Explain is one request with the checks that it goes through.
type Explain struct {
	session *kit.Session
	request model.ExplainRequest
	item    string // what the item is called, where the person chose it by name
	load    *kit.Question[model.Explanation]
	dialog  *kit.Question[opener]
	have    *model.Explanation // nil until there is one
	err     error
	begin   bool // the cursor goes to the answer when the next explanation comes
	at      int  // the step with the cursor
	top     int  // the first line that is seen
	width   int
	height  int
}

// New returns the screen for a request. The zero request asks whose is meant.
func New(s *kit.Session, request model.ExplainRequest) *Explain {
	return &Explain{
		session: s, request: request, begin: true,
		load:   kit.NewQuestion[model.Explanation](s),
		dialog: kit.NewQuestion[opener](s),
	}
}

// OfToken returns the screen for the requests that a token makes.
func OfToken(s *kit.Session, v model.TokenView) *Explain {
	return New(s, model.ExplainRequest{Token: model.TokenRef{Org: v.Org, ID: v.ID}})
}

// OfSubject returns the screen for whatever a person or a service user of an org
// may do.
func OfSubject(s *kit.Session, org model.OrgID, who model.Subject) *Explain {
	return New(s, model.ExplainRequest{Org: org, Subject: who})
}

// nobody reports whether it was not said yet whose request is meant.
func (e *Explain) nobody() bool {
	r := e.request
	return r.Secret.IsZero() && r.Token == (model.TokenRef{}) && r.Subject == (model.Subject{})
}

// Init asks for the explanation: what decides may have been changed elsewhere.
func (e *Explain) Init() tea.Cmd {
	if e.nobody() {
		return nil
	}
	s, actor, request := e.session, e.session.Actor(), e.request
	return e.load.Ask(func(ctx context.Context) (model.Explanation, error) {
		return s.Authority.Explain(ctx, actor, request)
	})
}

// Update takes a message.
func (e *Explain) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return e, e.press(msg)
	case kit.Changed:
		return e, e.Init()
	case asked:
		return e, e.ask(msg)
	}
	if a, ok := e.load.Answer(msg); ok {
		e.take(a)
	}
	if a, ok := e.dialog.Answer(msg); ok {
		return e, openDialog(a)
	}
	return e, nil
}

// ask makes the request another one. Its explanation begins at its answer.
func (e *Explain) ask(next asked) tea.Cmd {
	if !e.request.SameSubject(next.request) {
		e.have = nil // of somebody else
	}
	e.request, e.item, e.begin = next.request, next.item, true
	return e.Init()
}

// take shows an explanation. The cursor goes to what is the answer when that is
// another one than before.
func (e *Explain) take(a kit.Answer[model.Explanation]) {
	if e.err = a.Err; e.err != nil {
		return
	}
	other := e.have == nil || e.have.Reason != a.Value.Reason
	e.have = &a.Value
	if e.begin || other {
		e.begin, e.top = false, 0
		e.at = max(e.culprit(), 0)
	}
	e.at = min(e.at, len(e.have.Steps)-1)
	e.scroll()
}

// culprit is the step that is the answer, -1 when none failed.
func (e *Explain) culprit() int {
	for i, step := range e.have.Steps {
		if step.State == model.StepFailed {
			return i
		}
	}
	return -1
}

// step returns the one with the cursor, if there is one.
func (e *Explain) step() (model.Step, bool) {
	if e.err != nil || e.have == nil || e.at >= len(e.have.Steps) {
		return model.Step{}, false
	}
	return e.have.Steps[e.at], true
}

// SetSize says how many cells there are.
func (e *Explain) SetSize(width, height int) {
	e.width, e.height = width, height
	e.scroll()
}

// Title says what is asked: who › what › on which item.
func (e *Explain) Title() string {
	var parts []string
	for _, part := range []string{e.who(), string(e.request.Ask.Permission), e.itemName(), e.level()} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return "Explain"
	}
	return "Explain  " + model.Printable(strings.Join(parts, " › "))
}

// who names the token or the subject.
func (e *Explain) who() string {
	switch {
	case e.nobody():
		return ""
	case e.have != nil && e.have.Token != nil:
		return e.have.Token.Name
	case e.have != nil && e.have.Name != "":
		return e.have.Name
	case !e.request.Secret.IsZero():
		return "a secret"
	}
	return ""
}

// itemName names the item, as far as it may be told of.
func (e *Explain) itemName() string {
	address := e.request.Ask.Item
	switch {
	case e.item != "":
		return e.item
	case e.have != nil && e.have.Item != nil && !address.IsZero():
		return e.have.Item.Name
	}
	address.Org = ""
	return address.String()
}

func (e *Explain) level() string {
	if e.request.Ask.Level == model.LevelNone {
		return ""
	}
	return e.request.Ask.Level.String()
}

// Status is empty: the answer stands under the checks.
func (e *Explain) Status() string { return "" }

// CapturesText is false: what is typed is typed into dialogs.
func (e *Explain) CapturesText() bool { return false }

// Help says what the place is for.
func (e *Explain) Help() string {
	return "How a request would be answered, and why: the checks that it goes through, in their order. The first one that fails is the answer; what fails after it is what would be next. " +
		"t says whose request is meant, p what it does, i on which item, l with which level. Enter on a check that fails leads to where that can be changed, and esc back here. " +
		"Explaining is no use of the token."
}

var (
	_ kit.Screen = (*Explain)(nil)
	_ kit.Helper = (*Explain)(nil)
)
