package sets

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

func columns() []widget.Column[model.SetView] {
	return []widget.Column[model.SetView]{
		{Title: "Name", Min: 14, Ideal: 20, Flex: true, Cell: func(v model.SetView) widget.Cell {
			return widget.Cell{Text: v.Name}
		}},
		{Title: "Seat", Min: 5, Priority: 2, Cell: func(v model.SetView) widget.Cell {
			return widget.Cell{Text: string(v.Seat), Tone: kit.Muted}
		}},
		{Title: "Permissions", Right: true, Priority: 3, Cell: func(v model.SetView) widget.Cell {
			return widget.Cell{Text: kit.Count(len(v.Permissions))}
		}},
		{Title: "Held by", Min: 16, Ideal: 34, Priority: 1, Cell: holders},
	}
}

func holders(v model.SetView) widget.Cell {
	if !v.Holders.Any() {
		return widget.Cell{Text: v.Holders.String(), Tone: kit.Muted}
	}
	return widget.Cell{Text: v.Holders.String()}
}

// besideFacts is what stands beside a wide list.
func besideFacts(s *kit.Session, v model.SetView) []widget.Fact {
	facts := []widget.Fact{{Value: v.Name, Tone: kit.Strong}, {}}
	return append(facts, allows(s.Profile.Org.KnownPermissions(), v.Permissions)...)
}
