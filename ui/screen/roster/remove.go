package roster

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

var keyRemove = kit.Bind("remove", "x")

// affected is what has to be known before the question is put: who would go, and
// what they would lose.
type affected struct {
	place  Place
	people []leaving
	gift   gift
}

// leaving is a member, with the active tokens that act as them, of those that the
// person who asks sees anyway.
type leaving struct {
	model.Membership
	tokens []model.TokenView
}

// about reads what taking people out would touch, as it is now.
func (l *List) about(people []model.Membership) func(context.Context) (affected, error) {
	a, p := asking(l.session), l.place.Place
	return func(ctx context.Context) (affected, error) {
		it := affected{place: p}
		var err error
		if it.gift, err = p.gift(ctx, a); err != nil {
			return it, err
		}
		it.people, err = p.leaving(ctx, a, people)
		return it, err
	}
}

// leaving reads the tokens of members. Who has left the organisation is left out.
func (p Place) leaving(ctx context.Context, a asker, people []model.Membership) ([]leaving, error) {
	var all []leaving
	for _, m := range people {
		stops, err := a.MembershipStops(ctx, a.actor, p.Grantee, m.User)
		switch {
		case model.KindOf(err) == model.KindNotFound && len(people) > 1:
			continue
		case err != nil:
			return nil, err
		}
		all = append(all, leaving{m, stops.Tokens})
	}
	return all, nil
}

// removal asks before people are taken out of a place.
func removal(s *kit.Session, it affected) kit.Dialog {
	who := kit.Plural(len(it.people), "person", "people")
	if len(it.people) == 1 {
		who = nameOf(it.people[0].Membership)
	}
	return widget.NewConfirm(s, widget.ConfirmOptions[string]{
		Title:  "Remove " + who + " from " + it.place.Name() + "?",
		Facts:  it.facts(),
		List:   it.list(s),
		Action: "Remove",
		Busy:   "Removing…",
		Danger: true,
		Run:    it.take(asking(s)),
		Done:   func(said string) tea.Msg { return done{said} },
	})
}

// take takes one after the other out. Who is refused stays, and the outcome says
// why of the first.
func (it affected) take(a asker) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		people := make([]model.Membership, len(it.people))
		for i, p := range it.people {
			people[i] = p.Membership
		}
		return each(people, "Removed ", " from "+it.place.Name()+".", func(m model.Membership) error {
			return it.place.remove(ctx, a, m.User)
		})
	}
}

// each does something to people one after the other, and says what was done. The
// error is the first one, when nothing was done.
func each(people []model.Membership, before, after string, do func(model.Membership) error) (string, error) {
	var changed []model.Membership
	var refused error
	for _, m := range people {
		err := do(m)
		switch {
		case err == nil:
			changed = append(changed, m)
		case refused == nil:
			refused = err
		}
	}
	if len(changed) == 0 {
		return "", refused
	}
	who := kit.Plural(len(changed), "person", "people")
	if len(changed) == 1 {
		who = nameOf(changed[0])
	}
	text := before + who + after
	if refused != nil {
		text += " " + model.Sentence(refused)
	}
	return text, nil
}

// facts tells a person what will stop. What happens comes first: on a small
// screen the rest may have no room.
func (it affected) facts() []widget.Fact {
	facts := []widget.Fact{{Value: it.consequence()}, {}}
	if len(it.gift.rows) > 0 {
		facts = append(facts, widget.Fact{Label: "Gives", Value: it.gift.short()})
	}
	if len(it.people) == 1 {
		return append(facts, widget.Fact{Label: "E-mail", Value: it.people[0].Email})
	}
	return facts
}

// consequence says what the people lose.
func (it affected) consequence() string {
	they, n := "They", len(it.people)
	if n == 1 {
		they = nameOf(it.people[0].Membership)
	}
	if it.harmless() {
		return they + " " + pick(n, "loses", "lose") + " nothing by it: nothing is granted to the group."
	}
	text := they + " " + pick(n, "loses", "lose") + " what they reach through the " + it.place.word() + " alone, from the next request on"
	if it.place.isSite() {
		text += ", also at the sites below it. Who is a member of a site above stays one here"
	}
	return text + "." + losing(it.tokens())
}

// harmless reports whether nobody loses anything: through a site people have what
// is granted to those below it too.
func (it affected) harmless() bool { return len(it.gift.rows) == 0 && !it.place.isSite() }

// losing says that tokens lose it too.
func losing(tokens int) string {
	switch tokens {
	case 0:
		return ""
	case 1:
		return " Their active token loses it too."
	}
	return " Their " + kit.Count(tokens) + " active tokens lose it too."
}

func (it affected) tokens() (n int) {
	for _, p := range it.people {
		n += len(p.tokens)
	}
	return n
}

// list names the tokens of the one who goes, or those who go when they are
// several.
func (it affected) list(s *kit.Session) []string {
	switch {
	case len(it.people) == 1 && it.harmless():
		return nil
	case len(it.people) == 1:
		return tokenLines(s, it.people[0].tokens)
	}
	var lines []string
	for _, p := range it.people {
		line := p.Name + " · " + p.Email
		if n := len(p.tokens); n > 0 {
			line = p.Name + " · " + kit.Plural(n, "active token")
		}
		lines = append(lines, line)
	}
	return lines
}

// tokenLines names tokens, so that it can be seen whether something uses them.
func tokenLines(s *kit.Session, tokens []model.TokenView) []string {
	var lines []string
	for _, t := range tokens {
		used := "never used"
		if !t.Use.LastAt.IsZero() {
			used = "used " + s.Ago(t.Use.LastAt)
		}
		lines = append(lines, t.Name+" · "+used)
	}
	return lines
}

func pick(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
