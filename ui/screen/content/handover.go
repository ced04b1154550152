package content

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// handing is an item that is about to get another owner, when it is known whom.
type handing struct {
	item model.ItemView
	from model.Owner // by now
	to   model.Subject
	heir string // what the new owner is called
}

// handOver reads who owns the item by now and whom there is to choose from.
func (d *deeds) handOver(v model.ItemView) tea.Cmd {
	s, a := d.session, asking(d.session)
	return d.ask(func(ctx context.Context) (opener, error) {
		now, err := a.ItemDetails(ctx, a.actor, ref(v.Item), a.org)
		if err != nil {
			return nil, err
		}
		people, err := a.subjects(ctx)
		people = slices.DeleteFunc(people, func(o widget.Option) bool {
			return o.Value == string(now.Owner.Subject.User) || o.Value == string(now.Owner.Subject.ServiceUser)
		})
		return func() kit.Dialog { return handOverForm(s, handing{item: v, from: now.Owner}, people) }, err
	})
}

func handOverForm(s *kit.Session, h handing, people []widget.Option) kit.Dialog {
	a := asking(s)
	return widget.NewFormDialog(s, widget.FormDialogOptions[handing]{
		Title: "Hand over " + name(h.item.Item),
		Intro: model.Printable(h.item.OwnerName) + " owns it. Who gets it?",
		Help:  "An owner has all of an item: they edit, delete and share it. A person or a service user of the organisation can own items.",
		Fields: []widget.Field{widget.Suggest{
			Label:   widget.Label{Name: model.FieldSuccessor, Label: "New owner", Help: "E-mail, name or id."},
			Options: people, Placeholder: "who@acme.example",
		}},
		Submit: "Next",
		Busy:   "Looking…",
		About:  meanwhile.Item(s, h.item.Item),
		Run: func(ctx context.Context, v widget.Values) (handing, error) {
			text := v.Text(model.FieldSuccessor)
			var err error
			h.to, err = a.owner(ctx, model.FieldSuccessor, text)
			h.heir = called(people, text)
			return h, err
		},
		Done: func(h handing) tea.Msg { return h },
	})
}

// question asks before the item gets its new owner.
func (h handing) question(s *kit.Session) kit.Dialog {
	a, what := asking(s), name(h.item.Item)
	before := model.Printable(h.item.OwnerName)
	return widget.NewConfirm(s, widget.ConfirmOptions[struct{}]{
		Title: "Hand over " + what + " to " + h.heir + "?",
		Facts: []widget.Fact{
			{Value: h.heir + " edits, deletes and shares it from the next request on. " + before + " keeps only what a grant gives them."}, {},
			{Label: "Owner", Value: before + " → " + h.heir}, {Label: "Kind", Value: string(h.item.Kind)},
		},
		Action: "Hand over",
		Busy:   "Handing over…",
		About:  meanwhile.Item(s, h.item.Item),
		Run: func(ctx context.Context) (struct{}, error) {
			_, err := a.HandOverItem(ctx, a.actor, ref(h.item.Item), h.to, h.from)
			return struct{}{}, err
		},
		Done: func(struct{}) tea.Msg { return done{text: what + " is owned by " + h.heir + " now."} },
	})
}
