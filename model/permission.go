package model

import (
	"slices"
	"strings"
)

// Permission is the name of something that a request may do, as in
// templates.edit (rule 6.3).
type Permission string

// The permissions that latchkey itself asks for.
const (
	UsersManage          Permission = "users.manage"
	GroupsManage         Permission = "groups.manage"
	SitesManage          Permission = "sites.manage"
	PermissionSetsManage Permission = "permission-sets.manage"
	ServiceUsersManage   Permission = "service-users.manage"
	TokensManage         Permission = "tokens.manage"
	ActivityView         Permission = "activity.view"
	OrgManage            Permission = "org.manage"
	TokensIntrospect     Permission = "tokens.introspect"
	ItemsSync            Permission = "items.sync"

	OverrideViewAll   Permission = "override.view-all-data"
	OverrideManageAll Permission = "override.manage-all-data"
)

// builtIn lists the permissions of rule 6.3 in the order they are shown in.
var builtIn = []Permission{
	"templates.view", "templates.create", "templates.edit", "templates.delete",
	"inspections.view", "inspections.conduct", "inspections.edit", "inspections.delete",
	"assets.view", "assets.manage",
	"actions.view", "actions.manage",
	UsersManage, GroupsManage, SitesManage, PermissionSetsManage,
	ServiceUsersManage, TokensManage, ActivityView, OrgManage,
	TokensIntrospect, ItemsSync,
}

// overrides are the permissions of rule 6.4.
var overrides = []Permission{OverrideViewAll, OverrideManageAll}

// BuiltInPermissions returns the permissions that every org has, without the
// overrides, in the order they are shown in.
func BuiltInPermissions() []Permission { return slices.Clone(builtIn) }

var permissionForm = newForm(`^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$`)

// CleanPermission returns text as the name of a permission: dotted lower case.
// The error is of KindInvalid.
func CleanPermission(text string) (Permission, error) {
	text = strings.TrimSpace(text)
	if len(text) > MaxName || !permissionForm.fits(text) {
		return "", invalid(FieldPermission, "A permission is a dotted name in lower case, as in reports.export.")
	}
	return Permission(text), nil
}

// Permissions is a set of permissions. The zero value is empty.
type Permissions map[Permission]bool

func permissionsOf(lists ...[]Permission) Permissions {
	set := Permissions{}
	for _, list := range lists {
		for _, p := range list {
			set[p] = true
		}
	}
	if set[OverrideManageAll] { // it implies the other (rule 6.4)
		set[OverrideViewAll] = true
	}
	return set
}

// Has reports whether p is in the set.
func (s Permissions) Has(p Permission) bool { return s[p] }

// Sorted returns the set's members in alphabetical order.
func (s Permissions) Sorted() []Permission {
	list := make([]Permission, 0, len(s))
	for p, has := range s {
		if has {
			list = append(list, p)
		}
	}
	slices.Sort(list)
	return list
}

// missingFrom returns the members of s that other lacks, in alphabetical order.
func (s Permissions) missingFrom(other Permissions) []Permission {
	return slices.DeleteFunc(s.Sorted(), other.Has)
}

// SeatType is the kind of seat that a permission set makes its holders take.
type SeatType string

// The seat types (rule 6.2).
const (
	SeatFull  SeatType = "full"
	SeatLite  SeatType = "lite"
	SeatGuest SeatType = "guest"
)

// PermissionSet is a named list of permissions in one org. What a subject may
// do is read from its set at the time of the request (rule 6.1).
type PermissionSet struct {
	ID            SetID
	Org           OrgID
	Name          string
	Seat          SeatType // for good
	Permissions   []Permission
	Administrator bool // the one set that cannot be edited, but for the overrides, nor deleted
}

// SetHolders counts who holds a permission set.
type SetHolders struct {
	ActiveMembers      int
	DeactivatedMembers int
	ServiceUsers       int // the deleted ones do not count
}

// Any reports whether somebody holds the set.
func (h SetHolders) Any() bool { return h.ActiveMembers+h.DeactivatedMembers+h.ServiceUsers > 0 }

// The names of the sets that every new org begins with (rule 6.2).
const (
	SetAdministrator = "Administrator"
	SetManager       = "Manager"
	SetStandard      = "Standard"
	SetBasic         = "Basic"
	SetGuest         = "Guest"
)

// firstSets returns the five sets of a new org, without ids.
func firstSets(org OrgID) []PermissionSet {
	without := func(list []Permission, drop ...Permission) []Permission {
		return slices.DeleteFunc(slices.Clone(list), func(p Permission) bool { return slices.Contains(drop, p) })
	}
	standard := slices.DeleteFunc(slices.Clone(builtIn), func(p Permission) bool {
		return !slices.Contains(contentSections, p.section())
	})
	return []PermissionSet{
		{Org: org, Name: SetAdministrator, Seat: SeatFull, Administrator: true, Permissions: slices.Clone(builtIn)},
		{Org: org, Name: SetManager, Seat: SeatFull, Permissions: without(builtIn, OrgManage, PermissionSetsManage)},
		{Org: org, Name: SetStandard, Seat: SeatFull, Permissions: standard},
		{Org: org, Name: SetBasic, Seat: SeatLite, Permissions: []Permission{"templates.view", "inspections.view", "inspections.conduct", "actions.view", "actions.manage"}},
		{Org: org, Name: SetGuest, Seat: SeatGuest, Permissions: []Permission{"templates.view", "inspections.view"}},
	}
}
