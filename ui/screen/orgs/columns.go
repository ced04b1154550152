package orgs

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

func columns(s *kit.Session) []widget.Column[model.OrgView] {
	return []widget.Column[model.OrgView]{
		{Title: "Name", Sort: model.SortName, Min: 12, Ideal: 20, Flex: true, Cell: func(v model.OrgView) widget.Cell {
			return widget.Cell{Text: v.Name}
		}},
		{Title: "Your set", Min: 13, Ideal: 16, Priority: 2, Cell: set},
		{Title: "State", Min: 21, Priority: 1, Cell: func(v model.OrgView) widget.Cell { return state(s, v.Org) }},
		{Title: "Created", Sort: model.SortCreated, Min: 11, Priority: 3, Cell: func(v model.OrgView) widget.Cell {
			return widget.Cell{Text: s.Day(v.CreatedAt), Tone: kit.Muted}
		}},
	}
}

// set says as what the person is there.
func set(v model.OrgView) widget.Cell {
	if !v.Member {
		return widget.Cell{Text: "operator", Tone: kit.Muted}
	}
	return widget.Cell{Text: v.Set}
}

// state says how an org fares, and whether it is the one that the person works
// in.
func state(s *kit.Session, o model.Org) widget.Cell {
	condition, word := widget.Fine, "active"
	if o.Suspended {
		condition, word = widget.Refused, "suspended"
	}
	if o.ID == s.Org() {
		word += " · current"
	}
	return widget.State(condition, word)
}

// besideFacts is what stands beside a wide list.
func besideFacts(s *kit.Session, v model.OrgView) []widget.Fact {
	beside := append([]widget.Fact{{Value: v.Name, Tone: kit.Strong}, {}}, facts(s, v.Org)...)
	return append(beside, widget.Fact{}, widget.Fact{Value: string(v.ID), Tone: kit.Muted})
}
