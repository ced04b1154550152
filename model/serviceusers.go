package model

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// ServiceUserRequest is what a service user is made of.
type ServiceUserRequest struct {
	Name        string
	Description string
	Sets        []SetID // at least one (rule 2.2)
}

// maxServiceSets is how many permission sets a service user holds at the most.
const maxServiceSets = 20

// serviceUser returns a service user that was not deleted.
func (q *inquiry) serviceUser(org OrgID, id ServiceUserID) (ServiceUser, error) {
	u, err := q.ServiceUser(org, id)
	if err == nil && u.Deleted {
		return u, notFound("That service user was deleted.")
	}
	return u, err
}

func (r *ServiceUserRequest) clean() (err error) {
	if r.Name, err = CleanName(FieldName, r.Name); err != nil {
		return err
	}
	if r.Description, err = cleanLine(FieldDescription, r.Description, MaxNote, true); err != nil {
		return err
	}
	if len(r.Sets) == 0 {
		return invalid(FieldSets, "Give the service user at least one permission set.")
	}
	r.Sets = slices.Compact(slices.Sorted(slices.Values(r.Sets)))
	if len(r.Sets) > maxServiceSets {
		return invalid(FieldSets, "A service user holds at most %d permission sets.", maxServiceSets)
	}
	return nil
}

// CreateServiceUser adds a service user to an org (rule 2.1). Errors:
// KindForbidden (also by rule 6.5), KindInvalid, KindConflict (the name is
// taken), KindNotFound (no such set).
func (a *Authority) CreateServiceUser(ctx context.Context, actor Actor, org OrgID, r ServiceUserRequest) (ServiceUser, error) {
	if err := r.clean(); err != nil {
		return ServiceUser{}, err
	}
	var made ServiceUser
	at := attempt{actor, org, ActCreateServiceUser, TargetRef{Kind: "service_user", Name: r.Name}}
	err := a.carryOut(ctx, at, ucManageService, func(c *change) error {
		names, err := c.assignable(r.Sets)
		if err != nil {
			return err
		}
		id, err := newID[ServiceUserID](c, "svc_")
		if err != nil {
			return err
		}
		made = ServiceUser{ID: id, Org: org, Name: r.Name, Description: r.Description, Sets: r.Sets, CreatedAt: c.now}
		if err := c.PutServiceUser(made); err != nil {
			return err
		}
		return c.log(ActCreateServiceUser, made.target(), Detail{Field: "permission sets", After: names})
	})
	return made, err
}

func (u ServiceUser) target() TargetRef {
	return TargetRef{Kind: "service_user", ID: string(u.ID), Name: u.Name}
}

// assignable checks that the actor may give the sets (rule 6.5) and returns
// their names.
func (q *inquiry) assignable(sets []SetID) (string, error) {
	names, err := q.setNames(q.actor.org.ID, sets)
	if KindOf(err) == KindNotFound {
		return "", &Error{Kind: KindNotFound, Field: FieldSets, Message: "There is no such permission set."}
	}
	if err != nil {
		return "", err
	}
	return strings.Join(names, ", "), q.within(sets, "the set has")
}

func (q *inquiry) setNames(org OrgID, sets []SetID) ([]string, error) {
	names := make([]string, 0, len(sets))
	for _, id := range sets {
		set, err := q.PermissionSet(org, id)
		if err != nil {
			return nil, err
		}
		names = append(names, set.Name)
	}
	return names, nil
}

// changeServiceUser runs fn on a service user that the actor may reach: one
// without permissions that the actor lacks (rule 6.5).
func (a *Authority) changeServiceUser(ctx context.Context, actor Actor, org OrgID, id ServiceUserID, action Action, fn func(*change, *ServiceUser) error) (ServiceUser, error) {
	var u ServiceUser
	at := attempt{actor, org, action, TargetRef{Kind: "service_user", ID: string(id)}}
	err := a.carryOut(ctx, at, ucManageService, func(c *change) (err error) {
		if u, err = c.serviceUser(org, id); err != nil {
			return err
		}
		c.about = u.target()
		if err := c.within(u.Sets, "the service user has"); err != nil {
			return err
		}
		return fn(c, &u)
	})
	return u, err
}

// EditServiceUser changes a service user's name, description and sets. A change
// of sets counts from the very next request (rule 6.1). Errors as of
// CreateServiceUser.
//
// What is another by now than the actor saw is a KindConflict (stale.go).
func (a *Authority) EditServiceUser(ctx context.Context, actor Actor, org OrgID, id ServiceUserID, r ServiceUserRequest, seen ...ServiceUser) (ServiceUser, error) {
	if err := r.clean(); err != nil {
		return ServiceUser{}, err
	}
	return a.changeServiceUser(ctx, actor, org, id, ActEditServiceUser, func(c *change, u *ServiceUser) error {
		for _, before := range seen {
			if err := stale(u.Name, u.form(), []string{before.form()}); err != nil {
				return err
			}
		}
		after, err := c.assignable(r.Sets)
		if err != nil {
			return err
		}
		before, err := c.setNames(org, u.Sets)
		if err != nil {
			return missing(err)
		}
		details := changed(
			Detail{"name", u.Name, r.Name},
			Detail{"description", u.Description, r.Description},
			Detail{"permission sets", strings.Join(before, ", "), after},
		)
		if len(details) == 0 {
			return nil
		}
		u.Name, u.Description, u.Sets = r.Name, r.Description, r.Sets
		if err := c.PutServiceUser(*u); err != nil {
			return err
		}
		return c.log(ActEditServiceUser, u.target(), details...)
	})
}

// form is all of a service user that a form shows.
func (u ServiceUser) form() string { return fmt.Sprintf("%q %q %q", u.Name, u.Description, u.Sets) }

// changed leaves out the details that did not change.
func changed(details ...Detail) []Detail {
	return slices.DeleteFunc(details, func(d Detail) bool { return d.Before == d.After })
}

// DisableServiceUser refuses a service user's tokens until EnableServiceUser
// (rule 2.6). Errors: KindForbidden, KindNotFound, KindConflict.
func (a *Authority) DisableServiceUser(ctx context.Context, actor Actor, org OrgID, id ServiceUserID) (ServiceUser, error) {
	return a.setDisabled(ctx, actor, org, id, ActDisableService, true)
}

// EnableServiceUser ends what DisableServiceUser began.
func (a *Authority) EnableServiceUser(ctx context.Context, actor Actor, org OrgID, id ServiceUserID) (ServiceUser, error) {
	return a.setDisabled(ctx, actor, org, id, ActEnableService, false)
}

func (a *Authority) setDisabled(ctx context.Context, actor Actor, org OrgID, id ServiceUserID, action Action, disabled bool) (ServiceUser, error) {
	words := map[bool]string{false: "enabled", true: "disabled"}
	return a.changeServiceUser(ctx, actor, org, id, action, func(c *change, u *ServiceUser) error {
		if u.Disabled == disabled {
			return conflict("", "%s is %s already.", Printable(u.Name), words[disabled])
		}
		u.Disabled = disabled
		if err := c.PutServiceUser(*u); err != nil {
			return err
		}
		return c.log(action, u.target(), Detail{"state", words[!disabled], words[disabled]})
	})
}

// DeleteServiceUser deletes a service user and revokes its active tokens in the
// same step (rule 2.6). It returns how many those were. What the service user owns
// goes to the successor, another active person or service user of the org; who
// owns nothing needs none (rule 1.3). Errors: KindForbidden, KindNotFound,
// KindInvalid for the successor.
func (a *Authority) DeleteServiceUser(ctx context.Context, actor Actor, org OrgID, id ServiceUserID, successor Subject) (int, error) {
	revoked := 0
	_, err := a.changeServiceUser(ctx, actor, org, id, ActDeleteService, func(c *change, u *ServiceUser) error {
		if err := c.handOver(u.owner(), u.target(), successor); err != nil {
			return err
		}
		details, err := c.endTokensOf(*u)
		if err != nil {
			return err
		}
		revoked = len(details)
		u.Deleted = true
		if err := c.PutServiceUser(*u); err != nil {
			return err
		}
		return c.log(ActDeleteService, u.target(), details...)
	})
	return revoked, err
}

// endTokensOf ends the active tokens of a service user that is deleted, and
// returns what the entry says of each.
func (c *change) endTokensOf(u ServiceUser) ([]Detail, error) {
	alive, err := c.alive(Holder{Org: u.Org})
	if err != nil {
		return nil, err
	}
	var details []Detail
	for _, v := range alive {
		if v.Subject.ServiceUser != u.ID {
			continue
		}
		t, err := c.Token(v.ref())
		if err != nil {
			return nil, missing(err)
		}
		if err := c.endToken(standing{end: EndDeleted, endAt: c.now, endBy: c.actor.ref().Name}.write(t)); err != nil {
			return nil, err
		}
		details = append(details, Detail{detailRevoked, t.Name, string(t.ID)})
	}
	return details, nil
}

// ServiceUserView is a service user as its row shows it.
type ServiceUserView struct {
	ServiceUser
	SetNames []string
	Active   int // active tokens
}

// ListServiceUsers lists an org's service users by SortName or SortCreated.
// Errors: KindForbidden, KindNotFound.
func (a *Authority) ListServiceUsers(ctx context.Context, actor Actor, org OrgID, request PageRequest) (Page[ServiceUserView], error) {
	var page Page[ServiceUserView]
	err := a.inquire(ctx, actor, org, ucListService, func(q *inquiry) error {
		users, err := q.ServiceUsers(org, request)
		if err != nil {
			return err
		}
		page = Page[ServiceUserView]{Start: users.Start, End: users.End, AtStart: users.AtStart, AtEnd: users.AtEnd}
		page.Rows, err = q.serviceUserViews(org, users.Rows)
		return err
	})
	return page, err
}

// ServiceUsersByID returns the service users with these ids; those that are not
// there are left out. Errors: KindForbidden, KindNotFound.
func (a *Authority) ServiceUsersByID(ctx context.Context, actor Actor, org OrgID, ids []ServiceUserID) ([]ServiceUserView, error) {
	var rows []ServiceUserView
	err := a.inquire(ctx, actor, org, ucListService, func(q *inquiry) error {
		var users []ServiceUser
		for _, id := range ids {
			u, err := q.serviceUser(org, id)
			if KindOf(err) == KindNotFound {
				continue
			}
			if err != nil {
				return err
			}
			users = append(users, u)
		}
		var err error
		rows, err = q.serviceUserViews(org, users)
		return err
	})
	return rows, err
}

func (q *inquiry) serviceUserViews(org OrgID, users []ServiceUser) ([]ServiceUserView, error) {
	alive, err := q.alive(Holder{Org: org})
	if err != nil {
		return nil, err
	}
	active := map[ServiceUserID]int{}
	for _, t := range alive {
		active[t.Subject.ServiceUser]++
	}
	rows := make([]ServiceUserView, 0, len(users))
	for _, u := range users {
		names, err := q.setNames(org, u.Sets)
		if err != nil {
			return nil, missing(err)
		}
		rows = append(rows, ServiceUserView{u, names, active[u.ID]})
	}
	return rows, nil
}

// PermissionSets returns an org's sets, oldest first. Errors: KindForbidden,
// KindNotFound.
func (a *Authority) PermissionSets(ctx context.Context, actor Actor, org OrgID) ([]PermissionSet, error) {
	var sets []PermissionSet
	err := a.inquire(ctx, actor, org, ucListSets, func(q *inquiry) (err error) {
		sets, err = q.PermissionSets(org)
		return err
	})
	return sets, err
}
