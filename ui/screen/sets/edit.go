package sets

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// draft is an edit that is not saved yet: the set as the person saw it, and
// what it is to become.
type draft struct {
	before  model.PermissionSet
	request model.SetRequest
	profile model.Profile
}

// newDraft begins with the set as it is now. An edit that goes on is made to
// that: what the person ticked and unticked, no more.
func newDraft(o opening) draft {
	d := draft{o.set.PermissionSet, model.SetRequest{Name: o.set.Name, Permissions: o.set.Permissions}, o.profile}
	if o.draft == nil {
		return d
	}
	was, wanted := o.draft.before, o.draft.request
	if wanted.Name != was.Name {
		d.request.Name = wanted.Name
	}
	d.request.Permissions = slices.Concat(without(o.set.Permissions, was.Permissions), keep(wanted.Permissions, func(p model.Permission) bool {
		return !slices.Contains(was.Permissions, p) || slices.Contains(o.set.Permissions, p)
	}))
	return d
}

// fits reports whether a set is still the one that the draft began with.
func (d draft) fits(v model.SetView) bool {
	return d.before.Name == v.Name && len(d.before.Permissions) == len(v.Permissions) && len(without(v.Permissions, d.before.Permissions)) == 0
}

// without returns the permissions of a list that are not in another one.
func without(list, other []model.Permission) []model.Permission {
	return keep(list, func(p model.Permission) bool { return !slices.Contains(other, p) })
}

func keep(list []model.Permission, which func(model.Permission) bool) []model.Permission {
	return slices.DeleteFunc(slices.Clone(list), func(p model.Permission) bool { return !which(p) })
}

// edited is the outcome of the form: what saving the draft would do, or that it
// is saved, since nobody loses or gains anything.
type edited struct {
	draft   draft
	preview model.SetPreview
	saved   bool
}

// editForm changes a set's name and permissions. Nothing is saved before the
// person has seen who loses or gains what.
func editForm(s *kit.Session, d draft) kit.Dialog {
	actor := s.Actor()
	return widget.NewFormDialog(s, widget.FormDialogOptions[edited]{
		Title:  "Edit " + model.Printable(d.before.Name),
		Intro:  editIntro(d.before),
		Help:   "Before anything is saved you see whose permissions change, and which tokens with them.",
		Fields: []widget.Field{nameField(d.request.Name), checklist(d.profile, d.before.Seat, d.request.Permissions)},
		Submit: "Look at what changes",
		Busy:   "Looking…",
		Run: func(ctx context.Context, v widget.Values) (edited, error) {
			next := d
			next.request = request(v)
			return next.look(ctx, s.Authority, actor)
		},
		Done: func(e edited) tea.Msg { return e },
	})
}

func editIntro(set model.PermissionSet) string {
	if set.Administrator {
		return "Administrator can be given the overrides; nothing else about it changes."
	}
	return ""
}

// look finds out what saving would do, and saves what changes nothing for
// anybody, such as another name.
func (d draft) look(ctx context.Context, authority *model.Authority, actor model.Actor) (edited, error) {
	preview, err := authority.PreviewPermissionSet(ctx, actor, d.before.Org, d.before.ID, d.request)
	e := edited{draft: d, preview: preview}
	if err != nil || len(preview.Lost)+len(preview.Gained) > 0 {
		return e, err
	}
	_, err = authority.EditPermissionSet(ctx, actor, d.before, d.request)
	e.saved = err == nil
	return e, err
}

// reconsidered is the outcome of a review that was cancelled: the form comes
// back as it was.
type reconsidered struct{ draft draft }

// review asks whether to save an edit, and says what it would do. Cancelling
// leads back to the form.
type review struct {
	*widget.Confirm[model.PermissionSet]
	draft draft
}

func newReview(s *kit.Session, e edited) *review {
	actor, d := s.Actor(), e.draft
	return &review{draft: d, Confirm: widget.NewConfirm(s, widget.ConfirmOptions[model.PermissionSet]{
		Title:  "Save " + model.Printable(d.before.Name) + "?",
		Facts:  e.facts(),
		List:   tokenLines(s, e.preview.Tokens),
		Text:   e.text(),
		Action: "Save",
		Busy:   "Saving…",
		Danger: len(e.preview.Lost) > 0,
		Run: func(ctx context.Context) (model.PermissionSet, error) {
			return s.Authority.EditPermissionSet(ctx, actor, d.before, d.request)
		},
		Done: func(set model.PermissionSet) tea.Msg { return done{text: "Saved " + model.Printable(set.Name) + "."} },
	})}
}

// Update takes a message. The dialog that Root knows is the review, so what the
// question says of itself is said of the review.
func (r *review) Update(msg tea.Msg) (kit.Dialog, tea.Cmd) {
	_, cmd := r.Confirm.Update(msg)
	if cmd == nil {
		return r, nil
	}
	return r, func() tea.Msg {
		next := cmd()
		end, ok := next.(kit.CloseDialog)
		switch {
		case !ok:
			return next
		case end.Outcome == nil:
			return kit.CloseDialog{Dialog: r, Outcome: reconsidered{r.draft}}
		}
		return kit.CloseDialog{Dialog: r, Outcome: end.Outcome}
	}
}

var _ kit.Dialog = (*review)(nil)
