package alltokens

import (
	"strconv"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/tokens"
	"example.com/latchkey/ui/widget"
)

func columns(s *kit.Session) []widget.Column[model.TokenView] {
	return []widget.Column[model.TokenView]{
		{Title: "Name", Sort: model.SortName, Min: 14, Ideal: 18, Flex: true, Cell: func(v model.TokenView) widget.Cell {
			return widget.Cell{Text: v.Name}
		}},
		{Title: "Owner", Min: 12, Ideal: 16, Priority: 2, Cell: func(v model.TokenView) widget.Cell {
			return widget.Cell{Text: v.Owner}
		}},
		{Title: "Kind", Min: 7, Priority: 5, Cell: func(v model.TokenView) widget.Cell {
			return widget.Cell{Text: kind(v), Tone: kit.Muted}
		}},
		{Title: "Last used", Sort: model.SortLastUsed, Min: 14, Priority: 3, Cell: func(v model.TokenView) widget.Cell {
			return widget.Cell{Text: s.Ago(v.Use.LastAt), Tone: kit.Muted}
		}},
		{Title: "Days left", Right: true, Priority: 4, Cell: func(v model.TokenView) widget.Cell { return daysLeft(s, v) }},
		{Title: "State", Min: 18, Ideal: 20, Priority: 1, Cell: func(v model.TokenView) widget.Cell { return tokens.State(s, v) }},
	}
}

// kind says in a word what a token acts as.
func kind(v model.TokenView) string {
	if v.Subject.IsServiceUser() {
		return "service"
	}
	return "user"
}

// daysLeft is the number alone: beside so many columns a bar has no room.
func daysLeft(s *kit.Session, v model.TokenView) widget.Cell {
	left, ok := v.DaysLeft(s.Now())
	if !ok {
		return widget.Cell{}
	}
	cell := widget.Cell{Text: strconv.Itoa(left)}
	if v.EndsSoon(s.Now()) {
		cell.Tone = kit.Warn
	}
	return cell
}
