package explain

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// asked is the outcome of every dialog here: what is to be explained now.
type asked struct {
	request model.ExplainRequest
	item    string // what the item is called
}

// opener makes a dialog of what was read for it.
type opener func() kit.Dialog

func openDialog(a kit.Answer[opener]) tea.Cmd {
	if a.Err != nil {
		return kit.Say(kit.Failed, model.Sentence(a.Err))
	}
	return kit.Open(a.Value())
}

// org is the one that the request belongs to: the current one when that is not
// known.
func (e *Explain) org() model.OrgID {
	if e.have != nil && e.have.Org != "" {
		return e.have.Org
	}
	return e.session.Org()
}

// subject is whose request it is: the person's own when that is not known.
func (e *Explain) subject() model.Subject {
	switch {
	case e.have != nil && e.have.Subject != (model.Subject{}):
		return e.have.Subject
	case e.request.Subject != (model.Subject{}):
		return e.request.Subject
	}
	return model.Subject{User: e.session.Actor().User()}
}

// asking makes the outcome of a dialog: the request as it is now, with another
// question.
func (e *Explain) asking() func(model.Question, string) asked {
	request := e.request
	return func(ask model.Question, item string) asked {
		request.Ask = ask
		return asked{request, item}
	}
}

// permission reads which permissions there are to choose from.
func (e *Explain) permission() func(context.Context) (opener, error) {
	s, actor, org := e.session, e.session.Actor(), e.org()
	return func(ctx context.Context) (opener, error) {
		o, err := s.Authority.FindOrg(ctx, actor, string(org))
		return func() kit.Dialog { return e.permissionForm(o.KnownPermissions()) }, err
	}
}

func (e *Explain) permissionForm(known []model.Permission) kit.Dialog {
	ask, item, with := e.request.Ask, e.item, e.asking()
	var options []widget.Option
	for _, p := range known {
		options = append(options, widget.Option{Value: string(p), Label: string(p)})
	}
	return widget.NewFormDialog(e.session, widget.FormDialogOptions[asked]{
		Title: "What does the request do?",
		Help:  "The permission that a request needs for what it does. Without one the checks end with who is asking, and what can be seen.",
		Fields: []widget.Field{widget.Suggest{
			Label:   widget.Label{Name: model.FieldPermission, Label: "Permission", Help: "type to find one, or ↓ and choose"},
			Options: options, Value: string(ask.Permission), Placeholder: "none", Limit: model.MaxName,
		}},
		Submit: "Explain",
		Run: func(_ context.Context, v widget.Values) (asked, error) {
			ask.Permission = ""
			if text := v.Text(model.FieldPermission); text != "" {
				p, err := model.CleanPermission(text)
				if err != nil {
					return asked{}, err
				}
				ask.Permission = p
			}
			return with(ask, item), nil
		},
		Done: func(a asked) tea.Msg { return a },
	})
}

// levelForm asks which level on the item is needed.
func (e *Explain) levelForm() kit.Dialog {
	ask, item, with := e.request.Ask, e.item, e.asking()
	options := []widget.Option{{Value: "", Label: "as the permission says"}}
	for _, l := range model.Levels() {
		options = append(options, widget.Option{Value: l.String(), Label: l.String()})
	}
	value := ""
	if ask.Level != model.LevelNone {
		value = ask.Level.String()
	}
	return widget.NewFormDialog(e.session, widget.FormDialogOptions[asked]{
		Title: "Which level does it need on the item?",
		Intro: "The built-in permissions say which. For one of the organisation's own the request names the level.",
		Fields: []widget.Field{widget.Choice{
			Label: widget.Label{Name: model.FieldLevel, Label: "Level"}, Options: options, Value: value,
		}},
		Submit: "Explain",
		Run: func(_ context.Context, v widget.Values) (asked, error) {
			ask.Level = model.LevelNone
			if text := v.Choice(model.FieldLevel); text != "" {
				level, err := model.ParseLevel(text)
				if err != nil {
					return asked{}, err
				}
				ask.Level = level
			}
			return with(ask, item), ask.Check()
		},
		Done: func(a asked) tea.Msg { return a },
	})
}
