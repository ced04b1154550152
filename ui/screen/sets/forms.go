package sets

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// createForm asks for a new set; that of a copy begins with what the other one
// allows.
func createForm(s *kit.Session, o opening) kit.Dialog {
	actor, org := s.Actor(), s.Org()
	title, called := "Create a permission set", ""
	if o.set.ID != "" {
		title, called = "Copy "+name(o.set), o.set.Name+" copy"
	}
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.PermissionSet]{
		Title: title,
		Help:  "What is ticked is what holders of the set may do. The seat that they take is for good; the rest can be changed later.",
		Fields: []widget.Field{
			nameField(called),
			widget.Choice{Label: widget.Label{Name: model.FieldSeats, Label: "Seat", Help: "For good: a set of another seat is another set."}, Options: seats, Value: string(o.set.Seat)},
			checklist(o.profile, "", o.set.Permissions),
		},
		Submit: "Create",
		Busy:   "Creating…",
		Run: func(ctx context.Context, v widget.Values) (model.PermissionSet, error) {
			r := request(v)
			r.Seat = model.SeatType(v.Choice(model.FieldSeats))
			return s.Authority.CreatePermissionSet(ctx, actor, org, r)
		},
		Done: func(set model.PermissionSet) tea.Msg {
			return done{text: "Created " + model.Printable(set.Name) + ". It can be given to people and service users now."}
		},
	})
}

var seats = []widget.Option{
	{Value: string(model.SeatFull), Label: "full"},
	{Value: string(model.SeatLite), Label: "lite"},
	{Value: string(model.SeatGuest), Label: "guest"},
}

func nameField(value string) widget.Field {
	return widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name"}, Value: value, Placeholder: "whom it is for", Limit: model.MaxName}
}

func checklist(p model.Profile, seat model.SeatType, ticked []model.Permission) widget.Field {
	values := make([]string, len(ticked))
	for i, permission := range ticked {
		values[i] = string(permission)
	}
	return widget.Checklist{
		Label:   widget.Label{Name: model.FieldPermission, Label: "May", Help: "space ticks · nobody gives more than they have"},
		Options: options(p, p.Org.KnownPermissions(), seat),
		Values:  values,
	}
}

func request(v widget.Values) model.SetRequest {
	r := model.SetRequest{Name: v.Text(model.FieldName)}
	for _, p := range v.Checked(model.FieldPermission) {
		r.Permissions = append(r.Permissions, model.Permission(p))
	}
	return r
}

// deleteQuestion asks before a set is deleted. Whether it can be is the
// authority's to say.
func deleteQuestion(s *kit.Session, v model.SetView) kit.Dialog {
	actor := s.Actor()
	text := "Nobody holds it, so nothing stops working. This cannot be undone."
	if v.Holders.Any() {
		text = "A set that somebody holds cannot be deleted."
	}
	return widget.NewConfirm(s, widget.ConfirmOptions[struct{}]{
		Title: "Delete " + name(v) + "?",
		Facts: []widget.Fact{
			{Label: "Held by", Value: v.Holders.String()},
			{Label: "Allows", Value: kit.Plural(len(v.Permissions), "permission")},
		},
		Text:   text,
		Action: "Delete",
		Busy:   "Deleting…",
		Danger: true,
		Run: func(ctx context.Context) (struct{}, error) {
			return struct{}{}, s.Authority.DeletePermissionSet(ctx, actor, v.Org, v.ID)
		},
		Done: func(struct{}) tea.Msg { return done{text: "Deleted " + name(v) + ".", gone: true} },
	})
}

// named is the outcome of the form for a permission name.
type named struct {
	org   model.Org
	added string
}

func (n named) text() string {
	return "Added " + model.Printable(n.added) + ". Edit a set to give it to somebody."
}

// nameForm adds a permission name of the organisation's own (rule 6.3).
func nameForm(s *kit.Session) kit.Dialog {
	actor, org := s.Actor(), s.Org()
	return widget.NewFormDialog(s, widget.FormDialogOptions[named]{
		Title:  "Add a permission of your own",
		Intro:  "For what your own software checks. latchkey does not ask for it, but its answers tell whether a token has it. A name stays for good.",
		Help:   "A dotted name in lower case. Once it is there, sets can be given it like any other permission.",
		Fields: []widget.Field{widget.Text{Label: widget.Label{Name: model.FieldPermission, Label: "Name"}, Placeholder: "reports.export", Limit: model.MaxName}},
		Submit: "Add",
		Busy:   "Adding…",
		Run: func(ctx context.Context, v widget.Values) (named, error) {
			o, err := s.Authority.AddPermission(ctx, actor, org, v.Text(model.FieldPermission))
			return named{o, v.Text(model.FieldPermission)}, err
		},
		Done: func(n named) tea.Msg { return n },
	})
}
