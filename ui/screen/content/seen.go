package content

import (
	"context"

	"example.com/latchkey/model"
	"example.com/latchkey/ui/kit"
	"example.com/latchkey/ui/widget"
)

// seen is somebody who sees an item, and through what: its owner, or a grant.
type seen struct {
	owner model.Subject // zero for a grant; the owner of another organisation's item is not told
	name  string        // of the owner
	gone  bool          // it counts for nobody
	grant model.GrantView
}

func (v seen) isOwner() bool { return v.owner != model.Subject{} }

func seenID(v seen) string {
	if v.isOwner() {
		return "owner"
	}
	return grantID(v.grant)
}

func grantID(v model.GrantView) string {
	on, to := v.Scope, v.To
	return string(on.Item) + "/" + string(on.Kind) + "/" + string(on.Site) + "/" + string(to.Org) + "/" + string(to.Kind) + "/" + to.ID
}

// grantsMost is how many grants on an item are shown.
const grantsMost = 1000

// sightings gives a list those who see an item: the owner first, then the grants
// on it, then the rules that reach it. Who may not edit the item, and who sees it
// from another organisation, gets what they see it through.
type sightings struct {
	session *kit.Session
	org     model.OrgID // where the person works
	item    model.ItemRef
}

func (s sightings) all(ctx context.Context) ([]seen, error) {
	a := asker{s.session.Authority, s.session.Actor(), s.org}
	d, err := a.ItemDetails(ctx, a.actor, s.item, a.org)
	if err != nil {
		return nil, err
	}
	var rows []seen
	if owner := d.Owner.Subject; owner != (model.Subject{}) {
		rows = append(rows, seen{owner: owner, name: d.OwnerName, gone: d.OwnerGone})
	}
	grants, err := a.grants(ctx, d)
	for _, g := range grants {
		rows = append(rows, seen{grant: g, gone: g.Gone})
	}
	return rows, err
}

// grants are those on an item, as far as the person is told.
func (a asker) grants(ctx context.Context, d model.ItemDetails) ([]model.GrantView, error) {
	if d.Org != a.org {
		return a.ways(ctx, d)
	}
	var rows []model.GrantView
	r := model.PageRequest{Sort: model.SortCreated, Limit: grantsMost}
	for {
		page, err := a.GrantsOn(ctx, a.actor, model.ItemRef{Org: d.Org, ID: d.ID}, r)
		rows = append(rows, page.Rows...)
		if err != nil || page.AtEnd || len(rows) >= grantsMost {
			return rows, err
		}
		r.From = page.End
	}
}

// ways are the grants through which the person sees an item of another
// organisation. They name the person, or what the person belongs to.
func (a asker) ways(ctx context.Context, d model.ItemDetails) ([]model.GrantView, error) {
	var rows []model.GrantView
	for _, w := range d.Ways {
		if w.Owner || w.Override != "" {
			continue
		}
		v := model.GrantView{Grant: w.Grant, Rule: w.Grant.Scope.IsRule()}
		var err error
		if v.GranteeName, err = a.called(ctx, w.Grant.To); err != nil {
			return nil, err
		}
		rows = append(rows, v)
	}
	return rows, nil
}

// called names somebody of the person's own organisation.
func (a asker) called(ctx context.Context, to model.Grantee) (string, error) {
	switch to.Kind {
	case model.GranteeUser:
		p, err := a.WhoAmI(ctx, a.actor, a.org)
		return p.Name, err
	case model.GranteeGroup:
		g, err := a.FindGroup(ctx, a.actor, a.org, to.ID)
		return g.Name, err
	case model.GranteeSite:
		site, err := a.FindSite(ctx, a.actor, a.org, to.ID)
		return site.Name, err
	}
	return "", nil
}

func (s sightings) Page(ctx context.Context, r model.PageRequest) (model.Page[seen], error) {
	rows, err := s.all(ctx)
	if err != nil {
		return model.Page[seen]{}, err
	}
	return widget.PageOf(rows, seenID, r), nil
}

// Names and Rows are for a filter, which this list does not have.
func (s sightings) Names(context.Context, model.Cursor, int) ([]model.Named, model.Cursor, error) {
	return nil, "", nil
}

func (s sightings) Rows(context.Context, []string) ([]seen, error) { return nil, nil }

func (d *Details) columns() []widget.Column[seen] {
	s := d.session
	return []widget.Column[seen]{
		{Title: "Who", Min: 18, Ideal: 30, Flex: true, Cell: func(v seen) widget.Cell {
			return widget.Cell{Text: d.who(v), Tone: tone(v)}
		}},
		{Title: "Level", Min: 6, Cell: func(v seen) widget.Cell {
			if v.isOwner() {
				return widget.Cell{Text: model.LevelDelete.String()}
			}
			return widget.Cell{Text: v.grant.Level.String(), Tone: tone(v)}
		}},
		{Title: "Through", Min: 14, Ideal: 26, Priority: 1, Cell: func(v seen) widget.Cell {
			return widget.Cell{Text: through(v), Tone: kit.Muted}
		}},
		{Title: "Since", Min: 8, Priority: 2, Cell: func(v seen) widget.Cell {
			return widget.Cell{Text: s.Day(v.grant.At), Tone: kit.Muted}
		}},
	}
}

func tone(v seen) kit.Tone {
	if v.gone {
		return kit.Muted
	}
	return kit.Plain
}

// who names a row. That it counts for nobody any more is said with it.
func (d *Details) who(v seen) string {
	text := model.Printable(v.name)
	if !v.isOwner() {
		text = granteeCell(v.grant, d.session.Org())
	}
	switch {
	case v.gone && v.isOwner():
		return text + " · not active"
	case v.gone:
		return text + " · gone"
	}
	return text
}

// through says what gives the level.
func through(v seen) string {
	switch {
	case v.isOwner():
		return "owner"
	case v.grant.Rule && v.grant.Scope.Site != "":
		return "rule · at " + v.grant.SiteName
	case v.grant.Rule:
		return "rule · all " + v.grant.Scope.Kind.Plural()
	}
	return "shared"
}

// by says it where there is room.
func (d *Details) by(v seen) string {
	if v.grant.Rule {
		return "a rule on " + onWords(v.grant)
	}
	return "shared, this item alone"
}

// besideSeen is what stands beside a wide list.
func (d *Details) besideSeen(v seen) []widget.Fact {
	facts := []widget.Fact{{Value: d.who(v), Tone: kit.Strong}, {}}
	if v.isOwner() {
		return append(facts, widget.Fact{Value: "Owns it, and so views, edits, deletes and shares it."})
	}
	if whole := granteeWords(v.grant, d.session.Org()); whole != granteeCell(v.grant, d.session.Org()) {
		facts = append(facts, widget.Fact{Value: whole}, widget.Fact{})
	}
	facts = append(facts, widget.Fact{Label: "Level", Value: v.grant.Level.String()}, widget.Fact{Label: "Through", Value: d.by(v)},
		widget.Fact{Label: "Given", Value: d.session.Exact(v.grant.At)})
	if !foreign(d.session, d.row.Item) {
		facts = append(facts, widget.Fact{Label: "By", Value: v.grant.By})
	}
	if v.gone {
		facts = append(facts, widget.Fact{}, widget.Fact{Value: "Whom it was given to is not there any more, or left and came back. It counts for nobody.", Tone: kit.Warn})
	}
	return facts
}
