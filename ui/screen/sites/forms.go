package sites

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
	site model.SiteID // put the cursor on this one
	open []model.Site // open these, to show it
}

// createForm asks for a new site: below the one under the cursor, beside it, or
// at the top.
func createForm(s *kit.Session, at *row) kit.Dialog {
	actor, org := s.Actor(), s.Org()
	fields := []widget.Field{nameField("", "a place, as in Plant Hamburg")}
	var open []model.Site
	if at != nil {
		fields = append(fields, whereField(*at))
		open = reached(*at)
	}
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Site]{
		Title:  "Create a site in " + model.Printable(s.Profile.Org.Name),
		Help:   "Sites are the places of the organisation: regions, plants, halls. A member of a site is also a member of the sites below it.",
		Fields: fields,
		Submit: "Create",
		Busy:   "Creating…",
		Run: func(ctx context.Context, v widget.Values) (model.Site, error) {
			return s.Authority.CreateSite(ctx, actor, org, v.Text(model.FieldName), model.SiteID(v.Choice(model.FieldSite)))
		},
		Done: func(made model.Site) tea.Msg {
			return done{"Created " + name(made) + ". Press enter to add people.", made.ID, open}
		},
	})
}

// whereField is the choice of what a new site lies below.
func whereField(at row) widget.Field {
	options := []widget.Option{{Value: string(at.ID), Label: "below " + at.Name}}
	if n := len(at.above); n > 0 {
		options = append(options, widget.Option{Value: string(at.Parent), Label: "beside it, below " + at.above[n-1].Name})
	}
	options = append(options, widget.Option{Value: "", Label: "at the top"})
	return widget.Choice{
		Label:   widget.Label{Name: model.FieldSite, Label: "Where", Help: "← → choose · it can be moved later"},
		Options: options, Value: string(at.ID),
	}
}

func renameForm(s *kit.Session, site model.Site) kit.Dialog {
	actor := s.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Site]{
		Title:  "Rename " + name(site),
		Intro:  "Its members, what it gives them, and what lies below it stay as they are.",
		Help:   "The name is what people see. Programs know a site by its id, which stays.",
		Fields: []widget.Field{nameField(site.Name, "")},
		Submit: "Rename",
		Busy:   "Saving…",
		Run: func(ctx context.Context, v widget.Values) (model.Site, error) {
			return s.Authority.RenameSite(ctx, actor, site.Org, site.ID, v.Text(model.FieldName), site.Name)
		},
		Done: func(now model.Site) tea.Msg {
			if now.Name == site.Name {
				return done{text: name(site) + " is called that already."}
			}
			return done{text: "Renamed " + name(site) + " to " + name(now) + "."}
		},
	})
}

func nameField(value, placeholder string) widget.Field {
	return widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name"}, Value: value, Placeholder: placeholder, Limit: model.MaxName}
}
