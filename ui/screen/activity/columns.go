package activity

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

func columns(s *kit.Session) []widget.Column[model.EntryView] {
	return []widget.Column[model.EntryView]{
		{Title: "When", Sort: model.SortCreated, Min: 14, Priority: 1, Cell: func(v model.EntryView) widget.Cell {
			return widget.Cell{Text: s.Ago(v.At), Tone: kit.Muted}
		}},
		{Title: "Who", Min: 10, Ideal: 13, Priority: 2, Cell: func(v model.EntryView) widget.Cell {
			return widget.Cell{Text: v.Actor.Name}
		}},
		{Title: "What", Min: 20, Ideal: 25, Cell: what},
		{Title: "Target", Min: 14, Ideal: 16, Flex: true, Priority: 3, Cell: func(v model.EntryView) widget.Cell {
			return widget.Cell{Text: v.Target.Name}
		}},
		{Title: "From", Min: 15, Ideal: 15, Priority: 4, Cell: func(v model.EntryView) widget.Cell {
			return widget.Cell{Text: v.From, Tone: kit.Muted}
		}},
	}
}

func what(v model.EntryView) widget.Cell {
	cell := widget.Cell{Text: action(v)}
	if v.Refused {
		cell.Tone = kit.Bad
	}
	return cell
}
