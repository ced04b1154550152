package seats

import (
	"context"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// limited is the outcome of the form: the limit was set.
type limited struct{ text string }

// prepare reads a type of seat as it is now.
func prepare(s *kit.Session, c model.SeatCount) func(context.Context) (model.SeatCount, error) {
	actor, org := s.Actor(), s.Org()
	return func(ctx context.Context) (model.SeatCount, error) { return current(ctx, s, actor, org, c.Type) }
}

// current returns how many seats of a type are taken now, and their limit.
func current(ctx context.Context, s *kit.Session, actor model.Actor, org model.OrgID, t model.SeatType) (model.SeatCount, error) {
	counts, err := s.Authority.Seats(ctx, actor, org)
	for _, c := range counts {
		if c.Type == t {
			return c, err
		}
	}
	return model.SeatCount{Type: t}, err
}

// limitForm asks for the limit of a type.
func limitForm(s *kit.Session, c model.SeatCount) kit.Dialog {
	actor, org := s.Actor(), s.Org()
	value := ""
	if c.Limit > 0 {
		value = strconv.Itoa(c.Limit)
	}
	return widget.NewFormDialog(s, widget.FormDialogOptions[int]{
		Title: "Limit of " + string(c.Type) + " seats",
		Intro: kit.Plural(c.Taken, "seat is", "seats are") + " taken now. A limit below that takes nobody's seat away: whoever sits stays.",
		Help:  "A limit says how many active people may hold a set that takes such a seat. Deactivated people and service users take none.",
		Fields: []widget.Field{widget.Text{
			Label: widget.Label{Name: model.FieldSeats, Label: "Limit", Help: "A number. Nothing here takes the limit away."}, Value: value, Placeholder: "none", Limit: 10,
		}},
		Submit: "Save",
		Busy:   "Saving…",
		Run: func(ctx context.Context, v widget.Values) (int, error) {
			to := typed(v.Text(model.FieldSeats))
			_, err := s.Authority.SetSeatLimit(ctx, actor, org, c.Type, to, c.Limit)
			return to, err
		},
		Done: func(to int) tea.Msg {
			c.Limit = to
			return limited{"The limit of " + string(c.Type) + " seats is " + limit(c) + "."}
		},
	})
}

// typed returns the number that was typed, 0 for nothing. What is no number of
// seats becomes one that the model refuses.
func typed(text string) int {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return n
	}
	return -1
}
