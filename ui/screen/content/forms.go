package content

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/screen/meanwhile"
	"example.com/latchkey/ui/widget"
)

// create reads which sites there are, and asks for a new item.
func (d *deeds) create(kind model.ItemKind) tea.Cmd {
	s, a := d.session, asking(d.session)
	return d.ask(func(ctx context.Context) (opener, error) {
		sites, err := a.sites(ctx, placed)
		return func() kit.Dialog { return createForm(s, kind, sites) }, err
	})
}

func createForm(s *kit.Session, kind model.ItemKind, sites []widget.Option) kit.Dialog {
	a := asking(s)
	fields := []widget.Field{kindField(s.Profile.Org, kind), nameField(""), refField(""), siteField(sites, "")}
	if s.Profile.Can(model.ItemsSync) {
		fields = append(fields, ownerField(s))
	}
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Item]{
		Title:  "Add an item to " + model.Printable(s.Profile.Org.Name),
		Help:   whatItemsAre + " The kind stays for good. The reference is what the API behind calls the item; requests can name it by that.",
		Fields: fields,
		Submit: "Add",
		Busy:   "Adding…",
		Run: func(ctx context.Context, v widget.Values) (model.Item, error) {
			r := model.ItemRequest{Kind: model.ItemKind(v.Choice(model.FieldKind)), Name: v.Text(model.FieldName), Ref: v.Text(model.FieldReference)}
			var err error
			if r.Site, err = a.site(ctx, v.Text(model.FieldSite)); err != nil {
				return model.Item{}, err
			}
			if text := v.Text(model.FieldOwner); text != "" {
				if r.Owner, err = a.owner(ctx, model.FieldOwner, text); err != nil {
					return model.Item{}, err
				}
			}
			return a.CreateItem(ctx, a.actor, a.org, r)
		},
		Done: func(i model.Item) tea.Msg { return done{text: "Added " + name(i) + ".", made: idOf(ref(i))} },
	})
}

func kindField(org model.Org, kind model.ItemKind) widget.Field {
	var options []widget.Option
	for _, k := range org.ItemKinds() {
		options = append(options, widget.Option{Value: string(k), Label: string(k)})
	}
	return widget.Choice{Label: widget.Label{Name: model.FieldKind, Label: "Kind", Help: "← → choose"}, Options: options, Value: string(kind)}
}

func nameField(value string) widget.Field {
	return widget.Text{Label: widget.Label{Name: model.FieldName, Label: "Name"}, Value: value, Placeholder: "as in Forklift pre-start", Limit: model.MaxName}
}

func refField(value string) widget.Field {
	return widget.Text{
		Label: widget.Label{Name: model.FieldReference, Label: "Reference", Help: "What the API behind calls it."},
		Value: value, Placeholder: "optional", Limit: model.MaxReference,
	}
}

func siteField(sites []widget.Option, value model.SiteID) widget.Field {
	return widget.Suggest{
		Label:   widget.Label{Name: model.FieldSite, Label: "Site", Help: "Type to find one, or ↓. Empty is nowhere."},
		Options: sites, Value: string(value), Placeholder: "nowhere", Limit: model.MaxName,
	}
}

// ownerField is for who may make somebody else the owner.
func ownerField(s *kit.Session) widget.Field {
	placeholder := "you"
	if !s.Profile.Member {
		placeholder = "who@acme.example"
	}
	return widget.Text{
		Label:       widget.Label{Name: model.FieldOwner, Label: "Owner", Help: "E-mail, name or id of a person or a service user."},
		Placeholder: placeholder,
	}
}

// edit reads which sites there are, and asks for another name, reference or site.
func (d *deeds) edit(v model.ItemView) tea.Cmd {
	s, a := d.session, asking(d.session)
	return d.ask(func(ctx context.Context) (opener, error) {
		sites, err := a.sites(ctx, placed)
		return func() kit.Dialog { return editForm(s, v.Item, sites) }, err
	})
}

func editForm(s *kit.Session, i model.Item, sites []widget.Option) kit.Dialog {
	a := asking(s)
	return widget.NewFormDialog(s, widget.FormDialogOptions[model.Item]{
		Title:  "Edit " + name(i),
		Help:   "The site decides which rules reach an item: those for its site and for the sites above. So to move it can give it to others, and take it from some.",
		Fields: []widget.Field{nameField(i.Name), refField(i.Ref), siteField(sites, i.Site)},
		Submit: "Save",
		Busy:   "Saving…",
		About:  meanwhile.Item(s, i),
		Run: func(ctx context.Context, v widget.Values) (model.Item, error) {
			r := model.ItemChange{Name: v.Text(model.FieldName), Ref: v.Text(model.FieldReference)}
			var err error
			if r.Site, err = a.site(ctx, v.Text(model.FieldSite)); err != nil {
				return model.Item{}, err
			}
			return a.EditItem(ctx, a.actor, ref(i), r, i)
		},
		Done: func(now model.Item) tea.Msg {
			if now == i {
				return done{text: name(i) + " stays as it is."}
			}
			return done{text: "Saved " + name(now) + "."}
		},
	})
}

// kindForm asks for a kind of the organisation's own.
func kindForm(s *kit.Session) kit.Dialog {
	a := asking(s)
	return widget.NewFormDialog(s, widget.FormDialogOptions[string]{
		Title: "Add a kind of items to " + model.Printable(s.Profile.Org.Name),
		Intro: "There are templates, inspections and assets. An organisation can have kinds of its own; they stay for good.",
		Help:  "For a kind of the organisation's own no permission is built in: grants and rules alone decide who sees such items, and items.sync is needed to add them.",
		Fields: []widget.Field{widget.Text{
			Label:       widget.Label{Name: model.FieldKind, Label: "Kind", Help: "One word in lower case; its plural gets an s."},
			Placeholder: "report", Limit: 32,
		}},
		Submit: "Add",
		Run: func(ctx context.Context, v widget.Values) (string, error) {
			kind := v.Text(model.FieldKind)
			_, err := a.AddItemKind(ctx, a.actor, a.org, kind)
			return kind, err
		},
		Done: func(kind string) tea.Msg { return done{text: "Added the kind " + model.Printable(kind) + "."} },
	})
}

// deletion asks before an item is deleted.
func deletion(s *kit.Session, v model.ItemView) kit.Dialog {
	a := asking(s)
	facts := []widget.Fact{
		{Value: "From the next request on it is answered as if it had never been, to everybody. This cannot be undone."}, {},
		{Label: "Kind", Value: string(v.Kind)}, {Label: "Owner", Value: v.OwnerName}, {Label: "Site", Value: orDash(v.SiteName)},
	}
	if v.Ref != "" {
		facts = append(facts, widget.Fact{Label: "Reference", Value: v.Ref})
	}
	return widget.NewConfirm(s, widget.ConfirmOptions[struct{}]{
		Title: "Delete " + name(v.Item) + "?", Facts: facts, Action: "Delete", Busy: "Deleting…", Danger: true,
		About: meanwhile.Item(s, v.Item),
		Run: func(ctx context.Context) (struct{}, error) {
			return struct{}{}, a.DeleteItem(ctx, a.actor, ref(v.Item))
		},
		Done: func(struct{}) tea.Msg { return done{text: "Deleted " + name(v.Item) + ".", gone: true} },
	})
}
