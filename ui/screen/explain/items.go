package explain

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// itemsShown is how many items of each list there are to choose from.
const itemsShown = 100

// items reads the items to choose from: those that the subject sees and, since
// often it is about one that it does not, those that the person sees.
func (e *Explain) items() func(context.Context) (opener, error) {
	s, actor := e.session, e.session.Actor()
	page := model.PageRequest{Sort: model.SortCreated, Limit: itemsShown}
	queries := []model.ItemQuery{
		{Org: e.org(), Subject: e.subject(), Page: page},
		{Org: s.Org(), All: s.Profile.Operator, Page: page},
	}
	return func(ctx context.Context) (opener, error) {
		var found []model.ItemView
		for _, query := range queries {
			list, err := s.Authority.ListItems(ctx, actor, query)
			switch model.KindOf(err) {
			case "":
				found = append(found, list.Rows...)
			case model.KindForbidden, model.KindNotFound: // who may not list them types
			default:
				return nil, err
			}
		}
		return func() kit.Dialog { return e.itemForm(found) }, nil
	}
}

func (e *Explain) itemForm(found []model.ItemView) kit.Dialog {
	s, actor, org := e.session, e.session.Actor(), e.org()
	ask, with := e.request.Ask, e.asking()
	return widget.NewFormDialog(s, widget.FormDialogOptions[asked]{
		Title: "On which item?",
		Help: "Choose one of those that whose request it is sees, or you see; or type an item's name, its id (itm_…) or kind/reference, with org_…/ in front for one of another organisation. " +
			"An item that does not exist and one that cannot be seen get the same answer.",
		Fields: []widget.Field{widget.Suggest{
			Label:   widget.Label{Name: model.FieldItem, Label: "Item", Help: "a name, itm_… or kind/reference"},
			Options: itemOptions(found), Value: ask.Item.String(), Placeholder: "none",
		}},
		Submit: "Explain",
		Busy:   "Looking…",
		Run: func(ctx context.Context, v widget.Values) (asked, error) {
			text := v.Text(model.FieldItem)
			if text == "" {
				ask.Item, ask.Level = model.ItemAddress{}, model.LevelNone // a level is one on an item
				return with(ask, ""), nil
			}
			address, name, err := s.Authority.FindAskedItem(ctx, actor, org, text)
			ask.Item = address
			return with(ask, name), err
		},
		Done: func(a asked) tea.Msg { return a },
	})
}

// itemOptions are items to choose from, each once.
func itemOptions(found []model.ItemView) []widget.Option {
	var options []widget.Option
	seen := map[string]bool{}
	for _, v := range found {
		address := model.ItemRef{Org: v.Org, ID: v.ID}.Address().String()
		if !seen[address] {
			options = append(options, widget.Option{Value: address, Label: v.Name + " · " + string(v.Kind)})
		}
		seen[address] = true
	}
	return options
}
