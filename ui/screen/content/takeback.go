package content

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// namesMost is how many of those whom a grant covers are named.
const namesMost = 4

// taking is a grant that is about to be taken back, with what may stop.
type taking struct {
	grant model.GrantView
	what  string // that it is on
	stops model.GrantPreview
}

// takeBack reads what may stop, and asks then.
func (d *deeds) takeBack(v model.GrantView, what string) tea.Cmd {
	s, a := d.session, asking(d.session)
	return d.ask(func(ctx context.Context) (opener, error) {
		stops, err := a.GrantStops(ctx, a.actor, v.Scope, v.To)
		return func() kit.Dialog { return taking{v, what, stops}.question(s) }, err
	})
}

func (t taking) question(s *kit.Session) kit.Dialog {
	a, v, who := asking(s), t.grant, granteeWords(t.grant, s.Org())
	return widget.NewConfirm(s, widget.ConfirmOptions[struct{}]{
		Title:  "Take " + v.Level.String() + " back from " + who + "?",
		Facts:  t.facts(s),
		List:   t.list(s),
		Action: "Take back",
		Busy:   "Taking back…",
		Danger: true,
		About:  watchGranted(s, v, t.what),
		Run: func(ctx context.Context) (struct{}, error) {
			return struct{}{}, a.TakeBack(ctx, a.actor, v.Scope, v.To, v.Level)
		},
		Done: func(struct{}) tea.Msg { return done{text: "Took " + v.Level.String() + " back from " + who + "."} },
	})
}

// facts says what happens, on what, and to whom.
func (t taking) facts(s *kit.Session) []widget.Fact {
	facts := []widget.Fact{{Value: t.consequence()}, {}, {Label: "On", Value: t.what}}
	if who := t.covers(); who != "" && !t.grant.Gone {
		facts = append(facts, widget.Fact{Label: "Covers", Value: who})
	}
	return append(facts, widget.Fact{Label: "Given", Value: s.Day(t.grant.At) + " by " + t.grant.By})
}

// consequence says who loses something.
func (t taking) consequence() string {
	switch n := len(t.stops.Tokens); {
	case t.grant.Gone:
		return "It counts for nobody any more, so nobody loses anything."
	case t.stops.Hidden:
		return "Whom it covers is of another organisation and not shown here. They lose it from the next request on, and so do their tokens."
	case t.nobody():
		return "It covers nobody now, so nobody loses anything."
	case n == 0:
		return "From the next request on they reach this only in other ways that they have."
	default:
		return "From the next request on they, and " + kit.Plural(n, "active token") + " of theirs, reach this only in other ways that they have."
	}
}

func (t taking) nobody() bool { return len(t.stops.Subjects) == 0 && t.stops.More == 0 }

// covers names the first of those whom the grant covers.
func (t taking) covers() string {
	names := t.stops.Subjects
	more := t.stops.More + max(len(names)-namesMost, 0)
	text := strings.Join(names[:min(len(names), namesMost)], ", ")
	switch {
	case text == "" && more == 0:
		return ""
	case text == "":
		return people(more)
	case more > 0:
		return text + " and " + kit.Count(more) + " more"
	}
	return text
}

// countedMost is how far those are counted who are not named.
const countedMost = 1000

func people(n int) string {
	if n >= countedMost {
		return kit.Count(n) + " or more"
	}
	return kit.Count(n)
}

// list names the tokens that lose it, those that were used last first.
func (t taking) list(s *kit.Session) []string {
	tokens := slices.Clone(t.stops.Tokens)
	slices.SortStableFunc(tokens, func(a, b model.TokenView) int { return b.Use.LastAt.Compare(a.Use.LastAt) })
	var lines []string
	for _, v := range tokens {
		used := "never used"
		if !v.Use.LastAt.IsZero() {
			used = "used " + s.Ago(v.Use.LastAt)
		}
		lines = append(lines, v.Owner+" · "+v.Name+" · "+used)
	}
	return lines
}
