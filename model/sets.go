package model

import (
	"context"
	"slices"
	"strings"
)

// SetRequest is what a permission set is made of, or changed into.
type SetRequest struct {
	Name        string
	Seat        SeatType // of a new set; for good
	Permissions []Permission
}

func (r *SetRequest) clean() (err error) {
	if r.Name, err = CleanName(FieldName, r.Name); err != nil {
		return err
	}
	r.Permissions = slices.Compact(slices.Sorted(slices.Values(r.Permissions)))
	return nil
}

// KnownPermissions returns what a set of the org can have, in the order it is
// shown in: the built-in permissions, the overrides (rule 6.4) and the org's
// own names (rule 6.3).
func (o Org) KnownPermissions() []Permission {
	return slices.Concat(builtIn, overrides, o.OwnPermissions)
}

// check refuses permissions that the org does not have, and overrides on
// anything but a full seat (rule 6.4).
func (r SetRequest) check(org Org, seat SeatType) error {
	known := org.KnownPermissions()
	for _, p := range r.Permissions {
		if !slices.Contains(known, p) {
			return invalid(FieldPermission, "There is no permission %s in %s; add the name first.", Printable(string(p)), Printable(org.Name))
		}
		if slices.Contains(overrides, p) && seat != SeatFull {
			return invalid(FieldPermission, "%s is for sets with a full seat alone.", p)
		}
	}
	return nil
}

// CreatePermissionSet adds a set to an org. Errors: KindForbidden (also by rule
// 6.5), KindInvalid, KindConflict (the name is taken).
func (a *Authority) CreatePermissionSet(ctx context.Context, actor Actor, org OrgID, r SetRequest) (PermissionSet, error) {
	if err := r.clean(); err != nil {
		return PermissionSet{}, err
	}
	if !slices.Contains(SeatTypes(), r.Seat) {
		return PermissionSet{}, invalid(FieldSeats, "A set takes a seat: full, lite or guest.")
	}
	var set PermissionSet
	at := attempt{actor, org, ActCreateSet, TargetRef{Kind: "permission_set", Name: r.Name}}
	err := a.carryOut(ctx, at, ucManageSets, func(c *change) (err error) {
		if err := r.check(c.actor.org, r.Seat); err != nil {
			return err
		}
		if err := c.withinThese(permissionsOf(r.Permissions), "the set would have"); err != nil {
			return err
		}
		set = PermissionSet{Org: org, Name: r.Name, Seat: r.Seat, Permissions: r.Permissions}
		if set.ID, err = newID[SetID](c, "set_"); err != nil {
			return err
		}
		if err := c.PutPermissionSet(set); err != nil {
			return err
		}
		return c.log(ActCreateSet, set.target(), Detail{Field: "permissions", After: joined(set.Permissions)})
	})
	return set, err
}

func (s PermissionSet) target() TargetRef {
	return TargetRef{Kind: "permission_set", ID: string(s.ID), Name: s.Name}
}

func joined(list []Permission) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = string(p)
	}
	return strings.Join(texts, ", ")
}

// EditPermissionSet changes a set's name and permissions; it counts from the
// very next request (rule 6.1). Of Administrator only the overrides change
// (rule 6.2). Errors: KindForbidden (also by rule 6.5), KindInvalid,
// KindConflict (the name is taken, or somebody changed the set meanwhile:
// before is what the actor saw), KindNotFound.
func (a *Authority) EditPermissionSet(ctx context.Context, actor Actor, before PermissionSet, r SetRequest) (PermissionSet, error) {
	if err := r.clean(); err != nil {
		return PermissionSet{}, err
	}
	var set PermissionSet
	at := attempt{actor, before.Org, ActEditSet, TargetRef{Kind: "permission_set", ID: string(before.ID)}}
	err := a.carryOut(ctx, at, ucManageSets, func(c *change) (err error) {
		if set, err = c.PermissionSet(before.Org, before.ID); err != nil {
			return err
		}
		c.about = set.target()
		if set.Name != before.Name || !sameMembers(set.Permissions, before.Permissions) {
			return conflict("", "Somebody changed %s in the meantime; look at it again.", Printable(before.Name))
		}
		if err := c.checkEdit(set, r); err != nil {
			return err
		}
		details := changed(Detail{"name", set.Name, r.Name}, permissionsDetail(set.Permissions, r.Permissions))
		if len(details) == 0 {
			return nil
		}
		set.Name, set.Permissions = r.Name, r.Permissions
		if err := c.PutPermissionSet(set); err != nil {
			return err
		}
		return c.log(ActEditSet, set.target(), details...)
	})
	return set, err
}

func permissionsDetail(before, after []Permission) Detail {
	lost := permissionsOf(before).missingFrom(permissionsOf(after))
	gained := permissionsOf(after).missingFrom(permissionsOf(before))
	if len(lost)+len(gained) == 0 {
		return Detail{}
	}
	return Detail{"permissions", prefixed("-", lost), prefixed("+", gained)}
}

func prefixed(sign string, list []Permission) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = sign + string(p)
	}
	return strings.Join(texts, " ")
}

func sameMembers(a, b []Permission) bool {
	x, y := permissionsOf(a), permissionsOf(b)
	return len(x.missingFrom(y)) == 0 && len(y.missingFrom(x)) == 0
}

// checkEdit says whether the actor may turn set into r.
func (q *inquiry) checkEdit(set PermissionSet, r SetRequest) error {
	if set.Administrator && r.Name != set.Name {
		return conflict(FieldName, "Administrator keeps its name.")
	}
	if set.Administrator && !sameMembers(withoutOverrides(set.Permissions), withoutOverrides(r.Permissions)) {
		return conflict(FieldPermission, "Administrator can be given the overrides; nothing else about it changes.")
	}
	if err := r.check(q.actor.org, set.Seat); err != nil {
		return err
	}
	if err := q.withinThese(permissionsOf(set.Permissions), "the set has"); err != nil && !set.Administrator {
		return err
	}
	if set.Administrator { // whoever has all but the overrides may give these
		return q.withinThese(permissionsOf(withoutOverrides(r.Permissions)), "the set has")
	}
	return q.withinThese(permissionsOf(r.Permissions), "the set would have")
}

func withoutOverrides(list []Permission) []Permission {
	return slices.DeleteFunc(slices.Clone(list), func(p Permission) bool { return slices.Contains(overrides, p) })
}

// DeletePermissionSet deletes a set that nobody holds. Errors: KindForbidden
// (also by rule 6.5), KindNotFound, KindConflict (Administrator, or held).
func (a *Authority) DeletePermissionSet(ctx context.Context, actor Actor, org OrgID, id SetID) error {
	at := attempt{actor, org, ActDeleteSet, TargetRef{Kind: "permission_set", ID: string(id)}}
	return a.carryOut(ctx, at, ucManageSets, func(c *change) error {
		set, err := c.PermissionSet(org, id)
		if err != nil {
			return err
		}
		c.about = set.target()
		if set.Administrator {
			return conflict("", "Administrator cannot be deleted.")
		}
		if err := c.withinThese(permissionsOf(set.Permissions), "the set has"); err != nil {
			return err
		}
		holders, err := c.SetHolders(org, id)
		if err != nil {
			return err
		}
		if holders.Any() {
			return conflict("", "%s is held by %s; give them another set first.", Printable(set.Name), holders)
		}
		if err := c.Tx.DeletePermissionSet(org, id); err != nil {
			return err
		}
		return c.log(ActDeleteSet, set.target(), Detail{Field: "permissions", Before: joined(set.Permissions)})
	})
}

// String counts the holders in words.
func (h SetHolders) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{h.ActiveMembers, "active member"}, {h.DeactivatedMembers, "deactivated member"}, {h.ServiceUsers, "service user"}} {
		if part.n > 0 {
			parts = append(parts, counted(part.n, part.what))
		}
	}
	if len(parts) == 0 {
		return "nobody"
	}
	return strings.Join(parts, ", ")
}

// AddPermission adds a permission name of the org's own (rule 6.3). Errors:
// KindForbidden, KindInvalid, KindConflict (there is such a one).
func (a *Authority) AddPermission(ctx context.Context, actor Actor, org OrgID, name string) (Org, error) {
	p, err := CleanPermission(name)
	if err != nil {
		return Org{}, err
	}
	return a.changeOrg(ctx, actor, org, ucManageSets, ActAddPermission, func(_ *change, o *Org) (Detail, error) {
		if slices.Contains(o.KnownPermissions(), p) {
			return Detail{}, conflict(FieldPermission, "There is a permission %s already.", p)
		}
		if len(o.OwnPermissions) >= maxOwnPermissions {
			return Detail{}, conflict(FieldPermission, "An organisation can have %d permission names of its own.", maxOwnPermissions)
		}
		o.OwnPermissions = append(slices.Clone(o.OwnPermissions), p)
		slices.Sort(o.OwnPermissions)
		return Detail{Field: "own permission", After: string(p)}, nil
	})
}

// maxOwnPermissions keeps a set's record far below what the store takes.
const maxOwnPermissions = 200
