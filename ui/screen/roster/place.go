package roster

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// Place is a group or a site: what people are made members of.
type Place struct {
	model.Grantee
	name string
}

// Group returns a group as a place.
func Group(g model.Group) Place {
	return Place{model.Grantee{Org: g.Org, Kind: model.GranteeGroup, ID: string(g.ID)}, g.Name}
}

// Site returns a site as a place.
func Site(s model.Site) Place {
	return Place{model.Grantee{Org: s.Org, Kind: model.GranteeSite, ID: string(s.ID)}, s.Name}
}

// Name returns its name as it can be put into a sentence.
func (p Place) Name() string { return model.Printable(p.name) }

func (p Place) isSite() bool { return p.Kind == model.GranteeSite }

// word is what it is called.
func (p Place) word() string {
	if p.isSite() {
		return "site"
	}
	return "group"
}

// asker is the authority and who asks it. A command takes it along from Update.
type asker struct {
	*model.Authority
	actor model.Actor
}

func asking(s *kit.Session) asker { return asker{s.Authority, s.Actor()} }

// Managed reports whether the keys that change its members are worth showing.
func (p Place) Managed(s *kit.Session) bool {
	if p.isSite() {
		return s.Profile.Can(model.SitesManage)
	}
	return s.Profile.Can(model.GroupsManage)
}

func (p Place) members(ctx context.Context, a asker, r model.PageRequest) (model.Page[model.Membership], error) {
	if p.isSite() {
		return a.SiteMembers(ctx, a.actor, p.Org, model.SiteID(p.ID), r)
	}
	return a.GroupMembers(ctx, a.actor, p.Org, model.GroupID(p.ID), r)
}

func (p Place) add(ctx context.Context, a asker, user model.UserID) error {
	if p.isSite() {
		return a.AddToSite(ctx, a.actor, p.Org, model.SiteID(p.ID), user)
	}
	return a.AddToGroup(ctx, a.actor, p.Org, model.GroupID(p.ID), user)
}

func (p Place) remove(ctx context.Context, a asker, user model.UserID) error {
	if p.isSite() {
		return a.RemoveFromSite(ctx, a.actor, p.Org, model.SiteID(p.ID), user)
	}
	return a.RemoveFromGroup(ctx, a.actor, p.Org, model.GroupID(p.ID), user)
}

// count is how many members there are, in words: of a large group only the first
// thousand are counted.
func count(n int, more bool) string {
	if more {
		return kit.Count(n) + "+"
	}
	return kit.Count(n)
}

// Count is how many members there are as a list shows it.
func Count(n int, more bool) widget.Cell {
	if n == 0 {
		return widget.Cell{Text: "0", Tone: kit.Muted}
	}
	return widget.Cell{Text: count(n, more)}
}

// Members says how many members there are.
func Members(n int, more bool) string {
	if more || n != 1 {
		return count(n, more) + " members"
	}
	return "1 member"
}

// known is what is known of a place now.
type known struct {
	Place
	members int
	more    bool
	path    []model.Site // of a site: from the top down to it
	below   int          // the sites right below it
}

// read reads a place as it is now. KindNotFound when it is gone.
func (p Place) read(ctx context.Context, a asker) (known, error) {
	if p.isSite() {
		return p.readSite(ctx, a)
	}
	rows, err := a.GroupsByID(ctx, a.actor, p.Org, []model.GroupID{model.GroupID(p.ID)})
	if err == nil && len(rows) == 0 {
		err = p.gone()
	}
	if err != nil {
		return known{Place: p}, err
	}
	return known{Place: Group(rows[0].Group), members: rows[0].Members, more: rows[0].More}, nil
}

func (p Place) readSite(ctx context.Context, a asker) (known, error) {
	rows, err := a.SitesByID(ctx, a.actor, p.Org, []model.SiteID{model.SiteID(p.ID)})
	if err == nil && len(rows) == 0 {
		err = p.gone()
	}
	if err != nil {
		return known{Place: p}, err
	}
	k := known{Place: Site(rows[0].Site), members: rows[0].Members, more: rows[0].More, below: rows[0].Below}
	k.path, err = a.SitePath(ctx, a.actor, p.Org, rows[0].ID)
	return k, err
}

func (p Place) gone() error {
	return &model.Error{Kind: model.KindNotFound, Message: p.Name() + " was deleted meanwhile."}
}
