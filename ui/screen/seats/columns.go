package seats

import (
	"fmt"
	"slices"
	"strings"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

func columns() []widget.Column[model.SeatCount] {
	return []widget.Column[model.SeatCount]{
		{Title: "Type", Min: 5, Cell: func(c model.SeatCount) widget.Cell { return widget.Cell{Text: string(c.Type)} }},
		{Title: "Taken", Right: true, Min: 6, Priority: 1, Cell: func(c model.SeatCount) widget.Cell {
			return widget.Cell{Text: kit.Count(c.Taken)}
		}},
		{Title: "Limit", Right: true, Min: 6, Priority: 2, Cell: func(c model.SeatCount) widget.Cell {
			return widget.Cell{Text: limit(c), Tone: kit.Muted}
		}},
		{Title: "State", Min: 10, Priority: 3, Cell: state},
		{Title: "Taken by", Min: 12, Ideal: 20, Flex: true, Priority: 4, Cell: func(c model.SeatCount) widget.Cell {
			return widget.Cell{Text: by(c), Tone: kit.Muted}
		}},
	}
}

func limit(c model.SeatCount) string {
	if c.Limit == 0 {
		return "none"
	}
	return kit.Count(c.Limit)
}

// state says whether there is a seat left.
func state(c model.SeatCount) widget.Cell {
	switch {
	case c.Limit == 0:
		return widget.State(widget.Fine, "free")
	case c.Taken > c.Limit:
		return widget.State(widget.Refused, fmt.Sprintf("%s over", kit.Count(c.Taken-c.Limit)))
	case c.Full():
		return widget.State(widget.Soon, "full")
	}
	return widget.State(widget.Fine, kit.Count(c.Limit-c.Taken)+" free")
}

// held is a permission set with how many active people hold it.
type held struct {
	set   string
	count int
}

// holders lists the sets that take such a seat, the most held one first.
func holders(c model.SeatCount) []held {
	var list []held
	for i, set := range c.Sets {
		list = append(list, held{set.Name, c.By[i]})
	}
	slices.SortStableFunc(list, func(a, b held) int { return b.count - a.count })
	return list
}

// by names the sets that somebody holds.
func by(c model.SeatCount) string {
	var parts []string
	for _, h := range holders(c) {
		if h.count > 0 {
			parts = append(parts, h.set+" "+kit.Count(h.count))
		}
	}
	if len(parts) == 0 {
		return "nobody"
	}
	return strings.Join(parts, " · ")
}

// facts is what is known of one type of seat.
func facts(c model.SeatCount) []widget.Fact {
	list := []widget.Fact{{Value: title(c.Type) + " seats", Tone: kit.Strong}, {Value: meaning(c)}, {}}
	if len(c.Sets) == 0 {
		return append(list, widget.Fact{Value: "No permission set takes such a seat.", Tone: kit.Muted})
	}
	for _, h := range holders(c) {
		list = append(list, widget.Fact{Label: h.set, Value: kit.Plural(h.count, "person", "people")})
	}
	return list
}

// meaning says what the count allows.
func meaning(c model.SeatCount) string {
	const full = "nobody else can be added with one of these sets, be given one from a set of another type, or be reactivated with one, until a seat is freed or an operator raises the limit."
	switch {
	case c.Limit == 0:
		return "There is no limit: as many people as you like can hold these sets."
	case c.Taken > c.Limit:
		return "More are taken than the limit allows. Whoever sits stays, but " + full
	case c.Full():
		return "All are taken: " + full
	}
	return kit.Plural(c.Limit-c.Taken, "further person", "further people") + " can be given one of these sets."
}

// title writes a type with a capital.
func title(t model.SeatType) string { return strings.ToUpper(string(t[:1])) + string(t[1:]) }
