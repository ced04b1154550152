package model

import (
	"context"
	"slices"
)

// SyncGrant is one grant that an item is to have.
type SyncGrant struct {
	To    string // as FindGrantee reads it; those of another org by id alone, with org_…/ in front
	Level Level
}

// MaxSyncChanges is how many grants one SyncGrants gives, changes and takes back
// at the most: all of it is one transaction.
const MaxSyncChanges = 40

// maxSyncGrants bounds what one request can make latchkey look up.
const maxSyncGrants = 1000

// SyncedGrants is what became of the grants of an item.
type SyncedGrants struct {
	Item  Item
	Given int // new ones, and those with another level by now
	Taken int
}

// SyncGrants makes the grants on an item of the org's own exactly these; rules
// (rule 7.3) are left alone. It is for whom SyncItem is for. A grantee has to
// exist. The same again changes and logs nothing.
//
// Errors: KindInvalid (more than MaxSyncChanges of them change, a grantee is
// named twice, …), KindNotFound (no such item, or no such grantee), KindConflict
// (several have the name), and those of Check.
func (a *Authority) SyncGrants(ctx context.Context, secret Secret, at SyncAddress, grants []SyncGrant, from Origin) (Decision, SyncedGrants, error) {
	if len(grants) > maxSyncGrants {
		return Decision{}, SyncedGrants{}, invalid(FieldGrantee, "These are %d grants; at most %d fit into one request. Share with groups or sites, or give access by a rule.", len(grants), maxSyncGrants)
	}
	var wanted []syncRecipient
	var plan syncGrantPlan
	d, err := a.sync(ctx, secret, at, from, func(q *inquiry, _ party) (todo bool, err error) {
		if wanted, err = q.syncGrantees(grants); err == nil {
			plan, err = q.syncGrantPlan(at, wanted)
		}
		return len(plan.give)+len(plan.take) > 0, err
	}, func(s *syncing) (err error) {
		if plan, err = s.syncGrantPlan(at, wanted); err == nil {
			err = s.regrant(plan)
		}
		return err
	})
	if err != nil || !d.OK() {
		return d, SyncedGrants{}, err
	}
	return d, SyncedGrants{Item: plan.item, Given: len(plan.give), Taken: len(plan.take)}, nil
}

// syncRecipient is whom a grant is wanted for.
type syncRecipient struct {
	text  string
	to    Grantee
	level Level
}

func (q *inquiry) syncGrantees(grants []SyncGrant) ([]syncRecipient, error) {
	var wanted []syncRecipient
	named := map[Grantee]bool{}
	for _, g := range grants {
		if !slices.Contains(Levels(), g.Level) {
			return nil, invalid(FieldLevel, "A level is view, edit or delete.")
		}
		to, err := q.syncGrantee(g.To)
		if err != nil {
			return nil, err
		}
		if named[to] {
			return nil, invalid(FieldGrantee, "%s is named twice.", cut(Printable(g.To), 4*MaxName))
		}
		named[to] = true
		wanted = append(wanted, syncRecipient{g.To, to, g.Level})
	}
	return wanted, nil
}

// syncGrantPlan is what has to be done so that the grants on an item are those
// that are wanted.
type syncGrantPlan struct {
	item       Item
	give, take []syncGranting
}

// syncGranting is a grant as it is, and the level that it is to give.
type syncGranting struct {
	granting
	level Level
}

func (q *inquiry) syncGrantPlan(at SyncAddress, wanted []syncRecipient) (p syncGrantPlan, err error) {
	if p.item, err = q.at(q.actor.org.ID, ItemAddress{Kind: at.Kind, Ref: at.Ref}); err != nil {
		return p, err
	}
	scope := Scope{Org: p.item.Org, Item: p.item.ID}
	left := map[Grantee]Grant{}
	_, err = eachOf(SortCreated, func(r PageRequest) (Page[Grant], error) { return q.Grants(scope, r) }, func(g Grant) (bool, error) {
		left[g.To] = g
		return true, nil
	})
	if err != nil {
		return p, err
	}
	for _, w := range wanted {
		before, found := left[w.to]
		delete(left, w.to)
		if err := p.add(q, w, granting{scope: scope, found: found, before: before}); err != nil {
			return p, err
		}
	}
	for to, before := range left {
		r, err := q.syncRecipient(to)
		if err != nil {
			return p, err
		}
		p.take = append(p.take, syncGranting{granting: granting{scope: scope, to: r, found: true, before: before}})
	}
	slices.SortFunc(p.take, func(a, b syncGranting) int { return compareGrantees(a.to.Grantee, b.to.Grantee) })
	return p, p.check()
}

// add plans to give a grant, unless it is given already.
func (p *syncGrantPlan) add(q *inquiry, w syncRecipient, g granting) (err error) {
	if g.to, err = q.syncRecipient(w.to); err != nil {
		return err
	}
	if g.to.gone {
		return syncNobody(FieldGrantee, w.text)
	}
	if g.had() != w.level {
		p.give = append(p.give, syncGranting{g, w.level})
	}
	return nil
}

func (p *syncGrantPlan) check() error {
	if n := len(p.give) + len(p.take); n > MaxSyncChanges {
		return invalid(FieldGrantee, "That would be %d changes to the grants on %s; at most %d are made at once, and none was. Change them in several steps, or share with a group or a site.", n, Printable(p.item.Name), MaxSyncChanges)
	}
	return nil
}
