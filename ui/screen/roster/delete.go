package roster

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Ending is what has to be known before a place is deleted.
type Ending struct {
	place  known
	gift   gift
	people []leaving // the first members
}

// endingMost is how many members the tokens are read of.
const endingMost = 100

// ReadEnding reads what deleting a place would touch. It runs inside a command.
func ReadEnding(s *kit.Session, p Place) func(context.Context) (Ending, error) {
	a := asking(s)
	return func(ctx context.Context) (Ending, error) {
		var e Ending
		var err error
		if e.place, err = p.read(ctx, a); err != nil {
			return e, err
		}
		if e.gift, err = p.gift(ctx, a); err != nil || len(e.gift.rows) == 0 {
			return e, err
		}
		page, err := p.members(ctx, a, model.PageRequest{Sort: model.SortCreated, Limit: endingMost})
		if err != nil {
			return e, err
		}
		e.people, err = p.leaving(ctx, a, page.Rows)
		return e, err
	}
}

// Place is what would be deleted.
func (e Ending) Place() Place { return e.place.Place }

// Question asks before a place is deleted, which run does. The outcome is what
// done makes of the words for what was done.
func (e Ending) Question(s *kit.Session, run func(context.Context) error, done func(said string) tea.Msg) kit.Dialog {
	name := e.place.Name()
	return widget.NewConfirm(s, widget.ConfirmOptions[struct{}]{
		Title:  "Delete " + name + "?",
		Facts:  e.facts(),
		List:   e.list(s),
		Action: "Delete",
		Busy:   "Deleting…",
		Danger: true,
		Run:    func(ctx context.Context) (struct{}, error) { return struct{}{}, run(ctx) },
		Done:   func(struct{}) tea.Msg { return done("Deleted " + name + ".") },
	})
}

// facts says what happens, and to whom.
func (e Ending) facts() []widget.Fact {
	facts := []widget.Fact{{Value: e.consequence()}, {}, {Label: "Members", Value: count(e.place.members, e.place.more)}}
	if e.place.below > 0 {
		facts = append(facts, widget.Fact{Label: "Below it", Value: kit.Plural(e.place.below, "site")})
	}
	return append(facts, widget.Fact{Label: "Gives", Value: e.gift.short()})
}

// consequence says who loses something, and what stands in the way.
func (e Ending) consequence() string {
	if e.place.below > 0 {
		return "A site with sites below it cannot be deleted; move or delete those first."
	}
	text := e.lost() + losing(e.tokens())
	if e.place.isSite() {
		text += " Items that are at it have to go elsewhere first."
	}
	return text + " This cannot be undone."
}

func (e Ending) lost() string {
	const then = " what it gives them, from the next request on."
	switch n := e.place.members; {
	case len(e.gift.rows) == 0:
		return "Nothing is granted to it, so nobody loses anything."
	case len(e.place.path) > 1:
		return "Its members, and those of the sites above it, lose" + then
	case n == 0:
		return "Nobody is a member, so nobody loses anything."
	case n == 1:
		return "Its one member loses" + then
	default:
		return "Its " + Members(n, e.place.more) + " lose" + then
	}
}

func (e Ending) tokens() (n int) {
	for _, p := range e.people {
		n += len(p.tokens)
	}
	return n
}

// list names the members with the tokens that lose something too.
func (e Ending) list(s *kit.Session) []string {
	var lines []string
	for _, p := range e.people {
		for _, line := range tokenLines(s, p.tokens) {
			lines = append(lines, p.Name+" · "+line)
		}
	}
	return lines
}
