package model

import (
	"context"
	"slices"
	"strings"
)

// ItemQuery says whose sight of which items to list (rule 7.7).
type ItemQuery struct {
	Org     OrgID       // of the subject
	Subject Subject     // whose sight it is; zero is the actor's own
	All     bool        // no sight, but all items of the org: for operators (rule 1.6)
	Kind    ItemKind    // "" for every kind
	Page    PageRequest // by SortCreated, the items of one org after those of another
}

// ItemView is an item as its row shows it.
type ItemView struct {
	Item
	OwnerName string // who owns it by now; "" for an item of another org
	OrgName   string // of the item
	SiteName  string // "" for nowhere, and for an item of another org
	Level     Level  // what the subject has on it; LevelNone in a list of all
}

// ListItems lists the items that a subject can see, and none that it cannot
// (rule 7.7). For each item that comes up it asks what Check asks. Whose sight an
// actor may ask for is what Explain says. Errors: KindForbidden, KindNotFound.
func (a *Authority) ListItems(ctx context.Context, actor Actor, query ItemQuery) (Page[ItemView], error) {
	var page Page[ItemView]
	err := a.inquire(ctx, actor, query.Org, query.useCase(actor), func(q *inquiry) error {
		l := lister{inquiry: q, query: query}
		if !query.All {
			p, err := q.party(query.Org, query.subject(actor))
			if err != nil {
				return err
			}
			if !p.active || p.org.Suspended {
				page = Page[ItemView]{AtStart: true, AtEnd: true}
				return nil
			}
			if err := l.of(p); err != nil {
				return err
			}
		}
		var err error
		page, err = l.page()
		return err
	})
	return page, err
}

// ListItemsFor is ListItems for what a token's subject can see, as an answer to
// a request with its secret. It counts as Check does.
func (a *Authority) ListItemsFor(ctx context.Context, secret Secret, query ItemQuery, from Origin) (Decision, Page[ItemView], error) {
	if !secret.WellFormed() {
		return Decision{Reason: ReasonMalformed}, Page[ItemView]{}, nil
	}
	var d Decision
	var page Page[ItemView]
	begin := a.freshness.begin()
	err := a.bland(a.store.View(ctx, func(tx Tx) (err error) { // one state for the answer and the list
		q := &inquiry{Tx: tx, a: a}
		if d, _, err = q.check(&request{secret: a.hash(secret), ask: Question{Org: query.Org}, from: from.clean()}, begin); err != nil || !d.OK() {
			return err
		}
		page, err = q.listFor(d.Token, query)
		return err
	}))
	if err != nil {
		return Decision{}, Page[ItemView]{}, err
	}
	return d, page, nil
}

// listFor lists what the subject of a token that is good sees.
func (q *inquiry) listFor(t Token, query ItemQuery) (Page[ItemView], error) {
	p, err := q.partyOf(t)
	if err != nil {
		return Page[ItemView]{}, err
	}
	query.Org = p.org.ID
	l := lister{inquiry: q, query: query}
	if err := l.of(p); err != nil {
		return Page[ItemView]{}, err
	}
	return l.page()
}

func (query ItemQuery) subject(actor Actor) Subject {
	if query.Subject == (Subject{}) {
		return Subject{User: actor.user}
	}
	return query.Subject
}

func (query ItemQuery) useCase(actor Actor) useCase {
	if query.All {
		return ucAllItems
	}
	return explaining(query.subject(actor), actor)
}

// lister lists the items that a subject sees; all of an org without a subject.
type lister struct {
	*inquiry
	query   ItemQuery
	finding *finding // nil for all
	sources []itemSource
}

// of makes the list that of a subject's sight.
func (l *lister) of(p party) error {
	f, err := l.find(p, Question{}, false)
	if err != nil {
		return err
	}
	f.need = LevelDelete // so that the level of a row is all that the subject has
	l.finding = f
	l.sources, err = l.itemSources(p.org, &f.bearer, l.query.Kind)
	return err
}

// page reads the page that the query asks for, and whether there is more on
// both sides of it.
func (l *lister) page() (Page[ItemView], error) {
	var page Page[ItemView]
	if l.query.Page.Sort != SortCreated {
		return page, newError(KindInvalid, "This list cannot be sorted like that.")
	}
	if l.finding == nil {
		l.sources = []itemSource{l.inRange(ItemRange{Org: l.query.Org, Kind: l.query.Kind})}
	}
	from, err := itemAt(l.query.Page.From)
	if err != nil {
		return page, err
	}
	backward := l.query.Page.Descending != l.query.Page.Backward
	rows, more, err := l.walk(from, backward, l.query.Page.limit())
	if err != nil {
		return page, err
	}
	behind := from != ItemRef{}
	if behind {
		_, behind, err = l.walk(l.nearSide(rows, from), !backward, 0)
	}
	page = Page[ItemView]{Rows: rows, AtStart: !behind, AtEnd: !more, Start: l.query.Page.From, End: l.query.Page.From}
	if l.query.Page.Backward {
		slices.Reverse(page.Rows)
		page.AtStart, page.AtEnd = !more, !behind
	}
	if n := len(rows); n > 0 {
		page.Start, page.End = page.Rows[0].cursor(), page.Rows[n-1].cursor()
	}
	return page, err
}

// nearSide is where to look from for what comes before the rows that were read.
// Where there are none, the item at from itself counts too.
func (l *lister) nearSide(rows []ItemView, from ItemRef) ItemRef {
	if len(rows) > 0 {
		return rows[0].ref()
	}
	return ItemRef{}
}

// walk reads up to n rows after an item, and reports whether there are more.
func (l *lister) walk(from ItemRef, backward bool, n int) (rows []ItemView, more bool, err error) {
	m := merge(l.sources, from, backward)
	for {
		ref, ok, err := m.next()
		if err != nil || !ok {
			return rows, false, err
		}
		row, shown, err := l.row(ref)
		if err != nil {
			return nil, false, err
		}
		if !shown {
			continue
		}
		if len(rows) == n {
			return rows, true, nil
		}
		rows = append(rows, row)
	}
}

// row returns an item as a row, and false for one that is not shown.
func (l *lister) row(ref ItemRef) (ItemView, bool, error) {
	item, err := l.Item(ref)
	if err != nil {
		return ItemView{}, false, missing(err)
	}
	if item.Deleted || l.query.Kind != "" && item.Kind != l.query.Kind {
		return ItemView{}, false, nil
	}
	level := LevelNone
	if l.finding != nil {
		if !l.finding.mayView(item.Kind) {
			return ItemView{}, false, nil
		}
		f := *l.finding
		f.item, f.found = item, true
		if err := l.look(&f, false); err != nil || !f.visible() {
			return ItemView{}, false, err
		}
		level = f.have
	}
	v, err := l.itemView(item, l.query.Org)
	v.Level = level
	return v, true, err
}

// itemView adds the names that a row shows to subjects of an org. Who owns an
// item of another org, and where it is, is that org's alone to know.
func (q *inquiry) itemView(item Item, to OrgID) (ItemView, error) {
	v := ItemView{Item: item.knownTo(to)}
	org, err := q.Org(item.Org)
	if err != nil {
		return v, missing(err)
	}
	if v.OrgName = org.Name; item.Org != to {
		return v, nil
	}
	owner, err := q.ownerNow(item)
	if err != nil {
		return v, err
	}
	p, err := q.party(item.Org, owner.Subject)
	if err != nil {
		return v, missing(err)
	}
	v.OwnerName = p.name
	if item.Site == "" {
		return v, nil
	}
	site, err := q.Site(item.Org, item.Site)
	v.SiteName = site.Name
	return v, err
}

// cursor is the place of an item in every listing.
func (i Item) cursor() Cursor { return Cursor(string(i.Org) + "/" + string(i.ID)) }

func itemAt(c Cursor) (ItemRef, error) {
	if c == "" {
		return ItemRef{}, nil
	}
	org, id, _ := strings.Cut(string(c), "/")
	if !looksLikeID("org_", org) || !looksLikeID("itm_", id) {
		return ItemRef{}, newError(KindInvalid, "This is not a place in this list; begin at its start.")
	}
	return ItemRef{OrgID(org), ItemID(id)}, nil
}
