package roster

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// givesMost is how many of the things that a place gives are named beside a list
// and in a question.
const givesMost = 8

// Gives keeps what the place under a cursor gives to its members.
type Gives struct {
	session *kit.Session
	load    *kit.Question[gift]
	have    gift
	asked   Place
}

// gift is the first of what a place gives, and whether there is more.
type gift struct {
	of   Place
	rows []model.GivenView
	more bool
}

// NewGives returns one that knows nothing yet.
func NewGives(s *kit.Session) *Gives {
	return &Gives{session: s, load: kit.NewQuestion[gift](s)}
}

// Look returns the command that reads what a place gives, when that is another
// one than before. Who does not manage it is not told.
func (g *Gives) Look(p Place) tea.Cmd {
	if p.Grantee == g.asked.Grantee || !p.Managed(g.session) {
		return nil
	}
	g.asked = p
	a := asking(g.session)
	return g.load.Ask(func(ctx context.Context) (gift, error) { return p.gift(ctx, a) })
}

// Forget makes the next Look read again.
func (g *Gives) Forget() { g.asked = Place{} }

func (p Place) gift(ctx context.Context, a asker) (gift, error) {
	page, err := a.GivenTo(ctx, a.actor, p.Grantee, model.PageRequest{Limit: givesMost})
	return gift{p, page.Rows, !page.AtEnd}, err
}

// Update takes the answer. What cannot be read is not shown.
func (g *Gives) Update(msg tea.Msg) {
	if a, ok := g.load.Answer(msg); ok && a.Err == nil {
		g.have = a.Value
	}
}

// Facts says what a place gives, as far as that is known by now.
func (g *Gives) Facts(p Place) []widget.Fact {
	if g.have.of.Grantee != p.Grantee {
		return nil
	}
	return []widget.Fact{{Label: "Gives", Value: strings.Join(g.have.lines(), "\n")}}
}

// lines says what a place gives, a line each.
func (g gift) lines() []string {
	var lines []string
	for _, v := range g.rows {
		lines = append(lines, inWords(v))
	}
	switch {
	case len(lines) == 0:
		return []string{"nothing yet"}
	case g.more:
		lines = append(lines, "and more")
	}
	return lines
}

// inWords says what a grant gives: "edit · Forklift #1182".
func inWords(v model.GivenView) string { return v.Level.String() + " · " + on(v) }

// on says what a grant is on.
func on(v model.GivenView) string {
	var text string
	switch {
	case v.Rule && v.Scope.Site != "":
		text = "all " + v.Scope.Kind.Plural() + " at " + v.SiteName + " and below"
	case v.Rule:
		text = "all " + v.Scope.Kind.Plural()
	case v.Item.ID == "":
		text = "an item that you do not see"
	default:
		text = v.Item.Name
	}
	if v.Scope.Org != v.To.Org {
		text += ", of " + v.ItemOrg
	}
	return model.Printable(text)
}
