package groups

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/roster"
	"example.com/latchkey/ui/widget"
)

// columns are those of who manages groups; others see their names.
func (l *List) columns() []widget.Column[model.GroupView] {
	list := []widget.Column[model.GroupView]{
		{Title: "Name", Sort: model.SortName, Min: 14, Ideal: 28, Flex: true, Cell: func(v model.GroupView) widget.Cell {
			return widget.Cell{Text: v.Name}
		}},
	}
	if !l.mayManage() {
		return list
	}
	return append(list,
		widget.Column[model.GroupView]{Title: "Members", Right: true, Priority: 1, Cell: func(v model.GroupView) widget.Cell {
			return roster.Count(v.Members, v.More)
		}},
		widget.Column[model.GroupView]{Title: "Created", Sort: model.SortCreated, Min: 9, Priority: 2, Cell: func(v model.GroupView) widget.Cell {
			return widget.Cell{Text: l.session.Day(v.CreatedAt), Tone: kit.Muted}
		}},
	)
}

// beside is what stands beside a wide list.
func (l *List) beside(v model.GroupView) []widget.Fact {
	facts := []widget.Fact{{Value: v.Name, Tone: kit.Strong}, {}}
	if l.mayManage() {
		facts = append(facts, widget.Fact{Label: "Members", Value: roster.Count(v.Members, v.More).Text})
	}
	facts = append(facts, widget.Fact{Label: "Created", Value: l.session.Exact(v.CreatedAt)})
	facts = append(facts, l.gives.Facts(roster.Group(v.Group))...)
	return append(facts, widget.Fact{}, widget.Fact{Value: id(v), Tone: kit.Muted})
}
