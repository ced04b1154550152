package content

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// share reads whom there is to choose from, and asks with whom.
func (d *deeds) share(i model.Item) tea.Cmd {
	s, a := d.session, asking(d.session)
	return d.ask(func(ctx context.Context) (opener, error) {
		to, err := a.grantees(ctx)
		return func() kit.Dialog { return shareForm(s, i, to) }, err
	})
}

func shareForm(s *kit.Session, i model.Item, to []widget.Option) kit.Dialog {
	a := asking(s)
	return widget.NewFormDialog(s, widget.FormDialogOptions[string]{
		Title:  "Share " + name(i),
		Help:   shareHelp,
		Fields: []widget.Field{granteeField("With", to, "Name, e-mail or id. Of another organisation: ORG/all-users."), levelField(model.LevelView)},
		Submit: "Share",
		Busy:   "Sharing…",
		About:  meanwhile.Item(s, i),
		Run: func(ctx context.Context, v widget.Values) (string, error) {
			_, who, err := a.give(ctx, model.Scope{Org: i.Org, Item: i.ID}, v, to)
			return who, err
		},
		Done: func(who string) tea.Msg { return done{text: "Shared " + name(i) + " with " + who + "."} },
	})
}

const shareHelp = "Choose a group, a site, a person, a service user, or all of the organisation; or type a name, an e-mail or an id. " +
	"With user:, service-user:, group: or site: in front when several have the name. " +
	"For another organisation write its name or id and a slash in front: Globex/all-users, org_…/grp_…. " +
	"Who has a level there already gets the new one in its place. Only who may delete an item can give that level."

func granteeField(label string, to []widget.Option, help string) widget.Field {
	return widget.Suggest{
		Label:   widget.Label{Name: model.FieldGrantee, Label: label, Help: help},
		Options: to, Placeholder: "a group, a site, a person, a service user",
	}
}

func levelField(now model.Level) widget.Field {
	return widget.Choice{
		Label: widget.Label{Name: model.FieldLevel, Label: "Level", Help: "← → choose · each has what comes before it"},
		Options: []widget.Option{
			{Value: "view", Label: "view"}, {Value: "edit", Label: "view and edit"}, {Value: "delete", Label: "view, edit and delete"},
		},
		Value: now.String(),
	}
}

// give gives a level on a scope to whom a form names, and says who that is.
func (a asker) give(ctx context.Context, on model.Scope, v widget.Values, known []widget.Option) (model.Grant, string, error) {
	text := v.Text(model.FieldGrantee)
	to, err := a.grantee(ctx, text)
	if err != nil {
		return model.Grant{}, "", err
	}
	level, err := model.ParseLevel(v.Choice(model.FieldLevel))
	if err != nil {
		return model.Grant{}, "", err
	}
	given, err := a.Share(ctx, a.actor, on, to, level)
	return given, called(known, text), err
}

// watchGranted looks after the item that a grant is on. What a rule is on cannot
// go.
func watchGranted(s *kit.Session, v model.GrantView, what string) kit.Watch {
	if v.Rule {
		return nil
	}
	return meanwhile.Item(s, model.Item{Org: v.Scope.Org, ID: v.Scope.Item, Name: what})
}

// levelForm asks for another level of a grant that there is.
func levelForm(s *kit.Session, what string, v model.GrantView) kit.Dialog {
	a, who := asking(s), granteeWords(v, s.Org())
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Grant]{
		Title:  "The level of " + who,
		Intro:  "On " + what + ".",
		Help:   "It counts from the very next request. To take it away altogether, close this and press x.",
		Fields: []widget.Field{levelField(v.Level)},
		Submit: "Save",
		Busy:   "Saving…",
		About:  watchGranted(s, v, what),
		Run: func(ctx context.Context, f widget.Values) (model.Grant, error) {
			level, err := model.ParseLevel(f.Choice(model.FieldLevel))
			if err != nil {
				return model.Grant{}, err
			}
			return a.Share(ctx, a.actor, v.Scope, v.To, level)
		},
		Done: func(g model.Grant) tea.Msg {
			return done{text: "The level of " + who + " is " + g.Level.String() + " now."}
		},
	})
}
