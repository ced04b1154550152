package model

import (
	"strings"
)

// within refuses what would let the actor get hold of permissions that it does
// not have itself (rule 6.5): sets is what the target has or would have. The
// error is of KindForbidden and names the permissions.
func (q *inquiry) within(sets []SetID, how string) error {
	if q.actor.operator {
		return nil // who lacks none
	}
	want, err := q.permissionsOf(q.actor.org.ID, sets)
	if err != nil {
		return err
	}
	return q.withinThese(want, how)
}

// withinThese refuses what would let the actor get hold of permissions that it
// does not have itself (rule 6.5).
func (q *inquiry) withinThese(want Permissions, how string) error {
	if lacking := q.actor.lacks(want); len(lacking) > 0 {
		return forbidden("You cannot do that, because %s %s, which you do not have yourself.", how, listed(lacking))
	}
	return nil
}

// listed joins the first few permissions into words.
func listed(permissions []Permission) string {
	const most = 3
	var names []string
	for _, p := range permissions[:min(len(permissions), most)] {
		names = append(names, string(p))
	}
	if more := len(permissions) - most; more > 0 {
		return strings.Join(names, ", ") + " and " + counted(more, "other permission")
	}
	return strings.Join(names, ", ")
}
