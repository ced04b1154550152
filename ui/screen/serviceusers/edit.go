package serviceusers

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// opening is what has to be known before a form opens: whom it edits, if
// anybody, and the sets that there are.
type opening struct {
	edit *model.ServiceUserView
	sets []model.PermissionSet
}

// prepare reads what a form needs. A service user is read again, since the row
// on the screen may be old.
func (l *List) prepare(edit *model.ServiceUserView) func(context.Context) (opening, error) {
	s, actor, org := l.session, l.session.Actor(), l.org
	return func(ctx context.Context) (opening, error) {
		var o opening
		var err error
		if edit != nil {
			now, err := fresh(ctx, s, actor, *edit)
			if err != nil {
				return o, err
			}
			o.edit = &now
		}
		o.sets, err = s.Authority.PermissionSets(ctx, actor, org)
		return o, err
	}
}

// fresh returns a service user as it is now.
func fresh(ctx context.Context, s *kit.Session, actor model.Actor, u model.ServiceUserView) (model.ServiceUserView, error) {
	rows, err := s.Authority.ServiceUsersByID(ctx, actor, u.Org, []model.ServiceUserID{u.ID})
	if err != nil {
		return u, err
	}
	if len(rows) == 0 {
		return u, &model.Error{Kind: model.KindNotFound, Message: model.Printable(u.Name) + " was deleted meanwhile."}
	}
	return rows[0], nil
}

func (l *List) openForm(o opening) kit.Dialog {
	if o.edit != nil {
		return l.editForm(*o.edit, o.sets)
	}
	return CreateForm(l.session, model.ServiceUserRequest{}, o.sets, func(u model.ServiceUser) tea.Msg {
		return done{"Created " + name(u) + ". Press enter on it to generate its first token."}
	})
}

// CreateForm returns the form that creates a service user in the current org.
// from is what stands in it at first, and made makes the outcome that the
// screen under it gets.
func CreateForm(s *kit.Session, from model.ServiceUserRequest, sets []model.PermissionSet, made func(model.ServiceUser) tea.Msg) kit.Dialog {
	actor, org := s.Actor(), s.Org()
	proposed := model.ServiceUser{Name: from.Name, Description: from.Description, Sets: from.Sets}
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.ServiceUser]{
		Title:  "Create a service user in " + model.Printable(s.Profile.Org.Name),
		Help:   "A service user stands for a system or an integration. It cannot log in; its tokens may do what its permission sets allow, whatever happens to the people who set it up.",
		Fields: fields(model.ServiceUserView{ServiceUser: proposed}, sets),
		Submit: "Create",
		Busy:   "Creating…",
		Run: func(ctx context.Context, v widget.Values) (model.ServiceUser, error) {
			return s.Authority.CreateServiceUser(ctx, actor, org, request(v))
		},
		Done: made,
	})
}

func (l *List) editForm(u model.ServiceUserView, all []model.PermissionSet) kit.Dialog {
	s, actor := l.session, l.session.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.ServiceUser]{
		Title:  "Edit " + name(u.ServiceUser),
		Intro:  "A change of permission sets counts from the very next request.",
		Help:   "What a service user may do is what its permission sets allow together.",
		Fields: fields(u, all),
		Submit: "Save",
		Busy:   "Saving…",
		About:  meanwhile.ServiceUser(s, u.Org, u.ID, u.Name),
		Run: func(ctx context.Context, v widget.Values) (model.ServiceUser, error) {
			return s.Authority.EditServiceUser(ctx, actor, u.Org, u.ID, request(v), u.ServiceUser)
		},
		Done: func(u model.ServiceUser) tea.Msg { return done{"Saved " + name(u) + "."} },
	})
}

func fields(u model.ServiceUserView, all []model.PermissionSet) []widget.Field {
	var options []widget.Option
	for _, set := range all {
		options = append(options, widget.Option{Value: string(set.ID), Label: set.Name + " · " + kit.Plural(len(set.Permissions), "permission")})
	}
	var ticked []string
	for _, id := range u.Sets {
		ticked = append(ticked, string(id))
	}
	return []widget.Field{
		widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name"}, Value: u.Name, Placeholder: "the system that it stands for", Limit: model.MaxName},
		widget.Text{Label: widget.Label{Name: model.FieldDescription, Label: "Description"}, Value: u.Description, Placeholder: "optional"},
		widget.Checklist{Label: widget.Label{Name: model.FieldSets, Label: "Sets", Help: "space ticks · it may do what all ticked sets allow together"}, Options: options, Values: ticked},
	}
}

func request(v widget.Values) model.ServiceUserRequest {
	r := model.ServiceUserRequest{Name: v.Text(model.FieldName), Description: v.Text(model.FieldDescription)}
	for _, id := range v.Checked(model.FieldSets) {
		r.Sets = append(r.Sets, model.SetID(id))
	}
	return r
}

func name(u model.ServiceUser) string { return model.Printable(u.Name) }
