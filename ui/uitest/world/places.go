package world

import "example.com/latchkey/model"

// Group makes a group of Acme with some members.
func (w *World) Group(name string, members ...model.Actor) model.Group {
	w.TB.Helper()
	g, err := w.CreateGroup(w.TB.Context(), w.Ada, w.Acme, name)
	w.Must(err)
	for _, m := range members {
		w.Must(w.AddToGroup(w.TB.Context(), w.Ada, w.Acme, g.ID, m.User()))
	}
	return g
}

// Site makes a site of Acme below another one ("" for the top), with some
// members.
func (w *World) Site(name string, parent model.SiteID, members ...model.Actor) model.Site {
	w.TB.Helper()
	s, err := w.CreateSite(w.TB.Context(), w.Ada, w.Acme, name, parent)
	w.Must(err)
	for _, m := range members {
		w.Must(w.AddToSite(w.TB.Context(), w.Ada, w.Acme, s.ID, m.User()))
	}
	return s
}

// ToGroup is the members of a group as a grantee.
func ToGroup(g model.Group) model.Grantee {
	return model.Grantee{Org: g.Org, Kind: model.GranteeGroup, ID: string(g.ID)}
}

// ToSite is the members of a site as a grantee.
func ToSite(s model.Site) model.Grantee {
	return model.Grantee{Org: s.Org, Kind: model.GranteeSite, ID: string(s.ID)}
}

// Grant makes an item of Acme and grants it.
func (w *World) Grant(kind model.ItemKind, name string, to model.Grantee, level model.Level) model.Item {
	w.TB.Helper()
	item, err := w.CreateItem(w.TB.Context(), w.Ada, w.Acme, model.ItemRequest{Kind: kind, Name: name})
	w.Must(err)
	_, err = w.Share(w.TB.Context(), w.Ada, model.Scope{Org: w.Acme, Item: item.ID}, to, level)
	w.Must(err)
	return item
}

// Rule grants all items of a kind in Acme, or of those at a site and below.
func (w *World) Rule(kind model.ItemKind, at model.SiteID, to model.Grantee, level model.Level) {
	w.TB.Helper()
	_, err := w.Share(w.TB.Context(), w.Ada, model.Scope{Org: w.Acme, Kind: kind, Site: at}, to, level)
	w.Must(err)
}
