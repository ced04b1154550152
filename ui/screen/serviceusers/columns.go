package serviceusers

import (
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

func columns(s *kit.Session) []widget.Column[model.ServiceUserView] {
	return []widget.Column[model.ServiceUserView]{
		{Title: "Name", Sort: model.SortName, Min: 14, Ideal: 20, Flex: true, Cell: func(v model.ServiceUserView) widget.Cell {
			return widget.Cell{Text: v.Name}
		}},
		{Title: "Permission sets", Min: 15, Ideal: 20, Priority: 3, Cell: func(v model.ServiceUserView) widget.Cell {
			return widget.Cell{Text: sets(v)}
		}},
		{Title: "Tokens", Right: true, Priority: 2, Cell: func(v model.ServiceUserView) widget.Cell {
			return widget.Cell{Text: kit.Count(v.Active)}
		}},
		{Title: "State", Min: 10, Priority: 1, Cell: state},
		{Title: "Created", Sort: model.SortCreated, Min: 11, Priority: 4, Cell: func(v model.ServiceUserView) widget.Cell {
			return widget.Cell{Text: s.Day(v.CreatedAt), Tone: kit.Muted}
		}},
	}
}

func sets(v model.ServiceUserView) string { return strings.Join(v.SetNames, ", ") }

// state says how a service user fares, in words.
func state(v model.ServiceUserView) widget.Cell {
	if v.Disabled {
		return widget.State(widget.Over, "disabled")
	}
	return widget.State(widget.Fine, "enabled")
}

// besideFacts is what stands beside a wide list.
func besideFacts(s *kit.Session, v model.ServiceUserView) []widget.Fact {
	facts := []widget.Fact{{Value: v.Name, Tone: kit.Strong}, {}}
	if v.Description != "" {
		facts = append(facts, widget.Fact{Value: v.Description}, widget.Fact{})
	}
	condition := state(v)
	return append(facts,
		widget.Fact{Label: "State", Value: condition.Text, Tone: condition.Tone},
		widget.Fact{Label: "Sets", Value: sets(v)},
		widget.Fact{Label: "Tokens", Value: kit.Count(v.Active) + " active"},
		widget.Fact{Label: "Created", Value: s.Exact(v.CreatedAt)},
		widget.Fact{}, widget.Fact{Value: string(v.ID), Tone: kit.Muted},
	)
}
