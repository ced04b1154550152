package model

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

func (g Group) target() TargetRef {
	return TargetRef{Kind: "group", ID: string(g.ID), Name: g.Name}
}

// group returns a group that was not deleted.
func (q *inquiry) group(org OrgID, id GroupID) (Group, error) {
	g, err := q.Group(org, id)
	if err == nil && g.Deleted {
		return g, notFound("That group was deleted.")
	}
	return g, err
}

// CreateGroup adds a group to an org. Errors: KindForbidden, KindInvalid,
// KindConflict (the name is taken).
func (a *Authority) CreateGroup(ctx context.Context, actor Actor, org OrgID, name string) (Group, error) {
	name, err := CleanName(FieldName, name)
	if err != nil {
		return Group{}, err
	}
	var made Group
	at := attempt{actor, org, ActCreateGroup, TargetRef{Kind: "group", Name: name}}
	err = a.carryOut(ctx, at, ucManageGroups, func(c *change) error {
		id, err := newID[GroupID](c, "grp_")
		if err != nil {
			return err
		}
		made = Group{ID: id, Org: org, Name: name, CreatedAt: c.now}
		if err := c.PutGroup(made); err != nil {
			return err
		}
		return c.log(ActCreateGroup, made.target(), Detail{Field: "name", After: name})
	})
	return made, err
}

// changeGroup runs fn on a group of an org.
func (a *Authority) changeGroup(ctx context.Context, actor Actor, org OrgID, id GroupID, action Action, fn func(*change, Group) error) error {
	at := attempt{actor, org, action, TargetRef{Kind: "group", ID: string(id)}}
	return a.carryOut(ctx, at, ucManageGroups, func(c *change) error {
		g, err := c.group(org, id)
		if err != nil {
			return err
		}
		return fn(c, g)
	})
}

// RenameGroup gives a group another name. Errors: KindForbidden, KindInvalid,
// KindNotFound, KindConflict (the name is taken).
//
// What is another by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) RenameGroup(ctx context.Context, actor Actor, org OrgID, id GroupID, name string, seen ...string) (Group, error) {
	name, err := CleanName(FieldName, name)
	if err != nil {
		return Group{}, err
	}
	var renamed Group
	err = a.changeGroup(ctx, actor, org, id, ActEditGroup, func(c *change, g Group) error {
		if err := stale("the name", g.Name, seen); err != nil {
			return err
		}
		renamed = g
		if g.Name == name {
			return nil
		}
		renamed.Name = name
		if err := c.PutGroup(renamed); err != nil {
			return err
		}
		return c.log(ActEditGroup, renamed.target(), Detail{"name", g.Name, name})
	})
	return renamed, err
}

// DeleteGroup deletes a group. What it was given counts for nobody from then on,
// and its name is free. Errors: KindForbidden, KindNotFound.
func (a *Authority) DeleteGroup(ctx context.Context, actor Actor, org OrgID, id GroupID) error {
	return a.changeGroup(ctx, actor, org, id, ActDeleteGroup, func(c *change, g Group) error {
		g.Deleted = true
		if err := c.PutGroup(g); err != nil {
			return err
		}
		return c.log(ActDeleteGroup, g.target(), Detail{Field: "name", Before: g.Name})
	})
}

// placed returns the member of an org whom somebody wants in a group or at a
// site, or out of it. A service user is never in one (rule 2.3).
func (q *inquiry) placed(org OrgID, user UserID) (Membership, error) {
	if strings.HasPrefix(string(user), "svc_") {
		return Membership{}, invalid(FieldEmail, "A service user is never a member of a group or a site; a grant can name it.")
	}
	m, err := q.Membership(org, user)
	if KindOf(err) == KindNotFound || err == nil && m.Status == MemberRemoved {
		return m, &Error{Kind: KindNotFound, Field: FieldEmail, Message: "There is no such person in the organisation."}
	}
	return m, err
}

// inWords names a member so that the log tells namesakes apart.
func (m Membership) inWords() string { return m.Name + " (" + m.Email + ")" }

// AddToGroup puts a member of the org into a group; a deactivated one too.
// Errors: KindForbidden, KindInvalid (a service user: rule 2.3), KindNotFound,
// KindConflict (in it already, or in MaxGroups of them: rule 1.2).
func (a *Authority) AddToGroup(ctx context.Context, actor Actor, org OrgID, id GroupID, user UserID) error {
	return a.changeGroup(ctx, actor, org, id, ActAddToGroup, func(c *change, g Group) error {
		m, err := c.placed(org, user)
		if err != nil {
			return err
		}
		if err := c.roomInGroups(m, g); err != nil {
			return err
		}
		if err := c.PutGroupMember(GroupMember{Org: org, Group: id, User: user, Term: m.Term, AddedAt: c.now}); err != nil {
			return err
		}
		return c.log(ActAddToGroup, g.target(), Detail{Field: "member", After: m.inWords()})
	})
}

// pruneMost is how many entries that count no more one change takes away: a
// transaction writes a hundred keys at the most.
const pruneMost = 10

// roomInGroups refuses a group that a person is in, and one more than MaxGroups.
// What it read is a guard: of two that add the last one at once, one is refused.
// Some of the entries that count no more are taken away, so that the record of a
// person's groups does not grow.
func (c *change) roomInGroups(m Membership, g Group) error {
	in, gone, err := c.groupsOf(m)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(in, func(other Group) bool { return other.ID == g.ID }) {
		return conflict(FieldGroup, "%s is in %s already.", Printable(m.Name), Printable(g.Name))
	}
	if len(in) >= MaxGroups {
		return conflict(FieldGroup, "%s is in %d groups, and nobody is in more; take them out of another one first.", Printable(m.Name), len(in))
	}
	for _, old := range gone[:min(len(gone), pruneMost)] {
		if err := c.DeleteGroupMember(old.Org, old.Group, old.User); err != nil {
			return err
		}
	}
	return nil
}

// groupsOf returns the groups that a member is in, and the entries that count no
// more: of a group that was deleted, or of an earlier term.
func (q *inquiry) groupsOf(m Membership) (in []Group, gone []GroupMember, err error) {
	entries, err := q.GroupsOf(m.Org, m.User)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		g, err := q.Group(e.Org, e.Group)
		if err != nil {
			return nil, nil, missing(err)
		}
		if g.Deleted || e.Term != m.Term {
			gone = append(gone, e)
		} else {
			in = append(in, g)
		}
	}
	return in, gone, nil
}

// RemoveFromGroup takes a member of the org out of a group. Errors:
// KindForbidden, KindInvalid (a service user: rule 2.3), KindNotFound,
// KindConflict (not in it).
func (a *Authority) RemoveFromGroup(ctx context.Context, actor Actor, org OrgID, id GroupID, user UserID) error {
	return a.changeGroup(ctx, actor, org, id, ActTakeFromGroup, func(c *change, g Group) error {
		m, err := c.placed(org, user)
		if err != nil {
			return err
		}
		e, err := c.GroupMember(org, id, user)
		if KindOf(err) == KindNotFound || err == nil && e.Term != m.Term {
			return conflict(FieldGroup, "%s is not in %s.", Printable(m.Name), Printable(g.Name))
		}
		if err != nil {
			return err
		}
		if err := c.DeleteGroupMember(org, id, user); err != nil {
			return err
		}
		return c.log(ActTakeFromGroup, g.target(), Detail{Field: "member", Before: m.inWords()})
	})
}

// GroupMembers lists who is in a group by SortCreated (of the account), for
// holders of groups.manage. Errors: KindForbidden, KindNotFound.
func (a *Authority) GroupMembers(ctx context.Context, actor Actor, org OrgID, id GroupID, request PageRequest) (Page[Membership], error) {
	var page Page[Membership]
	err := a.inquire(ctx, actor, org, ucManageGroups, func(q *inquiry) error {
		g, err := q.group(org, id)
		if err != nil {
			return err
		}
		page, err = q.groupRoll(g).page(request)
		return err
	})
	return page, err
}

// ownOr is the use case of a look at the groups or sites that somebody is in:
// everybody sees their own.
func ownOr(others useCase, actor Actor, user UserID) useCase {
	if user == actor.user {
		return ucListPlaces
	}
	return others
}

// GroupsOf returns the groups that a person is in, by name: the actor, or
// anybody in the org for holders of groups.manage. Errors: KindForbidden,
// KindNotFound (nobody in the org).
func (a *Authority) GroupsOf(ctx context.Context, actor Actor, org OrgID, user UserID) ([]Group, error) {
	var in []Group
	err := a.inquire(ctx, actor, org, ownOr(ucManageGroups, actor, user), func(q *inquiry) error {
		m, err := q.placed(org, user)
		if err != nil {
			return err
		}
		in, _, err = q.groupsOf(m)
		slices.SortFunc(in, func(a, b Group) int {
			return cmp.Compare(foldName(a.Name), foldName(b.Name))
		})
		return err
	})
	return in, err
}

// FindGroup finds a group of an org by id or name (rule 12.1).
func (a *Authority) FindGroup(ctx context.Context, actor Actor, org OrgID, text string) (Group, error) {
	var g Group
	err := a.inquire(ctx, actor, org, ucListPlaces, func(q *inquiry) (err error) {
		if looksLikeID("grp_", text) {
			g, err = q.group(org, GroupID(text))
		} else {
			g, err = q.GroupByName(org, text)
		}
		if KindOf(err) == KindNotFound {
			return &Error{Kind: KindNotFound, Field: FieldGroup, Message: "There is no group " + Printable(text) + " in the organisation."}
		}
		return err
	})
	return g, err
}
