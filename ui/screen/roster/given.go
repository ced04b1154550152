package roster

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// KeyGives leads to what a place gives.
var KeyGives = kit.Bind("gives", "v")

// Given is what a place gives to its members: the items and the rules, each with
// its level.
type Given struct {
	place Place
	list  *widget.List[model.GivenView]
}

// ShowGiven returns the command that opens what a place gives.
func ShowGiven(s *kit.Session, p Place) tea.Cmd {
	return kit.Show(&Given{place: p, list: widget.NewList(s, widget.ListOptions[model.GivenView]{
		Source:   given{s, p},
		ID:       givenID,
		Columns:  givenColumns(s),
		Empty:    "Nothing was granted to " + p.Name() + " yet. Whoever may edit an item can grant it to a " + p.word() + "; what is granted counts for all members at once.",
		Beside:   func(v model.GivenView) []widget.Fact { return givenFacts(s, v) },
		NoFilter: true,
	})})
}

func givenID(v model.GivenView) string {
	return string(v.Scope.Org) + "/" + string(v.Scope.Item) + "/" + string(v.Scope.Kind) + "/" + string(v.Scope.Site)
}

func givenColumns(s *kit.Session) []widget.Column[model.GivenView] {
	return []widget.Column[model.GivenView]{
		{Title: "On", Min: 20, Ideal: 44, Flex: true, Cell: func(v model.GivenView) widget.Cell {
			if !v.Rule && v.Item.ID == "" {
				return widget.Cell{Text: on(v), Tone: kit.Muted}
			}
			return widget.Cell{Text: on(v)}
		}},
		{Title: "Level", Min: 6, Cell: func(v model.GivenView) widget.Cell {
			return widget.Cell{Text: v.Level.String()}
		}},
		{Title: "Kind", Min: 10, Priority: 2, Cell: func(v model.GivenView) widget.Cell {
			return widget.Cell{Text: kindOf(v), Tone: kit.Muted}
		}},
		{Title: "Since", Min: 8, Priority: 3, Cell: func(v model.GivenView) widget.Cell {
			return widget.Cell{Text: s.Day(v.At), Tone: kit.Muted}
		}},
	}
}

// kindOf says what sort of thing a grant is on: "rule" for all of a kind.
func kindOf(v model.GivenView) string {
	if v.Rule {
		return "rule"
	}
	return string(v.Item.Kind)
}

func givenFacts(s *kit.Session, v model.GivenView) []widget.Fact {
	facts := []widget.Fact{{Value: on(v), Tone: kit.Strong}, {}, {Label: "Level", Value: v.Level.String()}}
	if kind := kindOf(v); kind != "" {
		facts = append(facts, widget.Fact{Label: "Kind", Value: kind})
	}
	facts = append(facts, widget.Fact{Label: "Granted", Value: s.Exact(v.At)})
	if v.By != "" {
		facts = append(facts, widget.Fact{Label: "By", Value: v.By})
	}
	if v.Item.ID != "" {
		facts = append(facts, widget.Fact{}, widget.Fact{Value: string(v.Item.ID), Tone: kit.Muted})
	}
	return facts
}

// Init loads the rows.
func (g *Given) Init() tea.Cmd { return g.list.Init() }

// Update takes a message.
func (g *Given) Update(msg tea.Msg) (kit.Screen, tea.Cmd) { return g, g.list.Update(msg) }

// View draws the list.
func (g *Given) View() string { return g.list.View() }

// SetSize says how many cells there are.
func (g *Given) SetSize(width, height int) { g.list.SetSize(width, height) }

// Title names the place.
func (g *Given) Title() string { return "What " + g.place.Name() + " gives" }

// Status is empty.
func (g *Given) Status() string { return "" }

// Keys lists what works now.
func (g *Given) Keys() []key.Binding { return g.list.Keys() }

// CapturesText is false: there is nothing to type.
func (g *Given) CapturesText() bool { return false }

// Help says what the place is for.
func (g *Given) Help() string {
	text := "What members of the " + g.place.word() + " reach through it, and how far. A rule is on all items of a kind. Of an item that you do not see yourself only the level is shown. "
	if g.place.isSite() {
		text += "Who is a member of a site above has this too."
	}
	return text + " A token of a member reaches the same; service users are never members."
}

var (
	_ kit.Screen = (*Given)(nil)
	_ kit.Helper = (*Given)(nil)
)
