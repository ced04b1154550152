package model

import (
	"context"
	"fmt"
	"strings"
)

// ItemDetails is an item with all that its page shows.
type ItemDetails struct {
	ItemView       // its Owner is who owns it by now, its Level what the actor has on it
	OwnerGone bool // who owns it is not active there: deactivated, disabled or gone
	Ways      []Way
}

// ItemDetails returns an item that the actor sees, with the ways in which they
// reach it; an operator sees it without any (rule 1.6). Whoever sees an item of
// another org (rule 7.5) says as a member of which. Errors: KindForbidden,
// KindNotFound (no such item that the actor sees: rule 7.7).
func (a *Authority) ItemDetails(ctx context.Context, actor Actor, ref ItemRef, as ...OrgID) (ItemDetails, error) {
	var d ItemDetails
	org := ref.Org
	if len(as) > 0 {
		org = as[0]
	}
	err := a.inquire(ctx, actor, org, ucItems, func(q *inquiry) error {
		s, err := q.see(ref.Address())
		if err != nil {
			return err
		}
		d, err = q.itemDetails(s)
		return err
	})
	return d, err
}

func (q *inquiry) itemDetails(s sight) (ItemDetails, error) {
	to := q.actor.org.ID
	if q.actor.operator {
		to = s.item.Org
	}
	v, err := q.itemView(s.item, to)
	if err != nil {
		return ItemDetails{}, err
	}
	d := ItemDetails{ItemView: v, Ways: s.ways}
	if d.Level = s.level; d.Org != to {
		for i := range d.Ways {
			d.Ways[i].Grant.By = "" // somebody of the other org
		}
		return d, nil
	}
	if d.Owner, err = q.ownerNow(s.item); err != nil {
		return d, err
	}
	_, d.OwnerGone, err = q.ownerName(d.Org, d.Owner)
	return d, err
}

// sight is an item that the actor sees, with what they have on it.
type sight struct {
	item  Item
	level Level
	ways  []Way
}

// see returns an item as the actor sees it, as a member of the org at hand. An
// operator sees every item, whatever the ways. The error is noItem for one that
// is not there and for one that the actor cannot see (rule 7.7).
func (q *inquiry) see(address ItemAddress) (sight, error) {
	var s sight
	if q.actor.member() {
		f, err := q.asMember(Question{Item: address})
		if err != nil {
			return s, err
		}
		if f.visible() {
			s = sight{f.item, f.have, f.ways}
		}
	}
	if q.actor.operator {
		item, err := q.at(q.actor.org.ID, address)
		if err != nil {
			return s, err
		}
		s.item, s.level = item, LevelDelete
	}
	if s.item.ID == "" {
		return s, noItem()
	}
	return s, nil
}

// FindItem finds an item by its address, as ParseItemAddress reads it, or by its
// name among the org's own items: one that the actor sees as a member of the org,
// or any of them for an operator (rule 12.1). Errors: KindForbidden, KindNotFound,
// KindConflict with the candidates for a name that several have.
func (a *Authority) FindItem(ctx context.Context, actor Actor, org OrgID, text string) (Item, error) {
	var found Item
	err := a.inquire(ctx, actor, org, ucItems, func(q *inquiry) error {
		if address, err := ParseItemAddress(text); err == nil {
			s, err := q.see(address)
			if found = s.item.knownTo(q.actor.org.ID); q.actor.operator {
				found = s.item
			}
			if KindOf(err) != KindNotFound {
				return err
			}
		}
		var err error
		found, err = q.itemCalled(text)
		return err
	})
	return found, err
}

// itemCalled returns the one item of the org at hand that has a name, of those
// that the actor sees.
func (q *inquiry) itemCalled(text string) (Item, error) {
	named, err := q.ItemsNamed(q.actor.org.ID, strings.TrimSpace(text), maxPage)
	if err != nil {
		return Item{}, err
	}
	var seen []Item
	for _, item := range named {
		_, err := q.see(item.ref().Address())
		if err != nil && KindOf(err) != KindNotFound {
			return Item{}, err
		}
		if err == nil {
			seen = append(seen, item)
		}
	}
	return theOnly(seen, text, func(i Item) string {
		return fmt.Sprintf("%s (%s)", i.ID, Printable(string(i.Kind)))
	}, noItem())
}
