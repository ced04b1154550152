package users

import (
	"time"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

func columns(s *kit.Session) []widget.Column[model.MemberView] {
	return []widget.Column[model.MemberView]{
		{Title: "Name", Sort: model.SortName, Min: 14, Ideal: 18, Flex: true, Cell: func(v model.MemberView) widget.Cell {
			return widget.Cell{Text: v.Name}
		}},
		{Title: "E-mail", Min: 16, Ideal: 24, Priority: 3, Cell: func(v model.MemberView) widget.Cell {
			return widget.Cell{Text: v.Email, Tone: kit.Muted}
		}},
		{Title: "Set", Min: 13, Priority: 2, Cell: func(v model.MemberView) widget.Cell {
			return widget.Cell{Text: v.SetName}
		}},
		{Title: "Seat", Min: 5, Priority: 6, Cell: func(v model.MemberView) widget.Cell {
			return widget.Cell{Text: orDash(string(v.Seat)), Tone: kit.Muted}
		}},
		{Title: "Tokens", Right: true, Priority: 4, Cell: func(v model.MemberView) widget.Cell {
			if v.Tokens == 0 {
				return widget.Cell{Text: "0", Tone: kit.Muted}
			}
			return widget.Cell{Text: kit.Count(v.Tokens)}
		}},
		{Title: "Last log-in", Min: 14, Priority: 5, Cell: func(v model.MemberView) widget.Cell {
			return widget.Cell{Text: s.Ago(v.LastLoginAt), Tone: kit.Muted}
		}},
		{Title: "State", Min: 13, Priority: 1, Cell: state},
	}
}

// state says how a person fares, in words.
func state(v model.MemberView) widget.Cell {
	switch {
	case v.Disabled:
		return widget.State(widget.Refused, "disabled")
	case v.Status == model.MemberDeactivated:
		return widget.State(widget.Over, "deactivated")
	case invited(v):
		return widget.State(widget.Soon, "invited")
	}
	return widget.State(widget.Fine, "active")
}

// invited reports whether somebody has never been here: there is no password
// yet, nor was there another way in.
func invited(v model.MemberView) bool { return !v.HasPassword && v.LastLoginAt.IsZero() }

// facts is what is known of a person, with times in the words that there is
// room for.
func facts(v model.MemberView, when func(time.Time) string) []widget.Fact {
	shown := []widget.Fact{
		{Label: "E-mail", Value: v.Email},
		{Label: "Set", Value: v.SetName + " · " + seat(v)},
		{Label: "State", Value: standing(v), Tone: state(v).Tone},
		{Label: "Last log-in", Value: when(v.LastLoginAt)},
		{Label: "Member since", Value: when(v.JoinedAt)},
	}
	if v.Operator {
		shown = append(shown, widget.Fact{Label: "Operator", Value: "yes, in every organisation"})
	}
	return shown
}

// besideFacts is what stands beside a wide list.
func besideFacts(s *kit.Session, v model.MemberView) []widget.Fact {
	shown := append([]widget.Fact{{Value: v.Name, Tone: kit.Strong}, {}}, facts(v, s.Ago)...)
	return append(shown,
		widget.Fact{Label: "Tokens", Value: kit.Count(v.Tokens) + " active"},
		widget.Fact{}, widget.Fact{Value: string(v.User), Tone: kit.Muted},
	)
}

// seat says in words which seat a person takes.
func seat(v model.MemberView) string {
	if v.Seat == "" {
		return "no seat"
	}
	return string(v.Seat) + " seat"
}

// standing is the state with what it means.
func standing(v model.MemberView) string {
	text := state(v).Text
	switch {
	case v.Disabled && v.Status == model.MemberDeactivated:
		return text + " in every organisation, and deactivated here"
	case v.Disabled:
		return text + " in every organisation, by an operator"
	case v.Status == model.MemberDeactivated && !v.EpochAt.IsZero():
		return text + " by " + v.EpochBy
	case invited(v):
		return text + " · has not chosen a password yet"
	}
	return text
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func name(v model.MemberView) string { return model.Printable(v.Name) }
