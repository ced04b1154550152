package alltokens

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// The fields of the filter's form.
const (
	fieldOwner       model.Field = "owner"
	fieldKind        model.Field = "kind"
	fieldState       model.Field = "state"
	fieldUnused      model.Field = "unused for"
	fieldEnds        model.Field = "ends within"
	fieldNeverCopied model.Field = "never copied"
)

const (
	day      = 24 * time.Hour
	daysMost = 3650
)

// filtered is the outcome of the filter's form.
type filtered struct{ filter model.TokenFilter }

// filterForm asks which tokens to show, beginning with the filter there is.
func filterForm(s *kit.Session, f model.TokenFilter) kit.Dialog {
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.TokenFilter]{
		Title:  "Which tokens to show",
		Help:   "Only tokens that meet everything that is filled in are shown. Leave a field as it is to not care about it.",
		Fields: filterFields(f),
		Submit: "Show",
		Run:    func(_ context.Context, v widget.Values) (model.TokenFilter, error) { return filterOf(v) },
		Done:   func(f model.TokenFilter) tea.Msg { return filtered{f} },
	})
}

func filterFields(f model.TokenFilter) []widget.Field {
	return []widget.Field{
		widget.Text{Label: widget.Label{Name: fieldOwner, Label: "Owner"}, Value: f.Owner, Placeholder: "a part of the name", Limit: model.MaxName},
		widget.Choice{Label: widget.Label{Name: fieldKind, Label: "Kind"}, Options: kinds, Value: f.Kind},
		widget.Choice{Label: widget.Label{Name: fieldState, Label: "State"}, Options: states, Value: string(f.State)},
		widget.Text{Label: widget.Label{Name: fieldUnused, Label: "Unused for", Help: "In days; what was never used counts from its creation."}, Value: days(f.UnusedFor), Placeholder: "days", Limit: 4},
		widget.Text{Label: widget.Label{Name: fieldEnds, Label: "Ends within", Help: "In days, if nobody uses it before."}, Value: days(f.EndsWithin), Placeholder: "days", Limit: 4},
		widget.Choice{Label: widget.Label{Name: fieldNeverCopied, Label: "Never copied", Help: "The secret was never seen to be copied or saved: perhaps nobody has it."}, Options: copies, Value: yesIf(f.NeverCopied)},
	}
}

var (
	kinds = []widget.Option{{Value: "", Label: "any"}, {Value: "user", Label: "of people"}, {Value: "service_user", Label: "of service users"}}

	states = []widget.Option{
		{Value: "", Label: "any"}, {Value: string(model.StateActive), Label: "active"},
		{Value: string(model.StateExpired), Label: "expired"}, {Value: string(model.StateRevoked), Label: "revoked"},
		{Value: string(model.StateDisabled), Label: "refused, owner inactive"}, {Value: string(model.StateSuspended), Label: "refused, organisation suspended"},
	}

	copies = []widget.Option{{Value: "", Label: "no matter"}, {Value: "yes", Label: "only these"}}
)

func filterOf(v widget.Values) (model.TokenFilter, error) {
	f := model.TokenFilter{
		Owner: strings.TrimSpace(v.Text(fieldOwner)), Kind: v.Choice(fieldKind),
		State: model.TokenState(v.Choice(fieldState)), NeverCopied: v.Choice(fieldNeverCopied) != "",
	}
	var err error
	if f.UnusedFor, err = parseDays(v, fieldUnused); err != nil {
		return f, err
	}
	f.EndsWithin, err = parseDays(v, fieldEnds)
	return f, err
}

// parseDays reads a number of days; an empty field is none.
func parseDays(v widget.Values, name model.Field) (time.Duration, error) {
	text := strings.TrimSpace(v.Text(name))
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > daysMost {
		return 0, &model.Error{Kind: model.KindInvalid, Field: name, Message: fmt.Sprintf("Type 1 to %s days, or nothing.", kit.Count(daysMost))}
	}
	return time.Duration(n) * day, nil
}

func days(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return strconv.Itoa(int(d / day))
}

func yesIf(on bool) string {
	if on {
		return "yes"
	}
	return ""
}

// filterWords says in a line what a filter lets through.
func filterWords(f model.TokenFilter) string {
	var words []string
	add := func(on bool, text string) {
		if on {
			words = append(words, text)
		}
	}
	add(f.Owner != "", "owner “"+model.Printable(f.Owner)+"”")
	add(f.Kind != "", labelOf(kinds, f.Kind))
	add(f.State != "", labelOf(states, string(f.State)))
	add(f.UnusedFor > 0, "unused for "+kit.Plural(int(f.UnusedFor/day), "day"))
	add(f.EndsWithin > 0, "ends within "+kit.Plural(int(f.EndsWithin/day), "day"))
	add(f.NeverCopied, "never copied")
	return strings.Join(words, " · ")
}

func labelOf(options []widget.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}
