package model

// syncPlan is what a request comes to on one state of the store.
type syncPlan struct {
	before Item // zero when there is none
	after  Item
	edits  []Detail
	owners []Detail
}

func (p syncPlan) done() Synced {
	return Synced{Item: p.after, Created: p.before.ID == "", Changed: p.after != p.before}
}

// syncPlan returns what has to be done so that an item is what is wanted.
func (q *inquiry) syncPlan(w syncWanted) (syncPlan, error) {
	item, err := q.ItemByRef(q.actor.org.ID, w.Kind, w.Ref)
	if KindOf(err) == KindNotFound {
		return q.syncNew(w)
	}
	if err != nil {
		return syncPlan{}, err
	}
	p := syncPlan{before: item, after: item}
	from, to, err := q.moved(item.Site, w.site)
	if err != nil {
		return p, err
	}
	p.after.Name, p.after.Site = w.Name, w.site
	p.edits = changed(Detail{"name", item.Name, w.Name}, Detail{"site", from, to})
	return p, q.syncOwnerOf(&p, w.owner)
}

// syncOwnerOf plans another owner. Who owns the item already may have become
// inactive since.
func (q *inquiry) syncOwnerOf(p *syncPlan, s Subject) error {
	if s == (Subject{}) {
		return nil
	}
	now, err := q.ownerNow(p.before)
	if err != nil {
		return err
	}
	next, after, err := q.ownerToBe(FieldOwner, s)
	if next == now || KindOf(err) == KindInvalid && now.Subject == s {
		return nil
	}
	if err != nil {
		return err
	}
	before, _, err := q.ownerName(p.before.Org, now)
	p.after.Owner, p.owners = next, []Detail{{"owner", before, after}}
	return err
}

// syncNew plans an item that is not there.
func (q *inquiry) syncNew(w syncWanted) (syncPlan, error) {
	if w.owner == (Subject{}) {
		w.owner = w.subject
	}
	owner, ownerName, err := q.ownerToBe(FieldOwner, w.owner)
	if err != nil {
		return syncPlan{}, err
	}
	place, err := q.placeName(w.site)
	if err != nil {
		return syncPlan{}, err
	}
	return syncPlan{
		after: Item{Org: q.actor.org.ID, Kind: w.Kind, Name: w.Name, Ref: w.Ref, Owner: owner, Site: w.site},
		edits: changed(
			Detail{Field: "kind", After: string(w.Kind)},
			Detail{Field: "reference", After: w.Ref},
			Detail{Field: "site", After: place},
			Detail{Field: "owner", After: ownerName},
		),
	}, nil
}

// carryOut writes what was planned, and its entries.
func (s *syncing) carryOut(p *syncPlan) error {
	action := ActEditItem
	if p.before.ID == "" {
		id, err := newID[ItemID](s.change, "itm_")
		if err != nil {
			return err
		}
		p.after.ID, p.after.CreatedAt, action = id, s.now, ActCreateItem
	}
	if err := s.PutItem(p.after); err != nil {
		return err
	}
	if p.owners != nil {
		if err := s.enter(ActHandOverItem, p.after, p.owners); err != nil {
			return err
		}
	}
	if p.after.Name == p.before.Name && p.after.Site == p.before.Site {
		return nil
	}
	return s.enter(action, p.after, p.edits)
}
