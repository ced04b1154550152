package activity

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// filtered is the outcome of the filter's form.
type filtered struct {
	text   string
	filter model.ActivityFilter
}

const filterHelp = "actor:ada  action:token  target:ci  from:10.1  since:7d  until:2026-05-31  refused"

// filterForm asks for a filter in one line, beginning with the one there is.
func filterForm(s *kit.Session, text string) kit.Dialog {
	return widget.NewFormDialog(s, widget.FormDialogOptions[filtered]{
		Title:  "Filter the activity",
		Intro:  "Words that all have to fit; a word without a name is looked for in the target. Nothing shows everything.",
		Help:   "A filter is a line of words: " + filterHelp + ". Actions are token, token.revoke, member, org, service_user, permission_set, account, login. Times are 30m, 12h, 7d before now, or days.",
		Fields: []widget.Field{widget.Text{Label: widget.Label{Name: model.FieldFilter, Label: "Filter", Help: filterHelp}, Value: text, Placeholder: "actor:ada action:token since:7d"}},
		Submit: "Filter",
		Run: func(_ context.Context, v widget.Values) (filtered, error) {
			text := v.Text(model.FieldFilter)
			f, err := model.ParseActivityFilter(text, s.Now(), s.Zone)
			return filtered{text, f}, err
		},
		Done: func(f filtered) tea.Msg { return f },
	})
}
