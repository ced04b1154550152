package model

import (
	"context"
	"strconv"
)

// ownerToBe returns an active subject of the org at hand as the owner of what it
// will own. The error is of KindInvalid.
func (q *inquiry) ownerToBe(field Field, s Subject) (Owner, string, error) {
	if s.IsServiceUser() {
		s.User = ""
	}
	p, err := q.party(q.actor.org.ID, s)
	if KindOf(err) == KindNotFound || err == nil && !p.active {
		return Owner{}, "", invalid(field, "There is no such active person or service user in %s.", Printable(q.actor.org.Name))
	}
	return Owner{s, p.membership.Term}, p.name, err
}

// ownerName returns what an owner of an org is called, and whether it is active
// there no more: deactivated, disabled or gone.
func (q *inquiry) ownerName(org OrgID, o Owner) (name string, gone bool, err error) {
	p, err := q.party(org, o.Subject)
	if err != nil {
		return "", false, missing(err)
	}
	return p.name, !p.active || p.membership.Term != o.Term, nil
}

// HandOverItem gives one item to another owner: an active person or service user
// of its org. It takes the level delete (rule 7.2). Errors: KindForbidden,
// KindInvalid (to), KindNotFound (no such item that the actor sees: rule 7.7).
//
// An owner who is another by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) HandOverItem(ctx context.Context, actor Actor, ref ItemRef, to Subject, seen ...Owner) (Item, error) {
	return a.changeItem(ctx, actor, ref, ActHandOverItem, handing, func(c *change, item *Item) error {
		now, err := c.ownerNow(*item)
		if err != nil {
			return err
		}
		if err := stale(item.Name, now, seen); err != nil {
			return err
		}
		next, after, err := c.ownerToBe(FieldSuccessor, to)
		if err != nil || next == now {
			return err
		}
		before, _, err := c.ownerName(item.Org, now)
		if err != nil {
			return err
		}
		item.Owner = next
		if err := c.PutItem(*item); err != nil {
			return err
		}
		return c.log(ActHandOverItem, item.target(), Detail{"owner", before, after})
	})
}

// ownedMost is how far the items of an owner are counted.
const ownedMost = 1000

// owned counts what an owner of an org has now, up to ownedMost items, and says
// whether there are more: what was made out to the owner, and to those who named
// the owner as their successor, and so on (rule 1.3).
func (q *inquiry) owned(org OrgID, owner Owner) (n int, more bool, err error) {
	owners := []Owner{owner}
	for len(owners) > 0 {
		items, err := q.ItemIDs(ItemRange{Org: org, Owner: owners[0]}, "", false, ownedMost+1-n)
		if err != nil {
			return 0, false, err
		}
		if n += len(items); n > ownedMost {
			return ownedMost, true, nil
		}
		handed, err := q.HandedTo(org, owners[0])
		if err != nil {
			return 0, false, err
		}
		owners = owners[1:]
		for _, h := range handed {
			owners = append(owners, h.From)
		}
	}
	return n, false, nil
}

func ownedWords(n int, more bool) string {
	if more {
		return "more than " + counted(n, "item")
	}
	return counted(n, "item")
}

// handOver gives all that somebody owns in the org at hand to their successor, in
// one record that ownership is looked up through, however many items there are
// (rule 1.3). Who owns nothing needs no successor, and leaves no record. The
// errors are of KindInvalid.
func (c *change) handOver(from Owner, who TargetRef, successor Subject) error {
	var to Owner
	var name string
	var err error
	if successor != (Subject{}) {
		if to, name, err = c.ownerToBe(FieldSuccessor, successor); err != nil {
			return err
		}
		if to == from {
			return invalid(FieldSuccessor, "%s is the one who goes; name somebody else who gets the items.", Printable(name))
		}
	}
	org := c.actor.org
	n, more, err := c.owned(org.ID, from)
	if err != nil || n == 0 {
		return err
	}
	if successor == (Subject{}) {
		return invalid(FieldSuccessor, "%s owns %s in %s; name an active person or service user there who gets them.", Printable(who.Name), ownedWords(n, more), Printable(org.Name))
	}
	if err := c.PutHandOver(HandOver{Org: org.ID, From: from, To: to, At: c.now, By: c.actor.ref().Name}); err != nil {
		return err
	}
	count := strconv.Itoa(n)
	if more {
		count = "more than " + count
	}
	return c.log(ActHandOverAll, who, Detail{Field: "items", After: count}, Detail{"owner", who.Name, name})
}

// owner returns a member as the owner of what they own in this term.
func (m Membership) owner() Owner { return Owner{Subject{User: m.User}, m.Term} }

func (u ServiceUser) owner() Owner { return Owner{Subject: Subject{ServiceUser: u.ID}} }

// OwnedItems counts what a person or a service user owns in an org, up to 1,000
// items, and says whether there are more: for the question before RemoveMember,
// LeaveOrg and DeleteServiceUser, and for whoever may ask that. Everybody may
// count their own. Errors: KindForbidden, KindNotFound.
func (a *Authority) OwnedItems(ctx context.Context, actor Actor, org OrgID, s Subject) (n int, more bool, err error) {
	err = a.inquire(ctx, actor, org, owning(s, actor), func(q *inquiry) error {
		owner, err := q.presentOwner(org, s)
		if err != nil {
			return err
		}
		n, more, err = q.owned(org, owner)
		return err
	})
	return n, more, err
}

// presentOwner returns a subject that is still in an org as the owner of what it
// owns now.
func (q *inquiry) presentOwner(org OrgID, s Subject) (Owner, error) {
	if s.IsServiceUser() {
		u, err := q.serviceUser(org, s.ServiceUser)
		return u.owner(), err
	}
	m, err := q.placed(org, s.User)
	return m.owner(), err
}

func owning(s Subject, actor Actor) useCase {
	switch {
	case s.IsServiceUser():
		return ucManageService
	case s.User == actor.user && s.User != "":
		return ucItems
	}
	return ucManageMembers
}
