package roster

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

func memberColumns() []widget.Column[model.Membership] {
	return []widget.Column[model.Membership]{
		{Title: "Name", Min: 14, Ideal: 20, Flex: true, Cell: func(m model.Membership) widget.Cell {
			return widget.Cell{Text: m.Name}
		}},
		{Title: "E-mail", Min: 16, Ideal: 26, Priority: 2, Cell: func(m model.Membership) widget.Cell {
			return widget.Cell{Text: m.Email, Tone: kit.Muted}
		}},
		{Title: "State", Min: 13, Priority: 1, Cell: state},
	}
}

// state says whether somebody can work in the organisation.
func state(m model.Membership) widget.Cell {
	if m.Status == model.MemberActive {
		return widget.State(widget.Fine, "active")
	}
	return widget.State(widget.Over, string(m.Status))
}

// memberFacts is what stands beside a wide list.
func memberFacts(m model.Membership) []widget.Fact {
	condition := state(m)
	return []widget.Fact{
		{Value: m.Name, Tone: kit.Strong}, {},
		{Label: "E-mail", Value: m.Email},
		{Label: "State", Value: condition.Text, Tone: condition.Tone},
		{}, {Value: string(m.User), Tone: kit.Muted},
	}
}

func nameOf(m model.Membership) string { return model.Printable(m.Name) }
