package tokens

import (
	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// barDays is what a full bar of days stands for (rule 3.4).
const barDays = 30

func columns(s *kit.Session) []widget.Column[model.TokenView] {
	return []widget.Column[model.TokenView]{
		{Title: "Name", Sort: model.SortName, Min: 12, Ideal: 14, Flex: true, Cell: func(v model.TokenView) widget.Cell {
			return widget.Cell{Text: v.Name}
		}},
		{Title: "Created", Sort: model.SortCreated, Min: 8, Priority: 4, Cell: func(v model.TokenView) widget.Cell {
			return widget.Cell{Text: s.Day(v.CreatedAt), Tone: kit.Muted}
		}},
		{Title: "Last used", Sort: model.SortLastUsed, Min: 14, Priority: 3, Cell: func(v model.TokenView) widget.Cell {
			return widget.Cell{Text: s.Ago(v.Use.LastAt), Tone: kit.Muted}
		}},
		{Title: "Days left", Min: 13, Priority: 2, Cell: func(v model.TokenView) widget.Cell {
			left, ok := v.DaysLeft(s.Now())
			if !ok {
				return widget.Cell{}
			}
			return widget.DaysBar(left, barDays)
		}},
		{Title: "State", Min: 12, Ideal: 20, Priority: 1, Cell: func(v model.TokenView) widget.Cell { return state(s, v) }},
	}
}

// state says how a token fares, in words.
func state(s *kit.Session, v model.TokenView) widget.Cell {
	switch v.State {
	case model.StateRevoked:
		if v.End == model.EndDeleted {
			return widget.State(widget.Refused, "revoked · "+v.End.String())
		}
		return widget.State(widget.Refused, "revoked")
	case model.StateExpired:
		return widget.State(widget.Over, "expired · "+inShort(v.End))
	case model.StateSuspended:
		return widget.State(widget.Soon, "org suspended")
	case model.StateDisabled:
		return widget.State(widget.Soon, subjectState(v))
	}
	switch {
	case !v.SecretSeen:
		return widget.State(widget.Soon, "never copied")
	case v.EndsSoon(s.Now()):
		return widget.State(widget.Soon, "ends soon")
	}
	return widget.State(widget.Fine, "active")
}

// inShort names the end of an expired token in the few cells of a row.
func inShort(r model.EndReason) string {
	switch r {
	case model.EndDate:
		return "date"
	case model.EndDeactivated, model.EndRemoved:
		return "owner"
	}
	return r.String()
}

func subjectState(v model.TokenView) string {
	if v.Subject.IsServiceUser() {
		return "disabled"
	}
	return "owner inactive"
}
