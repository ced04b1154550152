package groups

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// done is the outcome of every dialog here: something was done, and this says
// what.
type done struct {
	text string
	made model.GroupID // put the cursor on this one
}

func createForm(s *kit.Session) kit.Dialog {
	actor, org := s.Actor(), s.Org()
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Group]{
		Title:  "Create a group in " + model.Printable(s.Profile.Org.Name),
		Help:   "A group is a list of people who are to reach the same things. What is granted to it counts for all who are in it.",
		Fields: []widget.Field{nameField("", "who is in it, as in Safety leads")},
		Submit: "Create",
		Busy:   "Creating…",
		Run: func(ctx context.Context, v widget.Values) (model.Group, error) {
			return s.Authority.CreateGroup(ctx, actor, org, v.Text(model.FieldName))
		},
		Done: func(g model.Group) tea.Msg { return done{"Created " + name(g) + ". Press enter to add people.", g.ID} },
	})
}

func renameForm(s *kit.Session, g model.Group) kit.Dialog {
	actor := s.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Group]{
		Title:  "Rename " + name(g),
		Intro:  "Its members and what it gives them stay as they are.",
		Help:   "The name is what people see. Programs know a group by its id, which stays.",
		Fields: []widget.Field{nameField(g.Name, "")},
		Submit: "Rename",
		Busy:   "Saving…",
		Run: func(ctx context.Context, v widget.Values) (model.Group, error) {
			return s.Authority.RenameGroup(ctx, actor, g.Org, g.ID, v.Text(model.FieldName), g.Name)
		},
		Done: func(now model.Group) tea.Msg {
			if now.Name == g.Name {
				return done{text: name(g) + " is called that already."}
			}
			return done{text: "Renamed " + name(g) + " to " + name(now) + "."}
		},
	})
}

func nameField(value, placeholder string) widget.Field {
	return widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name"}, Value: value, Placeholder: placeholder, Limit: model.MaxName}
}

func name(g model.Group) string { return model.Printable(g.Name) }
