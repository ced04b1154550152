package model

import (
	"context"
	"strings"
)

// SyncAddress is an item as the API behind calls it, in the org of the token that
// the API shows.
type SyncAddress struct {
	Org  OrgID // only tokens of this org will do; "" for any
	Kind ItemKind
	Ref  string
}

// check refuses what can be no item's reference.
func (at SyncAddress) check() error {
	if at.Ref == "" {
		return invalid(FieldReference, "The reference is missing.")
	}
	return cleanRef(at.Ref)
}

// SyncRequest is what an item is to be.
type SyncRequest struct {
	SyncAddress
	Name  string
	Owner string // id, e-mail or unique name; "" leaves it, and for a new item is the token's subject
	Site  string // id or unique name; "" is nowhere
}

// Synced is what became of an item.
type Synced struct {
	Item    Item
	Created bool
	Changed bool // true for a new one, too
}

// SyncItem makes an item of the org's own what the request says: it is created,
// changed, or left as it is when it is that already; then nothing is logged. The
// API behind shows by a token that it may, one whose subject has items.sync: what
// has a reference is the API's to say, so that no level on the item is asked for.
// The entries are attributed to the subject and name the token (rule 9.1).
//
// The answer to the token is that of Check; other than ReasonOK nothing was
// changed. Errors: KindInvalid, KindNotFound (no such owner or site), KindConflict
// (several have the name), and those of Check.
func (a *Authority) SyncItem(ctx context.Context, secret Secret, r SyncRequest, from Origin) (Decision, Synced, error) {
	var done Synced
	var wanted syncWanted
	d, err := a.sync(ctx, secret, r.SyncAddress, from, func(q *inquiry, p party) (todo bool, err error) {
		if wanted, err = q.syncNames(p, r); err != nil {
			return false, err
		}
		plan, err := q.syncPlan(wanted)
		done = plan.done()
		return done.Changed, err
	}, func(s *syncing) error {
		plan, err := s.syncPlan(wanted)
		if err == nil && plan.done().Changed {
			err = s.carryOut(&plan)
		}
		done = plan.done()
		return err
	})
	if err != nil || !d.OK() {
		return d, Synced{}, err
	}
	return d, done, nil
}

// DropItem deletes an item by the reference of the API behind, as SyncItem makes
// it; one that is not there is none already. It returns whether there was one.
// Errors: KindInvalid, and those of Check.
func (a *Authority) DropItem(ctx context.Context, secret Secret, at SyncAddress, from Origin) (d Decision, dropped bool, err error) {
	find := func(q *inquiry) (Item, bool, error) {
		item, err := q.ItemByRef(q.actor.org.ID, at.Kind, at.Ref)
		if KindOf(err) == KindNotFound {
			return item, false, nil
		}
		return item, err == nil, err
	}
	d, err = a.sync(ctx, secret, at, from, func(q *inquiry, _ party) (found bool, err error) {
		_, found, err = find(q)
		return found, err
	}, func(s *syncing) error {
		item, found, err := find(&s.inquiry)
		if dropped = found; err != nil || !found {
			return err
		}
		if err := s.drop(item); err != nil {
			return err
		}
		return s.enter(ActDeleteItem, item, changed(
			Detail{Field: "kind", Before: string(item.Kind)},
			Detail{Field: "reference", Before: item.Ref},
		))
	})
	return d, dropped && err == nil && d.OK(), err
}

// syncing is a change that the API behind makes, with the token that it shows.
type syncing struct {
	*change
	party party
	token Token
	from  Origin
}

// enter appends the entry of something that was done to an item.
func (s *syncing) enter(action Action, item Item, details []Detail) error {
	return s.append(Entry{
		Org: s.party.org.ID, Actor: s.party.ref(s.token), Action: action, Target: item.target(),
		From: s.from.clean().Address, Details: details,
	})
}

// sync answers a request of the API behind: the token is checked, plan says
// whether there is anything to do, and fn does it in one transaction in which
// the token is decided on again. What people are called is looked up by plan,
// outside of the transaction.
func (a *Authority) sync(ctx context.Context, secret Secret, at SyncAddress, from Origin, plan func(*inquiry, party) (bool, error), fn func(*syncing) error) (Decision, error) {
	ask := Question{Org: at.Org, Permission: ItemsSync}
	d, err := a.Check(ctx, secret, ask, from)
	if err != nil || !d.OK() {
		return d, err
	}
	if err := at.check(); err != nil {
		return d, err
	}
	todo := false
	err = a.bland(a.store.View(ctx, func(tx Tx) error {
		q := &inquiry{Tx: tx, a: a, now: a.Now()}
		p, err := q.syncParty(d.Token, at.Kind)
		if err == nil {
			todo, err = plan(q, p)
		}
		return err
	}))
	if err != nil || !todo {
		return d, err
	}
	err = a.commit(ctx, func(c *change) error {
		d, err = c.syncDecision(secret, ask)
		if err != nil || !d.OK() {
			return err
		}
		p, err := c.syncParty(d.Token, at.Kind)
		if err != nil {
			return err
		}
		return fn(&syncing{c, p, d.Token, from})
	})
	return d, err
}

// syncParty returns the subject of the token and makes its org the one at hand. A
// kind that the org does not have is of KindInvalid.
func (q *inquiry) syncParty(t Token, kind ItemKind) (party, error) {
	p, err := q.partyOf(t)
	if err != nil {
		return p, err
	}
	q.actor.org = p.org
	return p, q.knownKind(kind)
}

// syncDecision is the answer of Check on the state that is about to be changed. It
// counts nothing.
func (q *inquiry) syncDecision(secret Secret, ask Question) (Decision, error) {
	hash := q.a.hash(secret)
	t, err := q.TokenByHash(hash)
	if err != nil {
		return Decision{}, missing(err)
	}
	var s subjectState
	if s.party, err = q.partyOf(t); err != nil {
		return Decision{}, err
	}
	if s.allowed, err = q.permissionsOf(t.Org, s.party.sets); err != nil {
		return Decision{}, err
	}
	s.life = s.party.life()
	use, err := q.use(t.ref())
	if err != nil {
		return Decision{}, err
	}
	var d Decision
	err = q.a.decide(q.Tx, &d, q.now, &request{secret: hash, ask: ask}, &t, &s, use.LastAt)
	return d, err
}

// syncWanted is a SyncRequest with ids in the place of names.
type syncWanted struct {
	SyncRequest
	owner   Subject // zero to leave it
	site    SiteID
	subject Subject // of the token
}

func (q *inquiry) syncNames(p party, r SyncRequest) (syncWanted, error) {
	w := syncWanted{SyncRequest: r, subject: p.subject}
	var err error
	if w.Name, err = CleanName(FieldName, r.Name); err != nil {
		return w, err
	}
	if text := strings.TrimSpace(r.Owner); text != "" {
		if w.owner, err = q.syncOwner(text); err != nil {
			return w, err
		}
	}
	if text := strings.TrimSpace(r.Site); text != "" {
		w.site, err = q.syncSite(text)
	}
	return w, err
}
